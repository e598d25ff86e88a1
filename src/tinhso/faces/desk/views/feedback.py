# SPDX-License-Identifier: EUPL-1.2
"""Feedback at the desk of the head of the unit it is about: answer, refuse, ask for more, publish or not."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.casework import workflow
from tinhso.kernel.events.errors import Conflict, Refused
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.queries import feedback as queries

LONGEST_TEXT = 4000

DEEDS: dict[str, tuple[Callable[..., Any], tuple[str, ...], Any]] = {
    "answer": (actions.answer_feedback, ("answer",), gettext_lazy("Đã trả lời. Hãy quyết định việc công khai.")),
    "ask_more": (actions.ask_more, ("question",), gettext_lazy("Đã đề nghị người gửi nói rõ. Thời hạn tạm dừng.")),
    "refuse": (actions.refuse_feedback, ("ground", "reason"), gettext_lazy("Đã từ chối và báo lý do cho người gửi.")),
    "publish": (actions.publish_feedback, ("text", "answer"), gettext_lazy("Đã công khai câu trả lời.")),
    "withhold": (actions.withhold_feedback, ("reason",), gettext_lazy("Đã ghi lý do không công khai.")),
}
"""What may be pressed: the action, the boxes it reads, the sentence afterwards."""


@officer_required("head", "leader")
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest, feedback_id: uuid.UUID) -> HttpResponse:
    """Show one feedback and take what the unit does with it; what is refused comes back with what was typed."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.feedback_for_officer(viewer, feedback_id)
    deed = DEEDS.get(request.POST.get("act", ""))
    if request.method != "POST" or deed is None:
        return _page(request, found)
    act, boxes, done = deed
    try:
        act(feedback_id, viewer=viewer, now=now, **_read(request.POST, boxes))
    except (Refused, Conflict) as refusal:
        again = queries.feedback_for_officer(viewer, feedback_id)
        return _page(request, again, {"": refusal.sentence}, status=status_of(refusal))
    messages.success(request, str(done))
    return redirect("desk:feedback", feedback_id)


def _read(data: QueryDict, boxes: tuple[str, ...]) -> dict[str, str]:
    return {name: data.get(f"{data['act']}-{name}", "")[:LONGEST_TEXT] for name in boxes}


def _page(request: HttpRequest, found: Any, errors: dict[str, str] | None = None, *, status: int = 200) -> HttpResponse:
    now = timezone.now()
    context = {"found": found, "case": found.case, "state": workflow.state(found.case.kind, found.case.state)}
    context |= {"errors": errors, "values": request.POST.dict(), "now": now, "ended": found.case.closed_at}
    context |= {"topic": queries.topics().get(found.topic, ""), "grounds": list(queries.refusal_grounds().items())}
    context |= {"can_refuse": now <= found.refuse_by}
    return render(request, "desk/feedback.html", context, status=status)


@officer_required("head", "leader")
@require_safe
def unpublished(request: HttpRequest) -> HttpResponse:
    """List the answers of the own unit that nobody has decided to publish or not."""
    found = queries.unpublished(request.viewer)  # type: ignore[attr-defined]
    return render(request, "desk/feedback_unpublished.html", {"found": found, "now": timezone.now()})
