# SPDX-License-Identifier: EUPL-1.2
"""What is filed on the national feedback system comes in as feedback of the unit it is about."""

from datetime import datetime

from django.utils import timezone

from tinhso.kernel.casework.actions import take_step
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.types import Actor
from tinhso.kernel.exchange.actions import queue_for_partner
from tinhso.kernel.exchange.types import Arrived
from tinhso.kernel.registry.queries import unit_by_code
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.actions.feedback import Words, checked, lock, open_feedback, subject_of
from tinhso.modules.onestop.models import Feedback, NationalFeedback
from tinhso.modules.onestop.national_feedback.rules import read_message
from tinhso.modules.onestop.national_feedback.types import PARTNER, FromThere, Told
from tinhso.modules.onestop.types import FeedbackMoreTold, FeedbackTakenBack

THERE = Actor("system:feedback")


class OtherContent(Refused):
    """A number that was filed before, with other words."""


class UnknownFeedback(Refused):
    """A message about feedback that never came here."""


class FromFeedbackSystem:
    """Handles the messages of the national feedback system."""

    def prepare(self, message: Arrived) -> FromThere:
        """Read the message; raises UnreadableFeedback."""
        return read_message(message.body, definitions.feedback()["topics"])

    def handle(self, message: Arrived, prepared: FromThere, now: datetime) -> str:
        """File it, or do what its sender does; what was done before is not done again."""
        known = NationalFeedback.objects.filter(number=prepared.number).first()
        if prepared.kind is Told.FILED:
            _file(prepared, known, now)
        elif known is None:
            raise UnknownFeedback(f"Chưa nhận phản ánh {prepared.number} ở đây.")
        else:
            _move(lock(known.pk), prepared, now)
        return f"{prepared.number} {prepared.kind}"

    def refuse(self, message: Arrived, code: str, sentence: str, now: datetime) -> None:
        """Tell the national system that a message was not taken, and why."""
        queue_for_partner(
            PARTNER,
            key=f"feedback:in:{message.id}:{now:%Y%m%d%H%M%S%f}",
            stream="",
            subject="Hệ thống phản ánh quốc gia, trả lời",
            body={"MaBanTin": message.their_id, "KetQua": "0", "MaLoi": code, "NoiDung": sentence[:1000]},
            now=now,
        )


HANDLER = FromFeedbackSystem()


def _file(told: FromThere, known: NationalFeedback | None, now: datetime) -> None:
    text = checked(told.text, "nội dung phản ánh")
    if known is not None:
        if known.feedback.text != text:
            raise OtherContent("Số phản ánh này đã nhận với nội dung khác. Hãy gửi dưới số mới.")
        return
    unit = unit_by_code(told.unit_code, timezone.localtime(now).date())
    words = Words(told.topic, text, f"national:{told.number}", unit.id)
    made = open_feedback(words, person_id=None, where=(unit.id, unit.area_code), actor=THERE, now=now)
    NationalFeedback.objects.create(
        feedback=made, number=told.number, name=told.name, contact=told.contact, filed_at=told.filed_at or now
    )


def _move(found: Feedback, told: FromThere, now: datetime) -> None:
    """Say more or take back; raises StepImpossible when the unit has not asked, or has answered."""
    payload: object
    if told.kind is Told.TAKEN_BACK:
        if found.case.state == "taken_back":
            return
        step, payload = "take_back", FeedbackTakenBack()
    else:
        text = checked(told.text, "nội dung nói thêm")
        if found.told == text:
            return
        found.told = text
        found.save(update_fields=["told"])
        step, payload = "tell_more", FeedbackMoreTold()
    take_step(found.case, step, payload=payload, now=now, actor=THERE, subject=subject_of(found.case_id))
