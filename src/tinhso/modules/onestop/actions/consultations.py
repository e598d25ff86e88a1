# SPDX-License-Identifier: EUPL-1.2
"""Ask another agency for its opinion: a child case there, with its own clock; silence at the deadline is visible."""

import uuid
from datetime import datetime

from django.db import transaction

from tinhso.kernel.casework.actions import open_case, take_step
from tinhso.kernel.casework.models import Case
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.types import SYSTEM
from tinhso.kernel.identity.types import Viewer
from tinhso.lib.uuid7 import uuid7
from tinhso.lib.vntext import search_key
from tinhso.modules.onestop.actions.dossiers import lock, lock_for, step, subject_of
from tinhso.modules.onestop.models import Consultation, Dossier
from tinhso.modules.onestop.policies import check_consultation, check_step
from tinhso.modules.onestop.types import ConsultationAnswered, ConsultationAsked, ConsultationClosed

SHORTEST_TEXT = 10


@transaction.atomic(durable=True)
def consult(
    dossier_id: uuid.UUID,
    *,
    unit_id: uuid.UUID,
    question: str,
    answer_by: datetime,
    viewer: Viewer,
    now: datetime,
    expected_version: int | None = None,
) -> Consultation:
    """Put a question to another unit with a deadline; the dossier waits, its own clock runs on.

    Source: 61/2018/NĐ-CP; no answer in time → the head is told and the case may go on if sector law allows.
    """
    _check_question(question, answer_by, now)
    dossier = lock_for("consult", dossier_id, now=now, expected_version=expected_version)
    seat = check_step(viewer, dossier, "consult")
    if unit_id == dossier.case.unit_id:
        raise Refused("Hãy chọn cơ quan khác: hồ sơ đang ở chính đơn vị này.")
    actor = viewer.actor(seat)
    child_id = uuid7()
    payload = ConsultationAsked(consultation=child_id, unit=unit_id, answer_by=answer_by)
    step(
        dossier,
        "consult",
        payload=payload,
        now=now,
        actor=actor,
        expected_version=expected_version,
        holder_id=viewer.as_officer,
    )
    child = open_case(
        kind="consultation",
        title=f"Cho ý kiến hồ sơ {dossier.code}",
        unit_id=unit_id,
        area_code=dossier.case.area_code,
        search_key=search_key(f"{dossier.code} {question}")[:500],
        now=now,
        payload=payload,
        actor=actor,
        subject=f"consultation:{child_id}",
        parent=dossier.case,
        case_id=child_id,
    )
    Case.objects.filter(id=child.id).update(due_at=answer_by)
    return Consultation.objects.create(
        case=child, dossier=dossier, question=question.strip(), asked_by_id=viewer.as_officer
    )


def _check_question(question: str, answer_by: datetime, now: datetime) -> None:
    if len(question.strip()) < SHORTEST_TEXT:
        raise Refused(f"Hãy ghi rõ nội dung cần lấy ý kiến (ít nhất {SHORTEST_TEXT} ký tự).")
    if answer_by <= now:
        raise Refused("Thời hạn trả lời phải sau thời điểm hiện tại. Hãy chọn ngày khác.")


def _lock_pair(consultation_id: uuid.UUID) -> tuple[Consultation, Dossier]:
    """Lock the dossier before its consultation, parent before child."""
    found = Consultation.objects.get(case_id=consultation_id)
    dossier = lock(found.dossier_id)
    found.case = Case.objects.select_for_update(of=("self",)).select_related("unit").get(id=consultation_id)
    return found, dossier


@transaction.atomic(durable=True)
def answer_consultation(
    consultation_id: uuid.UUID, *, answer: str, agrees: bool, viewer: Viewer, now: datetime
) -> Consultation:
    """Answer as the consulted unit; the dossier goes back to its specialist when the last answer is in."""
    if len(answer.strip()) < SHORTEST_TEXT:
        raise Refused(f"Hãy ghi rõ ý kiến trả lời (ít nhất {SHORTEST_TEXT} ký tự).")
    found, dossier = _lock_pair(consultation_id)
    seat = check_consultation(viewer, found)
    actor = viewer.actor(seat)
    payload = ConsultationAnswered(consultation=found.case_id, agrees=agrees)
    take_step(found.case, "answer", payload=payload, now=now, actor=actor, subject=f"consultation:{found.case_id}")
    record(payload, at=now, actor=actor, subject=subject_of(dossier.case_id), case_id=dossier.case_id)
    found.answer, found.agrees = answer.strip(), agrees
    found.answered_by_id, found.answered_at = viewer.as_officer, now
    found.save(update_fields=["answer", "agrees", "answered_by", "answered_at"])
    if dossier.case.state == "consulting" and not _still_open(dossier):
        step(
            dossier,
            "close_consultation",
            payload=ConsultationClosed(answered=True),
            now=now,
            actor=SYSTEM,
            holder_id=dossier.case.holder_id,
        )
    return found


def _still_open(dossier: Dossier) -> bool:
    return Case.objects.filter(parent_id=dossier.case_id, kind="consultation", state="asked").exists()


@transaction.atomic(durable=True)
def close_consultation(
    dossier_id: uuid.UUID, *, viewer: Viewer, now: datetime, expected_version: int | None = None
) -> Dossier:
    """Go on without an answer after its deadline; the consulted unit's silence stays in its own case.

    Raises Refused while an answer may still come in time.
    """
    dossier = lock_for("close_consultation", dossier_id, now=now, expected_version=expected_version)
    seat = check_step(viewer, dossier, "close_consultation")
    waiting = _waiting(dossier)
    if any(child.due_at is not None and child.due_at > now for child in waiting):
        raise Refused("Chưa hết thời hạn trả lời của cơ quan được lấy ý kiến. Hãy chờ đến hạn rồi mới kết thúc.")
    _lapse(waiting, now)
    step(
        dossier,
        "close_consultation",
        payload=ConsultationClosed(answered=not waiting),
        now=now,
        actor=viewer.actor(seat),
        expected_version=expected_version,
        holder_id=viewer.as_officer,
    )
    return dossier


def _waiting(dossier: Dossier) -> list[Case]:
    asked = Case.objects.filter(parent_id=dossier.case_id, kind="consultation", state="asked")
    return list(asked.select_for_update(of=("self",)))


def _lapse(waiting: list[Case], now: datetime) -> None:
    for child in waiting:
        payload = ConsultationClosed(answered=False)
        take_step(child, "lapse", payload=payload, now=now, actor=SYSTEM, subject=f"consultation:{child.id}")


def lapse_all(dossier: Dossier, *, now: datetime) -> None:
    """Close every unanswered consultation of a locked dossier that ends."""
    _lapse(_waiting(dossier), now)
