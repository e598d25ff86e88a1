# SPDX-License-Identifier: EUPL-1.2
"""Public figures with three clicks to where each comes from: what is it, from whom, show me."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.faces.portal.figures import card_of, cards, contribution_rows, year_to_date
from tinhso.faces.portal.reading import read_date
from tinhso.faces.ui.exports import csv_file, excel_file
from tinhso.faces.ui.signin import public
from tinhso.kernel.indicators import queries
from tinhso.kernel.indicators.queries import Scope
from tinhso.modules.onestop.queries.portal import public_acts

ACTS_SHOWN = 100


@public
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show every figure from 1 January to a day; today unless another day is asked for."""
    scope, error = _scope(request)
    found = cards(scope)
    if request.GET.get("dang"):
        rows = [(card.code, card.title, card.figure.value, card.figure.definition.unit, card.basis) for card in found]
        return _file(
            request,
            f"so-lieu-{scope.until:%Y%m%d}",
            [_("Mã"), _("Chỉ tiêu"), _("Giá trị"), _("Đơn vị tính"), _("Cơ sở")],
            rows,
        )
    return render(request, "portal/figures.html", _shared(scope, error) | {"cards": found})


@public
@require_safe
def figure(request: HttpRequest, code: str) -> HttpResponse:
    """Say what one figure is and where it comes from, unit by unit and day by day."""
    scope, error = _scope(request)
    card = card_of(queries.figure(code, scope))
    parts = queries.contributions(code, scope)
    rows = contribution_rows(card.figure.definition, parts)
    headers = [_("Đơn vị"), _("Tử số"), _("Mẫu số"), _("Giá trị")]
    if request.GET.get("dang"):
        exact = [(part.name, part.numerator, part.denominator, part.value) for part in parts]
        return _file(request, f"{code}-{scope.until:%Y%m%d}", headers, exact)
    days = queries.series(code, scope)[-31:]
    context = {"card": card, "headers": headers, "rows": rows, "days": days}
    return render(request, "portal/figure.html", _shared(scope, error) | context)


@public
@require_safe
def acts(request: HttpRequest, code: str) -> HttpResponse:
    """Show the acts themselves, nobody named."""
    scope, error = _scope(request)
    card = card_of(queries.figure(code, scope))
    which = "denominator" if request.GET.get("phan") == "mau" else "numerator"
    found = public_acts(queries.acts_behind(code, scope, which=which, limit=ACTS_SHOWN))
    context = {"card": card, "acts": found, "which": which, "limit": ACTS_SHOWN}
    return render(request, "portal/figure_acts.html", _shared(scope, error) | context)


def _scope(request: HttpRequest) -> tuple[Scope, str]:
    """Return the period asked for and what is wrong with the day typed; a wrong day shows today."""
    today = timezone.localdate()
    day, error = read_date(request.GET, "den")
    if day is not None and day > today:
        return year_to_date(today), _("Ngày này chưa đến. Chọn hôm nay hoặc một ngày đã qua.")
    return year_to_date(day or today), error


def _shared(scope: Scope, error: str) -> dict[str, Any]:
    until: date = scope.until
    values = {"den-day": until.day, "den-month": until.month, "den-year": until.year}
    query = f"den-day={until.day}&den-month={until.month}&den-year={until.year}"
    return {"scope": scope, "values": values, "errors": {"den": error} if error else {}, "day_query": query}


def _file(request: HttpRequest, name: str, headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    make = excel_file if request.GET["dang"] == "xlsx" else csv_file
    return make(name, headers, rows)
