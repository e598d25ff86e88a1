# SPDX-License-Identifier: EUPL-1.2
"""Public figures with three clicks to where each comes from: what is it, from whom, show me."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.faces.portal.figures import (
    DASH,
    card_of,
    cards,
    contribution_rows,
    figures_table,
    units_table,
    value_words,
)
from tinhso.faces.portal.periods import year_asked
from tinhso.faces.ui.data_files import Table, table_file
from tinhso.faces.ui.exports import csv_file
from tinhso.faces.ui.signin import public
from tinhso.faces.ui.words import day_words
from tinhso.kernel.indicators import queries
from tinhso.kernel.indicators.definitions import definition
from tinhso.kernel.indicators.scopes import Scope
from tinhso.lib.vntext import format_int
from tinhso.modules.onestop.queries.portal import public_acts

ACTS_SHOWN = 100


@public
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show every figure from 1 January to a day; today unless another day is asked for."""
    asked = year_asked(request)
    found = cards(asked.scope)
    if form := request.GET.get("dang"):
        rows = [(card.code, card.title, card.figure.value, card.figure.definition.unit, card.basis) for card in found]
        heads = [_("Mã"), _("Chỉ tiêu"), _("Giá trị"), _("Đơn vị tính"), _("Cơ sở")]
        return _file(form, asked.file_name("so-lieu"), heads, rows, figures_table(found, asked.scope))
    return render(request, "portal/figures.html", asked.context | {"cards": found, "sides": _sides(asked.context)})


def _sides(context: dict[str, Any]) -> dict[str, Any]:
    """Return every figure of each ledger side by side, as of the same day; nothing where none was adopted."""
    ledgers, scope = context["provinces"], context["scope"]
    if not ledgers:
        return {}
    columns = [cards(replace(scope, origin=key)) for key, _words in ledgers]
    rows = [
        (column[0].title, *(f"{one.value} ({one.basis})" if one.basis else one.value for one in column))
        for column in zip(*columns, strict=True)
    ]
    return {"headers": [_("Chỉ tiêu"), *(words for _key, words in ledgers)], "rows": rows}


@public
@require_safe
def figure(request: HttpRequest, code: str) -> HttpResponse:
    """Say what one figure is and where it comes from, unit by unit and day by day."""
    asked = year_asked(request)
    card = card_of(queries.figure(code, asked.scope))
    parts = queries.contributions(code, asked.scope)
    rows = contribution_rows(card.figure.definition, parts)
    headers = [_("Đơn vị"), _("Tử số"), _("Mẫu số"), _("Giá trị")]
    if form := request.GET.get("dang"):
        exact = [(part.name, part.numerator, part.denominator, part.value) for part in parts]
        return _file(form, asked.file_name(code), headers, exact, units_table(card, parts, asked.scope))
    days = queries.series(code, asked.scope)[-31:]
    context = {"card": card, "headers": headers, "rows": rows, "days": days, "months": _months(code, asked.scope)}
    context |= {"month_headers": [_("Đến hết ngày"), _("Tử số"), _("Mẫu số"), _("Giá trị")]}
    return render(request, "portal/figure.html", asked.context | context)


def _months(code: str, scope: Scope) -> list[tuple[str, ...]]:
    """Return the figure as of the end of each month of the year in words: day, both sums, value."""
    one = definition(code, scope.until)
    return [
        (day_words(day), format_int(up), format_int(down) if one.denominator else DASH, value_words(one, value))
        for day, up, down, value in queries.month_by_month(code, scope)
    ]


@public
@require_safe
def acts(request: HttpRequest, code: str) -> HttpResponse:
    """Show the acts themselves, nobody named."""
    asked = year_asked(request)
    card = card_of(queries.figure(code, asked.scope))
    which = "denominator" if request.GET.get("phan") == "mau" else "numerator"
    found = public_acts(queries.acts_behind(code, asked.scope, which=which, limit=ACTS_SHOWN))
    context = {"card": card, "acts": found, "which": which, "limit": ACTS_SHOWN}
    return render(request, "portal/figure_acts.html", asked.context | context)


def _file(form: str, name: str, headers: Sequence[str], rows: Iterable[Sequence[Any]], data: Table) -> HttpResponse:
    """Return the table as the kind of file asked for; CSV for what nobody makes, or what is empty."""
    found = list(rows)
    return table_file(form, name, headers, found, data) or csv_file(name, headers, found)
