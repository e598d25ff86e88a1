# SPDX-License-Identifier: EUPL-1.2
"""Acts of a ticket. `number` is that of the day and the place; counter 0 is none in particular."""

import uuid
from dataclasses import dataclass
from datetime import date

from tinhso.kernel.events.catalogue import act


@act("ticket:taken", title="Lấy số thứ tự")
@dataclass(frozen=True)
class TicketTaken:
    """procedures: codes, empty when the person did not say. A ticket of an appointment names the appointment."""

    day: date
    number: int
    source: str
    procedures: tuple[str, ...]
    favoured: bool = False
    device: uuid.UUID | None = None
    visit: uuid.UUID | None = None


@act("ticket:called", title="Gọi số thứ tự")
@dataclass(frozen=True)
class TicketCalled:
    """lane: as what it was called; calls: 1 for the first; minutes: waited until the first call, else nothing."""

    counter: int
    lane: str
    calls: int
    minutes: int | None = None


@act("ticket:missed", title="Gọi số không có người đến")
@dataclass(frozen=True)
class TicketMissed:
    counter: int
    calls: int


@act("ticket:moved", title="Chuyển số sang quầy khác")
@dataclass(frozen=True)
class TicketMoved:
    """counter_to 0: back into the common queue, because the counter it was sent to closed."""

    counter_from: int
    counter_to: int


@act("ticket:served", title="Phục vụ xong số thứ tự")
@dataclass(frozen=True)
class TicketServed:
    """minutes: from the last call to the end."""

    counter: int
    minutes: int


@act("ticket:closed", title="Hết ngày chưa đến lượt")
@dataclass(frozen=True)
class TicketClosed:
    """minutes: waited in vain until the day was closed."""

    minutes: int
