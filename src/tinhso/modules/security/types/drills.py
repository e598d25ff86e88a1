# SPDX-License-Identifier: EUPL-1.2
"""Words of exercises (diễn tập ứng cứu sự cố): scenarios, what is put in, how it was judged, and the acts on them."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tinhso.kernel.events.catalogue import act
from tinhso.modules.security.types.incidents import Category


class DrillState(StrEnum):
    """How an exercise stands; drawn from its instants, kept nowhere."""

    PREPARED = "prepared"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"
    CANCELLED = "cancelled"


class Verdict(StrEnum):
    """Đánh giá của người điều khiển: đạt, chưa đạt, không áp dụng."""

    MET = "met"
    UNMET = "unmet"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class DrillTold:
    """What the form of a scenario says. category: the playbook exercised; unit_id: whose incident is played.

    severity: 1 (gravest) to 4, of the incident that the start opens.
    """

    title: str
    purpose: str
    category: Category
    severity: int
    unit_id: uuid.UUID
    system_name: str
    planned_at: datetime


@dataclass(frozen=True)
class InjectTold:
    """Tình huống đưa vào. minute: of the exercise's own clock from its start; member_id: None is for everybody."""

    minute: int
    text: str
    expected: str
    member_id: uuid.UUID | None = None


@dataclass(frozen=True)
class AnswerLine:
    """minutes: of the exercise's clock since the release; told_at: when it was done, as told."""

    text: str
    officer: str
    at: datetime
    told_at: datetime
    minutes: int


@dataclass(frozen=True)
class InjectLine:
    """One line of a report. released_minute and early follow from the acts; None and False when not released."""

    minute: int
    text: str
    expected: str
    addressee: str
    released_at: datetime | None
    released_minute: int | None
    skipped_why: str
    answers: tuple[AnswerLine, ...]
    verdict: str
    remark: str

    @property
    def first_answer_minutes(self) -> int | None:
        return min((one.minutes for one in self.answers), default=None)


@dataclass(frozen=True)
class DrillReport:
    """What came of an exercise. ran_minutes: of its own clock, pauses left out; verdicts: how many of each.

    unit_id: from whose seat it was started; the paper bears its name, whoever prints it.
    """

    started_at: datetime
    unit_id: uuid.UUID | None
    ended_at: datetime | None
    pauses: tuple[tuple[datetime, datetime | None], ...]
    ran_minutes: int
    lines: tuple[InjectLine, ...]
    released: int
    skipped: int
    left: int
    answered: int
    verdicts: tuple[tuple[Verdict, int], ...]
    unjudged: int


@act("drill:prepared", title="Soạn kịch bản diễn tập ứng cứu sự cố")
@dataclass(frozen=True)
class DrillPrepared:
    """copied_from: the exercise whose scenario was taken; starter: key of a scenario that comes along, or empty."""

    category: str
    injects: int
    copied_from: uuid.UUID | None
    starter: str


@act("drill:changed", title="Sửa kịch bản diễn tập")
@dataclass(frozen=True)
class DrillChanged:
    category: str
    planned_at: datetime


@act("drill:cancelled", title="Hủy cuộc diễn tập")
@dataclass(frozen=True)
class DrillCancelled:
    """Before it began."""


@act("drill:member:added", title="Thêm người tham gia diễn tập")
@dataclass(frozen=True)
class DrillMemberAdded:
    """officer: None for everybody of the unit who handles incidents."""

    unit: uuid.UUID
    officer: uuid.UUID | None


@act("drill:member:removed", title="Bớt người tham gia diễn tập")
@dataclass(frozen=True)
class DrillMemberRemoved:
    unit: uuid.UUID
    officer: uuid.UUID | None


@act("drill:inject:written", title="Ghi tình huống diễn tập")
@dataclass(frozen=True)
class InjectWritten:
    inject: uuid.UUID
    minute: int


@act("drill:inject:removed", title="Bỏ tình huống khỏi kịch bản diễn tập")
@dataclass(frozen=True)
class InjectRemoved:
    inject: uuid.UUID
    minute: int


@act("drill:started", title="Bắt đầu diễn tập ứng cứu sự cố")
@dataclass(frozen=True)
class DrillStarted:
    """incident: the incident opened for it, marked as an exercise."""

    incident: uuid.UUID
    injects: int


@act("drill:paused", title="Tạm dừng diễn tập")
@dataclass(frozen=True)
class DrillPaused:
    minute: int


@act("drill:resumed", title="Tiếp tục diễn tập")
@dataclass(frozen=True)
class DrillResumed:
    minute: int


@act("drill:inject:released", title="Đưa ra tình huống diễn tập")
@dataclass(frozen=True)
class InjectReleased:
    """planned, minute: of the exercise's clock, as planned and as it was."""

    inject: uuid.UUID
    planned: int
    minute: int


@act("drill:inject:skipped", title="Bỏ qua tình huống diễn tập")
@dataclass(frozen=True)
class InjectSkipped:
    inject: uuid.UUID
    planned: int
    minute: int


@act("drill:inject:answered", title="Trả lời tình huống diễn tập")
@dataclass(frozen=True)
class InjectAnswered:
    """row: the one with the words; told_at: when it was done, as told; minutes: since the release."""

    inject: uuid.UUID
    row: uuid.UUID
    told_at: datetime
    minutes: int


@act("drill:inject:judged", title="Đánh giá việc xử lý tình huống diễn tập")
@dataclass(frozen=True)
class InjectJudged:
    """verdict: a Verdict; judged again, the later act counts."""

    inject: uuid.UUID
    verdict: str


@act("drill:ended", title="Kết thúc diễn tập")
@dataclass(frozen=True)
class DrillEnded:
    """left: injects neither released nor skipped; minute: of the exercise's clock."""

    minute: int
    released: int
    skipped: int
    left: int


@act("drill:lessons:written", title="Ghi bài học của cuộc diễn tập")
@dataclass(frozen=True)
class DrillLessonsWritten:
    length: int
