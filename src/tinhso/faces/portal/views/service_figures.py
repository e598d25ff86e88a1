# SPDX-License-Identifier: EUPL-1.2
"""Statistics of every service and year, for everybody: by field, by service, to take home."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.faces.portal import service_figures as words
from tinhso.faces.portal.reading import read_date, read_text
from tinhso.faces.ui.exports import FILES
from tinhso.faces.ui.knowing import as_known, asked_again, file_name, knowledge, of_province, provinces
from tinhso.faces.ui.signin import public
from tinhso.kernel.indicators.scopes import Scope
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
    order, (year, years), field_errors = read_text(request.GET, "xep"), _year(request), dict[str, str]()
    scope = _scope(request, year, field_errors)
    everything = queries.services_of(scope)
    found = queries.chosen(everything, text=text, field=field)
    if request.GET.get("dang") in FILES:
        name = _file_name(f"thong-ke-dich-vu-{year}", scope)
        return FILES[request.GET["dang"]](name, *words.table(words.in_order(found, order)))
    by_field = not text.strip() and not field
    lines = words.in_order(queries.fields_of(found) if by_field else found, order)
    page = Paginator(lines, MOST_FIELDS if by_field else PAGE_SIZE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "rows": [(one.name, _address(one, scope), words.cells(one.counts)) for one in page.object_list],
        "total": words.cells(queries.total_of(found)),
        "by_field": by_field,
        "headers": words.headers(),
        "fields": [(one.name, one.name) for one in queries.fields_of(everything)],
        "years": [(str(one), str(one)) for one in years],
        "year": year,
        "errors": field_errors,
        "values": _typed(scope),
        "query": urlencode({"nam": year} | _asked_again(scope)),
        **knowledge(scope),
        **provinces(scope),
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
    years = sorted({today, *queries.years_counted(Scope(date(today, 1, 1), _last(today)))}, reverse=True)
    asked = request.GET.get("nam", "")
    return next((one for one in years if str(one) == asked), today), years


def _scope(request: HttpRequest, year: int, errors: dict[str, str]) -> Scope:
    """Return the days of the year asked for, up to the day typed, and how they are to be known."""
    today = timezone.localdate()
    day, error = read_date(request.GET, "den")
    if day is not None and day > today:
        day, error = None, _("Ngày này chưa đến. Chọn hôm nay hoặc một ngày đã qua.")
    elif day is not None and day.year != year:
        day, error = None, _("Ngày này không thuộc năm đã chọn. Hãy xóa ngày hoặc chọn lại năm.")
    if error:
        errors["den"] = error
    return of_province(request.GET, as_known(request.GET, Scope(date(year, 1, 1), day or _last(year))))


def _last(year: int) -> date:
    """Return the last day of a year that is over, today in the one that runs."""
    return min(date(year, 12, 31), timezone.localdate())


def _asked_again(scope: Scope) -> dict[str, Any]:
    """Return what links to the same days carry besides the year; nothing for a whole year as known now."""
    return _typed(scope) | asked_again(scope)


def _typed(scope: Scope) -> dict[str, Any]:
    """Return the day in its boxes; empty for a year that was not cut."""
    until = scope.until
    if until == _last(until.year):
        return {}
    return {"den-day": until.day, "den-month": until.month, "den-year": until.year}


def _file_name(name: str, scope: Scope) -> str:
    return file_name(f"{name}-den-{scope.until:%Y%m%d}" if _typed(scope) else name, scope)


def _address(line: queries.Service, scope: Scope) -> str:
    asked: dict[str, Any] = _asked_again(scope)
    if line.code:
        query = urlencode(asked)
        return reverse("portal:service_figure", args=[line.code]) + (f"?{query}" if query else "")
    return f"?{urlencode({'nam': scope.until.year, 'linh-vuc': line.field} | asked)}"


@public
@require_safe
def service_figure(request: HttpRequest, code: str) -> HttpResponse:
    """Show one service year by year."""
    procedure = get_object_or_404(catalogue.procedures(), code=code)
    today, errors = timezone.localdate(), dict[str, str]()
    scope = _scope(request, _year_typed(request) or today.year, errors)
    years = queries.years_of(code, scope)
    headers = [_("Năm"), *(title for _key, title in words.headers())]
    if request.GET.get("dang") in FILES:
        exact = [[year, *words.values(counts)] for year, counts in years.items()]
        return FILES[request.GET["dang"]](_file_name(f"thong-ke-{code}", scope), headers, exact)
    rows = [[str(year), *words.cells(counts)] for year, counts in years.items()]
    context = {"procedure": procedure, "headers": headers, "rows": rows, "errors": errors, "values": _typed(scope)}
    context |= knowledge(scope) | provinces(scope) | {"query": urlencode(_asked_again(scope))}
    return render(request, "portal/service_figure.html", context)


def _year_typed(request: HttpRequest) -> int | None:
    """Return the year of the day typed, as one page shows all years up to that day; None for none that was ever."""
    day, _error = read_date(request.GET, "den")
    return day.year if day is not None and day <= timezone.localdate() else None
