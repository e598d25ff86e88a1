# SPDX-License-Identifier: EUPL-1.2
"""A draft somebody asked this desk to look at before filing."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.desk import pages, reading
from tinhso.faces.ui.exports import attachment
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.casework import workflow
from tinhso.kernel.documents import actions as documents
from tinhso.kernel.events.errors import Conflict, NotAllowed, Refused
from tinhso.kernel.identity import actions as identity
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop import actions, definitions, forms
from tinhso.modules.onestop.queries import prechecks as queries

SHOWN = ("họ tên", "nội dung kê khai trong bản nháp")


@officer_required("reception")
@require_http_methods(["GET", "HEAD", "POST"])
def precheck(request: HttpRequest, precheck_id: uuid.UUID) -> HttpResponse:
    """Show the draft as it was when asked about; take the answer. That its data were seen is recorded."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.precheck_for_officer(viewer, precheck_id)
    if request.method != "POST":
        _note_reading(viewer, found, now)
        return _page(request, found)
    said, good = reading.lines(request.POST, "remarks"), request.POST.get("act") == "good"
    try:
        actions.answer_precheck(precheck_id, good=good, remarks=said, viewer=viewer, now=now)
    except (Refused, Conflict) as refusal:
        again = queries.precheck_for_officer(viewer, precheck_id)
        return _page(request, again, errors={"remarks": refusal.sentence}, status=status_of(refusal))
    messages.success(request, _("Đã trả lời và báo cho người nhờ kiểm tra."))
    return redirect("desk:inbox")


def _note_reading(viewer: Viewer, found: Any, now: Any) -> None:
    if found.case.state != "asked":
        return
    purpose = f"Kiểm tra trước khi nộp: {found.version.procedure.short_name}"
    identity.log_reading(found.person_id, purpose=purpose, shown=SHOWN, now=now, by=viewer.actor(), case_id=found.pk)


def _page(request: HttpRequest, found: Any, *, errors: dict[str, str] | None = None, status: int = 200) -> HttpResponse:
    form = forms.form_for(found.version.definition, found.version.form)
    groups = forms.summary(form, forms.final_answers(form, found.answers), area_name=pages.area_names(), officer=True)
    context = {
        "found": found,
        "case": found.case,
        "state": workflow.state(found.case.kind, found.case.state),
        "declared": [(group.title, group.rows) for group in groups],
        "components": _components(found),
        "errors": errors,
        "values": request.POST.dict(),
    }
    return render(request, "desk/precheck.html", context, status=status)


def _components(found: Any) -> list[dict[str, Any]]:
    parts = definitions.components_of(found.version.definition)
    return [{**one, "document": found.documents.get(one["key"], "")} for one in parts]


@officer_required("reception")
@require_safe
def precheck_file(request: HttpRequest, precheck_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """Hand out one file of the draft, while the check is open."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.precheck_for_officer(viewer, precheck_id)
    if str(document_id) not in found.documents.values():
        raise NotAllowed("Tệp này không thuộc bản nháp đang nhờ kiểm tra, hoặc việc kiểm tra đã kết thúc.")
    purpose = f"Kiểm tra trước khi nộp: {found.version.procedure.short_name}"
    opened = documents.download(document_id, purpose=purpose, now=now, by=viewer.actor())
    return attachment(opened.data, filename=opened.filename, media_type=opened.media_type)
