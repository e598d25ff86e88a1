# SPDX-License-Identifier: EUPL-1.2
"""Quality of the services in a year (chất lượng cung cấp dịch vụ): figures of facts, availability, interruptions,
backups and restore exercises. Source: 32/2017/TT-BTTTT (yearly check of quality).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.utils import timezone

from tinhso.kernel.events.models import Act
from tinhso.kernel.events.queries import act_row
from tinhso.kernel.events.types import ActRow
from tinhso.kernel.indicators.queries import Scope, figure, sums_by
from tinhso.kernel.indicators.types import Figure
from tinhso.modules.onestop.models import Interruption, ServicePlan
from tinhso.modules.onestop.queries.service_plans import newest_of
from tinhso.modules.onestop.types import ServicePlanKind
from tinhso.runtime import exercise, probes
from tinhso.runtime.backup import journal
from tinhso.runtime.probes import Availability

FIGURES = (
    "onestop.submitted",
    "onestop.received",
    "onestop.finished",
    "onestop.on_time",
    "onestop.online",
    "onestop.supplement",
    "onestop.satisfaction",
)
FEEDBACK = ("onestop.feedback_answered", "onestop.feedback_on_time")


@dataclass(frozen=True)
class Quality:
    """What a year (up to now) was like. measured_since: the first probe counted; backups: made in the year."""

    year: int
    since: date
    until: date
    figures: list[Figure]
    feedback_answered: int
    feedback_on_time: int
    measured_since: datetime | None
    availability: Availability
    interruptions: list[Interruption]
    backups: list[journal.Made]
    exercises: list[ActRow]
    plans: dict[ServicePlanKind, ServicePlan]


def start_of(day: date) -> datetime:
    """Return midnight of a day in Vietnam."""
    return datetime(day.year, day.month, day.day, tzinfo=timezone.get_current_timezone())


def announced(since: datetime, until: datetime) -> list[Interruption]:
    """Return what was announced and touches a span, oldest first; what was withdrawn before its time is left out."""
    found = Interruption.objects.filter(begins_at__lt=until, ends_at__gt=since).order_by("begins_at")
    return [one for one in found if one.withdrawn_at is None or one.withdrawn_at > one.begins_at]


def spans(found: list[Interruption]) -> list[probes.Span]:
    """Return when each was in force: to its end, or until it was withdrawn. Counts only when it was told before."""
    return [(max(one.begins_at, one.announced_at), min(one.ends_at, one.withdrawn_at or one.ends_at)) for one in found]


def availability_of(var: Path, first: date, after: date, now: datetime) -> tuple[Availability, datetime | None]:
    """Return the availability of the days from one to, not including, another, up to now; and the first probe counted.

    Minutes before the first probe ever are not counted: nobody measured then.
    """
    begins, ends = start_of(first), min(start_of(after), now.replace(second=0, microsecond=0))
    found = probes.read(var, begins, ends)
    earliest = probes.first(var)
    if earliest is None or earliest >= ends:
        return Availability(), None
    begins = max(begins, earliest)
    return probes.availability(found, spans(announced(begins, ends)), begins, ends), begins


def quality_of(year: int, *, var: Path, now: datetime) -> Quality:
    """Return the quality of a year up to now. var: the installation's folder."""
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    until = min(after - timedelta(days=1), timezone.localtime(now).date())
    scope = Scope(first, until)
    feedback = {name: _total(name, scope) for name in FEEDBACK}
    availability, measured_since = availability_of(var, first, after, now)
    begins, ends = start_of(first), start_of(after)
    return Quality(
        year=year,
        since=first,
        until=until,
        figures=[figure(code, scope) for code in FIGURES],
        feedback_answered=feedback[FEEDBACK[0]],
        feedback_on_time=feedback[FEEDBACK[1]],
        measured_since=measured_since,
        availability=availability,
        interruptions=announced(begins, ends),
        backups=[one for one in journal.read(var) if begins <= one.at < ends],
        exercises=[
            act_row(one) for one in Act.objects.filter(verb=exercise.VERB, at__range=(begins, ends)).order_by("seq")
        ],
        plans=newest_of(year),
    )


def _total(fact: str, scope: Scope) -> int:
    return sum(sums_by([fact], scope, "fact").values())
