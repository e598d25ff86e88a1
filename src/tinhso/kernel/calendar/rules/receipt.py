# SPDX-License-Identifier: EUPL-1.2
"""From which instant a filing counts: the 15:00 rule and online filing outside office hours."""

from datetime import date, datetime, time
from typing import Final

from tinhso.kernel.calendar.rules import reasons
from tinhso.kernel.calendar.rules.working_days import ONE_DAY, local, next_working_day
from tinhso.kernel.calendar.types import TIMEZONE, DayCount, WorkCalendar

LATE_AFTER: Final = time(15, 0)
"""Nghị định 61/2018/NĐ-CP and the rules of civil status and certification: what comes after 15:00 counts from
the next working day. 15:00:00 itself is in time. Applies only where the procedure says so."""


def counted_from(received_at: datetime, calendar: WorkCalendar, *, late_rule: bool, online: bool) -> datetime:
    """Return the instant, in Vietnamese time, from which a filing counts.

    late_rule: the procedure has the 15:00 rule; a filing on a day off counts from the next working day as
    well, else a later filing could be due earlier.
    online: filed on the network: outside office hours it counts from the start of the next working session
    (3142/QĐ-BGDĐT and provincial rules, seen in use [B]).
    Without both, the instant itself: a day is then skipped by the ordinary count only.
    """
    moment = local(received_at)
    day = moment.date()
    is_off = not calendar.is_working_day(day)
    is_late = late_rule and (is_off or moment.time() > LATE_AFTER)
    is_closed = online and (is_off or moment.time() >= calendar.hours.closing)
    if is_late or is_closed:
        return datetime.combine(next_working_day(day, calendar), calendar.hours.opening, TIMEZONE)
    if online:
        return _start_of_session(moment, calendar)
    return moment


def days_before_count(
    received_at: datetime, start: datetime, calendar: WorkCalendar, *, late_rule: bool, first_day: str
) -> list[DayCount]:
    """Return the days from the receipt to the day on which the count rests, that day included.

    first_day: the sentence for the day of receipt, which is not counted.
    """
    day, first = local(received_at).date(), start.date()
    if day == first:
        return [DayCount(first, False, first_day)]
    days = [DayCount(day, False, reasons.LATE if late_rule else reasons.OUTSIDE_HOURS)]
    days += [DayCount(off, False, reasons.day_off(off, calendar)) for off in _dates_between(day, first)]
    return [*days, DayCount(first, False, reasons.DEEMED_FIRST_DAY)]


def _start_of_session(moment: datetime, calendar: WorkCalendar) -> datetime:
    """Return the instant itself within a session, else the start of the next session of the same day."""
    for opening, closing in calendar.sessions_on(moment.date()):
        if moment < closing:
            return max(moment, opening)
    return moment


def _dates_between(first: date, last: date) -> list[date]:
    """Return the dates strictly between two dates."""
    return [first + ONE_DAY * number for number in range(1, (last - first).days)]
