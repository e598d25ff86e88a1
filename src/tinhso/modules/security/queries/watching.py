# SPDX-License-Identifier: EUPL-1.2
"""How the parts of the watch stand now, and which outages there were."""

import shutil
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.db.models import F, QuerySet

from tinhso.config import env
from tinhso.modules.security.collect import segments
from tinhso.modules.security.collect.server import standing
from tinhso.modules.security.models import ClockMark, DetectorPlace, LedgerPlace, Outage, Source
from tinhso.modules.security.store import connecting
from tinhso.modules.security.types.keeping import WatchedPart
from tinhso.modules.security.watching import Bounds, Reading, faults

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
LEDGER = "ledger"


@dataclass(frozen=True)
class Standing:
    """The one answer to whether the watch works. told: None where no collector belongs to this installation.

    wrong: a sentence for each part that is wrong; events, rules: evaluated since the detector began, and by how many.
    """

    told: Reading | None
    wrong: dict[WatchedPart, str]
    events: int = 0
    rules: int = 0


def standing_now(now: datetime, *, asks_store: bool = True) -> Standing:
    """Return how the watch stands.

    asks_store: over the network, which may take seconds: never inside a transaction that writes. Without it the store
    is as the worker last found it, within half a minute.
    """
    if not env.COLLECT:
        return Standing(None, {})
    is_there = connecting.store().is_there() if asks_store else not _failing(WatchedPart.STORE)
    told, place = reading(now, env.COLLECT_FOLDER, is_there), DetectorPlace.objects.filter(id=1).first()
    counts = (place.events, place.rules) if place else (0, 0)
    return Standing(told, faults(told, bounds()), *counts)


def bounds() -> Bounds:
    return Bounds(env.WATCH_DELAY_SECONDS, env.WATCH_SPOOL_PERCENT, env.WATCH_SILENT)


def reading(now: datetime, folder: Path, is_store_there: bool) -> Reading:
    """Return how collector, spool, store, detector, counter and sources stand."""
    told = standing(folder)
    place, ledger = DetectorPlace.objects.filter(id=1).first(), LedgerPlace.objects.filter(id=1).first()
    sources, look = Source.objects.filter(withdrawn_at=None), ClockMark.objects.filter(id=1).first()
    at_ns, nobody = told.get("at_ns"), segments.behind(folder, segments.Position())
    return Reading(
        now=now,
        looked_at=look.at if look else None,
        collector_at=datetime.fromtimestamp(at_ns / 1e9, tz=UTC) if at_ns else None,
        is_store_there=is_store_there,
        evaluated_at=place.evaluated_at if place else None,
        arrived_at=place.arrived_at if place else None,
        detector_behind=told["behind"].get(segments.DETECTOR, nobody),
        counted_at=ledger.counted_at if ledger else None,
        counter_behind=told["behind"].get(LEDGER, nobody),
        silent=sources.filter(silent_since__isnull=False).count(),
        sources=sources.count(),
        spool_percent=_used_percent(folder, max(told["behind"].values(), default=0), told.get("limit_bytes", 0)),
        full=told.get("full", "")[:300],
    )


def _failing(part: WatchedPart) -> bool:
    return Outage.objects.filter(part=part, ended_at=None, good_since=None).exists()


def _used_percent(folder: Path, unread: int, limit: int) -> float:
    """Return how full the spool is of what nobody read yet, or its disk of anything, whichever is more.

    What every reader has passed stays until room is needed, so the size of the spool itself says nothing.
    """
    own = 100 * unread / limit if limit else 0.0
    if not folder.exists():
        return own
    disk = shutil.disk_usage(folder)
    return max(own, 100 * disk.used / (disk.used + disk.free))


def boot_and_offset(now: datetime) -> tuple[str, float]:
    """Return which start of the machine this is, and its clock minus the time since then; ("", 0) where none tells."""
    if not BOOT_ID.exists() or not hasattr(time, "CLOCK_BOOTTIME"):
        return "", 0.0
    return BOOT_ID.read_text().strip(), now.timestamp() - time.clock_gettime(time.CLOCK_BOOTTIME)


def outages(part: str = "") -> QuerySet[Outage]:
    """Return outages, those that last first, then the latest; of one part when named."""
    found = Outage.objects.order_by(F("ended_at").desc(nulls_first=True), "-began_at", "-id")
    return found.filter(part=part) if part in {one.value for one in WatchedPart} else found
