# SPDX-License-Identifier: EUPL-1.2
"""Words and acts of the running internal process."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from tinhso.kernel.events.catalogue import act


class Mark(StrEnum):
    """How a step stands (tình trạng của bước)."""

    AHEAD = "ahead"
    CURRENT = "current"
    PAUSED = "paused"
    PASSED = "passed"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class FlowStep:
    """One step bound to a post. number: its `seq`; planned: in the unit of the published time, None when untimed."""

    number: int
    work: str
    actor: str
    role: str
    planned: Decimal | None = None


@dataclass(frozen=True)
class Flow:
    """The steps of a version in order. unit: days | hours | minutes | months; working: only office hours count."""

    steps: tuple[FlowStep, ...]
    unit: str
    working: bool

    @property
    def signing(self) -> int:
        """Place of the step that signs; the clock of the law ends with it."""
        return next(at for at, one in enumerate(self.steps) if one.role == "leader")


@dataclass(frozen=True)
class Turn:
    """A span in which one post had the turn: who, where, from when to when; ends_at None: still."""

    role: str
    begins_at: datetime
    ends_at: datetime | None
    unit: str = ""
    officer: str = ""
    officer_id: uuid.UUID | None = None


@dataclass(frozen=True)
class Pass:
    """A step that its holder said is done, so that the next of the same post begins."""

    at: datetime
    step: int


@dataclass(frozen=True)
class Stay:
    """One stay of a dossier at a step: a turn or a part of it."""

    place: int
    turn: Turn
    begins_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True)
class Standing:
    """Whether the dossier still runs and whether the clock of the law stands still."""

    living: bool = True
    paused: bool = False


@dataclass(frozen=True)
class StepTime:
    """One step of a dossier with its clock.

    used: working time (or plain time where the procedure is published so), pauses left out; planned, left: None where
    no time is planned or cannot be compared; left is negative when the step is late.
    """

    step: FlowStep
    mark: Mark
    used: timedelta
    planned: timedelta | None = None
    since: datetime | None = None
    until: datetime | None = None
    unit: str = ""
    officer: str = ""
    stays: Sequence[Stay] = ()

    @property
    def left(self) -> timedelta | None:
        return None if self.planned is None else self.planned - self.used

    @property
    def is_late(self) -> bool:
        return self.left is not None and self.left < timedelta()


@act("dossier:step:passed", title="Xong một bước của quy trình nội bộ")
@dataclass(frozen=True)
class StepPassed:
    """step, following: numbers of the step that is done and of the one that begins, as the version numbers them."""

    step: int
    following: int


@act("dossier:review:submitted", title="Trình xem xét dự thảo")
@dataclass(frozen=True)
class ReviewSubmitted:
    """document: the draft of a result; absent for a refusal."""

    step: int
    document: uuid.UUID | None = None


@act("dossier:review:approved", title="Đồng ý dự thảo, trình ký")
@dataclass(frozen=True)
class ReviewApproved:
    step: int


@act("dossier:review:sent_back", title="Trả lại dự thảo khi xem xét")
@dataclass(frozen=True)
class ReviewSentBack:
    """step: the step of the review; what is to be mended stands in the trace of the holding."""

    step: int
