# SPDX-License-Identifier: EUPL-1.2
"""Whether the parts of the centre run: the collector, the detector, the ledger of sources; how far each is behind."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tinhso.config import env
from tinhso.modules.security.collect import segments
from tinhso.modules.security.collect.server import standing as collector_standing
from tinhso.modules.security.models import LedgerPlace
from tinhso.modules.security.queries import alerts

QUIET_SECONDS = 60
"""Collector and ledger write something every ten seconds; six times as long without a word is a standstill."""


@dataclass(frozen=True)
class Part:
    """One part. name: "collector", "detector" or "ledger"; runs: None when it never ran here.

    behind_bytes: of the spool, waiting for it; last_at: when it last said or did something; delay_seconds: from arrival
    of the last event it took to the moment it was done with it, None for parts that take none.
    """

    name: str
    runs: bool | None
    last_at: datetime | None
    behind_bytes: int | None = None
    delay_seconds: int | None = None


def parts(now: datetime) -> list[Part]:
    """Return every part as it stands now; on a machine without a collector (TINHSO_COLLECT) as it last stood."""
    return [_collector(now), _detector(now), _ledger(now)]


def standing_still(now: datetime) -> list[Part]:
    return [one for one in parts(now) if not one.runs]


def _collector(now: datetime) -> Part:
    told = collector_standing(env.COLLECT_FOLDER)
    last = datetime.fromtimestamp(told["at_ns"] / 1e9, tz=UTC) if told.get("at_ns") else None
    return Part("collector", _lately(last, now), last)


def _detector(now: datetime) -> Part:
    found = alerts.standing(now)
    place = found.place
    if place is None or place.evaluated_at is None:
        return Part("detector", None, None, found.behind_bytes)
    arrived = place.arrived_at
    delay = max(0, int((place.evaluated_at - arrived).total_seconds())) if arrived else None
    return Part("detector", not found.is_stalled, place.evaluated_at, found.behind_bytes, delay)


def _ledger(now: datetime) -> Part:
    place = LedgerPlace.objects.filter(id=1).first()
    if place is None or place.counted_at is None:
        return Part("ledger", None, None)
    behind = segments.behind(env.COLLECT_FOLDER, segments.Position(place.segment, place.offset))
    late = behind > 0 and not _lately(place.counted_at, now)
    return Part("ledger", not late, place.counted_at, behind)


def _lately(at: datetime | None, now: datetime) -> bool | None:
    return None if at is None else now - at <= timedelta(seconds=QUIET_SECONDS)
