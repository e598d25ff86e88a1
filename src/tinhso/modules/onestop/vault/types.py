# SPDX-License-Identifier: EUPL-1.2
"""Words of the store: kinds, grades of reuse, what stands against it, acts by identifiers."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tinhso.kernel.events.catalogue import act

CONSENT = "vault_reuse"
"""Purpose of the consent under which items are offered again."""


class Kind(StrEnum):
    """What an item is: a result of this house, or a component someone handed in."""

    RESULT = "result"
    COMPONENT = "component"


class Grade(StrEnum):
    """How far an item may be relied on when it is used again (mức dùng lại)."""

    LOCKED = "locked"
    CONFIRM = "confirm"
    SUGGEST = "suggest"
    NONE = "none"


class Bar(StrEnum):
    """Why an item may not be used again."""

    REVOKED = "revoked"
    RECALLED = "recalled"
    CORRECTED = "corrected"
    EXPIRED = "expired"
    REPLACED = "replaced"
    REFUSED = "refused"


BAR_WORDS = {
    Bar.REVOKED: "Kết quả đã bị thu hồi nên không dùng lại được.",
    Bar.RECALLED: "Kết quả đang được thu hồi để đính chính nên chưa dùng lại được.",
    Bar.CORRECTED: "Kết quả đã được đính chính; hãy dùng bản mới.",
    Bar.EXPIRED: "Kết quả đã hết giá trị sử dụng; hãy làm thủ tục để được cấp bản mới.",
    Bar.REPLACED: "Giấy tờ đã được thay bằng bản bổ sung; hãy dùng bản bổ sung.",
    Bar.REFUSED: "Hồ sơ có giấy tờ này bị từ chối; hãy nộp bản mới để được kiểm tra lại.",
}

REVOKE_GROUNDS = {
    "sai_noi_dung": "Nội dung kết quả sai hoặc trái pháp luật",
    "sai_tham_quyen": "Cấp không đúng thẩm quyền, trình tự",
    "gia_mao": "Hồ sơ có giấy tờ giả, kê khai gian dối",
    "khong_con_dieu_kien": "Không còn đủ điều kiện theo pháp luật chuyên ngành",
}


@dataclass(frozen=True)
class Facts:
    """What decides about reuse. accepted: the body finished the dossier with a result; bar: known already."""

    kind: Kind
    is_signed: bool
    is_scanned: bool
    accepted: bool
    bar: Bar | None
    expires_on: date | None


@dataclass(frozen=True)
class Item:
    """One thing in the store with where it comes from: who, when, which dossier, which signatures.

    from_paper: a digitised paper result; copy_number: number in the book, of a certified copy;
    why: the sentence when grade is none; by: the unit that issued or scanned it, empty for the person's own file.
    """

    document_id: uuid.UUID
    dossier_id: uuid.UUID
    number: str
    procedure: str
    title: str
    kind: Kind
    by: str
    at: datetime
    signers: tuple[str, ...]
    expires_on: date | None
    grade: Grade
    why: str
    from_paper: bool = False
    copy_number: str = ""

    @property
    def is_reusable(self) -> bool:
        return self.grade is not Grade.NONE


@act("dossier:component:reused", title="Dùng lại giấy tờ từ kho dữ liệu")
@dataclass(frozen=True)
class ComponentReused:
    """The flag of 766/QĐ-TTg: a component came from the store and was not handed in again."""

    component: str
    document: uuid.UUID
    origin: uuid.UUID
    grade: str


@act("dossier:result:revoked", title="Thu hồi kết quả")
@dataclass(frozen=True)
class ResultRevoked:
    document: uuid.UUID
    ground: str


@act("vault:item:shared", title="Chia sẻ giấy tờ trong kho dữ liệu")
@dataclass(frozen=True)
class ItemShared:
    share: uuid.UUID
    document: uuid.UUID
    until: datetime


@act("vault:share:revoked", title="Ngừng chia sẻ giấy tờ")
@dataclass(frozen=True)
class ShareRevoked:
    share: uuid.UUID


@act("vault:share:opened", title="Có người mở giấy tờ được chia sẻ")
@dataclass(frozen=True)
class ShareOpened:
    share: uuid.UUID
    document: uuid.UUID
