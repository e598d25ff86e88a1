# SPDX-License-Identifier: EUPL-1.2
"""The unit as its head sees it: who has how much in hand, what is overdue in the whole scope."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tinhso.faces.desk import pages, paging, reading
from tinhso.faces.desk.rows import rows_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.casework.queries import load_of
from tinhso.kernel.registry import queries as registry
from tinhso.modules.onestop.queries import desk

LATEST = paging.Order("due_at")


@officer_required("head", "leader", "controller")
@require_safe
def unit(request: HttpRequest) -> HttpResponse:
    """Show load by officer of one unit and the overdue list of all units in scope."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    unit_id = reading.optional_identifier(request.GET, "don_vi") or pages.own_unit(viewer)
    burdens = desk.burdens(viewer, unit_id, now=now, today=timezone.localdate(now))
    late = paging.page(
        desk.overdue_in_scope(viewer, now), LATEST, request.GET, lambda case: (case.due_at, str(case.id))
    )
    units = desk.units_in_scope(viewer)
    context = {"unit": registry.unit(unit_id), "burdens": burdens, "rows": rows_of(late.rows), "page": late, "now": now}
    context |= {"load": load_of(desk.living_in(viewer, unit_id), now), "many": len(units) > 1}
    context["sets_rules"] = viewer.seat_in(unit_id, "head", "leader") is not None
    context["units"] = [(str(one.id), one.name) for one in units]
    return render(request, "desk/unit.html", context)
