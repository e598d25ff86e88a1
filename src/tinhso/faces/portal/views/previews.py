# SPDX-License-Identifier: EUPL-1.2
"""The form of a working copy as citizens will see it, for the controller: the same engine and page, nothing stored."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tinhso.faces.portal.areas import Map
from tinhso.faces.portal.controls import Setting, boxes_of, controls_of
from tinhso.faces.portal.forming import context_for, map_date
from tinhso.faces.portal.reading import raw_of
from tinhso.faces.ui.signin import officer_required
from tinhso.modules.onestop.forms import Answers, Form, clean_page, form_for, pages
from tinhso.modules.onestop.queries import editing as queries


@officer_required("controller")
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, copy_id: uuid.UUID, key: str = "") -> HttpResponse:
    """Show one page of the form; what is typed is checked like a citizen's and then forgotten."""
    copy = queries.copy_for(request.viewer, copy_id)  # type: ignore[attr-defined]
    form = form_for(copy.definition, copy.form)
    order = [one.key for one in pages(form, {})]
    if key and key not in order:
        raise Http404(key)
    return _page(request, copy, form, order, key or order[0])


def _page(request: HttpRequest, copy: Any, form: Form, order: list[str], key: str) -> HttpResponse:
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    warnings: dict[str, str] = {}
    answers: Answers = {}
    if request.method == "POST":
        values = raw_of(request.POST)
        told = context_for(form, {}, today=timezone.localdate(), owner="")
        cleaned = clean_page(form, key, values, told)
        answers, errors, warnings = cleaned.values, cleaned.errors, cleaned.warnings
    page = next(one for one in pages(form, answers) if one.key == key)
    again = request.POST.get("_lai", "")
    setting = Setting(values=values, known={}, map=Map(map_date()), extra_rows={again: 1} if again else {})
    place = order.index(key)
    context = {
        "copy": copy,
        "form": form,
        "page": page,
        "controls": controls_of(page, setting),
        "values": boxes_of(page, values),
        "errors": {} if "_lai" in request.POST else errors,
        "warnings": list(warnings.values()),
        "checked": request.method == "POST" and not errors and "_lai" not in request.POST,
        "place": place + 1,
        "count": len(order),
        "before": order[place - 1] if place else "",
        "after": order[place + 1] if place + 1 < len(order) else "",
    }
    return render(request, "portal/preview.html", context, status=422 if context["errors"] else 200)
