# SPDX-License-Identifier: EUPL-1.2
"""Scans at the desk: what waits, the pages of one, their order, the signature."""

import uuid
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.faces.desk import scanning
from tinhso.faces.desk.reading import FormFault
from tinhso.faces.ui.exports import attachment
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.documents import actions as documents
from tinhso.kernel.documents.scanning import is_installed
from tinhso.kernel.documents.store import store
from tinhso.kernel.events.errors import HouseError, NotAllowed
from tinhso.kernel.identity import actions as identity
from tinhso.modules.onestop.actions.scan_signing import sign_scan
from tinhso.modules.onestop.actions.scans import arrange_page, drop_scan
from tinhso.modules.onestop.policies_of_scans import can_sign, check_signer
from tinhso.modules.onestop.queries import scans as queries
from tinhso.modules.onestop.scanning.counting import PageFacts, sides_of
from tinhso.modules.onestop.scanning.types import Deed

ROLES = ("reception", "specialist", "head", "leader")
SHOWN = ("họ tên", "giấy tờ đã quét")


@officer_required(*ROLES)
@require_safe
def scans(request: HttpRequest) -> HttpResponse:
    """List the scans of this desk that nobody has signed yet."""
    found = [scanning.line_of(one) for one in queries.open_scans(request.viewer)]  # type: ignore[attr-defined]
    return render(request, "desk/scan/list.html", {"scans": found, "installed": is_installed()})


@officer_required(*ROLES)
@require_safe
def scan(request: HttpRequest, scan_id: uuid.UUID) -> HttpResponse:
    """Show the pages of a scan with what can be done to each; that this officer saw them is recorded."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.scan_for(viewer, scan_id)
    identity.log_reading(
        found.person_id, purpose="Kiểm tra bản quét", shown=SHOWN, now=now, by=viewer.actor(), case_id=found.dossier_id
    )
    return _check_page(request, found)


def _check_page(
    request: HttpRequest, found: Any, errors: dict[str, str] | None = None, *, status: int = 200
) -> HttpResponse:
    pages: list[Any] = queries.pages_of(found)
    for number, page in enumerate(pages, start=1):
        page.number = number
        page.text = "\n".join(line[0] for line in page.lines)
        page.deeds = _deeds(page)
    context = {"scan": found, "line": scanning.line_of(found), "pages": pages, "errors": errors} | _counts(pages)
    context |= {"may_sign": can_sign(request.viewer, found)}  # type: ignore[attr-defined]
    return render(request, "desk/scan/check.html", context, status=status)


def _counts(pages: list[Any]) -> dict[str, int]:
    facts = [PageFacts(one.removed, one.blank, one.note) for one in pages]
    return {"kept": sum(not one.removed for one in pages), "sides": sides_of(facts)}


def _deeds(page: Any) -> list[tuple[str, str]]:
    if page.removed:
        return [(Deed.RESTORE, _("Khôi phục"))]
    note = _("Bỏ dấu ghi chú") if page.note else _("Có giấy ghi chú")
    return [
        (Deed.UP, _("Lên")),
        (Deed.DOWN, _("Xuống")),
        (Deed.TURN, _("Xoay 90°")),
        (Deed.NOTE, note),
        (Deed.REMOVE, _("Bỏ trang")),
    ]


@officer_required(*ROLES)
@require_safe
def progress(request: HttpRequest, scan_id: uuid.UUID) -> HttpResponse:
    """Return the fragment that says how far a scan is; it asks again by itself while pages wait."""
    found = queries.scan_for(request.viewer, scan_id)  # type: ignore[attr-defined]
    return render(request, "desk/scan/_line.html", {"line": scanning.line_of(found)})


@officer_required(*ROLES)
@require_safe
def page_picture(request: HttpRequest, page_id: int) -> HttpResponse:
    """Return the picture of a page, which this house encoded itself from what was sent."""
    page = queries.page_for(request.viewer, page_id)  # type: ignore[attr-defined]
    if page.picture_id is None:
        raise Http404("no picture yet")
    response = HttpResponse(store().open(page.picture_id), content_type="image/jpeg")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=300"
    return response


@officer_required(*ROLES)
@require_safe
def scan_file(request: HttpRequest, scan_id: uuid.UUID) -> HttpResponse:
    """Hand out the newest file of a scan to be saved; who took it is recorded."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.scan_for(viewer, scan_id)
    opened = documents.download(found.document_id, purpose="Kiểm tra bản quét", now=now, by=viewer.actor())
    return attachment(opened.data, filename=opened.filename, media_type=opened.media_type)


