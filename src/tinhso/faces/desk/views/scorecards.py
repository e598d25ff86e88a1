# SPDX-License-Identifier: EUPL-1.2
"""Indexes for leaders: their own scope only, with what the month will end with and the line of each unit."""

from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.faces.desk import reading
from tinhso.faces.ui import scorecards
from tinhso.faces.ui.exports import excel_file
from tinhso.faces.ui.knowing import as_known, asked_again, file_name, knowledge
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.indicators.queries import Scope
from tinhso.kernel.registry import queries as registry
from tinhso.modules.onestop.queries import desk, statistics
from tinhso.modules.scorecards import definitions, queries
from tinhso.modules.scorecards.queries import INDEX_766, NINE_INDICATORS


@officer_required("head", "leader", "controller")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the index of the viewer's units for this month, quarter or year; `?bo=01-2018` the nine indicators."""
    viewer, today = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    unit_id = reading.optional_identifier(request.GET, "don_vi")
    kind = request.GET.get("ky", "thang")
    kind = kind if kind in scorecards.PERIODS else "thang"
    until, errors = _until(request, today)
    period = scorecards.period(kind, until)
    own = statistics.units_of(viewer, statistics.Table(period.since, period.until, unit_id=unit_id))
    scope = as_known(request.GET, Scope(period.since, period.until, own))
    code = NINE_INDICATORS if request.GET.get("bo") == NINE_INDICATORS else INDEX_766
    found = definitions.index(code, until)
    units = desk.units_in_scope(viewer)
    ahead = None
    if kind == "thang" and code == INDEX_766 and until == today and scope.known_on is None:
        ahead = scorecards.shown(queries.forecast(found, scope))
    days = {"den-day": until.day, "den-month": until.month, "den-year": until.year, **asked_again(scope)}
    if request.GET.get("tai") == "excel":
        headers, rows = scorecards.table(queries.card(found, scope))
        return excel_file(file_name(f"chi-so-{code}-{until:%Y%m%d}", scope), headers, rows)
    context = {
        "index": found,
        "linked": "portal:component_766" if code == INDEX_766 else "",
        "query": urlencode({"ky": kind} | days | ({"don_vi": str(unit_id)} if unit_id else {})),
        "shown": scorecards.shown(queries.card(found, scope)),
        "ahead": ahead,
        "by_unit": [(name, scorecards.total_words(card.total)) for name, card in queries.cards_by_unit(found, scope)],
        "unit": registry.unit(unit_id).name if unit_id else "",
        "units": [(str(one.id), one.name) for one in units] if len(units) > 1 else [],
        "values": {"don_vi": str(unit_id or ""), "ky": kind, "bo": code} | days,
        "errors": errors,
        "file_query": urlencode({"ky": kind, "bo": code, "don_vi": str(unit_id or "")} | days),
        **knowledge(scope),
        "periods": list(scorecards.PERIODS.items()),
        "indexes": [(one, definitions.index(one, today).title) for one in (INDEX_766, NINE_INDICATORS)],
    }
    return render(request, "desk/scorecard.html", context)


def _until(request: HttpRequest, today: date) -> tuple[date, dict[str, str]]:
    """Return the day `den` of the address, today unless one was typed, and what is wrong with it."""
    try:
        day = reading.day(request.GET, "den")
    except reading.FormFault as fault:
        return today, fault.errors
    if day is not None and day > today:
        return today, {"den": _("Ngày này chưa đến. Chọn hôm nay hoặc một ngày đã qua.")}
    return day or today, {}
