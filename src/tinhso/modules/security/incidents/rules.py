# SPDX-License-Identifier: EUPL-1.2
"""How grave an incident is and by when it has to be told. Pure; each number names its text."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tinhso.kernel.calendar.rules import due
from tinhso.kernel.calendar.types import LimitUnit, TimeLimit, WorkCalendar

NOTICE_DAYS = 5
"""Thông báo sự cố: at most 5 days after detection (Thông tư 20/2017/TT-BTTTT). Days, not working days."""

CLOSING_DAYS = 5
"""Báo cáo kết thúc ứng phó: at most 5 days after the response ended (Thông tư 20/2017/TT-BTTTT)."""

ARCHIVE_HOURS = 24
"""Archive systems of level 3 to 5: within 24 hours of detection (QCVN 12:2026/BCA)."""

HARMS = ("service", "secret", "data", "control", "wide")
"""Service stopped; secret data may leak; important data damaged for good; control lost; wide or chain effect."""

SEVERE_LEVELS = (4, 5)


@dataclass(frozen=True)
class Grading:
    """system_level: 1 to 5, None when unknown; is_listed: on the list of important national systems.

    harms: of HARMS; beyond_ability: the owner cannot control or handle it alone.
    """

    system_level: int | None
    is_listed: bool
    harms: frozenset[str]
    beyond_ability: bool


def is_severe(told: Grading) -> bool:
    """Whether an incident is severe (nghiêm trọng): all three conditions together. Quyết định 05/2017/QĐ-TTg."""
    grave_system = told.system_level in SEVERE_LEVELS or told.is_listed
    return grave_system and bool(told.harms & set(HARMS)) and told.beyond_ability


def notice_due(detected_at: datetime, *, is_archive: bool, calendar: WorkCalendar) -> datetime:
    """Return by when an incident has to be announced; the stricter rule of an archive system counts by the hour."""
    if is_archive:
        return detected_at + timedelta(hours=ARCHIVE_HOURS)
    return due(detected_at, TimeLimit(NOTICE_DAYS, LimitUnit.CALENDAR_DAY), calendar).at


def closing_due(ended_at: datetime, calendar: WorkCalendar) -> datetime:
    return due(ended_at, TimeLimit(CLOSING_DAYS, LimitUnit.CALENDAR_DAY), calendar).at
