# SPDX-License-Identifier: EUPL-1.2
"""What hangs on the wall of the security centre: figures of the whole province, no machine, no account, no address."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tinhso.kernel.identity.types import Viewer
from tinhso.modules.security.models import Alert, DutyShift, IncidentDuty
from tinhso.modules.security.queries import alerts, duty, incidents, sources
from tinhso.modules.security.queries.machines_register import Coverage, coverage
from tinhso.modules.security.queries.watching import Standing, standing_now
from tinhso.modules.security.types.alerts import LEVELS, AlertState

DAY = timedelta(hours=24)
MOST_CLOCKS = 5


@dataclass(frozen=True)
class Wall:
    """levels: (level, open now, raised in the last 24 hours); oldest: the alert nobody took, longest raised, with its
    age; clocks: reports due first; incidents: open ones, exercises left out; total, silent: sources on the register.
    """

    at: datetime
    levels: tuple[tuple[str, int, int], ...]
    untaken: int
    oldest: Alert | None
    incidents: int
    clocks: tuple[IncidentDuty, ...]
    watch: Standing
    total: int
    silent: int
    coverage: Coverage
    on_duty: tuple[DutyShift, ...]


def wall(viewer: Viewer, now: datetime, today: date) -> Wall:
    """Return what the panel shows; the viewer sees everything (an operator's or auditor's seat)."""
    raised = Alert.objects.exclude(incident__incident__is_drill=True).filter(raised_at__gt=now - DAY)
    lately = Counter(raised.values_list("level", flat=True))
    counts = alerts.counts_for(viewer)
    oldest = alerts.alerts_for(viewer, state=AlertState.NEW).order_by("raised_at", "id").first()
    running = IncidentDuty.objects.filter(
        done_at=None, incident__case__closed_at=None, incident__is_drill=False
    ).select_related("incident__case")  # fmt: skip
    heard: dict[str, int] = sources.counts_for(viewer)
    return Wall(
        at=now,
        levels=tuple((level, counts.get(level, 0), lately.get(level, 0)) for level in LEVELS),
        untaken=counts["untaken"],
        oldest=oldest,
        incidents=incidents.incidents_for(viewer).filter(is_drill=False).count(),
        clocks=tuple(running.order_by("due_at", "id")[:MOST_CLOCKS]),
        watch=standing_now(now),
        total=heard["total"],
        silent=heard["silent"],
        coverage=coverage(viewer, today)[1],
        on_duty=tuple(duty.on_duty(now)),
    )
