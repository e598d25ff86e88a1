# SPDX-License-Identifier: EUPL-1.2
"""Words of linked work: how a dossier reaches other bodies, what each is asked, acts. No names, no answers in acts."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tinhso.kernel.events.catalogue import act


class Way(StrEnum):
    """How work goes to another body: same level, higher level, or as a component of a bundle."""

    PEER = "peer"
    UP = "up"
    BUNDLE = "bundle"


class PartStanding(StrEnum):
    """How a clock of linked work stands."""

    NONE = "none"
    RUNNING = "running"
    KEPT = "kept"
    LATE = "late"


@dataclass(frozen=True)
class PartOrder:
    """What one body is asked in a forward: unit, duty in words, time in whole working days, whether it leads."""

    unit_id: uuid.UUID
    duty: str
    limit_working_days: int
    leads: bool = False


@act("dossier:forwarded:peer", title="Chuyển liên thông cùng cấp")
@dataclass(frozen=True)
class ForwardedToPeers:
    """slip: number of the control slip (F05) when the bodies come one after another, else empty."""

    bodies: int
    in_sequence: bool
    slip: str


@act("dossier:forwarded:up", title="Chuyển liên thông lên cơ quan cấp trên")
@dataclass(frozen=True)
class ForwardedUp:
    part: uuid.UUID
    unit: uuid.UUID


@act("dossier:bundle:registered", title="Ghi kết quả chủ trì, chuyển các phần liên thông")
@dataclass(frozen=True)
class BundleRegistered:
    """component: the leading one; parts: how many others were sent on."""

    component: str
    parts: int


@act("dossier:part:answered", title="Cơ quan liên thông trả kết quả phần việc")
@dataclass(frozen=True)
class DossierPartAnswered:
    part: uuid.UUID
    component: str
    fulfilled: bool


@act("dossier:forward:closed", title="Kết thúc liên thông, hồ sơ trở lại thẩm định")
@dataclass(frozen=True)
class ForwardClosed:
    """answered, silent, recalled: how many bodies did what in this round."""

    answered: int
    silent: int
    recalled: int


@act("part:opened", title="Lập phần việc liên thông")
@dataclass(frozen=True)
class PartOpened:
    """order: bodies with the same order work at once, the next begin when these have ended."""

    part: uuid.UUID
    unit: uuid.UUID
    way: str
    component: str
    order: int


@act("part:begun", title="Giao phần việc liên thông cho cơ quan phối hợp")
@dataclass(frozen=True)
class PartBegun:
    part: uuid.UUID
    acknowledge_by: datetime | None
    answer_by: datetime | None


@act("part:acknowledged", title="Xác nhận đã nhận phần việc liên thông")
@dataclass(frozen=True)
class PartAcknowledged:
    part: uuid.UUID
    on_time: bool


@act("part:unacknowledged", title="Cảnh báo quá giờ xác nhận phần việc liên thông")
@dataclass(frozen=True)
class PartUnacknowledged:
    part: uuid.UUID
    acknowledge_by: datetime


@act("part:answered", title="Trả kết quả phần việc liên thông")
@dataclass(frozen=True)
class PartAnswered:
    part: uuid.UUID
    fulfilled: bool


@act("part:lapsed", title="Đóng phần việc liên thông không được trả lời")
@dataclass(frozen=True)
class PartLapsed:
    part: uuid.UUID


@act("part:recalled", title="Rút lại phần việc liên thông")
@dataclass(frozen=True)
class PartRecalled:
    part: uuid.UUID
