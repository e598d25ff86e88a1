# SPDX-License-Identifier: EUPL-1.2
"""Words of a round of assessment: what is declared, how it is proved, whose score; the acts. No text in the ledger."""

import uuid
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from tinhso.kernel.events.catalogue import act
from tinhso.modules.scorecards.types import Trust


class RoundState(StrEnum):
    """How far a round of assessment is (kỳ đánh giá)."""

    OPEN = "open"
    CLOSED = "closed"


class Form(StrEnum):
    """How a component is declared: numerator and denominator, yes or no, a number with its unit."""

    RATIO = "ratio"
    YES_NO = "yes_no"
    NUMBER = "number"


class Whose(StrEnum):
    """Whose score a share is (tự đánh giá, thẩm định, công nhận)."""

    OWN = "own"
    APPRAISED = "appraised"
    FINAL = "final"


class Side(StrEnum):
    """Who wrote a question or an answer."""

    MINISTRY = "ministry"
    PROVINCE = "province"


class Footing(StrEnum):
    """How a component is proved; nothing claims FED until a feed exists."""

    FOLDED = "folded"
    DECLARED = "declared"
    FED = "fed"
    STALE = "stale"
    MISSING = "missing"


class Remarked(StrEnum):
    """What a line of the standing office under a declaration was."""

    ACCEPTED = "accepted"
    SENT_BACK = "sent_back"
    ASKED_AGAIN = "asked_again"


@dataclass(frozen=True)
class Proof:
    """Which figure folded from acts proves a component, and how sure that is. note: both numbers in words."""

    component: str
    figure: str
    trust: Trust
    note: str


@dataclass(frozen=True)
class Folded:
    """A component as acts say it: both numbers. share: of one; None of nothing."""

    proof: Proof
    numerator: int
    denominator: int

    @property
    def share(self) -> Decimal | None:
        return Decimal(self.numerator) / self.denominator if self.denominator > 0 else None


@dataclass(frozen=True)
class Stated:
    """An accepted declaration. share: None where nobody said one; as_of: the day its numbers are of."""

    share: Decimal | None
    as_of: date
    valid_until: date | None
    has_evidence: bool


@act("assessment:opened", title="Mở kỳ đánh giá")
@dataclass(frozen=True)
class AssessmentOpened:
    """edition: code of the index; due: by which day units declare; components: how many are to be declared."""

    edition: str
    year: int
    first: date
    last: date
    due: date
    components: int


@act("assessment:closed", title="Đóng kỳ đánh giá")
@dataclass(frozen=True)
class AssessmentClosed:
    """accepted: declarations that were accepted; lapsed: those that were not and ended with the round."""

    accepted: int
    lapsed: int


@act("declaration:opened", title="Đưa chỉ số thành phần vào kỳ đánh giá")
@dataclass(frozen=True)
class DeclarationOpened:
    assessment: uuid.UUID
    component: str
    due: date


@act("declaration:assigned", title="Giao đơn vị kê khai chỉ số thành phần")
@dataclass(frozen=True)
class DeclarationAssigned:
    declarer: uuid.UUID
    component: str
    due: date


@act("declaration:passed_on", title="Giao người kê khai chỉ số thành phần")
@dataclass(frozen=True)
class DeclarationPassedOn:
    officer: uuid.UUID


@act("declaration:declared", title="Kê khai chỉ số thành phần")
@dataclass(frozen=True)
class DeclarationDeclared:
    """first: the first time in this round; on_time: not later than the due day; statement: the row with the numbers."""

    declarer: uuid.UUID
    component: str
    statement: uuid.UUID
    first: bool
    on_time: bool
    files: int


@act("declaration:accepted", title="Chấp nhận kê khai chỉ số thành phần")
@dataclass(frozen=True)
class DeclarationAccepted:
    statement: uuid.UUID
    component: str


@act("declaration:sent_back", title="Trả lại kê khai chỉ số thành phần")
@dataclass(frozen=True)
class DeclarationSentBack:
    """Why stands under the declaration."""

    statement: uuid.UUID


@act("declaration:asked_again", title="Yêu cầu kê khai lại chỉ số thành phần")
@dataclass(frozen=True)
class DeclarationAskedAgain:
    """What was accepted counts until something else is."""

    due: date


@act("declaration:lapsed", title="Hết kỳ, chưa có kê khai được chấp nhận")
@dataclass(frozen=True)
class DeclarationLapsed:
    component: str


@act("declaration:score:entered", title="Ghi điểm thẩm định, điểm công nhận của chỉ số thành phần")
@dataclass(frozen=True)
class ScoreEntered:
    """whose: appraised | final; share: of one, as text; empty for a score taken back."""

    component: str
    whose: str
    share: str


@act("assessment:table:taken", title="Nhập bảng điểm thẩm định, công nhận vào kỳ đánh giá")
@dataclass(frozen=True)
class ScoreTableTaken:
    """entered: scores that were new; left: rows with a doubt, not taken; digest: SHA-256 of the file."""

    entered: int
    left: int
    digest: str


@act("assessment:scorecard:sealed", title="Ký số bảng kết quả kỳ đánh giá")
@dataclass(frozen=True)
class ScorecardSealed:
    """paper: identifier printed on the paper; as_of: the day its numbers are of."""

    paper: uuid.UUID
    document: uuid.UUID
    as_of: date


@act("declaration:question:noted", title="Ghi trao đổi với bộ về chỉ số thành phần")
@dataclass(frozen=True)
class QuestionNoted:
    """side: who wrote it; on: the day it was written."""

    component: str
    side: str
    on: date
    line: uuid.UUID
