# SPDX-License-Identifier: EUPL-1.2
"""Words of the queue: where a ticket came from, what state it is in, which lane it is called from, and why."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Source(StrEnum):
    """Where a ticket was taken (nguồn lấy số)."""

    KIOSK = "kiosk"
    BOOKED = "booked"
    DESK = "desk"


class TicketState(StrEnum):
    """Trạng thái phiếu: waits, stands at a counter, was served, did not come, ended with the day."""

    WAITING = "waiting"
    CALLED = "called"
    SERVED = "served"
    MISSED = "missed"
    CLOSED = "closed"


class VisitState(StrEnum):
    """Trạng thái lịch hẹn: open, arrived, given up by the person, dropped by a day off, nobody came."""

    OPEN = "open"
    ARRIVED = "arrived"
    CANCELLED = "cancelled"
    DROPPED = "dropped"
    MISSED = "missed"


class DeviceKind(StrEnum):
    """Loại thiết bị: a kiosk hands out numbers, a screen shows them."""

    KIOSK = "kiosk"
    SCREEN = "screen"


class Lane(StrEnum):
    """As what a ticket is called (lượt): sent on by another counter, booked hour, priority, ordinary."""

    RETURNED = "returned"
    BOOKED = "booked"
    PRIORITY = "priority"
    ORDINARY = "ordinary"


class Why(StrEnum):
    """Why somebody with a later number was called earlier."""

    ELSEWHERE = "elsewhere"
    AGAIN = "again"
    RETURNED = "returned"
    BOOKED = "booked"
    PRIORITY = "priority"
    PASSED = "passed"


@dataclass(frozen=True)
class Standing:
    """A ticket that waits, as the rule sees it.

    arrived_at: never before the ticket with the number below; slot_at: the booked hour; counter: the only counter
    that may call it (0: any that serves its sectors); sectors: none means the person did not say.
    """

    number: int
    arrived_at: datetime
    is_priority: bool = False
    slot_at: datetime | None = None
    counter: int = 0
    sectors: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Window:
    """A counter as the rule sees it. sectors: none means all; streak: see `rules.streak_after`."""

    number: int
    sectors: frozenset[str] = frozenset()
    streak: int = 0


@dataclass(frozen=True)
class FairRule:
    """The setting of a place. favoured_in_row: booked and priority calls before an ordinary one gets its turn."""

    favoured_in_row: int = 2
    grace_minutes: int = 15


@dataclass(frozen=True)
class Estimate:
    """About how long the wait is: minutes rounded up to five, from so many services of today."""

    minutes: int
    services: int


@dataclass(frozen=True)
class PriorityGroup:
    """Đối tượng ưu tiên as the list of the house names it; `mark` says how well a source supports it."""

    key: str
    name: str
    mark: str
    source: str
    usual: bool
