# SPDX-License-Identifier: EUPL-1.2
"""The papers of a draft: each has its own place, its own control and its own sentence when it is refused."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.portal import drafting, vaulting, wording
from tinhso.faces.portal.filed import unfiled
from tinhso.faces.portal.uploading import keep
from tinhso.faces.ui.signin import citizen_required
from tinhso.kernel.documents.errors import FileRefused
from tinhso.kernel.documents.queries import newest_version
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.errors import NotReusable
from tinhso.modules.onestop.queries import dossiers, registers


@citizen_required
@require_safe
@unfiled
def papers(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    found = dossiers.draft_for(request.viewer, draft_id)  # type: ignore[attr-defined]
    return _show(request, found, {})


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
@unfiled
def attach(request: HttpRequest, draft_id: uuid.UUID, key: str) -> HttpResponse:
    """Store one file in its place; a refused file says at its control what to do.

    The address alone, as after signing in again, leads back to the papers.
    """
    if request.method != "POST":
        return redirect("portal:draft_papers", draft_id)
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = dossiers.draft_for(viewer, draft_id)
    place = next((one for one in drafting.places(found) if one["key"] == key), None)
    if place is None:
        raise Http404
    upload = request.FILES.get(key)
    if upload is None:
        return _show(request, found, {key: _("Chọn tệp trước khi bấm Tải lên.")}, status=422)
    try:
        document = keep(upload, title=place["name"], viewer=viewer, now=now, owner=found.person.key)
    except FileRefused as error:
        return _show(request, found, {key: error.sentence}, status=422)
    actions.attach_to_draft(draft_id, viewer=viewer, key=key, document_id=document, now=now)
    return redirect("portal:draft_papers", draft_id)


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
@unfiled
def detach(request: HttpRequest, draft_id: uuid.UUID, key: str) -> HttpResponse:
    if request.method == "POST":
        viewer = request.viewer  # type: ignore[attr-defined]
        actions.detach_from_draft(draft_id, viewer=viewer, key=key, now=timezone.now())
    return redirect("portal:draft_papers", draft_id)


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
@unfiled
def reuse(request: HttpRequest, draft_id: uuid.UUID, key: str, document_id: uuid.UUID) -> HttpResponse:
    """Put an item of one's own store in the place of a file; what may not be used is said at its place."""
    if request.method != "POST":
        return redirect("portal:draft_papers", draft_id)
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = dossiers.draft_for(viewer, draft_id)
    try:
        actions.reuse_in_draft(draft_id, viewer=viewer, key=key, document_id=document_id, now=now)
    except NotReusable as refusal:
        return _show(request, found, {key: refusal.sentence}, status=422)
    return redirect("portal:draft_papers", draft_id)


def _show(request: HttpRequest, draft: Any, errors: dict[str, str], *, status: int = 200) -> HttpResponse:
    places = [{**one, "notes": wording.component_notes(one)} for one in drafting.places(draft)]
    served = {one.key: one for one in registers.served_by(draft.version)}
    for one in places:
        one["served"] = served.get(one["key"])
        one["file"] = newest_version(uuid.UUID(one["document"])) if one["document"] else None
    viewer = request.viewer  # type: ignore[attr-defined]
    own = viewer.person_id == draft.person_id
    offers, agreed = vaulting.offers_for(viewer, places, timezone.now()) if own else ({}, False)
    for one in places:
        one["offers"] = offers.get(one["key"], ()) if agreed else ()
        one["reused"] = one["key"] in draft.from_store
    context = {"draft": draft, "places": places, "errors": errors, "could_offer": bool(offers) and not agreed}
    return render(request, "portal/draft_papers.html", context, status=status)
