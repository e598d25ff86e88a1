# SPDX-License-Identifier: EUPL-1.2
"""Scan a paper to a dossier: one that arises, a paper result, an original to certify; the book of certified copies."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.desk import pages, reading, scanning
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import HouseError, NotAllowed
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.onestop.actions.paper_scans import PaperBegun, scan_paper
from tinhso.modules.onestop.actions.scans import ScanFile
from tinhso.modules.onestop.policies_of_scans import check_begin
from tinhso.modules.onestop.queries import digital_copies, dossiers
from tinhso.modules.onestop.scanning.types import Nature, Purpose

ROLES = ("reception", "specialist", "head", "leader")
LINES_ON_A_PAGE = 25


@officer_required(*ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, dossier_id: uuid.UUID, purpose: str) -> HttpResponse:
    """Take the scanned files of a paper; what is refused comes back with what was typed."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    if purpose not in set(Purpose) - {Purpose.INTAKE}:
        raise Http404(purpose)
    found = dossiers.dossier_for_officer(viewer, dossier_id)
    if request.method != "POST":
        check_begin(viewer, found, Purpose(purpose))
        return _form(request, found, Purpose(purpose))
    try:
        scan = scan_paper(dossier_id, _begun(request, Purpose(purpose)), viewer=viewer, now=now)
    except reading.FormFault as fault:
        return _form(request, found, Purpose(purpose), fault.errors, status=422)
    except NotAllowed:
        raise
    except HouseError as refusal:
        sentence = f"{refusal.sentence} (Căn cứ: {refusal.source})" if refusal.source else refusal.sentence
        where = "name" if refusal.code == "name_missing" else "scan"
        return _form(request, found, Purpose(purpose), {where: sentence}, status=status_of(refusal))
    messages.success(request, _("Đã nhận bản quét. Hãy kiểm tra từng trang rồi ký."))
    return redirect("desk:scan", scan.id)


def _begun(request: HttpRequest, purpose: Purpose) -> PaperBegun:
    nature = request.POST.get("nature", "")
    return PaperBegun(
        purpose=purpose,
        name=request.POST.get("name", ""),
        files=[ScanFile(one.name or "", one.read()) for one in request.FILES.getlist("scan")],
        client_key=reading.identifier(request.POST, "client_key", _("Trang đã cũ, hãy mở lại từ trang hồ sơ.")),
        nature=Nature(nature) if nature in set(Nature) else Nature.PAPER,
    )


def _form(
    request: HttpRequest, found: Any, purpose: Purpose, errors: dict[str, str] | None = None, *, status: int = 200
) -> HttpResponse:
    words, law = scanning.PURPOSES[purpose]
    named = found.result.title if purpose is Purpose.RESULT and found.result else ""
    context = pages.heading(found, timezone.now()) | {"errors": errors, "purpose_words": words, "law": law}
    context |= {
        "guide": scanning.guide_words(purpose),
        "client_key": request.POST.get("client_key") or uuid7(),
        "paper_name": request.POST.get("name", named),
        "natures": scanning.natures_of(purpose),
        "nature": request.POST.get("nature", Nature.PAPER),
    }
    return render(request, "desk/scan/paper.html", context, status=status)


@officer_required(*ROLES)
@require_safe
def certified_book(request: HttpRequest) -> HttpResponse:
    """Show the book of certified copies of the officer's units, a year at a time."""
    viewer = request.viewer  # type: ignore[attr-defined]
    years, typed = digital_copies.years_of(viewer), request.GET.get("nam", "")
    year = next((one for one in years if str(one) == typed), years[0] if years else 0)
    text = request.GET.get("q", "")[:200]
    lines = digital_copies.book_of(viewer, year=year, text=text)
    page = Paginator(lines, LINES_ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {"lines": page.object_list, "page": page, "year": str(year), "text": text}
    context["years"] = [(str(one), str(one)) for one in years]
    return render(request, "desk/scan/book.html", context)
