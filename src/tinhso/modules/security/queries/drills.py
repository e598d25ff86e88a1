# SPDX-License-Identifier: EUPL-1.2
"""The exercises an officer may see: all for the centre, one's own for who takes part, and of those what was put in."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from tinhso.kernel.identity.models import Officer
from tinhso.kernel.identity.queries import officers_in
from tinhso.kernel.identity.types import Viewer
from tinhso.lib.vntext import search_key
from tinhso.modules.security import policies
from tinhso.modules.security.drill_rules import Pause, instant_of, minute_of
from tinhso.modules.security.models import Drill, DrillAnswer, DrillInject, DrillMember, Incident
from tinhso.modules.security.types.drills import DrillState

EVERY_STATE = ("open", "over", "all")


@dataclass(frozen=True)
class Clock:
    """The clock of an exercise at an instant. minute: what it shows; due: not put in though its minute came."""

    minute: int
    is_running: bool
    due: int
    released: int
    left: int


def _seen(viewer: Viewer) -> QuerySet[Drill]:
    found = Drill.objects.select_related("unit", "prepared_by", "started_by", "incident__case").prefetch_related(
        "pauses"
    )
    if policies.sees_everything(viewer):
        return found
    units = [seat.unit_id for seat in viewer.seats if seat.role in policies.HANDLERS]
    mine = DrillMember.objects.filter(Q(officer_id=viewer.officer_id) | Q(officer=None, unit_id__in=units))
    return found.filter(id__in=mine.values("drill_id"))


def drills_for(viewer: Viewer, *, text: str = "", state: str = "open") -> QuerySet[Drill]:
    """Return exercises, the latest planned first. state: "open" (prepared or running), "over" or "all"."""
    found = _seen(viewer)
    for word in search_key(text).split():
        found = found.filter(search_key__contains=word)
    if state == "open":
        found = found.filter(ended_at=None, cancelled_at=None)
    elif state == "over":
        found = found.exclude(ended_at=None, cancelled_at=None)
    return found.order_by("-planned_at", "id")


def held_in(year: int) -> tuple[int, int, date | None]:
    """Return a year, how many exercises ended in it, and the day of the last one.

    QCVN 12:2026/BCA asks archive systems for an exercise every year, as read in a checklist.
    """
    found = Drill.objects.filter(ended_at__year=year).order_by("-ended_at").values_list("ended_at", flat=True)
    ended = [one for one in found if one is not None]
    return year, len(ended), timezone.localdate(ended[0]) if ended else None


def ended_for(viewer: Viewer) -> QuerySet[Drill]:
    """Return the exercises that are over, of those an officer sees, the newest first."""
    return _seen(viewer).filter(ended_at__isnull=False).order_by("-ended_at", "id")


def drill_for(viewer: Viewer, drill_id: uuid.UUID) -> Drill:
    """Return an exercise; raises Drill.DoesNotExist also for one the officer takes no part in."""
    return _seen(viewer).get(id=drill_id)


def of_incident(viewer: Viewer, incident: Incident) -> Drill | None:
    """Return the exercise an incident was opened for, when the officer may see it."""
    return _seen(viewer).filter(incident=incident).first() if incident.is_drill else None


def members_of(drill: Drill) -> list[DrillMember]:
    """Return who takes part, by unit in Vietnamese order, the whole unit before its people."""
    found = list(drill.members.select_related("unit", "officer"))
    return sorted(found, key=lambda one: (one.unit.sort_key, one.officer.sort_key if one.officer else ""))


def injects_of(drill: Drill) -> list[DrillInject]:
    """Return the injects of a scenario in order of their minutes, with what was answered."""
    found = drill.injects.select_related("member__unit", "member__officer").prefetch_related("answers__officer")
    return list(found.order_by("minute", "id"))


def inject_of(drill: Drill, inject_id: uuid.UUID) -> DrillInject | None:
    return drill.injects.filter(id=inject_id).first()


def released_for(drill: Drill, viewer: Viewer) -> list[DrillInject]:
    """Return what was put in and meant for an officer or for everybody, the latest first."""
    found = [one for one in injects_of(drill) if one.released_at is not None and _is_for(one, viewer)]
    return sorted(found, key=lambda one: (one.released_at, one.id), reverse=True)


def _is_for(inject: DrillInject, viewer: Viewer) -> bool:
    member = inject.member
    return member is None or policies.drill_seat(viewer, member.unit_id, member.officer_id) is not None


def takes_part(drill: Drill, viewer: Viewer) -> bool:
    return any(policies.drill_seat(viewer, one.unit_id, one.officer_id) for one in drill.members.all())


def is_answered_by(inject: DrillInject, officer_id: uuid.UUID | None) -> bool:
    return any(one.officer_id == officer_id for one in inject.answers.all())


def answers_in_order(inject: DrillInject) -> list[DrillAnswer]:
    return sorted(inject.answers.all(), key=lambda one: (one.at, one.id))


def clock_of(drill: Drill, injects: Iterable[DrillInject], now: datetime) -> Clock | None:
    """Return what the clock of an exercise shows; None before it began. An ended one shows its end."""
    if drill.started_at is None:
        return None
    many = list(injects)
    minute = minute_of(drill.started_at, drill.stood(), min(drill.ended_at or now, now))
    open_ones = [one for one in many if one.released_at is None and one.skipped_at is None]
    return Clock(
        minute=minute,
        is_running=drill.state is DrillState.RUNNING,
        due=sum(one.minute <= minute for one in open_ones) if drill.ended_at is None else 0,
        released=sum(one.released_at is not None for one in many),
        left=len(open_ones),
    )


def planned_instant(drill: Drill, minute: int) -> datetime | None:
    """Return when a minute comes as things stand: from the plan before the start; None while the exercise stands."""
    if drill.started_at is None:
        return instant_of(minute, drill.planned_at, list[Pause]())
    return instant_of(minute, drill.started_at, drill.stood())


def officers_called(unit_id: uuid.UUID, said: str, on: date) -> list[Officer]:
    """Return who of a unit is meant by a name of account or a full name."""
    found = officers_in(unit_id, on)
    wanted = said.strip()
    by_account = [one for one in found if one.account.username == wanted]
    return by_account or [one for one in found if search_key(one.full_name) == search_key(wanted)]
