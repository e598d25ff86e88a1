# SPDX-License-Identifier: EUPL-1.2
"""The clock of a case: hands its limit and pauses to the rules of `kernel.calendar` and keeps the answer."""

from collections.abc import Iterable
from datetime import datetime

from tinhso.kernel.calendar.queries import work_calendar
from tinhso.kernel.calendar.rules import due_with_pauses
from tinhso.kernel.calendar.types import Due, LimitUnit, ResumeMode, TimeLimit, WorkCalendar
from tinhso.kernel.calendar.types import Pause as Interval
from tinhso.kernel.casework.models import Case, Pause
from tinhso.kernel.casework.types import Limit


def time_limit(limit: Limit) -> TimeLimit | None:
    """Return the limit in the calendar's words; None when the procedure publishes none."""
    if limit.unit == LimitUnit.SAME_DAY:
        return TimeLimit(None, LimitUnit.SAME_DAY, limit.late_rule)
    if limit.value is None or not limit.unit:
        return None
    return TimeLimit(limit.value, LimitUnit(limit.unit), limit.late_rule)


def limit_of(case: Case) -> Limit:
    return Limit(case.limit_value, case.limit_unit, case.late_rule)


def due_of(
    case: Case,
    pauses: Iterable[Pause],
    *,
    supposing_answer_at: datetime | None = None,
    calendar: WorkCalendar | None = None,
) -> Due | None:
    """Return when the case is due under its limit and pauses, with the arithmetic day by day.

    None when the clock has not started or no limit is published. An open pause is taken as answered at
    `supposing_answer_at`. A pause that resets (61/2018) starts the limit anew at its end.
    """
    limit = time_limit(limit_of(case))
    if limit is None or case.clock_from is None:
        return None
    intervals = [Interval(row.begins_at, row.ends_at, _resume(row)) for row in pauses]
    return due_with_pauses(
        case.clock_from, limit, calendar or work_calendar(), intervals, supposed_resume=supposing_answer_at
    )


def _resume(pause: Pause) -> ResumeMode:
    return ResumeMode.RESET if pause.resets else ResumeMode.CONTINUE
