# SPDX-License-Identifier: EUPL-1.2
"""The escalation ladder: who is reminded how many working days before or after the due date.

House rule (one_stop practice: alarm at T-2 and T-1; the head and the leader follow when it is late).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rung:
    """One rung: name, Vietnamese title, working days relative to the due day (negative = before), who is told."""

    name: str
    title: str
    working_days: int
    tells: str


LADDER = (
    Rung("two_days_left", "Còn 2 ngày làm việc", -2, "holder"),
    Rung("one_day_left", "Còn 1 ngày làm việc", -1, "holder"),
    Rung("overdue", "Quá hạn", 0, "head"),
    Rung("overdue_two_days", "Quá hạn 2 ngày làm việc", 2, "leader"),
)


def rung_for(working_days_left: int, overdue: bool, working_days_over: int) -> Rung | None:
    """Return the highest rung reached; None when the due date is still far.

    working_days_left: whole working days from today to the due day; working_days_over: since the due day.
    """
    if overdue:
        return LADDER[3] if working_days_over >= LADDER[3].working_days else LADDER[2]
    if working_days_left <= 1:
        return LADDER[1]
    return LADDER[0] if working_days_left <= 2 else None
