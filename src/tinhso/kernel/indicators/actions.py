# SPDX-License-Identifier: EUPL-1.2
"""Add acts to facts exactly once; rebuild facts from nothing."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Model

from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.models import Subscription
from tinhso.kernel.events.types import ActRow
from tinhso.kernel.indicators import adopted_facts
from tinhso.kernel.indicators.models import Fact, LateFact, MonthlyFact, ProvinceFact
from tinhso.kernel.indicators.queries import folded_up_to
from tinhso.kernel.indicators.replaying import fold, slices, traced_folds
from tinhso.kernel.indicators.sums import Key, Sums, sums_of
from tinhso.kernel.indicators.types import Difference
from tinhso.kernel.indicators.writing import (
    BY_DAY,
    BY_MONTH,
    LATE,
    OF_PROVINCE,
    Table,
    by_month,
    of_province,
)

SUBSCRIBER = "indicators"


def add_acts(acts: list[ActRow]) -> None:
    """Fold a batch into the facts, in the transaction that moves the cursor."""
    if acts:
        numbers = [act.seq for act in acts]
        found = sums_of(acts, ledger.sealed_instants(min(numbers), max(numbers)))
        write_sums(found.by_day)
        LATE.add(found.late)


def write_sums(sums: Counter[Key]) -> None:
    """Add sums to the facts by day, by month and of the province."""
    for table, found in ((BY_DAY, sums), (BY_MONTH, by_month(sums)), (OF_PROVINCE, of_province(sums))):
        table.add(found)


def add_adopted(ledger_id: int, found: Sums) -> None:
    """Add what some acts of an adopted ledger bring, in the transaction that keeps those acts."""
    write_sums(found.by_day)
    LATE.add(found.late)
    adopted_facts.write(adopted_facts.apart(ledger_id, found))


def _silent(seq: int) -> None:
    """Report progress to nobody."""


def replay(*, until: int | None = None, progress: Callable[[int], None] = _silent) -> Sums:
    """Return every fact recomputed from the ledger up to a sequence number (default: where the live facts stand)."""
    last = until if until is not None else folded_up_to()
    found, todo, folds = Sums(), slices(last), traced_folds()
    for done, one in enumerate(todo, start=1):
        part = fold(one, folds)
        found.by_day.update(part.by_day)
        found.late.update(part.late)
        progress(last * done // len(todo))
    return found


@transaction.atomic
def compare_with_replay(*, progress: Callable[[int], None] = _silent) -> list[Difference]:
    """Return every fact whose live value differs from the replay; empty when all digits agree."""
    Subscription.objects.select_for_update().filter(name=SUBSCRIBER).first()
    fresh, adopted = replay(progress=progress), adopted_facts.all_folded_again()
    fresh.by_day.update(adopted.whole.by_day)
    fresh.late.update(adopted.whole.late)
    found: list[tuple[type[Model], Table, Counter[Any]]] = [
        (Fact, BY_DAY, fresh.by_day),
        (MonthlyFact, BY_MONTH, by_month(fresh.by_day)),
        (ProvinceFact, OF_PROVINCE, of_province(fresh.by_day)),
        (LateFact, LATE, fresh.late),
    ]
    differing = [one for model, table, sums in found for one in _differences(model, table, sums)]
    return differing + _adopted_differences(adopted.by_ledger)


def _adopted_differences(fresh: Counter[Any]) -> list[Difference]:
    live = adopted_facts.kept()
    keys = sorted(fresh.keys() | live.keys(), key=str)
    return [_difference(key[1:], live[key], fresh[key]) for key in keys if live[key] != fresh[key]]


def _differences(model: type[Model], table: Table, fresh: Counter[Any]) -> list[Difference]:
    rows = model._default_manager.values_list(*table.columns, "value")
    live: Counter[Any] = Counter({tuple(key): value for *key, value in rows.iterator()})
    keys = sorted(fresh.keys() | live.keys(), key=str)
    return [_difference(key, live[key], fresh[key]) for key in keys if live[key] != fresh[key]]


def _difference(key: tuple[Any, ...], live: int, replayed: int) -> Difference:
    fact, day, unit_id, area, dimension, *known = key
    return Difference(fact, day, unit_id, area, dimension, live, replayed, known[0] if known else None)
