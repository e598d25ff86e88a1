# SPDX-License-Identifier: EUPL-1.2
"""Dossiers that run on a ministry's system: a list to look at, nothing to do."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tinhso.faces.ui.signin import officer_required
from tinhso.modules.onestop.national.mapping import CODES
from tinhso.modules.onestop.queries.ministry import ministry_dossiers

PAGE_SIZE = 25
LONGEST_QUESTION = 200


@officer_required("head", "leader", "controller", "reception", "auditor")
@require_safe
def ministry(request: HttpRequest) -> HttpResponse:
    """List them by word without diacritics, newest first."""
    text = request.GET.get("q", "").replace("\x00", "")[:LONGEST_QUESTION]
    found = ministry_dossiers(request.viewer, text=text)  # type: ignore[attr-defined]
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("trang"))
    return render(request, "desk/ministry.html", {"page": page, "text": text, "states": CODES})
