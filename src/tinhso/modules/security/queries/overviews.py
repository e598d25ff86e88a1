# SPDX-License-Identifier: EUPL-1.2
"""One screen of one unit, one screen of a leader: gathered from the queries of each list, nothing computed twice."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone

from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry.models import Unit
from tinhso.modules.security import policies
from tinhso.modules.security.levels.requirements import Sum
from tinhso.modules.security.models import Alert, Incident, IncidentDuty, InfectedMachine, InformationSystem, Source
from tinhso.modules.security.queries import alerts, checks, incidents, intelligence, level_records, sources, systems
from tinhso.modules.security.queries.level_records import DueRow
from tinhso.modules.security.queries.machines_register import Coverage, coverage
from tinhso.modules.security.types.alerts import AlertState

LISTED = 10
MOST_SYSTEMS = 200
AHEAD = timedelta(days=30)
"""How far "due soon" reaches; ours."""

GRAVE = ("critical", "high")
MONTHS = 12


@dataclass(frozen=True)
class SystemLine:
    """A system with how its layers stand and what its checklist lacks; requirements None while it has no level."""

    system: InformationSystem
    layers: tuple[bool | None, ...]
    requirements: Sum | None


@dataclass(frozen=True)
class UnitPage:
    """All a unit sees of itself. lists hold at most LISTED rows; the counts beside them are of everything."""

    unit: Unit
    systems: tuple[SystemLine, ...]
    coverage: Coverage
    sources: dict[str, int]
    silent: tuple[Source, ...]
    gaps: int
    alerts: tuple[Alert, ...]
    alert_counts: dict[str, int]
    incidents: tuple[Incident, ...]
    incident_count: int
    infected: tuple[InfectedMachine, ...]
    infected_count: int
    due: tuple[DueRow, ...]
    overdue: int


def units_of(viewer: Viewer) -> list[tuple[str, str]]:
    """Return the units whose page an officer may open: those that have a system, a machine or a source."""
    found = {**dict(systems.focal_units(viewer)), **dict(sources.units_with_sources(viewer))}
    own = {str(seat.unit_id): seat.unit_name for seat in viewer.seats}
    return sorted({**found, **own}.items(), key=lambda one: one[1])


def unit_page(viewer: Viewer, unit: Unit, today: date) -> UnitPage:
    """Return the page of a unit; raises NotYourUnit. Whatever the officer sees besides, only this unit is in it."""
    mine = policies.as_unit(viewer, unit.id)
    heard = sources.sources_for(mine)
    open_alerts = alerts.alerts_for(mine)
    open_incidents = incidents.incidents_for(mine)
    infected = intelligence.machines_for(mine, state="open")
    due = [row for row in level_records.duties_for(mine, today) if row.due.due_on <= today + AHEAD]
    return UnitPage(
        unit=unit,
        systems=tuple(_systems(mine, today)),
        coverage=coverage(mine, today)[1],
        sources=sources.counts_for(mine),
        silent=tuple(heard.filter(silent_since__isnull=False)[:LISTED]),
        gaps=sum(one.gaps for one in heard),  # type: ignore[attr-defined]
        alerts=tuple(open_alerts[:LISTED]),
        alert_counts=alerts.counts_for(mine),
        incidents=tuple(open_incidents[:LISTED]),
        incident_count=open_incidents.count(),
        infected=tuple(infected[:LISTED]),
        infected_count=infected.count(),
        due=tuple(due[:LISTED]),
        overdue=sum(row.is_overdue for row in due),
    )


def _systems(mine: Viewer, today: date) -> list[SystemLine]:
    found = []
    for row in level_records.layers_for(mine, today)[:MOST_SYSTEMS]:
        level = row.system.level
        checklist = level_records.checklist(row.system.id, level, today) if level else None
        stands = tuple(one.stands for one in row.layers)
        found.append(SystemLine(row.system, stands, checklist.all if checklist else None))
    return found


@dataclass(frozen=True)
class Month:
    """A month with how many alerts were raised and incidents detected in it; exercises are left out."""

    first: date
    alerts: int
    incidents: int


@dataclass(frozen=True)
class LeaderPage:
    """What is late and what comes, of the units a leader answers for.

    late, soon: reports of incidents, the first end on top; machines_late: infected ones past their day;
    checks_late: scans, tests and exercises past their day; grave_untaken: critical and high alerts nobody took;
    duties: overdue and due within AHEAD.
    """

    late: tuple[IncidentDuty, ...]
    soon: tuple[IncidentDuty, ...]
    machines_late: int
    machines_open: int
    checks_late: int
    grave_untaken: int
    incidents: int
    sources: dict[str, int]
    duties_late: tuple[DueRow, ...]
    duties_soon: tuple[DueRow, ...]
    coverage: Coverage
    months: tuple[Month, ...]


def leader_page(viewer: Viewer, now: datetime) -> LeaderPage:
    today = timezone.localdate(now)
    open_incidents = incidents.incidents_for(viewer).filter(is_drill=False)
    running = IncidentDuty.objects.filter(done_at=None, incident__in=open_incidents.order_by())
    running = running.select_related("incident__case__unit").order_by("due_at", "id")
    infected = intelligence.machines_for(viewer, state="open")
    duties = level_records.duties_for(viewer, today)
    return LeaderPage(
        late=tuple(running.filter(due_at__lt=now)),
        soon=tuple(running.filter(due_at__gte=now, due_at__lt=now + AHEAD)),
        machines_late=infected.filter(case__due_at__lt=now).count(),
        machines_open=infected.count(),
        checks_late=checks.planned(checks.checks_for(viewer), overdue_on=today).count(),
        grave_untaken=alerts.alerts_for(viewer, state=AlertState.NEW).filter(level__in=GRAVE).count(),
        incidents=open_incidents.count(),
        sources=sources.counts_for(viewer),
        duties_late=tuple(row for row in duties if row.is_overdue),
        duties_soon=tuple(row for row in duties if not row.is_overdue and row.due.due_on <= today + AHEAD),
        coverage=coverage(viewer, today)[1],
        months=tuple(_months(viewer, today)),
    )


def _months(viewer: Viewer, today: date) -> list[Month]:
    """Return the last twelve months, the running one last; months without anything are noughts."""
    firsts = [today.replace(day=1)]
    while len(firsts) < MONTHS:
        firsts.append((firsts[-1] - timedelta(days=1)).replace(day=1))
    since = timezone.make_aware(datetime.combine(firsts[-1], datetime.min.time()))
    every = alerts.alerts_for(viewer, state="all").exclude(incident__incident__is_drill=True)
    raised = every.filter(raised_at__gte=since).order_by()
    detected = incidents.incidents_for(viewer, state="all").filter(detected_at__gte=since, is_drill=False).order_by()
    by_alert = dict(_by_month(raised, "raised_at", "id"))
    by_incident = dict(_by_month(detected, "detected_at", "case_id"))
    return [Month(first, by_alert.get(first, 0), by_incident.get(first, 0)) for first in reversed(firsts)]


def _by_month(rows: object, moment: str, key: str) -> list[tuple[date, int]]:
    counted = rows.annotate(month=TruncMonth(moment)).values_list("month").annotate(n=Count(key))  # type: ignore[attr-defined]
    return [(timezone.localdate(month), count) for month, count in counted]
