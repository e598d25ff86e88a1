# SPDX-License-Identifier: EUPL-1.2
"""What the province issues every year, for everybody: what it must, on which basis, what it did, what is missing."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tinhso.faces.portal.reading import read_text
from tinhso.faces.ui import yearly_words as words
from tinhso.faces.ui.exports import FILES
from tinhso.faces.ui.signin import public
from tinhso.modules.scorecards import queries_of_issues as queries


@public
@require_safe
def yearly_duties(request: HttpRequest) -> HttpResponse:
    """Show every duty of a year with what was issued; `?dang=` gives those shown as a file."""
    today = timezone.localdate()
    typed, text = read_text(request.GET, "nam", longest=10).strip(), read_text(request.GET, "q").strip()
    year, error = words.year_of(typed, today.year)
    state = request.GET.get("tt", "") if request.GET.get("tt", "") in dict(words.states()) else ""
    rows = queries.board(year, today)
    found = words.lines(rows, text, state)
    make = FILES.get(request.GET.get("dang", ""))
    if make is not None and not error:
        return make(f"van-ban-hang-nam-{year}", *words.table(found))
    context = {"lines": found, "year": year, "total": len(rows), "states": words.states()}
    context |= {
        "missing": sum(one.progress in words.MISSING for one in rows),
        "errors": {"nam": error} if error else {},
    }
    context["values"] = {"nam": typed or str(year), "q": text, "tt": state}
    context["file_query"] = urlencode({"nam": year, "q": text, "tt": state})
    return render(request, "portal/yearly_duties.html", context, status=422 if error else 200)
