# SPDX-License-Identifier: EUPL-1.2
"""Acts of the room: settings, counters, devices, the end of a day."""

import uuid
from dataclasses import dataclass
from datetime import date

from tinhso.kernel.events.catalogue import act


@act("queue:set", title="Thiết lập hàng đợi")
@dataclass(frozen=True)
class QueueSet:
    """groups: keys of `data/queue_priority.yaml` the place gives priority to; slot_capacity 0: no appointments."""

    groups: tuple[str, ...]
    favoured_in_row: int
    grace_minutes: int
    slot_minutes: int
    slot_capacity: int
    days_ahead: int


@act("queue:counter:set", title="Thiết lập quầy")
@dataclass(frozen=True)
class CounterSet:
    """sectors: empty means all."""

    counter: int
    sectors: tuple[str, ...]
    in_use: bool


@act("queue:counter:opened", title="Mở quầy")
@dataclass(frozen=True)
class CounterOpened:
    counter: int


@act("queue:counter:closed", title="Đóng quầy")
@dataclass(frozen=True)
class CounterClosed:
    """stranded: how many wait whom no open counter serves any more."""

    counter: int
    stranded: int


@act("queue:day:closed", title="Kết thúc ngày lấy số")
@dataclass(frozen=True)
class DayClosed:
    """taken: numbers handed out; waiting: people who were not served."""

    day: date
    taken: int
    waiting: int


@act("queue:device:issued", title="Cấp khóa thiết bị lấy số")
@dataclass(frozen=True)
class DeviceIssued:
    device: uuid.UUID
    kind: str


@act("queue:device:withdrawn", title="Thu hồi khóa thiết bị lấy số")
@dataclass(frozen=True)
class DeviceWithdrawn:
    device: uuid.UUID
