# SPDX-License-Identifier: EUPL-1.2
"""Remove days of a class from the store, and move aside before what stays for an incident.

A kill between any two statements leaves nothing lost: what is moved is copied first, and copied once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tinhso.modules.security.store import asking, schema
from tinhso.modules.security.store.classes import HELD
from tinhso.modules.security.store.client import Store

MOST_IDS = 2_000
"""Ids in one question: a ClickHouse server takes parameters of 128 KB."""

SECONDS = 300
_ID = "concat(leftPad(lower(hex(spool)), 8, '0'), '-', toString(segment), '-', toString(offset), '-', toString(part))"


@dataclass(frozen=True)
class Partition:
    """A day of a class as it lies in the store."""

    day: date
    keep: int
    rows: int


@dataclass(frozen=True)
class Span:
    """Events that stay: of machines by name or by source (UUIDs), of all when both are empty; until is not included."""

    hosts: tuple[str, ...]
    sources: tuple[str, ...]
    since: datetime
    until: datetime


@dataclass(frozen=True)
class Holds:
    """What stays for incidents. ids: single events, as `Row.id` writes them."""

    spans: tuple[Span, ...] = ()
    ids: tuple[str, ...] = ()

    def parts(self) -> Iterator["Holds"]:
        """Return the same in pieces that one statement takes."""
        for one in self.spans:
            yield Holds(spans=(one,))
        for start in range(0, len(self.ids), MOST_IDS):
            yield Holds(ids=self.ids[start : start + MOST_IDS])


def partitions(store: Store) -> list[Partition]:
    """Return what lies in the store, by day and class."""
    found = store.select("SELECT day, keep, count() AS n FROM events GROUP BY day, keep ORDER BY day, keep")
    return [Partition(date.fromisoformat(one["day"]), int(one["keep"]), int(one["n"])) for one in found]


def held_rows(store: Store, one: Partition, holds: Holds) -> int:
    """Return how many rows of a partition stay for incidents."""
    if not _touches(holds):
        return 0
    found: set[str] = set()
    for piece in holds.parts():
        asked = _within(one.day, one.keep)
        asked.where.append(_condition(asked, piece))
        rows = store.select(f"SELECT {_ID} AS id FROM events WHERE {asked.sql}", asked.values, seconds=SECONDS)
        found |= {row["id"] for row in rows}
    return len(found)


def move_held(store: Store, one: Partition, holds: Holds) -> None:
    """Copy what stays of a partition to where no term counts; what is there already is not copied again."""
    names = [name for name, _kind in schema.COLUMNS]
    # Without an alias: the condition would then mean the new value, not the column.
    taken = ", ".join(str(HELD) if name == "keep" else name for name in names)
    for piece in holds.parts():
        asked = _within(one.day, one.keep)
        asked.where.append(_condition(asked, piece))
        there = f"SELECT spool, segment, offset, part FROM events WHERE day = {{v0:Date}} AND keep = {HELD}"
        asked.where.append(f"(spool, segment, offset, part) NOT IN ({there})")
        sql = f"INSERT INTO events ({', '.join(names)}) SELECT {taken} FROM events WHERE {asked.sql}"
        store.change(sql, asked.values, seconds=SECONDS)


def drop(store: Store, one: Partition) -> None:
    """Remove a day of a class; one that is gone already stays gone."""
    store.change(f"ALTER TABLE events DROP PARTITION tuple('{one.day.isoformat()}', {one.keep})")


def _within(day: date, keep: int) -> asking.Asked:
    asked = asking.Asked()
    asked.where = [f"day = {asked.name(day.isoformat(), 'Date')}", f"keep = {int(keep)}"]
    return asked


def _touches(holds: Holds) -> bool:
    return bool(holds.spans or holds.ids)


def _condition(asked: asking.Asked, holds: Holds) -> str:
    if holds.ids:
        return f"{_ID} IN (SELECT arrayJoin({asked.name(holds.ids, 'Array(String)')}))"
    (span,) = holds.spans
    since, until = (_moment(at) for at in (span.since, span.until))
    inside = f"time >= {asked.name(since, asking.MOMENT)} AND time < {asked.name(until, asking.MOMENT)}"
    whose = []
    if span.hosts:
        hosts: Sequence[str] = [_folded(one) for one in span.hosts]
        whose.append(f"has({asked.name(hosts, 'Array(String)')}, lower(host))")
    if span.sources:
        whose.append(f"has({asked.name(span.sources, 'Array(UUID)')}, source)")
    return f"{inside} AND ({' OR '.join(whose)})" if whose else inside


def _folded(host: str) -> str:
    """Return a name as `lower` of the store folds it: ASCII letters only."""
    return "".join(one.lower() if one.isascii() else one for one in host)


def _moment(at: datetime) -> Any:
    return at.strftime("%Y-%m-%d %H:%M:%S.%f")
