# SPDX-License-Identifier: EUPL-1.2
"""A person's own data: who has seen it, what the person has agreed to."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.faces.portal.consents import rows_for, text_version_of
from tinhso.faces.portal.reading import read_text
from tinhso.faces.ui.exports import excel_file
from tinhso.faces.ui.signin import citizen_required
from tinhso.kernel.events.errors import NotAllowed, Refused
from tinhso.kernel.identity import actions, queries
from tinhso.modules.onestop import actions as onestop
from tinhso.modules.onestop.queries.data_questions import questions_of

BIGGEST_SEQ = 2**63
LONGEST_QUESTION = 4000


@citizen_required
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """Show every reading of one's data by an officer, newest first, and the consents given."""
    person_id = request.viewer.person_id  # type: ignore[attr-defined]
    readings = queries.who_has_seen(person_id)
    if request.GET.get("dang") == "xlsx":
        rows = [(one.at, one.reader, one.unit, one.purpose, ", ".join(one.shown)) for one in readings]
        return excel_file("ai-da-xem", [_("Lúc"), _("Người xem"), _("Đơn vị"), _("Mục đích"), _("Đã xem gì")], rows)
    asked = questions_of(person_id)
    context = {
        "person": queries.person(person_id),
        "readings": [(one, asked.get(one.seq)) for one in readings],
        "consents": rows_for(queries.consents_of(person_id)),
    }
    return render(request, "portal/my_data.html", context)


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask_about_reading(request: HttpRequest, seq: int) -> HttpResponse:
    """Ask the unit that read one's data about that reading, once."""
    viewer = request.viewer  # type: ignore[attr-defined]
    reading = queries.reading_of(viewer.person_id, seq) if seq < BIGGEST_SEQ else None
    if reading is None:
        raise NotAllowed(_("Lần xem này không có trong dữ liệu của bạn. Hãy mở lại trang Dữ liệu của tôi."))
    context = {"reading": reading, "values": request.POST.dict()}
    if request.method != "POST":
        return render(request, "portal/ask_about_reading.html", context)
    try:
        question = read_text(request.POST, "question", longest=LONGEST_QUESTION)
        onestop.ask_about_reading(seq, question=question, viewer=viewer, now=timezone.now())
    except Refused as refusal:
        context["errors"] = {"question": refusal.sentence}
        return render(request, "portal/ask_about_reading.html", context, status=422)
    messages.success(request, _("Đã gửi câu hỏi. Bạn sẽ nhận thư báo khi đơn vị trả lời."))
    return redirect("portal:my_data")


@citizen_required
@require_POST
def give_consent(request: HttpRequest, purpose: str) -> HttpResponse:
    viewer = request.viewer  # type: ignore[attr-defined]
    version = text_version_of(purpose)
    actions.give_consent(viewer.person_id, purpose=purpose, text_version=version, now=timezone.now(), by=viewer.actor())
    messages.success(request, _("Đã ghi nhận sự đồng ý của bạn."))
    return _back(request)


@citizen_required
@require_POST
def withdraw_consent(request: HttpRequest, consent_id: uuid.UUID) -> HttpResponse:
    viewer = request.viewer  # type: ignore[attr-defined]
    actions.withdraw_consent(consent_id, person_id=viewer.person_id, now=timezone.now(), by=viewer.actor())
    messages.success(request, _("Đã rút lại sự đồng ý. Từ nay dữ liệu không được dùng cho việc này."))
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    """Lead back to the page where the button stood."""
    return redirect("portal:offers" if request.POST.get("ve") == "de-nghi" else "portal:my_data")
