# SPDX-License-Identifier: EUPL-1.2
"""Appointments: what a place offers, one's own, and those of a day at the desk."""

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from tinhso.kernel.calendar.queries import work_calendar
from tinhso.modules.onestop.models import QueuePlace, Visit
from tinhso.modules.onestop.queue import slots
from tinhso.modules.onestop.queue.types import VisitState

COUNTING = (VisitState.OPEN, VisitState.ARRIVED, VisitState.MISSED)
"""States that take a place of their hour; one given up frees it."""


@dataclass(frozen=True)
class Hour:
    """One hour that can be booked and how many places are left in it."""

    at: datetime
    left: int


@dataclass(frozen=True)
class BookableDay:
    """A working day with its hours; full when nothing is left."""

    day: date
    hours: list[Hour]

    @property
    def left(self) -> int:
        return sum(one.left for one in self.hours)


def days_offered(found: QueuePlace, now: datetime) -> list[date]:
    return slots.bookable_days(timezone.localtime(now).date(), found.days_ahead, work_calendar())


def hours_of(found: QueuePlace, day: date) -> BookableDay:
    """Return the hours of one day with what is left of each; one query."""
    taken = Counter(Visit.objects.filter(place=found, day=day, state__in=COUNTING).values_list("slot_at", flat=True))
    hours = slots.slots_on(day, found.slot_minutes, work_calendar())
    return BookableDay(day, [Hour(at, max(0, found.slot_capacity - taken[at])) for at in hours])


def visits_of(person_id: uuid.UUID, *, limit: int = 20) -> list[Visit]:
    """Return one's own appointments, open ones first, then the latest."""
    found = Visit.objects.filter(person_id=person_id).select_related("place__unit", "ticket")
    opened = list(found.filter(state=VisitState.OPEN).order_by("slot_at"))
    return opened + list(found.exclude(state=VisitState.OPEN).order_by("-slot_at")[:limit])


def open_visit(person_id: uuid.UUID, unit_id: uuid.UUID) -> Visit | None:
    found = Visit.objects.filter(person_id=person_id, place_id=unit_id, state=VisitState.OPEN)
    return found.select_related("place__unit").first()


def visits_on(unit_id: uuid.UUID, day: date) -> list[Visit]:
    """Return the appointments still expected at a desk on a day, by hour; people say their code, nobody is named."""
    found = Visit.objects.filter(place_id=unit_id, day=day, state=VisitState.OPEN)
    return list(found.order_by("slot_at", "code"))


def visit_of(visit_id: uuid.UUID) -> Visit:
    return Visit.objects.select_related("place__unit", "person").get(id=visit_id)
