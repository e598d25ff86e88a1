# SPDX-License-Identifier: EUPL-1.2
"""Send feedback, say more, take it back, rate the answer: what its sender does."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from tinhso.kernel.calendar.queries import work_calendar
from tinhso.kernel.calendar.rules import due
from tinhso.kernel.calendar.types import LimitUnit, TimeLimit
from tinhso.kernel.casework.actions import open_case, start_clock, take_step
from tinhso.kernel.casework.models import Case
from tinhso.kernel.casework.types import Limit
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import NotAllowed, Refused
from tinhso.kernel.events.types import Actor
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry import queries as registry
from tinhso.lib.uuid7 import uuid7
from tinhso.lib.vntext import search_key
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.errors import OnceOnly
from tinhso.modules.onestop.models import Dossier, Feedback
from tinhso.modules.onestop.policies import check_applicant
from tinhso.modules.onestop.side_workflows import FEEDBACK
from tinhso.modules.onestop.types import FeedbackMoreTold, FeedbackRated, FeedbackSent, FeedbackTakenBack

SHORTEST_TEXT = 10


@dataclass(frozen=True)
class Words:
    """What a sender says. unit_id: whom it is about, unless it is about a dossier; client_key: the form sent once."""

    topic: str
    text: str
    client_key: str
    unit_id: uuid.UUID | None = None
    dossier_id: uuid.UUID | None = None


def send_feedback(words: Words, *, viewer: Viewer, now: datetime) -> Feedback:
    """Open feedback at the unit it is about; the second press of the button gives the same one.

    Raises Refused for a topic that is none, a text too short or no unit, NotYourDossier, NotAllowed when nobody is
    signed in. Clocks: Quyết định 766/QĐ-TTg, data/feedback.yaml.
    """
    if viewer.person_id is None:
        raise NotAllowed("Hãy đăng nhập bằng định danh điện tử để gửi phản ánh và nhận trả lời.")
    try:
        return _send(words, viewer.person_id, viewer, now)
    except IntegrityError:
        first = Feedback.objects.filter(client_key=words.client_key, person_id=viewer.person_id).first()
        if first is None:
            raise
        return first


@transaction.atomic(durable=True)
def _send(words: Words, person_id: uuid.UUID, viewer: Viewer, now: datetime) -> Feedback:
    return open_feedback(words, person_id=person_id, where=_where(words, viewer), actor=viewer.actor(), now=now)


def open_feedback(
    words: Words, *, person_id: uuid.UUID | None, where: tuple[uuid.UUID, str], actor: Actor, now: datetime
) -> Feedback:
    """Open feedback inside the caller's transaction. where: unit that answers and area; person_id: None from elsewhere.

    Raises Refused for a topic that is none or a text too short, IntegrityError for a client_key used before.
    """
    topics = definitions.feedback()["topics"]
    if words.topic not in topics:
        raise Refused("Hãy chọn phản ánh về việc gì.")
    text, case_id = checked(words.text, "nội dung phản ánh"), uuid7()
    unit_id, area = where
    title = f"Phản ánh: {topics[words.topic]}"
    case = open_case(
        kind=FEEDBACK.kind,
        title=title,
        unit_id=unit_id,
        area_code=area,
        search_key=search_key(title),
        now=now,
        payload=FeedbackSent(topic=words.topic, dossier=words.dossier_id),
        actor=actor,
        subject=subject_of(case_id),
        confidential=True,
        case_id=case_id,
        rule="766/QĐ-TTg",
    )
    limit = definitions.feedback()["clocks"]["answer"]
    start_clock(case, Limit(limit["value"], limit["unit"]), at=now)
    case.save()
    return Feedback.objects.create(
        case=case,
        client_key=words.client_key,
        person_id=person_id,
        dossier_id=words.dossier_id,
        topic=words.topic,
        text=text,
        refuse_by=until("refuse", now),
        ask_by=until("ask_more", now),
    )


def _where(words: Words, viewer: Viewer) -> tuple[uuid.UUID, str]:
    """Return the unit that answers and the area it is counted for."""
    if words.dossier_id is not None:
        dossier = Dossier.objects.select_related("case").get(case_id=words.dossier_id)
        check_applicant(viewer, dossier)
        return dossier.case.unit_id, dossier.case.area_code
    unit = registry.unit(words.unit_id) if words.unit_id else None
    if unit is None:
        raise Refused("Hãy chọn cơ quan bạn muốn phản ánh.")
    return unit.id, unit.area_code


@transaction.atomic(durable=True)
def tell_more(feedback_id: uuid.UUID, *, text: str, viewer: Viewer, now: datetime) -> Feedback:
    """Say what the unit asked to be said more clearly; the clock of the answer goes on."""
    found = own(feedback_id, viewer)
    found.told = checked(text, "nội dung nói thêm")
    take(found, "tell_more", FeedbackMoreTold(), viewer, now)
    found.save(update_fields=["told"])
    return found


@transaction.atomic(durable=True)
def take_back_feedback(feedback_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> Feedback:
    found = own(feedback_id, viewer)
    take(found, "take_back", FeedbackTakenBack(), viewer, now)
    return found


@transaction.atomic(durable=True)
def rate_feedback(feedback_id: uuid.UUID, *, satisfied: bool, viewer: Viewer, now: datetime) -> Feedback:
    """Say once whether the answer satisfies; raises Refused before there is one, OnceOnly the second time."""
    found = own(feedback_id, viewer)
    if found.case.state != "answered":
        raise Refused("Chỉ đánh giá được sau khi phản ánh đã được trả lời.")
    if found.satisfied is not None:
        raise OnceOnly("Bạn đã đánh giá câu trả lời này. Cảm ơn bạn.")
    found.satisfied = satisfied
    found.save(update_fields=["satisfied"])
    record(
        FeedbackRated(satisfied=satisfied, on_time=_was_on_time(found)),
        at=now,
        actor=viewer.actor(),
        subject=subject_of(feedback_id),
        case_id=feedback_id,
        unit_id=found.case.unit_id,
        area=found.case.area_code,
        rule="766/QĐ-TTg",
    )
    return found


def _was_on_time(found: Feedback) -> bool:
    return found.case.due_at is None or found.answered_at is None or found.answered_at <= found.case.due_at


def own(feedback_id: uuid.UUID, viewer: Viewer) -> Feedback:
    """Return one's own feedback locked; raises NotAllowed for anybody else's."""
    found = lock(feedback_id)
    if viewer.person_id is None or found.person_id != viewer.person_id:
        raise NotAllowed("Phản ánh này không phải của bạn. Hãy đăng nhập đúng tài khoản đã gửi.")
    return found


def lock(feedback_id: uuid.UUID) -> Feedback:
    case = Case.objects.select_for_update(of=("self",)).select_related("unit").get(id=feedback_id)
    found = Feedback.objects.get(case_id=feedback_id)
    found.case = case
    return found


def take(found: Feedback, step: str, payload: object, viewer: Viewer, now: datetime) -> None:
    take_step(found.case, step, payload=payload, now=now, actor=viewer.actor(), subject=subject_of(found.case_id))


def until(clock: str, now: datetime) -> datetime:
    """Return when one of the clocks of data/feedback.yaml, begun now, ends."""
    limit = definitions.feedback()["clocks"][clock]
    return due(now, TimeLimit(limit["value"], LimitUnit(limit["unit"])), work_calendar()).at


def subject_of(feedback_id: uuid.UUID) -> str:
    return f"feedback:{feedback_id}"


def checked(text: str, what: str) -> str:
    """Return the text without spaces around it; raises Refused when it says too little."""
    if len(text.strip()) < SHORTEST_TEXT:
        raise Refused(f"Hãy ghi rõ {what} (ít nhất {SHORTEST_TEXT} ký tự).")
    return text.strip()
