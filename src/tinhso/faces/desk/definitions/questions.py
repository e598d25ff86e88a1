# SPDX-License-Identifier: EUPL-1.2
"""Model questions and answers as the controller of procedures edits them."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.faces.desk.definitions.catalogue import LONGEST_QUESTION as LONGEST_SEARCH
from tinhso.faces.desk.definitions.catalogue import PAGE_SIZE
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import Conflict, Refused
from tinhso.modules.onestop.actions import questions as actions
from tinhso.modules.onestop.queries import questions as queries
from tinhso.modules.onestop.questions.types import LONGEST_ANSWER, LONGEST_QUESTION


@officer_required("controller")
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest) -> HttpResponse:
    """List the questions by word without diacritics; publish one more."""
    if request.method != "POST":
        return _list(request)
    try:
        actions.add_question(
            request.POST.get("procedure", "")[:12],
            question=request.POST.get("question", ""),
            answer=request.POST.get("answer", ""),
            viewer=request.viewer,  # type: ignore[attr-defined]
            now=timezone.now(),
        )
    except (Refused, Conflict) as refusal:
        return _list(request, refusal.sentence, status=status_of(refusal))
    messages.success(request, _("Đã đăng câu hỏi. Người dân đọc được ngay ở Hỏi đáp và ở trang thủ tục."))
    return redirect("desk:questions")


def _list(request: HttpRequest, sentence: str = "", *, status: int = 200) -> HttpResponse:
    text = request.GET.get("q", "").replace("\x00", "")[:LONGEST_SEARCH]
    context = {
        "page": Paginator(queries.questions(text), PAGE_SIZE).get_page(request.GET.get("trang")),
        "text": text,
        "procedures": queries.procedure_choices(),
        "values": request.POST.dict(),
        "errors": {"": sentence} if sentence else {},
    }
    return render(request, "desk/definitions/sample_questions.html", context | _limits(), status=status)


@officer_required("controller")
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, question_id: uuid.UUID) -> HttpResponse:
    """Change one question or take it off; what is refused comes back with what was typed."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    queries.question_for(viewer, question_id)
    if request.method != "POST":
        return _one(request, question_id)
    try:
        if request.POST.get("act") == "withdraw":
            actions.withdraw_question(question_id, viewer=viewer, now=now)
            messages.success(request, _("Đã gỡ câu hỏi khỏi cổng."))
            return redirect("desk:questions")
        revision = request.POST.get("revision", "")
        actions.change_question(
            question_id,
            question=request.POST.get("question", ""),
            answer=request.POST.get("answer", ""),
            expected=int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 9 else 0,
            viewer=viewer,
            now=now,
        )
    except (Refused, Conflict) as refusal:
        return _one(request, question_id, refusal.sentence, status=status_of(refusal))
    messages.success(request, _("Đã lưu câu hỏi."))
    return redirect("desk:questions")


def _one(request: HttpRequest, question_id: uuid.UUID, sentence: str = "", *, status: int = 200) -> HttpResponse:
    found = queries.question_for(request.viewer, question_id)  # type: ignore[attr-defined]
    typed = {"question": found.question, "answer": found.answer, "revision": str(found.revision)}
    context = {"found": found, "values": typed | request.POST.dict(), "errors": {"": sentence} if sentence else {}}
    return render(request, "desk/definitions/sample_question.html", context | _limits(), status=status)


def _limits() -> dict[str, int]:
    return {"longest_question": LONGEST_QUESTION, "longest_answer": LONGEST_ANSWER}
