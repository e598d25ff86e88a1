# SPDX-License-Identifier: EUPL-1.2
"""What the acts of adopted ledgers add up to, ledger by ledger: written when one comes, folded again on demand."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from tinhso.kernel.indicators.models import AdoptedAct, AdoptedFact, AdoptedSeal
from tinhso.kernel.indicators.origins import adopted_row
from tinhso.kernel.indicators.sums import Sums, sums_of

UPSERT = """
INSERT INTO indicators_adoptedfact (ledger_id, fact, day, unit_id, area, dimension, known_on, value)
SELECT * FROM unnest(%s::bigint[], %s::text[], %s::date[], %s::uuid[], %s::text[], %s::text[], %s::date[], %s::bigint[])
ON CONFLICT ON CONSTRAINT adopted_fact_once DO UPDATE SET value = indicators_adoptedfact.value + excluded.value
"""
COLUMNS = ("ledger_id", "fact", "day", "unit_id", "area", "dimension", "known_on")


@dataclass
class Adopted:
    """Sums of adopted acts: as they count in the whole, and by ledger with the day they were known if later."""

    whole: Sums = field(default_factory=Sums)
    by_ledger: Counter[tuple[Any, ...]] = field(default_factory=Counter)

    def take(self, ledger_id: int, found: Sums) -> None:
        self.whole.by_day.update(found.by_day)
        self.whole.late.update(found.late)
        self.by_ledger.update(apart(ledger_id, found))


def apart(ledger_id: int, found: Sums) -> Counter[tuple[Any, ...]]:
    """Return the sums of one ledger in the order of COLUMNS; what was late is taken from its day. Pure."""
    rows: Counter[tuple[Any, ...]] = Counter({(ledger_id, *key, None): amount for key, amount in found.by_day.items()})
    for (*key, known_on), amount in found.late.items():
        rows[(ledger_id, *key, None)] -= amount
        rows[(ledger_id, *key, known_on)] += amount
    return rows


def write(rows: Mapping[tuple[Any, ...], int]) -> None:
    """Add sums to what is kept by ledger."""
    found = sorted(((*key, amount) for key, amount in rows.items() if amount), key=lambda row: tuple(map(str, row)))
    if found:
        with connection.cursor() as cursor:
            cursor.execute(UPSERT, [list(column) for column in zip(*found, strict=True)])


def drop_noughts() -> None:
    """Take out what came back to nought."""
    AdoptedFact.objects.filter(value=0).delete()


def folded_again() -> Iterator[tuple[int, Sums]]:
    """Fold the acts of every adopted ledger again, seal by seal, so that memory does not grow with them."""
    seals = AdoptedSeal.objects.order_by("ledger_id", "number")
    for ledger_id, first, last, at in seals.values_list("ledger_id", "first_seq", "last_seq", "sealed_at"):
        acts = AdoptedAct.objects.filter(ledger_id=ledger_id, seq__gte=first, seq__lte=last).order_by("seq")
        yield ledger_id, sums_of(map(adopted_row, acts), [(last, at)])


def all_folded_again() -> Adopted:
    """Return all sums of all adopted ledgers, in memory."""
    found = Adopted()
    for ledger_id, part in folded_again():
        found.take(ledger_id, part)
    return found


def kept() -> Counter[tuple[Any, ...]]:
    """Return what is kept by ledger, by the same key."""
    rows = AdoptedFact.objects.values_list(*COLUMNS, "value")
    return Counter({tuple(key): value for *key, value in rows.iterator()})
