# SPDX-License-Identifier: EUPL-1.2
"""Acts of feedback from the public; the words stay with the case."""

import uuid
from dataclasses import dataclass

from tinhso.kernel.events.catalogue import act


@act("feedback:sent", title="Gửi phản ánh, kiến nghị")
@dataclass(frozen=True)
class FeedbackSent:
    """topic: key of data/feedback.yaml; dossier: what it is about, when it is about one."""

    topic: str
    dossier: uuid.UUID | None


@act("feedback:more:asked", title="Đề nghị nói rõ phản ánh")
@dataclass(frozen=True)
class FeedbackMoreAsked:
    in_time: bool


@act("feedback:more:told", title="Nói rõ phản ánh")
@dataclass(frozen=True)
class FeedbackMoreTold:
    """The sender has said more; the clock of the answer goes on."""


@act("feedback:answered", title="Trả lời phản ánh, kiến nghị")
@dataclass(frozen=True)
class FeedbackAnswered:
    on_time: bool


@act("feedback:refused", title="Từ chối tiếp nhận phản ánh")
@dataclass(frozen=True)
class FeedbackRefused:
    ground: str


@act("feedback:taken_back", title="Rút phản ánh")
@dataclass(frozen=True)
class FeedbackTakenBack:
    """The sender has taken the feedback back."""


@act("feedback:published", title="Công khai trả lời phản ánh")
@dataclass(frozen=True)
class FeedbackPublished:
    in_time: bool


@act("feedback:withheld", title="Không công khai trả lời phản ánh")
@dataclass(frozen=True)
class FeedbackWithheld:
    """The answer stays between sender and unit, for a reason that stays with the case."""


@act("feedback:rated", title="Đánh giá việc trả lời phản ánh")
@dataclass(frozen=True)
class FeedbackRated:
    """on_time: whether the answer had come in time; a late one counts against the unit already."""

    satisfied: bool
    on_time: bool
