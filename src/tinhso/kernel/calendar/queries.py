# SPDX-License-Identifier: EUPL-1.2
"""The working calendar of this installation, read once per process and version."""

from datetime import date, time
from functools import lru_cache
from uuid import UUID

from tinhso.db import rows
from tinhso.kernel.calendar.models import CalendarState, DayOverride, PublishedYear
from tinhso.kernel.calendar.types import OfficeHours, WorkCalendar


def work_calendar() -> WorkCalendar:
    """Return the calendar as it is known now (lịch làm việc).

    One query of one row to learn the version; the rest is kept by the process until an action changes it.
    Inside a transaction that changed the calendar, the new one. Without any data loaded: Monday to Friday,
    every due date provisional.
    """
    version = rows.value("SELECT version FROM workcalendar_calendarstate")
    if version is None:
        return WorkCalendar()
    return _read(version)


def work_calendar_known_on(day: date) -> WorkCalendar:
    """Return the calendar as it had to be read on an earlier day, to explain a date promised then."""
    return work_calendar().as_known_on(day)


def overrides_of(year: int) -> list[DayOverride]:
    """Return the days of a year that differ from the week, as known now, in order: the page of holidays."""
    return list(DayOverride.objects.filter(date__year=year, known_until__isnull=True).order_by("date"))


@lru_cache(maxsize=2)
def _read(version: UUID) -> WorkCalendar:
    """Return the calendar of a version; `version` is only the key under which it is kept."""
    sessions = CalendarState.objects.values_list("sessions", flat=True).get()
    return WorkCalendar(
        overrides=tuple(row.as_type() for row in DayOverride.objects.order_by("date", "known_from")),
        published=dict(PublishedYear.objects.values_list("year", "published_on")),
        hours=OfficeHours() if sessions is None else _hours(sessions),
    )


def _hours(sessions: list[list[str]]) -> OfficeHours:
    return OfficeHours(tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in sessions))
