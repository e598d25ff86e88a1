# SPDX-License-Identifier: EUPL-1.2
"""Model questions and answers, searchable without diacritics."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tinhso.faces.portal.reading import read_text
from tinhso.faces.ui.signin import public
from tinhso.modules.onestop.queries import questions as queries

PAGE_SIZE = 30


@public
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """List the questions that hold every word, by procedure."""
    text = read_text(request.GET, "q")
    page = Paginator(queries.questions(text), PAGE_SIZE).get_page(request.GET.get("trang"))
    return render(request, "portal/questions.html", {"page": page, "text": text})
