# SPDX-License-Identifier: EUPL-1.2
"""Words and acts of digitising. Acts carry counts and identifiers; what stands on a paper never enters the ledger."""

import uuid
from dataclasses import dataclass
from enum import StrEnum

from tinhso.kernel.events.catalogue import act


class ScanState(StrEnum):
    """How far a scan is: pages wait to be read, a person must check it, signed, or given up before filing."""

    WAITING = "waiting"
    READY = "ready"
    SIGNED = "signed"
    DROPPED = "dropped"


class Purpose(StrEnum):
    """When a paper is scanned: handed in, arising in settlement, as the result, as an original shown (TTHC-62)."""

    INTAKE = "intake"
    SETTLEMENT = "settlement"
    RESULT = "result"
    CERTIFIED = "certified"


class CopyKind(StrEnum):
    """What an electronic copy is: a digitised paper result, or bản sao điện tử có chứng thực."""

    RESULT = "result"
    CERTIFIED = "certified"


class Nature(StrEnum):
    """What kind of paper lies on the scanner; all but an original filed on paper are not scanned."""

    PAPER = "paper"
    ELECTRONIC = "electronic"
    SHOWN = "shown"
    OPINION = "opinion"
    SECRET = "state_secret"  # noqa: S105 - a kind of paper, bí mật nhà nước


class Deed(StrEnum):
    """What the clerk does to a page while checking order and count."""

    UP = "up"
    DOWN = "down"
    REMOVE = "remove"
    RESTORE = "restore"
    TURN = "turn"
    NOTE = "note"


@act("scan:opened", title="Nhận bản quét giấy tờ")
@dataclass(frozen=True)
class ScanOpened:
    scan: uuid.UUID
    component: str
    files: int
    pages: int


@act("scan:read", title="Nhận dạng chữ bản quét")
@dataclass(frozen=True)
class ScanRead:
    """unread: pages whose text could not be had; blank: pages on which nothing stands."""

    scan: uuid.UUID
    pages: int
    unread: int
    blank: int


@act("scan:arranged", title="Sắp xếp trang bản quét")
@dataclass(frozen=True)
class ScanArranged:
    scan: uuid.UUID
    page: int
    deed: str


@act("scan:signed", title="Ký số bản quét")
@dataclass(frozen=True)
class ScanSigned:
    scan: uuid.UUID
    component: str
    sheets: int
    pages: int
    document: uuid.UUID


@act("scan:dropped", title="Bỏ bản quét chưa nộp")
@dataclass(frozen=True)
class ScanDropped:
    scan: uuid.UUID
    component: str


@act("scan:result:digitised", title="Số hóa kết quả giấy")
@dataclass(frozen=True)
class ResultDigitised:
    """differences: how many facts read from the scan differ from what was typed or declared, each explained."""

    copy: uuid.UUID
    document: uuid.UUID
    differences: int


@act("scan:copy:numbered", title="Cấp số bản sao điện tử có chứng thực")
@dataclass(frozen=True)
class CopyNumbered:
    copy: uuid.UUID
    year: int
    number: int


@act("scan:copy:certified", title="Chứng thực bản sao điện tử")
@dataclass(frozen=True)
class CopyCertified:
    copy: uuid.UUID
    document: uuid.UUID
    year: int
    number: int


@act("scan:component:added", title="Thêm giấy tờ phát sinh đã số hóa")
@dataclass(frozen=True)
class ComponentArose:
    component: str
    document: uuid.UUID


@act("component:reused", title="Dùng lại giấy tờ đã có")
@dataclass(frozen=True)
class ComponentReused:
    component: str
    source: uuid.UUID
    document: uuid.UUID
