# SPDX-License-Identifier: EUPL-1.2
"""Tell the national feedback system what becomes of feedback, in the order of each."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from tinhso.kernel.events.subscriptions import react
from tinhso.kernel.events.types import ActRow
from tinhso.kernel.exchange.actions import queue_for_partner
from tinhso.kernel.exchange.queries import partner, stream_begun
from tinhso.kernel.registry.queries import code_of
from tinhso.modules.onestop import types as acts
from tinhso.modules.onestop.models import Feedback
from tinhso.modules.onestop.national_feedback.rules import STATES, number_of
from tinhso.modules.onestop.national_feedback.types import PARTNER
from tinhso.modules.onestop.queries.feedback import feedback_of_case

SUBSCRIBER = "national_feedback"


@react(
    SUBSCRIBER,
    acts.FeedbackSent,
    acts.FeedbackMoreAsked,
    acts.FeedbackMoreTold,
    acts.FeedbackAnswered,
    acts.FeedbackRefused,
    acts.FeedbackTakenBack,
    acts.FeedbackPublished,
)
def tell_feedback_system(act: ActRow, now: datetime) -> None:
    """Queue the message of an act; the same act has the same key.

    Nothing is queued for acts older than the connection. The first message of feedback carries its words.
    """
    system = partner(PARTNER)
    found = feedback_of_case(act.case_id) if act.case_id else None
    if system is None or found is None or act.at < system.registered_at:
        return
    stream = f"feedback:{found.case_id}"
    queue_for_partner(
        PARTNER,
        key=f"feedback:{act.seq}",
        stream=stream,
        subject=f"Phản ánh: {number_of(found.case_id)}",
        body=_body(found, act, is_first=not stream_begun(PARTNER, stream)),
        now=now,
        case_id=found.case_id,
    )


def _body(found: Feedback, act: ActRow, *, is_first: bool) -> dict[str, Any]:
    """Return what is told: who wrote is never in it, and of the answer only what the act is about."""
    national = getattr(found, "national", None)
    body: dict[str, Any] = {
        "LoaiBanTin": "PhanAnh" if is_first and national is None else "TrangThai",
        "MaPhanAnh": number_of(found.case_id),
        "MaQuocGia": national.number if national else "",
        "MaDonVi": code_of(found.case.unit_id, timezone.localtime(act.at).date()),
        "TrangThai": STATES[act.verb],
        "ThoiDiem": timezone.localtime(act.at).isoformat(),
        "HanTraLoi": timezone.localtime(found.case.due_at).isoformat() if found.case.due_at else "",
    }
    if is_first and national is None:
        body |= {
            "ChuDe": found.topic,
            "NoiDung": found.text,
            "NgayGui": timezone.localtime(found.case.opened_at).isoformat(),
        }
    match act.verb:
        case "feedback:answered" | "feedback:refused":
            body["TraLoi"] = found.answer
        case "feedback:more:asked":
            body["CanNoiRo"] = found.asked
        case "feedback:more:told":
            body["NoiThem"] = found.told
        case "feedback:published":
            body |= {"NoiDungCongKhai": found.public_text, "TraLoiCongKhai": found.public_answer}
    return body
