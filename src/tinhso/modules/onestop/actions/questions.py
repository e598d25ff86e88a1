# SPDX-License-Identifier: EUPL-1.2
"""Publish a model question, change it, take it off."""

import hashlib
import uuid
from datetime import datetime

from django.db import transaction

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import Conflict, Refused
from tinhso.kernel.identity.types import Viewer
from tinhso.lib.vntext import search_key
from tinhso.modules.onestop.models import Procedure, SampleQuestion
from tinhso.modules.onestop.policies import check_controller
from tinhso.modules.onestop.questions.types import (
    LONGEST_ANSWER,
    LONGEST_QUESTION,
    SHORTEST,
    SampleQuestionAdded,
    SampleQuestionChanged,
    SampleQuestionWithdrawn,
)


class AskedBefore(Conflict):
    """The same question stands at the procedure already, with another answer."""


class ChangedMeanwhile(Conflict):
    """Somebody changed or withdrew the question since the page was opened."""


@transaction.atomic(durable=True)
def add_question(code: str, *, question: str, answer: str, viewer: Viewer, now: datetime) -> SampleQuestion:
    """Publish a question with its answer; the second press gives the same one.

    Raises NotYourCatalogue, Refused for words too short or too long or no procedure, AskedBefore.
    """
    seat = check_controller(viewer)
    asked, said = _checked(question, answer)
    procedure = Procedure.objects.select_for_update().filter(code=code).first()
    if procedure is None:
        raise Refused("Hãy chọn thủ tục mà câu hỏi nói đến.")
    same = SampleQuestion.objects.filter(procedure=procedure, question=asked, withdrawn_at=None).first()
    if same is not None:
        if same.answer != said:
            raise AskedBefore("Thủ tục này đã có câu hỏi đó. Hãy sửa câu trả lời đang có thay vì đăng thêm.")
        return same
    made = SampleQuestion(procedure=procedure, added_at=now, changed_at=now, changed_by_id=viewer.as_officer)
    _write(made, asked, said)
    payload = SampleQuestionAdded(entry=made.id, procedure=code, digest=_digest(made))
    record(payload, at=now, actor=viewer.actor(seat), subject=_subject(made))
    return made


@transaction.atomic(durable=True)
def change_question(
    question_id: uuid.UUID, *, question: str, answer: str, expected: int, viewer: Viewer, now: datetime
) -> SampleQuestion:
    """Change the words of a question; the same words again change nothing.

    expected: the revision the page showed. Raises as `add_question`, and ChangedMeanwhile.
    """
    seat = check_controller(viewer)
    asked, said = _checked(question, answer)
    found = _standing(question_id)
    if (found.question, found.answer) == (asked, said):
        return found
    if found.revision != expected:
        raise ChangedMeanwhile("Người khác vừa sửa câu hỏi này. Hãy mở lại, xem bản mới rồi sửa tiếp.")
    others = SampleQuestion.objects.filter(procedure_id=found.procedure_id, question=asked, withdrawn_at=None)
    if others.exclude(id=found.id).exists():
        raise AskedBefore("Thủ tục này đã có câu hỏi đó. Hãy sửa câu trả lời đang có.")
    found.revision, found.changed_at, found.changed_by_id = found.revision + 1, now, viewer.as_officer
    _write(found, asked, said)
    payload = SampleQuestionChanged(entry=found.id, revision=found.revision, digest=_digest(found))
    record(payload, at=now, actor=viewer.actor(seat), subject=_subject(found))
    return found


@transaction.atomic(durable=True)
def withdraw_question(question_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> SampleQuestion:
    """Take a question off the portal; the second press changes nothing."""
    seat = check_controller(viewer)
    found = SampleQuestion.objects.select_for_update().get(id=question_id)
    if found.withdrawn_at is None:
        found.withdrawn_at = now
        found.save(update_fields=["withdrawn_at"])
        record(SampleQuestionWithdrawn(entry=found.id), at=now, actor=viewer.actor(seat), subject=_subject(found))
    return found


def _standing(question_id: uuid.UUID) -> SampleQuestion:
    found = SampleQuestion.objects.select_for_update(of=("self",)).select_related("procedure").get(id=question_id)
    if found.withdrawn_at is not None:
        raise ChangedMeanwhile("Câu hỏi này đã được gỡ nên không sửa được. Hãy đăng câu hỏi mới nếu cần.")
    return found


def _checked(question: str, answer: str) -> tuple[str, str]:
    """Return question and answer without blanks around; raises Refused naming the one that is wrong."""
    asked, said = " ".join(question.split()), answer.strip().replace("\r\n", "\n")
    if not SHORTEST <= len(asked) <= LONGEST_QUESTION:
        raise Refused(f"Câu hỏi cần từ {SHORTEST} đến {LONGEST_QUESTION} ký tự. Chưa lưu gì.")
    if not SHORTEST <= len(said) <= LONGEST_ANSWER:
        raise Refused(f"Câu trả lời cần từ {SHORTEST} đến {LONGEST_ANSWER} ký tự. Chưa lưu gì.")
    return asked, said


def _write(found: SampleQuestion, asked: str, said: str) -> None:
    found.question, found.answer, found.search_key = asked, said, search_key(f"{asked} {said}")
    found.save()


def _digest(found: SampleQuestion) -> str:
    return hashlib.sha256(f"{found.question}\n{found.answer}".encode()).hexdigest()


def _subject(found: SampleQuestion) -> str:
    return f"sample_question:{found.id}"
