# SPDX-License-Identifier: EUPL-1.2
"""Stepping and counting over working days and working time."""

from datetime import date, datetime, timedelta
from typing import Final

from tinhso.kernel.calendar.types import TIMEZONE, WorkCalendar

ONE_DAY: Final = timedelta(days=1)


def local(instant: datetime) -> datetime:
    """Return the instant in the time of Việt Nam. Raises ValueError for an instant without time zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone; the calendar does not guess it")
    return instant.astimezone(TIMEZONE)


def is_working_day(day: date, calendar: WorkCalendar) -> bool:
    """Tell whether offices work on the day (ngày làm việc)."""
    return calendar.is_working_day(day)


def next_working_day(day: date, calendar: WorkCalendar) -> date:
    """Return the first working day after the day given."""
    return add_working_days(day, 1, calendar)


def working_day_from(day: date, calendar: WorkCalendar) -> date:
    """Return the day itself if it is worked, else the next working day."""
    return day if calendar.is_working_day(day) else next_working_day(day, calendar)


def add_working_days(day: date, count: int, calendar: WorkCalendar) -> date:
    """Return the count-th working day after the day, before it for a negative count, the day itself for 0.

    T-2 of a due date is add_working_days(due, -2, calendar).
    """
    step = ONE_DAY if count > 0 else -ONE_DAY
    left = abs(count)
    while left:
        day += step
        if calendar.is_working_day(day):
            left -= 1
    return day


def working_days_between(start: date, end: date, calendar: WorkCalendar) -> int:
    """Return the working days after `start` up to and including `end`; negative if `end` is earlier.

    The first day is not counted, as in a time limit (Bộ luật Dân sự 2015, Điều 147), so that
    working_days_between(d, add_working_days(d, n, c), c) is n.
    """
    if end < start:
        return -working_days_between(end, start, calendar)
    is_working = calendar.is_working_day
    first = start.toordinal() + 1
    return sum(is_working(date.fromordinal(number)) for number in range(first, end.toordinal() + 1))


def working_time_between(start: datetime, end: datetime, calendar: WorkCalendar) -> timedelta:
    """Return the time within office hours between two instants; negative if `end` is earlier."""
    start, end = local(start), local(end)
    if end < start:
        return -working_time_between(end, start, calendar)
    total = timedelta()
    for number in range(start.toordinal(), end.toordinal() + 1):
        for opening, closing in calendar.sessions_on(date.fromordinal(number)):
            total += max(min(closing, end) - max(opening, start), timedelta())
    return total
