# SPDX-License-Identifier: EUPL-1.2
"""Feedback: what everybody may read, send one's own, follow it, say more, rate the answer."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.portal import areas
from tinhso.faces.portal.reading import read_text
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import citizen_required, public
from tinhso.kernel.casework import workflow
from tinhso.kernel.events.errors import Conflict, Refused
from tinhso.kernel.registry import queries as registry
from tinhso.kernel.registry.types import Level
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.actions.feedback import Words
from tinhso.modules.onestop.queries import dossiers
from tinhso.modules.onestop.queries import feedback as queries

LONGEST_TEXT = 4000


@public
@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """Show answers that were made public, newest first, searched with or without diacritics."""
    typed = read_text(request.GET, "q").strip()
    return render(request, "portal/feedback_published.html", {"found": queries.published(typed), "typed": typed})


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Send feedback about a dossier of one's own, or about a committee."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    about = _dossier(request)
    if request.method != "POST":
        return _form(request, about, {"client_key": str(uuid7())})
    code = read_text(request.POST, "noi")
    unit = registry.unit_for_area(code, Level.COMMUNE, timezone.localdate()) if code and not about else None
    words = Words(
        topic=read_text(request.POST, "topic"),
        text=read_text(request.POST, "text", longest=LONGEST_TEXT),
        client_key=_client_key(request),
        unit_id=unit.id if unit else None,
        dossier_id=about.case_id if about else None,
    )
    try:
        made = actions.send_feedback(words, viewer=viewer, now=now)
    except Refused as refusal:
        return _form(request, about, request.POST.dict(), {"": refusal.sentence}, status=status_of(refusal))
    messages.success(request, _("Đã gửi phản ánh. Bạn theo dõi và nhận trả lời ở trang này."))
    return redirect("portal:own_feedback", made.pk)


def _client_key(request: HttpRequest) -> str:
    """Return the key the form carries; one that is no UUID is not ours and gets a new one."""
    try:
        return str(uuid.UUID(request.POST.get("client_key", "")))
    except ValueError:
        return str(uuid7())


def _dossier(request: HttpRequest) -> Any:
    """Return the dossier of one's own that the address names, None when it names none."""
    try:
        named = uuid.UUID(request.GET.get("ho-so", ""))
    except ValueError:
        return None
    return dossiers.dossier_for_applicant(request.viewer, named)  # type: ignore[attr-defined]


def _form(
    request: HttpRequest,
    about: Any,
    values: dict[str, Any],
    errors: dict[str, str] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {"about": about, "values": values, "errors": errors, "topics": list(queries.topics().items())}
    context["communes"] = [] if about else areas.committees(timezone.localdate())
    return render(request, "portal/feedback_send.html", context, status=status)


@citizen_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List what one has sent."""
    found = queries.own_feedback(request.viewer.person_id)  # type: ignore[attr-defined]
    lines = [(one, workflow.state(one.case.kind, one.case.state)) for one in found]
    return render(request, "portal/feedback_mine.html", {"lines": lines, "now": timezone.now()})


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, feedback_id: uuid.UUID) -> HttpResponse:
    """Show one's own feedback; say more, take it back, rate the answer."""
    viewer = request.viewer  # type: ignore[attr-defined]
    found = queries.feedback_for_sender(viewer, feedback_id)
    if request.method != "POST":
        return _own_page(request, found)
    try:
        messages.success(request, _done(request, feedback_id))
    except (Refused, Conflict) as refusal:
        again = queries.feedback_for_sender(viewer, feedback_id)
        return _own_page(request, again, {"": refusal.sentence}, status=status_of(refusal))
    return redirect("portal:own_feedback", feedback_id)


def _done(request: HttpRequest, feedback_id: uuid.UUID) -> str:
    """Do what was pressed and return the sentence that says so."""
    viewer, now, act = request.viewer, timezone.now(), request.POST.get("act")  # type: ignore[attr-defined]
    if act == "take_back":
        actions.take_back_feedback(feedback_id, viewer=viewer, now=now)
        return _("Đã rút phản ánh.")
    if act in ("good", "bad"):
        actions.rate_feedback(feedback_id, satisfied=act == "good", viewer=viewer, now=now)
        return _("Đã ghi nhận đánh giá của bạn. Cảm ơn bạn.")
    text = read_text(request.POST, "told", longest=LONGEST_TEXT)
    actions.tell_more(feedback_id, text=text, viewer=viewer, now=now)
    return _("Đã gửi nội dung nói thêm. Thời hạn trả lời tính tiếp.")


def _own_page(
    request: HttpRequest, found: Any, errors: dict[str, str] | None = None, *, status: int = 200
) -> HttpResponse:
    state = workflow.state(found.case.kind, found.case.state)
    context = {"found": found, "case": found.case, "state": state, "topic": queries.topics().get(found.topic, "")}
    context |= {"errors": errors, "values": request.POST.dict(), "now": timezone.now()}
    context["is_waiting"] = found.case.state == "more_wanted"
    return render(request, "portal/feedback_own.html", context, status=status)