@officer_required(*ROLES)
@require_POST
def arrange(request: HttpRequest, scan_id: uuid.UUID, page_id: int) -> HttpResponse:
    """Do one thing to a page and come back to it."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    wanted = request.POST.get("deed", "")
    if wanted not in set(Deed):
        raise Http404(wanted)
    try:
        arrange_page(scan_id, page_id, Deed(wanted), viewer=viewer, now=now)
    except NotAllowed:
        raise
    except HouseError as refusal:
        found = queries.scan_for(viewer, scan_id)
        return _check_page(request, found, {"": refusal.sentence}, status=status_of(refusal))
    response = redirect("desk:scan", scan_id)
    response.headers["Location"] += f"#trang-{page_id}"
    return response


@officer_required(*ROLES)
@require_POST
def drop(request: HttpRequest, scan_id: uuid.UUID) -> HttpResponse:
    """Give up a scan that belongs to no dossier yet."""
    viewer = request.viewer  # type: ignore[attr-defined]
    try:
        drop_scan(scan_id, viewer=viewer, now=timezone.now())
    except NotAllowed:
        raise
    except HouseError as refusal:
        found = queries.scan_for(viewer, scan_id)
        return _check_page(request, found, {"": refusal.sentence}, status=status_of(refusal))
    messages.success(request, _("Đã bỏ bản quét. Hãy tải bản mới lên ở trang tiếp nhận hoặc trang hồ sơ."))
    return redirect("desk:scans")


@officer_required(*ROLES)
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, scan_id: uuid.UUID) -> HttpResponse:
    """Say how many sheets lie on the table and sign the scan with the personal key."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.scan_for(viewer, scan_id)
    check_signer(viewer, found)
    if request.method != "POST":
        return _sign_page(request, found)
    try:
        sign_scan(scan_id, scanning.checked(request.POST), viewer=viewer, now=now)
    except FormFault as fault:
        return _sign_page(request, found, fault.errors, status=422)
    except NotAllowed:
        raise
    except HouseError as refusal:
        sentence = f"{refusal.sentence} (Căn cứ: {refusal.source})" if refusal.source else refusal.sentence
        return _sign_page(request, found, {"sheets": sentence}, status=status_of(refusal))
    messages.success(request, _("Đã ký bản quét “%(name)s”.") % {"name": found.name})
    return redirect("desk:scan", scan_id)


def _sign_page(
    request: HttpRequest, found: Any, errors: dict[str, str] | None = None, *, status: int = 200
) -> HttpResponse:
    line = scanning.line_of(found)
    said = {one.field: one.shown for one in line["hints"]}
    context = {"scan": found, "hints": line["hints"], "errors": errors, "values": request.POST.dict()}
    context |= _counts(queries.pages_of(found))
    context |= scanning.purpose_words(found) | {"compared_choice": [("1", scanning.compared_words(found))]}
    context["sides_choices"] = [("0", _("Quét một mặt")), ("1", _("Quét hai mặt"))]
    context["two_sided"] = request.POST.get("two_sided", "0")
    for name, field in (("paper_hint", "paper_number"), ("issued_hint", "issued_on")):
        context[name] = _("Gợi ý từ bản quét: %(said)s") % {"said": said[field]} if field in said else ""
    return render(request, "desk/scan/sign.html", context, status=status)
