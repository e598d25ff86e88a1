# SPDX-License-Identifier: EUPL-1.2
"""Words of filing for another person (nộp hộ, người đại diện): kinds, grounds, acts."""

import uuid
from dataclasses import dataclass
from enum import StrEnum

from tinhso.kernel.events.catalogue import act


class MandateKind(StrEnum):
    """Who files for whom: a helper (người hỗ trợ) of anyone, a parent (người đại diện theo pháp luật) of a child."""

    HELPER = "helper"
    GUARDIAN = "guardian"


class Ground(StrEnum):
    """By what right: a code told to the person, the person's own press, the civil-status register. ASKED: not yet."""

    ASKED = ""
    CODE = "code"
    ACCOUNT = "account"
    REGISTER = "register"


@act("mandate:asked", title="Xin được nộp hồ sơ giúp")
@dataclass(frozen=True)
class MandateAsked:
    """channels: by which ways the code went; empty when the person has only the own account."""

    mandate: uuid.UUID
    helper: uuid.UUID
    procedure: str
    channels: tuple[str, ...]


@act("mandate:parent:asked", title="Tra cứu quan hệ cha, mẹ và con")
@dataclass(frozen=True)
class ParentAsked:
    """Which fields of which register a parent had asked about a child; never a value, nor whose."""

    register: str
    fields: tuple[str, ...]
    procedure: str


@act("mandate:granted", title="Đồng ý cho nộp hồ sơ giúp")
@dataclass(frozen=True)
class MandateGranted:
    mandate: uuid.UUID
    helper: uuid.UUID
    procedure: str
    kind: str
    ground: str


@act("mandate:code:wrong", title="Nhập sai mã đồng ý")
@dataclass(frozen=True)
class WrongCode:
    mandate: uuid.UUID
    tries: int


@act("mandate:revoked", title="Rút lại việc cho nộp hồ sơ giúp")
@dataclass(frozen=True)
class MandateRevoked:
    mandate: uuid.UUID
    helper: uuid.UUID
    procedure: str
