# SPDX-License-Identifier: EUPL-1.2
"""A citizen's question about one reading of the own data, for the head of the unit that looked."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.casework import workflow
from tinhso.kernel.events.errors import Refused
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.queries import data_questions as queries


@officer_required("head", "leader")
@require_http_methods(["GET", "HEAD", "POST"])
def data_question(request: HttpRequest, question_id: uuid.UUID) -> HttpResponse:
    """Show the question and the reading it is about; take the answer, or the refusal with its reason."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.question_for_officer(viewer, question_id)
    if request.method != "POST":
        return _page(request, found)
    words = request.POST.get("answer", "")
    try:
        if request.POST.get("act") == "refuse":
            actions.refuse_data_question(question_id, reason=words, viewer=viewer, now=now)
        else:
            actions.answer_data_question(question_id, answer=words, viewer=viewer, now=now)
    except Refused as refusal:
        return _page(request, found, errors={"answer": refusal.sentence}, status=422)
    messages.success(request, _("Đã gửi trả lời cho người hỏi."))
    return redirect("desk:inbox")


def _page(request: HttpRequest, found: Any, *, errors: dict[str, str] | None = None, status: int = 200) -> HttpResponse:
    case, now = found.case, timezone.now()
    context = {"found": found, "case": case, "now": now, "state": workflow.state(case.kind, case.state)}
    context |= {"reading": queries.reading_behind(found), "errors": errors, "values": request.POST.dict()}
    context |= {"can_refuse": now <= found.refuse_by, "ended": case.closed_at}
    return render(request, "desk/data_question.html", context, status=status)
