# SPDX-License-Identifier: EUPL-1.2
"""Writes of casework: open a case, take a step, assign, extend, remind, move after a reorganisation."""

from tinhso.kernel.casework.actions.calendar_days import announce_day, withdraw_day
from tinhso.kernel.casework.actions.cases import (
    check_possible,
    extend,
    hand_over,
    open_case,
    reword,
    start_clock,
    take_step,
)
from tinhso.kernel.casework.actions.reminders import remind_due_cases
from tinhso.kernel.casework.actions.reorganisation import apply_reorganisation, report_of

__all__ = [
    "announce_day",
    "apply_reorganisation",
    "check_possible",
    "extend",
    "hand_over",
    "open_case",
    "remind_due_cases",
    "report_of",
    "reword",
    "start_clock",
    "take_step",
    "withdraw_day",
]
