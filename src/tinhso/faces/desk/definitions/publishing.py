# SPDX-License-Identifier: EUPL-1.2
"""Publish a working copy: a last look, the day of effect, the controller's signature. Files and papers of versions."""

import uuid
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.desk.definitions.copies import address_of, heading
from tinhso.faces.desk.reading import FormFault, required_day, version
from tinhso.faces.ui.exports import attachment
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.documents import actions as documents
from tinhso.kernel.events.errors import HouseError, NotAllowed
from tinhso.modules.onestop.actions import publishing
from tinhso.modules.onestop.editing import files
from tinhso.modules.onestop.editing.types import PARTS
from tinhso.modules.onestop.queries import editing as queries


@officer_required("controller")
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, copy_id: uuid.UUID) -> HttpResponse:
    """Show what is about to be signed; sign it with the day of effect."""
    copy = queries.copy_for(request.viewer, copy_id)  # type: ignore[attr-defined]
    if request.method != "POST":
        if copy.version is not None:
            return redirect("desk:definition", copy_id)
        return _page(request, copy)
    try:
        day = required_day(request.POST, "valid_from")
        made = publishing.publish(
            copy_id,
            valid_from=day,
            expected=version(request.POST),
            viewer=request.viewer,  # type: ignore[attr-defined]
            now=timezone.now(),
        )
    except FormFault as fault:
        return _page(request, copy, fault.errors, status=422)
    except NotAllowed:
        raise
    except HouseError as refusal:
        sentence = f"{refusal.sentence} (Căn cứ: {refusal.source})" if refusal.source else refusal.sentence
        fresh = queries.copy_for(request.viewer, copy_id)  # type: ignore[attr-defined]
        return _page(request, fresh, {"": sentence}, status=status_of(refusal))
    said = _("Đã ký và công bố phiên bản %(number)s, có hiệu lực từ %(day)s.")
    messages.success(request, said % {"number": made.number, "day": f"{made.valid.lower:%d/%m/%Y}"})
    return redirect("desk:definition", copy_id)


def _page(request: HttpRequest, copy: Any, errors: dict[str, str] | None = None, *, status: int = 200) -> HttpResponse:
    found = queries.review(copy)
    context = heading(copy) | {
        "errors": errors or {},
        "values": request.POST.dict() if request.method == "POST" else {"valid_from": timezone.localdate()},
        "obstacles": [(address_of(copy.id, one.part), one) for one in found.obstacles],
        "changes": [(PARTS[one.part], one) for one in found.changes],
        "against": found.against,
        "number": found.against.number + 1 if found.against else 1,
    }
    return render(request, "desk/definitions/publish.html", context, status=status)


@officer_required("controller")
@require_safe
def version_file(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Hand a version out as one file, with the digest that its act and its paper name."""
    found = queries.version_for(request.viewer, code, number)  # type: ignore[attr-defined]
    data = files.written(queries.content_of(found))
    return attachment(data, filename=f"thu-tuc-{code}-pb{number}.json", media_type="application/json")


@officer_required("controller")
@require_safe
def version_paper(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Hand out the signed paper of a version; one that came from the data files has none."""
    viewer = request.viewer  # type: ignore[attr-defined]
    found = queries.version_for(viewer, code, number)
    if found.paper_id is None:
        raise Http404("no paper")
    opened = documents.download(
        found.paper_id, purpose="Xem phiếu công bố thủ tục", now=timezone.now(), by=viewer.actor()
    )
    return attachment(opened.data, filename=opened.filename, media_type=opened.media_type)
