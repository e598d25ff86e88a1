# SPDX-License-Identifier: EUPL-1.2
"""Words and acts of editing a definition. Acts carry codes, digests and counts; what was typed stays in the copy."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from tinhso.kernel.events.catalogue import act

Definition = dict[str, Any]
FormData = dict[str, Any]


class Part(StrEnum):
    """The parts of a definition, each saved by itself (mục của thủ tục)."""

    GENERAL = "chung"
    COMPONENTS = "thanh-phan"
    FEES = "phi"
    CHANNELS = "kenh"
    STEPS = "quy-trinh"
    TEXTS = "noi-dung"
    FORM = "bieu-mau"


PARTS: Mapping[Part, str] = {
    Part.GENERAL: "Thông tin chung",
    Part.COMPONENTS: "Thành phần hồ sơ",
    Part.FEES: "Phí, lệ phí",
    Part.CHANNELS: "Cách nộp",
    Part.STEPS: "Quy trình nội bộ",
    Part.TEXTS: "Căn cứ và ghi chú",
    Part.FORM: "Biểu mẫu điện tử",
}

OF_PART: Mapping[Part, tuple[str, ...]] = {
    Part.GENERAL: (
        "code", "code_confirmed", "name", "short_name", "sector", "field", "level", "applicants", "authority", "time",
        "results", "online_level", "online_level_source", "partial", "level_before_2025_07",
    ),
    Part.COMPONENTS: ("components", "components_complete", "data_replaces_paper"),
    Part.FEES: ("fee",),
    Part.CHANNELS: ("portal_channels", "portal_times_disagree"),
    Part.STEPS: ("steps",),
    Part.TEXTS: ("legal_basis", "source_decision", "source", "note", "unverified"),
    Part.FORM: (),
}  # fmt: skip
"""Keys of the record by the part that shows them; together they are all keys a record may have."""


class CopyState(StrEnum):
    """What became of a working copy: being worked on, published, given up."""

    OPEN = "open"
    PUBLISHED = "published"
    DROPPED = "dropped"


class Origin(StrEnum):
    """Where a working copy began: a version in force, a file, another procedure, nothing, the national database."""

    VERSION = "version"
    FILE = "file"
    OTHER = "other"
    NOTHING = "nothing"
    NATIONAL = "national"


@dataclass(frozen=True)
class Content:
    """What is edited: the record of the procedure and its declaration form, None when none is described."""

    definition: Definition
    form: FormData | None


@dataclass(frozen=True)
class Edit:
    """One change to a working copy. what: said in Vietnamese on the button that takes it back."""

    part: Part
    what: str
    change: Callable[[Content], Content]


@dataclass(frozen=True)
class Change:
    """One difference between two contents, in words: where, what it was, what it is; empty text where nothing was."""

    part: Part
    place: str
    before: str
    after: str


@act("procedure:draft:begun", title="Mở bản làm việc của thủ tục")
@dataclass(frozen=True)
class WorkingCopyBegun:
    """origin: an `Origin`; based_on: number of the version it began from, 0 for none."""

    copy: uuid.UUID
    procedure: str
    origin: str
    based_on: int


@act("procedure:draft:saved", title="Lưu bản làm việc của thủ tục")
@dataclass(frozen=True)
class WorkingCopySaved:
    """part: which part changed; revision: number of this state; digest: of the content as it is now."""

    copy: uuid.UUID
    part: str
    revision: int
    digest: str


@act("procedure:draft:undone", title="Hoàn tác một lần sửa thủ tục")
@dataclass(frozen=True)
class WorkingCopyUndone:
    copy: uuid.UUID
    revision: int
    digest: str


@act("procedure:draft:dropped", title="Bỏ bản làm việc của thủ tục")
@dataclass(frozen=True)
class WorkingCopyDropped:
    copy: uuid.UUID
    procedure: str


@dataclass(frozen=True)
class PublicationFacts:
    """What a publication says on paper: code, name, number of the version, day of effect, digest, words of content."""

    code: str
    name: str
    number: int
    valid_from: date
    digest: str
    decision: str
    rows: tuple[tuple[str, str], ...]
    changes: tuple[str, ...]
