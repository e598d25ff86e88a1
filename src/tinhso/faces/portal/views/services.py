# SPDX-License-Identifier: EUPL-1.2
"""The catalogue: search that works without diacritics, and the page of one service."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.faces.portal import wording
from tinhso.faces.portal.reading import read_text
from tinhso.faces.ui.exports import excel_file
from tinhso.faces.ui.signin import public
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.editing import words
from tinhso.modules.onestop.queries import catalogue, questions, reviews
from tinhso.modules.onestop.queries.search import search

PAGE_SIZE = 20


@public
@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """List services by word and field; htmx asks for the list alone while the visitor types."""
    text, field = read_text(request.GET, "q"), read_text(request.GET, "linh-vuc")
    found = search(text=text, field=field, on=timezone.localdate())
    if request.GET.get("dang") == "xlsx":
        rows = [(one.procedure.code, one.procedure.short_name, one.procedure.field) for one in found.hits]
        return excel_file("dich-vu-cong", [_("Mã thủ tục"), _("Tên thủ tục"), _("Lĩnh vực")], rows)
    page = Paginator(found.hits, PAGE_SIZE).get_page(request.GET.get("trang"))
    context = {"page": page, "text": text, "field": field, "mended": found.mended, "language": get_language()}
    if request.headers.get("HX-Request") == "true":
        return render(request, "portal/_services.html", context)
    names = [(name, f"{name} ({count})") for name, count in catalogue.fields()]
    return render(request, "portal/services.html", {**context, "fields": names})


@public
@require_safe
def service(request: HttpRequest, code: str) -> HttpResponse:
    """Say everything published of one service, and what is not confirmed."""
    version = catalogue.version_in_force(code, timezone.localdate())
    definition = version.definition
    parts = [
        {**one, "notes": wording.component_notes(one), "is_spared": bool(one["replaced_by"])}
        for one in definitions.components_of(definition)
    ]
    facts = [
        ("who", wording.applicants(definition)),
        ("where", wording.handled_at(definition)),
        ("time", wording.time_words(definition)),
        ("fee", wording.fee_words(definition)),
        ("online", wording.online_words(definition)),
    ]
    context = {"version": version, "definition": definition, "parts": parts, "facts": dict(facts)}
    context |= {
        "why_partial": words.partial(definition),
        "steps": [words.step(one) for one in definition.get("steps", ())],
    }
    context["questions"] = questions.questions(code=code)
    context["to_review"] = len(reviews.points_of(version))
    return render(request, "portal/service.html", {**context, "online": wording.can_file_online(definition)})
