# SPDX-License-Identifier: EUPL-1.2
"""Statistics of every service and year, for everybody: by field, by service, to take home."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.faces.portal import service_figures as words
from tinhso.faces.portal.reading import read_text
from tinhso.faces.ui.exports import FILES
from tinhso.faces.ui.signin import public
from tinhso.modules.onestop.queries import catalogue
from tinhso.modules.onestop.queries import service_figures as queries
from tinhso.modules.onestop.types import OnlineLevel

PAGE_SIZE = 20
MOST_FIELDS = 200
"""Fields are few and are added up on one page."""


@public
@require_safe
def service_figures(request: HttpRequest) -> HttpResponse:
    """List fields with their numbers of a year; the services of a field, or those that hold the words typed."""
    text, field = read_text(request.GET, "q"), read_text(request.GET, "linh-vuc")
    order, year, years = read_text(request.GET, "xep"), *_year(request)
    everything = queries.services_of(year)
    found = queries.chosen(everything, text=text, field=field)
    if request.GET.get("dang") in FILES:
        name = f"thong-ke-dich-vu-{year}"
        return FILES[request.GET["dang"]](name, *words.table(words.in_order(found, order)))
    by_field = not text.strip() and not field
    lines = words.in_order(queries.fields_of(found) if by_field else found, order)
    page = Paginator(lines, MOST_FIELDS if by_field else PAGE_SIZE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "rows": [(one.name, _address(one, year), words.cells(one.counts)) for one in page.object_list],
        "total": words.cells(queries.total_of(found)),
        "by_field": by_field,
        "headers": words.headers(),
        "fields": [(one.name, one.name) for one in queries.fields_of(everything)],
        "years": [(str(one), str(one)) for one in years],
        "year": year,
        "levels": _levels(),
        "asked": {"text": text, "field": field, "year": str(year), "order": order},
    }
    return render(request, "portal/service_figures.html", context)


def _levels() -> dict[str, int]:
    """Return how many services in force are offered whole on line, of how many whose level is confirmed."""
    found = list(catalogue.online_levels(timezone.localdate()).values())
    known = [one for one in found if one]
    return {"full": known.count(OnlineLevel.FULL), "known": len(known), "unknown": len(found) - len(known)}


def _year(request: HttpRequest) -> tuple[int, list[int]]:
    """Return the year asked for, this one unless it is among those counted, and all that can be asked for."""
    today = timezone.localdate().year
    years = sorted({today, *queries.years_counted()}, reverse=True)
    asked = request.GET.get("nam", "")
    return next((one for one in years if str(one) == asked), today), years


def _address(line: queries.Service, year: int) -> str:
    if line.code:
        return reverse("portal:service_figure", args=[line.code])
    return f"?{urlencode({'nam': year, 'linh-vuc': line.field})}"


@public
@require_safe
def service_figure(request: HttpRequest, code: str) -> HttpResponse:
    """Show one service year by year."""
    procedure = get_object_or_404(catalogue.procedures(), code=code)
    years = queries.years_of(code)
    headers = [_("Năm"), *(title for _key, title in words.headers())]
    if request.GET.get("dang") in FILES:
        exact = [[year, *words.values(counts)] for year, counts in years.items()]
        return FILES[request.GET["dang"]](f"thong-ke-{code}", headers, exact)
    rows = [[str(year), *words.cells(counts)] for year, counts in years.items()]
    context = {"procedure": procedure, "headers": headers, "rows": rows}
    return render(request, "portal/service_figure.html", context)
