# SPDX-License-Identifier: EUPL-1.2
"""Calendars and instants for the tests: the bundled list as a `WorkCalendar`, times in Việt Nam."""

import csv
from datetime import date, datetime
from pathlib import Path

from tinhso.kernel.calendar.rules import decided_years, read_holiday_rows
from tinhso.kernel.calendar.types import TIMEZONE, LimitUnit, TimeLimit, WorkCalendar

BUNDLED = Path(__file__).parent.parent / "data" / "holidays_vn.csv"


def bundled_rows() -> list[dict[str, str]]:
    with BUNDLED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


_OVERRIDES = read_holiday_rows(bundled_rows())
VIETNAM = WorkCalendar(_OVERRIDES, dict.fromkeys(decided_years(_OVERRIDES)))


def at(text: str) -> datetime:
    """Return an instant in Việt Nam: "2026-02-12 09:10"."""
    return datetime.fromisoformat(text).replace(tzinfo=TIMEZONE)


def on(text: str) -> date:
    return date.fromisoformat(text)


def working_days(value: int) -> TimeLimit:
    return TimeLimit(value, LimitUnit.WORKING_DAY)
