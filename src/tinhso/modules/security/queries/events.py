# SPDX-License-Identifier: EUPL-1.2
"""Search over the stored events: lines, how many in each stretch of time, who they are from."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tinhso.kernel.identity.types import Viewer
from tinhso.modules.security import policies
from tinhso.modules.security.store import asking, connecting
from tinhso.modules.security.store.rows import event_id

ON_A_PAGE, MOST_PAGES, BARS = 50, 20, 48
STEPS = (60, 300, 900, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 86_400, 7 * 86_400)
SHOWN = (
    "spool, segment, offset, part, time, arrived, host, kind, user, image, command_line, addresses, names, hashes, raw"
)


@dataclass(frozen=True)
class Bar:
    """One stretch of time. share: of the highest bar, 0 to 100."""

    since: datetime
    until: datetime
    count: int
    share: float


@dataclass(frozen=True)
class Found:
    """total: of the whole question; lines: one page of them, the latest first; hosts: machines with most of them."""

    total: int
    lines: list[dict[str, Any]]
    bars: list[Bar]
    hosts: list[tuple[str, int]]


def search(viewer: Viewer, text: str, *, since: datetime, until: datetime, page: int = 1) -> Found:
    """Return what a question finds among the events of the machines the officer sees.

    Raises asking.AskedWrongly, StoreAway, StoreRefused (took too long, too much).
    """
    asked = _asked(viewer, text, since, until)
    store, step = connecting.store(), _step(until - since)
    skipped = ON_A_PAGE * (min(page, MOST_PAGES) - 1)
    rows = store.select(
        f"SELECT {SHOWN} FROM events WHERE {asked.sql} ORDER BY time DESC, segment DESC, offset DESC, part DESC "
        f"LIMIT {ON_A_PAGE} OFFSET {skipped}",
        asked.values,
    )
    slots = store.select(
        f"SELECT intDiv(toUnixTimestamp(time), {step}) AS slot, count() AS n "
        f"FROM events WHERE {asked.sql} GROUP BY slot",
        asked.values,
    )
    hosts = store.select(
        f"SELECT host, count() AS n FROM events WHERE {asked.sql} GROUP BY host ORDER BY n DESC, host LIMIT 10",
        asked.values,
    )
    counts = {int(one["slot"]): int(one["n"]) for one in slots}
    total = sum(counts.values())
    return Found(
        total,
        [_line(one) for one in rows],
        _bars(counts, since, until, step),
        [(h["host"], int(h["n"])) for h in hosts],
    )


def event(viewer: Viewer, name: str) -> dict[str, Any] | None:
    """Return one event by its id, None when it is not there, no longer there, or of a unit the officer does not see."""
    parts = name.split("-")
    if len(parts) != 4 or len(name) > 60 or not all(one.isascii() and one.isalnum() for one in parts):
        return None
    try:
        spool, segment, offset, part = int(parts[0], 16), *(int(one) for one in parts[1:])
    except ValueError:
        return None
    asked = asking.Asked()
    pairs = (
        ("spool", spool, "UInt32"),
        ("segment", segment, "UInt64"),
        ("offset", offset, "UInt64"),
        ("part", part, "UInt16"),
    )
    asked.where = [f"{column} = {asked.name(value, kind)}" for column, value, kind in pairs]
    if not policies.sees_everything(viewer):
        asked.where.append(f"has({asked.name(units_of(viewer), 'Array(UUID)')}, unit)")
    sql = f"SELECT {SHOWN}, product, category, service, number, why FROM events WHERE {asked.sql} LIMIT 1"
    rows = connecting.store().select(sql, asked.values)
    return _line(rows[0]) if rows else None


def _asked(viewer: Viewer, text: str, since: datetime, until: datetime) -> asking.Asked:
    units = None if policies.sees_everything(viewer) else units_of(viewer)
    return asking.narrowed(asking.read(text), since=written(since), until=written(until), units=units)


def units_of(viewer: Viewer) -> list[str]:
    """Return the units whose events an officer sees, as the store writes them."""
    return sorted(str(one) for one in policies.units_seen(viewer))


def written(at: datetime) -> str:
    """Return a moment as the store reads it from a parameter."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def _step(span: timedelta) -> int:
    """Return the seconds of one bar: the shortest step that gives at most 48 bars."""
    return next((one for one in STEPS if span.total_seconds() / one <= BARS), STEPS[-1])


def _bars(counts: dict[int, int], since: datetime, until: datetime, step: int) -> list[Bar]:
    first, last = int(since.timestamp()) // step, (int(until.timestamp()) - 1) // step
    most = max(counts.values(), default=0) or 1
    return [
        Bar(_at(slot * step), _at((slot + 1) * step), counts.get(slot, 0), 100 * counts.get(slot, 0) / most)
        for slot in range(first, min(last, first + 200) + 1)
    ]


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)


def _line(row: dict[str, Any]) -> dict[str, Any]:
    name = event_id(row["spool"], row["segment"], row["offset"], row["part"])
    moments = {key: datetime.fromisoformat(row[key]).replace(tzinfo=UTC) for key in ("time", "arrived")}
    return row | moments | {"id": name}
