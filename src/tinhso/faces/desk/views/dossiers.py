# SPDX-License-Identifier: EUPL-1.2
"""The page of a dossier, its steps, its files."""

import uuid
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.desk import pages
from tinhso.faces.desk.reading import FormFault, placed
from tinhso.faces.desk.steps import STEPS, law_of, take, title_of
from tinhso.faces.ui.exports import attachment
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.documents import actions as documents
from tinhso.kernel.documents.queries import document
from tinhso.kernel.events.errors import HouseError, NotAllowed
from tinhso.modules.onestop.papers import render_result
from tinhso.modules.onestop.queries import dossiers as queries
from tinhso.modules.onestop.result_kinds import kinds_of


@officer_required()
@require_safe
def dossier(request: HttpRequest, dossier_id: uuid.UUID) -> HttpResponse:
    """Show a dossier; that this officer saw the applicant's data is recorded."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.dossier_for_officer(viewer, dossier_id)
    pages.note_reading(viewer, found, now)
    return render(request, "desk/dossier.html", pages.dossier_page(viewer, found, now))


def _signs(request: HttpRequest) -> bool:
    found = STEPS.get(request.resolver_match.kwargs["name"]) if request.resolver_match else None
    return found is not None and found.signing


@officer_required()
@reauthentication_required(enabled=_signs)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, dossier_id: uuid.UUID, name: str) -> HttpResponse:
    """Show the form of a step or take it; what is refused comes back with what was typed."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    if name not in STEPS:
        raise Http404(name)
    found = queries.dossier_for_officer(viewer, dossier_id)
    if request.method != "POST":
        _check_open(viewer, found, name)
        return _form(request, found, name, now)
    try:
        take(name, dossier_id, request.POST, viewer=viewer, now=now)
    except FormFault as fault:
        return _form(request, found, name, now, errors=fault.errors, status=422)
    except NotAllowed:
        raise
    except HouseError as refusal:
        return _form(request, found, name, now, errors=_sentences(refusal), status=status_of(refusal))
    messages.success(request, STEPS[name].done)
    return redirect("desk:dossier", dossier_id)


def _check_open(viewer: Any, found: Any, name: str) -> None:
    if name not in {one.name for one in pages.steps_open(viewer, found)}:
        title = queries.state_of(found).title
        raise NotAllowed(
            f"Hồ sơ đang ở trạng thái “{title}”: việc “{title_of(name)}” không phải của bạn lúc này. "
            "Hãy mở lại trang hồ sơ để xem việc có thể làm."
        )


def _sentences(refusal: HouseError) -> dict[str, str]:
    source = f" (Căn cứ: {refusal.source})" if refusal.source else ""
    return {place: f"{sentence}{source}" for place, sentence in placed(refusal).items()}


def _form(
    request: HttpRequest, found: Any, name: str, now: Any, *, errors: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    shown, viewer = STEPS[name], request.viewer  # type: ignore[attr-defined]
    context = pages.heading(found, now) | shown.more(viewer, found, now)
    context |= {"step": shown, "name": name, "title": title_of(name), "law": law_of(name), "errors": errors}
    context |= {"decision": pages.decision(found)}
    context |= {
        "values": context.get("values", {}) | request.POST.dict(),
        "version": request.POST.get("version", found.case.version),
    }
    return render(request, shown.template, context, status=status)


@officer_required("specialist")
@require_http_methods(["POST"])
def preview(request: HttpRequest, dossier_id: uuid.UUID) -> HttpResponse:
    """Hand out the result as it would be drafted; nothing is kept, no number is drawn."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.dossier_for_officer(viewer, dossier_id)
    number = found.decision.get("number") or "(số)/KQ"
    kinds, said = kinds_of(found), request.POST.get("result", "")
    name = said if said in kinds else kinds[0] if len(kinds) == 1 else "(chưa chọn loại kết quả)"
    body = request.POST.get("body", "")
    pdf = render_result(found, name=name, body=body, number=number, signer="", post="(dự thảo)", now=now)
    return attachment(pdf, filename=f"du-thao-{found.code}.pdf", media_type="application/pdf")


@officer_required()
@require_safe
def download(request: HttpRequest, dossier_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """Hand out a file of a dossier to be saved; who took it is recorded."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.dossier_for_officer(viewer, dossier_id)
    if document(document_id).case_id != found.case_id:
        raise Http404("file of another dossier")
    purpose = f"Giải quyết hồ sơ {found.code or found.provisional}"
    opened = documents.download(document_id, purpose=purpose, now=now, by=viewer.actor())
    return attachment(opened.data, filename=opened.filename, media_type=opened.media_type)
