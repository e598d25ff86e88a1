# SPDX-License-Identifier: EUPL-1.2
"""Indexes for leaders: their own scope only, with what the month will end with and the line of each unit."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tinhso.faces.desk import reading
from tinhso.faces.ui import scorecards
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
    period = scorecards.period(kind, today)
    own = statistics.units_of(viewer, statistics.Table(period.since, period.until, unit_id=unit_id))
    scope = Scope(period.since, period.until, own)
    code = NINE_INDICATORS if request.GET.get("bo") == NINE_INDICATORS else INDEX_766
    found = definitions.index(code, today)
    units = desk.units_in_scope(viewer)
    context = {
        "index": found,
        "linked": "portal:component_766" if code == INDEX_766 else "",
        "query": urlencode({"ky": kind} | ({"don_vi": str(unit_id)} if unit_id else {})),
        "shown": scorecards.shown(queries.card(found, scope)),
        "ahead": scorecards.shown(queries.forecast(found, scope)) if kind == "thang" and code == INDEX_766 else None,
        "by_unit": [(name, scorecards.total_words(card.total)) for name, card in queries.cards_by_unit(found, scope)],
        "unit": registry.unit(unit_id).name if unit_id else "",
        "units": [(str(one.id), one.name) for one in units] if len(units) > 1 else [],
        "values": {"don_vi": str(unit_id or ""), "ky": kind, "bo": code},
        "scope": scope,
        "periods": list(scorecards.PERIODS.items()),
        "indexes": [(one, definitions.index(one, today).title) for one in (INDEX_766, NINE_INDICATORS)],
    }
    return render(request, "desk/scorecard.html", context)
