# SPDX-License-Identifier: EUPL-1.2
"""Which days and hours can be booked, on the working calendar: pure functions."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from tinhso.kernel.calendar.rules import add_working_days
from tinhso.kernel.calendar.types import TIMEZONE, WorkCalendar


def bookable_days(today: date, count: int, calendar: WorkCalendar) -> list[date]:
    """Return the next `count` working days after today; today itself is for the kiosk."""
    return [add_working_days(today, place, calendar) for place in range(1, count + 1)]


def slots_on(day: date, minutes: int, calendar: WorkCalendar) -> Iterator[datetime]:
    """Give the hours of a day that can be booked, each whole within a session of the office; none on a day off."""
    step = timedelta(minutes=minutes)
    for opens, closes in calendar.sessions_on(day):
        at = opens
        while at + step <= closes:
            yield at
            at += step


def is_offered(slot_at: datetime, *, today: date, minutes: int, days: int, calendar: WorkCalendar) -> bool:
    """Tell whether an hour somebody asks for is one of those offered today."""
    day = slot_at.astimezone(TIMEZONE).date()
    return day in bookable_days(today, days, calendar) and slot_at in set(slots_on(day, minutes, calendar))
