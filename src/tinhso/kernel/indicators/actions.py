# SPDX-License-Identifier: EUPL-1.2
"""Add acts to facts exactly once; rebuild facts from nothing."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.models import Subscription
from tinhso.kernel.events.types import ActRow
from tinhso.kernel.indicators.folding import deltas_of
from tinhso.kernel.indicators.models import Fact
from tinhso.kernel.indicators.queries import folded_up_to
from tinhso.kernel.indicators.types import Difference

Key = tuple[str, date, uuid.UUID | None, str]
SUBSCRIBER = "indicators"
BATCH = 5_000

UPSERT = """
INSERT INTO indicators_fact (fact, day, unit_id, area, value)
SELECT * FROM unnest(%s::text[], %s::date[], %s::uuid[], %s::text[], %s::bigint[])
ON CONFLICT ON CONSTRAINT fact_once DO UPDATE SET value = indicators_fact.value + excluded.value
"""


def add_acts(acts: list[ActRow]) -> None:
    """Fold a batch into the facts, in the transaction that moves the cursor."""
    _write(sums_of(acts))


def sums_of(acts: Iterable[ActRow]) -> Counter[Key]:
    """Return what these acts add, by fact, local day, unit and area. Pure."""
    sums: Counter[Key] = Counter()
    for act in acts:
        deltas = deltas_of(act)
        if deltas:
            day = timezone.localtime(act.at).date()
            for delta in deltas:
                sums[(delta.fact, day, delta.unit_id, delta.area)] += delta.amount
    return sums


def _write(sums: Counter[Key]) -> None:
    rows = sorted(((*key, amount) for key, amount in sums.items() if amount), key=lambda row: tuple(map(str, row)))
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        with connection.cursor() as cursor:
            cursor.execute(UPSERT, columns)


def _all_acts(last: int, progress: Callable[[int], None]) -> Iterator[ActRow]:
    after = 0
    while batch := ledger.acts_between(after + 1, last, limit=BATCH):
        yield from batch
        after = batch[-1].seq
        progress(after)


def _silent(seq: int) -> None:
    """Report progress to nobody."""


def replay(*, until: int | None = None, progress: Callable[[int], None] = _silent) -> Counter[Key]:
    """Return every fact recomputed from the ledger up to a sequence number (default: where the live facts stand)."""
    last = until if until is not None else folded_up_to()
    return sums_of(_all_acts(last, progress))


@transaction.atomic
def compare_with_replay(*, progress: Callable[[int], None] = _silent) -> list[Difference]:
    """Return every fact whose live value differs from the replay; empty when all digits agree."""
    Subscription.objects.select_for_update().filter(name=SUBSCRIBER).first()
    fresh = {key: amount for key, amount in replay(progress=progress).items() if amount}
    live: dict[Key, int] = {}
    for fact, day, unit_id, area, value in Fact.objects.values_list("fact", "day", "unit_id", "area", "value"):
        if value:
            live[(fact, day, unit_id, area)] = value
    keys = sorted(fresh.keys() | live.keys(), key=str)
    return [
        Difference(*key, live=live.get(key, 0), replayed=fresh.get(key, 0))
        for key in keys
        if live.get(key, 0) != fresh.get(key, 0)
    ]


@transaction.atomic(durable=True)
def rebuild(*, progress: Callable[[int], None] = _silent) -> int:
    """Replace every fact by the replay (after a change of definitions); return how many facts there are."""
    Subscription.objects.select_for_update().filter(name=SUBSCRIBER).first()
    Fact.objects.all().delete()
    _write(replay(progress=progress))
    return Fact.objects.count()
