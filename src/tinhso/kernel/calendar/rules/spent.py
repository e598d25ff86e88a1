# SPDX-License-Identifier: EUPL-1.2
"""Time used and time left at a given instant."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from tinhso.kernel.calendar.rules.pauses import paused_time
from tinhso.kernel.calendar.rules.working_days import (
    ONE_DAY,
    local,
    working_days_between,
    working_time_between,
)
from tinhso.kernel.calendar.types import Due, Elapsed, Pause, Remaining, WorkCalendar


def elapsed(received_at: datetime, now: datetime, calendar: WorkCalendar, pauses: Sequence[Pause] = ()) -> Elapsed:
    """Return the time used from receipt to now, pauses taken out; an open pause lasts until now.

    Days are counted as in a limit: the day of receipt is not counted, today is.
    """
    start, end = local(received_at), local(now)
    paused = paused_time(pauses, calendar, late_rule=False, supposed_resume=end)
    working = calendar_days = 0
    day = start.date()
    while day < end.date():
        day += ONE_DAY
        if not paused.covers(day):
            calendar_days += 1
            working += calendar.is_working_day(day)
    time_spent = sum(
        (working_time_between(begin, finish, calendar) for begin, finish in paused.cut(start, end)),
        timedelta(),
    )
    return Elapsed(working, calendar_days, max(time_spent, timedelta()))


def remaining(due: Due, now: datetime, calendar: WorkCalendar) -> Remaining:
    """Return the time left until a due date; 0 working days on its last day, negative after it."""
    moment = local(now)
    return Remaining(
        working_days=working_days_between(moment.date(), due.day, calendar),
        working_time=working_time_between(moment, due.at, calendar),
        is_overdue=moment > due.at,
    )
