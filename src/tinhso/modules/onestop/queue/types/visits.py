# SPDX-License-Identifier: EUPL-1.2
"""Acts of an appointment at the desk (lịch hẹn đến Một cửa)."""

from dataclasses import dataclass
from datetime import date, datetime

from tinhso.kernel.events.catalogue import act


@act("visit:booked", title="Đặt lịch đến Một cửa")
@dataclass(frozen=True)
class VisitBooked:
    until: datetime
    procedures: tuple[str, ...]


@act("visit:cancelled", title="Hủy lịch đến Một cửa")
@dataclass(frozen=True)
class VisitCancelled:
    until: datetime


@act("visit:arrived", title="Đã đến theo lịch hẹn")
@dataclass(frozen=True)
class VisitArrived:
    """late: minutes after the booked hour, negative when before."""

    until: datetime
    late: int


@act("visit:dropped", title="Lịch hẹn rơi vào ngày nghỉ")
@dataclass(frozen=True)
class VisitDropped:
    until: datetime
    day: date


@act("visit:reminded", title="Nhắc lịch đến Một cửa")
@dataclass(frozen=True)
class VisitReminded:
    until: datetime


@act("visit:missed", title="Không đến theo lịch hẹn")
@dataclass(frozen=True)
class VisitMissed:
    until: datetime
