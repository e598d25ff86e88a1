# SPDX-License-Identifier: EUPL-1.2
"""Words of the duty roster of the security centre, of the hand-over between shifts, and the acts on them."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tinhso.kernel.events.catalogue import act


class DutyRole(StrEnum):
    """Vai trò trong ca trực: the tiers of a security centre; the names are ours, the numbers the operator's."""

    WATCH = "watch"
    ANALYSIS = "analysis"
    RESPONSE = "response"
    HUNTING = "hunting"
    MANAGEMENT = "management"


@dataclass(frozen=True)
class ShiftTold:
    """Who is on duty in which role, from an instant up to another one (not included)."""

    officer_id: uuid.UUID
    role: DutyRole
    begins_at: datetime
    ends_at: datetime


@act("duty_shift:planned", title="Xếp ca trực giám sát an toàn thông tin")
@dataclass(frozen=True)
class ShiftPlanned:
    """way: "form", "list" or "week", how it was entered."""

    officer: uuid.UUID
    role: str
    begins_at: datetime
    ends_at: datetime
    way: str


@act("duty_shift:withdrawn", title="Bỏ, kết thúc sớm ca trực giám sát an toàn thông tin")
@dataclass(frozen=True)
class ShiftWithdrawn:
    """ended_at: when a running shift was cut short, None when one that had not begun was taken off."""

    officer: uuid.UUID
    role: str
    ended_at: datetime | None


@act("duty_staffing:told", title="Đặt số người trực tối thiểu theo vai trò")
@dataclass(frozen=True)
class StaffingTold:
    """least: people at any time; 0 means the role need not be there."""

    role: str
    least: int


@act("duty_handover:written", title="Bàn giao ca trực giám sát")
@dataclass(frozen=True)
class HandOverWritten:
    """alerts, incidents, clocks, silent: how many were open, running, silent when it was written."""

    alerts: int
    incidents: int
    clocks: int
    silent: int


@act("duty_handover:accepted", title="Nhận bàn giao ca trực giám sát")
@dataclass(frozen=True)
class HandOverAccepted:
    """waited_minutes: from writing to accepting."""

    waited_minutes: int


@act("duty_handover:taken_back", title="Rút lại bàn giao ca trực giám sát")
@dataclass(frozen=True)
class HandOverTakenBack:
    """Taken back by who wrote it, before anybody accepted."""


class ReviewKind(StrEnum):
    """What the centre goes over again and again: a week's alerts, a month's rules and thresholds, half a year's report.

    Weekly review and monthly tuning after QCVN 12:2026/BCA (read in a second-hand text), the six-month report after
    Thông tư 31/2017/TT-BTTTT. No day by which was read: the last whole period counts.
    """

    WEEK = "week"
    MONTH = "month"
    HALF_YEAR = "half_year"


@act("duty_review:done", title="Rà soát định kỳ của trung tâm giám sát")
@dataclass(frozen=True)
class ReviewDone:
    """kind: a ReviewKind; first: first day of the period gone over."""

    kind: str
    first: date
