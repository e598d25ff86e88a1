# SPDX-License-Identifier: EUPL-1.2
"""One's own dossiers: list, page, papers to take home, supplement, withdrawal, vote."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.portal import supplementing
from tinhso.faces.portal.reading import read_text
from tinhso.faces.portal.showing import dossier_context, own_list_file, phase_options, sort_options
from tinhso.faces.ui.exports import attachment
from tinhso.faces.ui.signin import citizen_required
from tinhso.kernel.documents.queries import open_version
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.queries import dossiers, portal
from tinhso.modules.onestop.types import Satisfaction

PAGE_SIZE = 20


@citizen_required
@require_safe
def my_dossiers(request: HttpRequest) -> HttpResponse:
    """List drafts and dossiers, searched without diacritics, by phase, in the order wished."""
    viewer = request.viewer  # type: ignore[attr-defined]
    text, phase, sort = (read_text(request.GET, name) for name in ("q", "trang-thai", "xep"))
    found = portal.own_dossiers(viewer, text=text, phase=phase, sort=sort or "moi")
    if request.GET.get("dang") == "xlsx":
        return own_list_file(found)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("trang"))
    rows = [(one, portal.standing(one, rated=True)) for one in page.object_list]
    context = {"page": page, "rows": rows, "now": timezone.now(), "text": text, "phase": phase, "sort": sort}
    if request.headers.get("HX-Request") == "true":
        return render(request, "portal/_my_dossiers.html", context)
    extra = {"drafts": dossiers.drafts_of(viewer), "phases": phase_options(), "sorts": sort_options()}
    return render(request, "portal/my_dossiers.html", context | extra)


@citizen_required
@require_safe
def dossier(request: HttpRequest, dossier_id: uuid.UUID) -> HttpResponse:
    found = dossiers.dossier_for_applicant(request.viewer, dossier_id)  # type: ignore[attr-defined]
    return render(request, "portal/dossier.html", dossier_context(found, now=timezone.now()))


@citizen_required
@require_safe
def submitted(request: HttpRequest, dossier_id: uuid.UUID) -> HttpResponse:
    """Confirm what was filed, with the provisional number."""
    found = dossiers.dossier_for_applicant(request.viewer, dossier_id)  # type: ignore[attr-defined]
    return render(request, "portal/submitted.html", {"dossier": found})


@citizen_required
@require_safe
def document(request: HttpRequest, dossier_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """Hand out a file of one's own dossier, to be saved and never shown inside our origin."""
    found = dossiers.dossier_for_applicant(request.viewer, dossier_id)  # type: ignore[attr-defined]
    opened = open_version(portal.document_of(found, document_id))
    return attachment(opened.data, filename=opened.filename, media_type=opened.media_type)


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
def supplement(request: HttpRequest, dossier_id: uuid.UUID) -> HttpResponse:
    """Take the files asked for; what is wrong with one is said at its control and nothing else is lost."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = dossiers.dossier_for_applicant(viewer, dossier_id)
    wanted = portal.open_supplement(found)
    if wanted is None:
        return redirect("portal:dossier", dossier_id)
    slots = supplementing.slots(found, wanted)
    errors: dict[str, str] = {}
    if request.method == "POST":
        documents, errors = supplementing.store(request.FILES, slots, viewer=viewer, now=now)
        if not errors:
            supplementing.answer(found, wanted, documents, viewer=viewer, now=now)
            messages.success(request, _("Đã nộp phần bổ sung. Đơn vị giải quyết sẽ kiểm tra tiếp."))
            return redirect("portal:dossier", dossier_id)
    context = {"dossier": found, "wanted": wanted, "slots": slots, "errors": errors}
    return render(request, "portal/supplement.html", context, status=422 if errors else 200)


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, dossier_id: uuid.UUID) -> HttpResponse:
    """Ask once more, then ask the desk to stop the dossier."""
    viewer = request.viewer  # type: ignore[attr-defined]
    found = dossiers.dossier_for_applicant(viewer, dossier_id)
    if request.method != "POST":
        return render(request, "portal/withdraw.html", {"dossier": found})
    version = request.POST.get("version", "")
    expected = int(version) if version.isdigit() else None
    actions.request_withdrawal(dossier_id, viewer=viewer, now=timezone.now(), expected_version=expected)
    messages.success(request, _("Đã gửi yêu cầu rút hồ sơ. Bộ phận Một cửa sẽ xác nhận dừng giải quyết."))
    return redirect("portal:dossier", dossier_id)


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, dossier_id: uuid.UUID) -> HttpResponse:
    """Cast the one vote; an unknown level is asked again; the address alone leads back to the dossier."""
    if request.method != "POST":
        return redirect("portal:dossier", dossier_id)
    level = request.POST.get("muc", "")
    if level not in set(Satisfaction):
        messages.error(request, _("Chọn một trong ba mức hài lòng."))
        return redirect("portal:dossier", dossier_id)
    comment = read_text(request.POST, "y_kien", longest=2_000)
    viewer = request.viewer  # type: ignore[attr-defined]
    actions.rate(dossier_id, level=Satisfaction(level), comment=comment, viewer=viewer, now=timezone.now())
    messages.success(request, _("Cảm ơn bạn đã đánh giá."))
    return redirect("portal:dossier", dossier_id)
