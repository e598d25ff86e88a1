# SPDX-License-Identifier: EUPL-1.2
"""Indicators of cities and districts for everybody: the province, and its places beside each other."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tinhso.faces.portal import city as shown
from tinhso.faces.portal.periods import year_asked
from tinhso.faces.portal.reading import read_text
from tinhso.faces.ui.exports import FILES
from tinhso.faces.ui.signin import public
from tinhso.kernel.registry.queries import is_installed
from tinhso.modules.scorecards import kpi
from tinhso.modules.scorecards.errors import UnknownIndex


@public
@require_safe
def city(request: HttpRequest) -> HttpResponse:
    """Show the set with the province's values, and one indicator place by place, from 1 January to a day."""
    asked = year_asked(request)
    try:
        found = kpi.benchmark(asked.scope) if is_installed() else None
    except UnknownIndex:
        found = None
    make = FILES.get(request.GET.get("dang", ""))
    if make is not None and found is not None and not asked.error:
        return make(f"chi-so-do-thi-{asked.scope.until:%Y%m%d}", *shown.table(found))
    context = asked.context | {"found": found}
    if found is not None:
        text, code = read_text(request.GET, "q").strip(), read_text(request.GET, "chi_so", longest=8)
        indicator = shown.chosen(found, code)
        context |= {"indicator": indicator, "lines": shown.indicator_lines(found), "text": text}
        context["places"] = shown.place_lines(found, indicator, text)
        context["choices"] = [(one.code, f"{one.code}. {one.title}") for one in found.set.indicators]
        context["values"] |= {"q": text, "chi_so": indicator.code}
    return render(request, "portal/city.html", context, status=422 if asked.error else 200)
