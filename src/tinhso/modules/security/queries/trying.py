# SPDX-License-Identifier: EUPL-1.2
"""Try rules before they are in force: on lines somebody typed, and on the events that are stored."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.utils import timezone

from tinhso.kernel.identity.types import Viewer
from tinhso.modules.security import policies
from tinhso.modules.security.detection.matching import matched
from tinhso.modules.security.formats.reading import read
from tinhso.modules.security.formats.types import Arrival
from tinhso.modules.security.queries.events import units_of, written
from tinhso.modules.security.store import asking, connecting
from tinhso.modules.security.store.rows import event_id
from tinhso_sigma import Engine, Library
from tinhso_sigma.loading import from_texts

LONGEST_RULE, MOST_LINES, LONGEST_LINES = 64_000, 200, 500_000
PAGE, MOST_EVENTS, SECONDS = 5_000, 100_000, 15.0
MOST_SAMPLES = 20


@dataclass(frozen=True)
class TriedLine:
    """One typed line: what it was read as, why it could not be, which rules match it (titles)."""

    text: str
    kind: str
    why: str
    titles: tuple[str, ...]


@dataclass
class TriedStore:
    """What rules match among stored events, the latest first. is_whole: everything in the span was looked at.

    oldest: time of the oldest event looked at; samples: id, time, machine, title of the first matches.
    """

    examined: int = 0
    is_whole: bool = True
    oldest: datetime | None = None
    rules: Counter[str] = field(default_factory=Counter)
    hosts: Counter[str] = field(default_factory=Counter)
    samples: list[tuple[str, datetime, str, str]] = field(default_factory=list)


def rules_of(text: str) -> Library:
    """Return the rules of a YAML text; what cannot be used is set aside with a sentence."""
    return from_texts([("luat-thu.yml", text.encode())])


def try_lines(library: Library, text: str, *, now: datetime) -> list[TriedLine]:
    """Return for each line of a text, at most 200, which rules match it."""
    lines = [one for one in text.splitlines() if one.strip()][:MOST_LINES]
    arrival = Arrival(now, timezone.get_default_timezone())
    events = [read(one.encode(), arrival) for one in lines]
    found = matched(Engine(library.rules, audit=True), events)
    return [
        TriedLine(line, event["kind"], event["why"], tuple(rule.title for rule in found.get(number, ())))
        for number, (line, event) in enumerate(zip(lines, events, strict=True))
    ]


def try_store(library: Library, viewer: Viewer, *, since: datetime, until: datetime) -> TriedStore:
    """Match stored events of the machines the officer sees, for at most fifteen seconds or 100,000 of them.

    Correlations are not tried: they count over time what single rules match. Raises StoreAway, StoreRefused.
    """
    tried, engine, ends = TriedStore(), Engine(library.rules, audit=True), time.monotonic() + SECONDS
    units = None if policies.sees_everything(viewer) else units_of(viewer)
    place: tuple[str, ...] = ()
    while tried.examined < MOST_EVENTS and time.monotonic() < ends:
        rows = _page(units, since, until, place)
        _match_page(tried, engine, rows)
        if len(rows) < PAGE:
            return tried
        last = rows[-1]
        place = (last["time"], last["segment"], last["offset"], last["part"])
    tried.is_whole = False
    return tried


def _page(
    units: Sequence[str] | None, since: datetime, until: datetime, place: tuple[str, ...]
) -> list[dict[str, str]]:
    asked = asking.narrowed(asking.Asked(), since=written(since), until=written(until), units=units)
    if place:
        kinds = (asking.MOMENT, "UInt64", "UInt64", "UInt16")
        named = ", ".join(asked.name(value, kind) for value, kind in zip(place, kinds, strict=True))
        asked.where.append(f"(time, segment, offset, part) < ({named})")
    return connecting.store().select(
        "SELECT spool, segment, offset, part, time, arrived, host, raw FROM events "
        f"WHERE {asked.sql} ORDER BY time DESC, segment DESC, offset DESC, part DESC LIMIT {PAGE}",
        asked.values,
    )


def _match_page(tried: TriedStore, engine: Engine, rows: list[dict[str, str]]) -> None:
    zone = timezone.get_default_timezone()
    moments = [datetime.fromisoformat(row["time"]).replace(tzinfo=UTC) for row in rows]
    arrivals = [datetime.fromisoformat(row["arrived"]).replace(tzinfo=UTC) for row in rows]
    events = [read(row["raw"].encode(), Arrival(at, zone)) for row, at in zip(rows, arrivals, strict=True)]
    for number, rules in sorted(matched(engine, events).items()):
        row = rows[number]
        for rule in rules:
            tried.rules[rule.title] += 1
            tried.hosts[row["host"]] += 1
            if len(tried.samples) < MOST_SAMPLES:
                name = event_id(row["spool"], row["segment"], row["offset"], row["part"])
                tried.samples.append((name, moments[number], row["host"], rule.title))
    tried.examined += len(rows)
    tried.oldest = moments[-1] if moments else tried.oldest
