# SPDX-License-Identifier: EUPL-1.2
"""How the parts of the watch stand now, and which outages there were."""

import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

from django.db.models import F, QuerySet

from tinhso.config import env
from tinhso.modules.security.collect import segments
from tinhso.modules.security.collect.server import standing
from tinhso.modules.security.models import DetectorPlace, LedgerPlace, Outage, Source
from tinhso.modules.security.store import connecting
from tinhso.modules.security.store.errors import StoreAway, StoreRefused
from tinhso.modules.security.types.keeping import WatchedPart
from tinhso.modules.security.watching import Bounds, Reading

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
LEDGER = "ledger"


def bounds() -> Bounds:
    return Bounds(env.WATCH_DELAY_SECONDS, env.WATCH_SPOOL_PERCENT, env.WATCH_SILENT)


def reading(now: datetime, folder: Path) -> Reading:
    """Return how collector, spool, store, detector, counter and sources stand."""
    told = standing(folder)
    place, ledger = DetectorPlace.objects.filter(id=1).first(), LedgerPlace.objects.filter(id=1).first()
    sources = Source.objects.filter(withdrawn_at=None)
    at_ns = told.get("at_ns")
    return Reading(
        now=now,
        collector_at=datetime.fromtimestamp(at_ns / 1e9, tz=UTC) if at_ns else None,
        is_store_there=_is_store_there(),
        evaluated_at=place.evaluated_at if place else None,
        arrived_at=place.arrived_at if place else None,
        detector_behind=told["behind"].get(segments.DETECTOR, 0),
        counted_at=ledger.counted_at if ledger else None,
        counter_behind=told["behind"].get(LEDGER, 0),
        silent=sources.filter(silent_since__isnull=False).count(),
        sources=sources.count(),
        spool_percent=_used_percent(folder, max(told["behind"].values(), default=0), told.get("limit_bytes", 0)),
        full=told.get("full", "")[:300],
    )


def _is_store_there() -> bool:
    try:
        connecting.store().select("SELECT 1 AS one")
    except (StoreAway, StoreRefused):
        return False
    return True


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
