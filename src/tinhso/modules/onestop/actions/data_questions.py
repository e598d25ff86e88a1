# SPDX-License-Identifier: EUPL-1.2
"""Ask about one reading of one's data; answer or refuse as head of the unit that looked."""

import uuid
from datetime import datetime

from django.db import transaction

from tinhso.kernel.calendar.queries import work_calendar
from tinhso.kernel.calendar.rules import due
from tinhso.kernel.calendar.types import LimitUnit, TimeLimit
from tinhso.kernel.casework import policies as casework
from tinhso.kernel.casework.actions import open_case, start_clock, take_step
from tinhso.kernel.casework.models import Case
from tinhso.kernel.casework.types import Limit
from tinhso.kernel.events.errors import NotAllowed, Refused
from tinhso.kernel.identity.queries import Reading, reading_of
from tinhso.kernel.identity.types import Viewer
from tinhso.lib.uuid7 import uuid7
from tinhso.lib.vntext import search_key
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.models import DataQuestion
from tinhso.modules.onestop.side_workflows import DATA_QUESTION
from tinhso.modules.onestop.types import DataQuestionAnswered, DataQuestionAsked, DataQuestionRefused

SHORTEST_TEXT = 10
TITLE = "Hỏi về một lần xem dữ liệu cá nhân"
"""Lists of the unit show it to everyone there, so it names nobody."""


@transaction.atomic(durable=True)
def ask_about_reading(seq: int, *, question: str, viewer: Viewer, now: datetime) -> DataQuestion:
    """Put a question to the unit that read one's data; raises NotAllowed when the reading is of somebody else's data.

    Source: 91/2025/QH15 (right to know); clocks of feedback by Decision 766, see data/data_questions.yaml.
    """
    person_id, reading = _reading(seq, viewer)
    if reading.unit_id is None:
        raise Refused("Lần xem này không ghi đơn vị nên không gửi câu hỏi được. Hãy liên hệ bộ phận Một cửa.")
    if DataQuestion.objects.filter(reading_seq=seq).exists():
        raise Refused("Bạn đã hỏi về lần xem này. Xem câu trả lời ở trang Dữ liệu của tôi.")
    text, case_id = _checked(question, "câu hỏi"), uuid7()
    case = open_case(
        kind=DATA_QUESTION.kind,
        title=TITLE,
        unit_id=reading.unit_id,
        search_key=search_key(TITLE),
        now=now,
        payload=DataQuestionAsked(reading=seq),
        actor=viewer.actor(),
        subject=f"data_question:{case_id}",
        confidential=True,
        case_id=case_id,
    )
    clocks = definitions.data_question_clocks()
    start_clock(case, Limit(clocks["answer"]["value"], clocks["answer"]["unit"]), at=now)
    case.save()
    refuse = TimeLimit(clocks["refuse"]["value"], LimitUnit(clocks["refuse"]["unit"]))
    return DataQuestion.objects.create(
        case=case,
        person_id=person_id,
        reading_seq=seq,
        question=text,
        refuse_by=due(now, refuse, work_calendar()).at,
    )


def answer_data_question(question_id: uuid.UUID, *, answer: str, viewer: Viewer, now: datetime) -> DataQuestion:
    """Answer as head of the unit that looked, with at least 10 characters."""
    return _close(question_id, "answer", DataQuestionAnswered(), answer, viewer, now)


def refuse_data_question(question_id: uuid.UUID, *, reason: str, viewer: Viewer, now: datetime) -> DataQuestion:
    """Refuse with a reason; raises Refused when the two working days for it are over."""
    return _close(question_id, "refuse", DataQuestionRefused(), reason, viewer, now)


@transaction.atomic(durable=True)
def _close(
    question_id: uuid.UUID, step: str, payload: object, text: str, viewer: Viewer, now: datetime
) -> DataQuestion:
    found = DataQuestion.objects.get(case_id=question_id)
    found.case = Case.objects.select_for_update(of=("self",)).select_related("unit").get(id=question_id)
    seat = casework.check_turn(viewer, found.case, DATA_QUESTION.steps[step])
    words = _checked(text, "nội dung trả lời")
    if step == "refuse" and now > found.refuse_by:
        raise Refused("Đã hết thời hạn từ chối. Hãy trả lời câu hỏi này.")
    subject = f"data_question:{question_id}"
    take_step(found.case, step, payload=payload, now=now, actor=viewer.actor(seat), subject=subject)
    found.answer, found.answered_by_id, found.answered_at = words, viewer.as_officer, now
    found.save(update_fields=["answer", "answered_by", "answered_at"])
    return found


def _reading(seq: int, viewer: Viewer) -> tuple[uuid.UUID, Reading]:
    """Return the person who asks and the reading of that person's data."""
    found = reading_of(viewer.person_id, seq) if viewer.person_id else None
    if viewer.person_id is None or found is None:
        raise NotAllowed("Lần xem này không có trong dữ liệu của bạn. Hãy mở lại trang Dữ liệu của tôi.")
    return viewer.person_id, found


def _checked(text: str, what: str) -> str:
    if len(text.strip()) < SHORTEST_TEXT:
        raise Refused(f"Hãy ghi rõ {what} (ít nhất {SHORTEST_TEXT} ký tự).")
    return text.strip()
