# SPDX-License-Identifier: EUPL-1.2
"""The law of working time as pure functions: no clock, no database; calendar and instants are handed in."""

from tinhso.kernel.calendar.rules.holiday_list import decided_years, read_holiday_rows
from tinhso.kernel.calendar.rules.limits import due, due_with_pauses
from tinhso.kernel.calendar.rules.receipt import LATE_AFTER, counted_from
from tinhso.kernel.calendar.rules.spent import elapsed, remaining
from tinhso.kernel.calendar.rules.working_days import (
    add_working_days,
    is_working_day,
    next_working_day,
    working_days_between,
    working_time_between,
)

__all__ = [
    "LATE_AFTER",
    "add_working_days",
    "counted_from",
    "decided_years",
    "due",
    "due_with_pauses",
    "elapsed",
    "is_working_day",
    "next_working_day",
    "read_holiday_rows",
    "remaining",
    "working_days_between",
    "working_time_between",
]
