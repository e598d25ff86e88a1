# SPDX-License-Identifier: EUPL-1.2
"""One page of the declaration at a time. Whatever is typed is kept, right or not; a wrong page is shown back."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tinhso.faces.portal import drafting
from tinhso.faces.portal.areas import Map
from tinhso.faces.portal.controls import Setting, boxes_of, controls_of, steering
from tinhso.faces.portal.filed import unfiled
from tinhso.faces.portal.forming import map_date
from tinhso.faces.portal.reading import Raw, raw_of
from tinhso.faces.portal.uploading import keep
from tinhso.faces.ui.signin import citizen_required
from tinhso.kernel.documents.errors import FileRefused
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop.forms import FieldType, NoSuchPage, Page
from tinhso.modules.onestop.queries import dossiers

AGAIN = "_lai"
"""Name of the button that shows the page again without judging it; its value names a table that wants a row more."""
KEEP = "_giu"
"""Name of the button by which someone who has read the warnings keeps what was declared."""


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
@unfiled
def draft_page(request: HttpRequest, draft_id: uuid.UUID, key: str) -> HttpResponse:
    """Ask one group of questions, save, go on to the next unfinished one."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    work = drafting.Work(dossiers.draft_for(viewer, draft_id))
    try:
        page = work.opened(key)
    except NoSuchPage as error:
        raise Http404 from error
    if request.method != "POST":
        return _show(request, work, page, work.shown_values(page), {})
    raw, refused = _read(request, page, viewer, work.draft.person.key)
    cleaned = work.clean(key, raw, now=now)
    work = drafting.save(work, key, cleaned, viewer=viewer, now=now)
    errors = {**cleaned.errors, **refused}
    page = work.page(key, {**work.answers, **cleaned.values})
    if AGAIN in request.POST:
        return _show(request, work, page, raw, {})
    if errors:
        return _show(request, work, page, raw, errors, status=422)
    if cleaned.warnings and KEEP not in request.POST:
        return _show(request, work, page, raw, {}, warnings=cleaned.warnings)
    onward = work.next_page(key)
    return redirect("portal:draft_page", draft_id, onward) if onward else redirect("portal:draft", draft_id)


def _read(request: HttpRequest, page: Page, viewer: Viewer, owner: str) -> tuple[Raw, dict[str, str]]:
    """Return the form as sent, pictures stored and named by their document, and why a picture was refused."""
    raw, refused = raw_of(request.POST), {}
    for question in page.fields:
        if question.type is FieldType.DATETIME and raw.get(f"{question.key}-gio"):
            hour, _separator, minute = str(raw[f"{question.key}-gio"]).partition(":")
            raw |= {f"{question.key}-hour": hour, f"{question.key}-minute": minute or "0"}
        upload = request.FILES.get(question.key) if question.type is FieldType.IMAGE else None
        if upload is not None:
            try:
                document = keep(upload, title=question.label, viewer=viewer, now=timezone.now(), owner=owner)
                raw[question.key] = str(document)
            except FileRefused as error:
                refused[question.key] = error.sentence
    return raw, refused


def _show(
    request: HttpRequest,
    work: drafting.Work,
    page: Page,
    values: Mapping[str, Any],
    errors: Mapping[str, str],
    *,
    warnings: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    again = request.POST.get(AGAIN, "")
    known = work.known | work.told(page.key)
    setting = Setting(values=values, known=known, map=Map(map_date()), extra_rows={again: 1} if again else {})
    controls = controls_of(page, setting)
    order = [one.key for one in work.pages()]
    context = {
        "draft": work.draft,
        "form": work.form,
        "page": page,
        "controls": controls,
        "values": boxes_of(page, values),
        "errors": errors,
        "warnings": [(f"#f-{name}", sentence) for name, sentence in (warnings or {}).items()],
        "steering": " ".join(steering(work.form, page, controls)),
        "place": order.index(page.key) + 1 if page.key in order else 1,
        "count": len(order),
    }
    fragment = request.headers.get("HX-Request") == "true"
    template = "portal/_draft_page.html" if fragment else "portal/draft_page.html"
    return render(request, template, context, status=status)
