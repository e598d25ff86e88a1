# SPDX-License-Identifier: EUPL-1.2
"""Words of data instead of paper: databases, the five answers, reasons to ask all the same, acts without values."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from tinhso.kernel.events.catalogue import act


class Register(StrEnum):
    """The databases that can be asked (cơ sở dữ liệu quốc gia, chuyên ngành)."""

    POPULATION = "population"
    CIVIL_STATUS = "civil_status"
    BUSINESS = "business"
    INSURANCE = "insurance"
    LAND = "land"


class Answer(StrEnum):
    """What a database can answer; the five are never mixed: not knowing is not the same as having nothing."""

    KNOWN = "known"
    PARTIAL = "partial"
    NO_DATA = "no_data"
    UNKNOWN = "unknown"
    NOT_PERMITTED = "not_permitted"


ANSWER_WORDS = {
    Answer.KNOWN: "Có dữ liệu đầy đủ",
    Answer.PARTIAL: "Chỉ có một phần dữ liệu hoặc dữ liệu mâu thuẫn",
    Answer.NO_DATA: "Có người này nhưng không có dữ liệu về giấy tờ này",
    Answer.UNKNOWN: "Cơ sở dữ liệu không biết người này",
    Answer.NOT_PERMITTED: "Cơ quan chưa được cấp quyền khai thác các trường này",
}

DESPITE_GROUNDS = {
    "thieu": "Cơ sở dữ liệu không có hoặc thiếu dữ liệu",
    "sai": "Dữ liệu sai so với giấy tờ, thực tế",
    "mau_thuan": "Dữ liệu mâu thuẫn giữa các cơ sở dữ liệu hoặc các bản ghi",
    "he_thong": "Hệ thống cơ sở dữ liệu không khai thác được",
}
"""Why a paper may be asked although a database serves it (66.7/2025/NQ-CP); a text always goes with it."""

OURS_TO_MEND = frozenset({"he_thong"})
"""Reasons that leave the applicant nothing to have put right."""


@dataclass(frozen=True)
class Served:
    """A paper of a dossier that a database serves. article: the annex line, or the resolution alone."""

    key: str
    name: str
    databases: tuple[str, ...]
    register: Register | None
    article: str


@dataclass(frozen=True)
class Despite:
    """One wish for a paper that a database serves: component key, ground of the catalogue, words."""

    key: str
    ground: str
    reason: str


@dataclass(frozen=True)
class Inquiry:
    """One question: its own key (asked again it is the same question), register, subject number, fields, purpose."""

    id: uuid.UUID
    register: Register
    subject: str
    fields: tuple[str, ...]
    purpose: str


@dataclass(frozen=True)
class Told:
    """What a database told. note: a sentence when something about it is odd; as_of: the instant of its data."""

    answer: Answer
    reference: str
    as_of: datetime
    values: dict[str, Any] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    note: str = ""


@act("dossier:register:asked", title="Tra cứu cơ sở dữ liệu thay giấy tờ")
@dataclass(frozen=True)
class RegisterAsked:
    """Whose data, which database, which fields, for which component; never a value."""

    query: uuid.UUID
    person: uuid.UUID
    register: str
    component: str
    fields: tuple[str, ...]


@act("dossier:register:answered", title="Cơ sở dữ liệu trả lời")
@dataclass(frozen=True)
class RegisterAnswered:
    """outcome: which of the five answers."""

    query: uuid.UUID
    outcome: str
    reference: str


@act("dossier:register:silent", title="Cơ sở dữ liệu không trả lời")
@dataclass(frozen=True)
class RegisterSilent:
    query: uuid.UUID
    fault: str


@act("dossier:paper:asked_despite_data", title="Yêu cầu giấy tờ dù đã có dữ liệu")
@dataclass(frozen=True)
class PaperAskedDespiteData:
    """in_time: within 8 working hours of an online filing, 1 working day otherwise (66.7/2025/NQ-CP)."""

    component: str
    databases: tuple[str, ...]
    ground: str
    query: uuid.UUID | None
    ask_by: datetime
    in_time: bool
    correct_at: str
