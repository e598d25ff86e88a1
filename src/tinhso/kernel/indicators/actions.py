# SPDX-License-Identifier: EUPL-1.2
"""Add acts to facts exactly once; rebuild facts from nothing."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.db import connection, transaction
from django.utils import timezone

from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.models import Subscription
from tinhso.kernel.events.types import ActRow
from tinhso.kernel.indicators.folding import deltas_of
from tinhso.kernel.indicators.models import Fact, MonthlyFact, ProvinceFact
from tinhso.kernel.indicators.queries import folded_up_to
from tinhso.kernel.indicators.types import Difference

Key = tuple[str, date, uuid.UUID | None, str, str]
SUBSCRIBER = "indicators"
BATCH = 5_000
UNIT = 2
"""Where the unit stands in a key."""

UPSERT = """
INSERT INTO indicators_{table} (fact, {span}, unit_id, area, dimension, value)
SELECT * FROM unnest(%s::text[], %s::date[], %s::uuid[], %s::text[], %s::text[], %s::bigint[])
ON CONFLICT ON CONSTRAINT {once} DO UPDATE SET value = indicators_{table}.value + excluded.value
"""
PURGE = """
DELETE FROM indicators_{table} kept
USING unnest(%s::text[], %s::date[], %s::uuid[], %s::text[], %s::text[])
      AS gone (fact, {span}, unit_id, area, dimension)
WHERE kept.value = 0 AND kept.fact = gone.fact AND kept.{span} = gone.{span} AND kept.area = gone.area
  AND kept.dimension = gone.dimension
  AND {same_unit}
"""
"""A balance that came back to nought says nothing and would be added up for ever."""


@dataclass(frozen=True)
class Written:
    """How sums come into one table: added, then what came back to nought taken out, with a unit and without.

    Two statements for the latter, because an index is of no use to `IS NOT DISTINCT FROM`.
    """

    add: str
    purge: str
    purge_without_unit: str

    @classmethod
    def into(cls, table: str, span: str, once: str) -> "Written":
        return cls(
            UPSERT.format(table=table, span=span, once=once),
            PURGE.format(table=table, span=span, same_unit="kept.unit_id = gone.unit_id"),
            PURGE.format(table=table, span=span, same_unit="kept.unit_id IS NULL"),
        )


BY_DAY = Written.into("fact", "day", "fact_once")
BY_MONTH = Written.into("monthlyfact", "month", "monthly_fact_once")
OF_PROVINCE = Written.into("provincefact", "day", "province_fact_once")


def add_acts(acts: list[ActRow]) -> None:
    """Fold a batch into the facts, in the transaction that moves the cursor."""
    write_sums(sums_of(acts))


def sums_of(acts: Iterable[ActRow]) -> Counter[Key]:
    """Return what these acts add, by fact, local day, unit, area and dimension. Pure."""
    sums: Counter[Key] = Counter()
    for act in acts:
        deltas = deltas_of(act)
        if deltas:
            day = timezone.localtime(act.at).date()
            for delta in deltas:
                sums[(delta.fact, day, delta.unit_id, delta.area, delta.dimension)] += delta.amount
    return sums


def by_month(sums: Counter[Key]) -> Counter[Key]:
    """Return the same sums with the first of the month in place of the day. Pure."""
    months: Counter[Key] = Counter()
    for (fact, day, unit_id, area, dimension), amount in sums.items():
        months[(fact, day.replace(day=1), unit_id, area, dimension)] += amount
    return months


def of_province(sums: Counter[Key]) -> Counter[Key]:
    """Return the same sums without unit and area. Pure."""
    whole: Counter[Key] = Counter()
    for (fact, day, _unit_id, _area, dimension), amount in sums.items():
        whole[(fact, day, None, "", dimension)] += amount
    return whole


def write_sums(sums: Counter[Key]) -> None:
    """Add sums to the facts by day, by month and of the province."""
    for written, found in ((BY_DAY, sums), (BY_MONTH, by_month(sums)), (OF_PROVINCE, of_province(sums))):
        rows = sorted(((*key, amount) for key, amount in found.items() if amount), key=lambda row: tuple(map(str, row)))
        _execute(written.add, rows)
        keys = [row[:-1] for row in rows]
        _execute(written.purge, [key for key in keys if key[UNIT] is not None])
        _execute(written.purge_without_unit, [key for key in keys if key[UNIT] is None])


def _execute(statement: str, rows: Sequence[Sequence[object]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])


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
    fresh = replay(progress=progress)
    rest = ("unit_id", "area", "dimension", "value")
    by_day = Fact.objects.values_list("fact", "day", *rest)
    months = MonthlyFact.objects.values_list("fact", "month", *rest)
    whole = ProvinceFact.objects.values_list("fact", "day", *rest)
    found = ((by_day, fresh), (months, by_month(fresh)), (whole, of_province(fresh)))
    return [one for live, replayed in found for one in _differences(live, replayed)]


def _differences(
    rows: Iterable[tuple[str, date, uuid.UUID | None, str, str, int]], fresh: Counter[Key]
) -> list[Difference]:
    live: Counter[Key] = Counter({key: value for *parts, value in rows for key in [cast(Key, tuple(parts))]})
    keys = sorted(fresh.keys() | live.keys(), key=str)
    return [Difference(*key, live=live[key], replayed=fresh[key]) for key in keys if live[key] != fresh[key]]


@transaction.atomic(durable=True)
def rebuild(*, progress: Callable[[int], None] = _silent) -> int:
    """Replace every fact by the replay (after a change of definitions); return how many facts there are."""
    Subscription.objects.select_for_update().filter(name=SUBSCRIBER).first()
    Fact.objects.all().delete()
    MonthlyFact.objects.all().delete()
    ProvinceFact.objects.all().delete()
    write_sums(replay(progress=progress))
    return Fact.objects.count()
