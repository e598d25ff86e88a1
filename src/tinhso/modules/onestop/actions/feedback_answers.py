# SPDX-License-Identifier: EUPL-1.2
"""Answer feedback, refuse it, ask for more, publish: what the unit does that it is about."""

import uuid
from datetime import datetime

from django.db import transaction

from tinhso.kernel.casework import policies as casework
from tinhso.kernel.casework.actions import take_step
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.actions.feedback import checked, lock, subject_of, until
from tinhso.modules.onestop.errors import OnceOnly
from tinhso.modules.onestop.models import Feedback
from tinhso.modules.onestop.side_workflows import FEEDBACK
from tinhso.modules.onestop.types import (
    FeedbackAnswered,
    FeedbackMoreAsked,
    FeedbackPublished,
    FeedbackRefused,
    FeedbackWithheld,
)


@transaction.atomic(durable=True)
def answer_feedback(feedback_id: uuid.UUID, *, answer: str, viewer: Viewer, now: datetime) -> Feedback:
    """Answer as head or leader; the clock of publication begins. Source: 766/QĐ-TTg, 15 and 2 working days."""
    found = lock(feedback_id)
    words = checked(answer, "nội dung trả lời")
    on_time = found.case.due_at is None or now <= found.case.due_at
    _step(found, "answer", FeedbackAnswered(on_time=on_time), viewer, now)
    found.publish_by = until("publish", now)
    return _close(found, words, viewer, now)


@transaction.atomic(durable=True)
def refuse_feedback(feedback_id: uuid.UUID, *, ground: str, reason: str, viewer: Viewer, now: datetime) -> Feedback:
    """Refuse with a ground from the catalogue and words; raises Refused when the two working days are over."""
    found = lock(feedback_id)
    if ground not in definitions.feedback()["refusal_grounds"]:
        raise Refused("Hãy chọn lý do từ chối trong danh mục.")
    words = checked(reason, "lý do từ chối")
    if now > found.refuse_by:
        raise Refused("Đã hết thời hạn từ chối. Hãy trả lời phản ánh này.", source="766/QĐ-TTg")
    _step(found, "refuse", FeedbackRefused(ground=ground), viewer, now)
    return _close(found, words, viewer, now)


@transaction.atomic(durable=True)
def ask_more(feedback_id: uuid.UUID, *, question: str, viewer: Viewer, now: datetime) -> Feedback:
    """Ask the sender once to say more; the clock stands still meanwhile. Late asking is possible and counted so."""
    found = lock(feedback_id)
    if found.asked:
        raise OnceOnly("Đã đề nghị người gửi nói rõ một lần. Hãy trả lời theo những gì đã có.")
    found.asked = checked(question, "điều cần người gửi nói rõ")
    _step(found, "ask_more", FeedbackMoreAsked(in_time=now <= found.ask_by), viewer, now)
    found.save(update_fields=["asked"])
    return found


@transaction.atomic(durable=True)
def publish_feedback(feedback_id: uuid.UUID, *, text: str, answer: str, viewer: Viewer, now: datetime) -> Feedback:
    """Let everybody read the feedback and its answer in words that name nobody; raises OnceOnly the second time."""
    found = _unpublished(feedback_id, viewer)
    found.public_text, found.public_answer = checked(text, "nội dung công khai"), checked(answer, "trả lời công khai")
    found.published_at = now
    found.save(update_fields=["public_text", "public_answer", "published_at"])
    in_time = found.publish_by is None or now <= found.publish_by
    _record(found, FeedbackPublished(in_time=in_time), viewer, now)
    return found


@transaction.atomic(durable=True)
def withhold_feedback(feedback_id: uuid.UUID, *, reason: str, viewer: Viewer, now: datetime) -> Feedback:
    """Leave the answer between sender and unit, with a reason that stays with the case."""
    found = _unpublished(feedback_id, viewer)
    found.withheld = checked(reason, "lý do không công khai")
    found.save(update_fields=["withheld"])
    _record(found, FeedbackWithheld(), viewer, now)
    return found


def _unpublished(feedback_id: uuid.UUID, viewer: Viewer) -> Feedback:
    found = lock(feedback_id)
    casework.check_turn(viewer, found.case, FEEDBACK.steps["answer"])
    if found.case.state != "answered":
        raise Refused("Chỉ công khai được phản ánh đã trả lời.")
    if found.published_at is not None or found.withheld:
        raise OnceOnly("Việc công khai phản ánh này đã được quyết định. Hãy tải lại trang.")
    return found


def _step(found: Feedback, step: str, payload: object, viewer: Viewer, now: datetime) -> None:
    seat = casework.check_turn(viewer, found.case, FEEDBACK.steps[step])
    take_step(found.case, step, payload=payload, now=now, actor=viewer.actor(seat), subject=subject_of(found.case_id))


def _close(found: Feedback, words: str, viewer: Viewer, now: datetime) -> Feedback:
    found.answer, found.answered_by_id, found.answered_at = words, viewer.as_officer, now
    found.save(update_fields=["answer", "answered_by", "answered_at", "publish_by"])
    return found


def _record(found: Feedback, payload: object, viewer: Viewer, now: datetime) -> None:
    seat = casework.check_turn(viewer, found.case, FEEDBACK.steps["answer"])
    record(
        payload,
        at=now,
        actor=viewer.actor(seat),
        subject=subject_of(found.case_id),
        case_id=found.case_id,
        unit_id=found.case.unit_id,
        area=found.case.area_code,
        rule="766/QĐ-TTg",
    )
