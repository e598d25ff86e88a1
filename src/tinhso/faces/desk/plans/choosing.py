# SPDX-License-Identifier: EUPL-1.2
"""Which tasks of a plan lift the score most: asked on the page, answered by the planner, always a simulation."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.faces.desk.plans import choosing_form, choosing_words
from tinhso.faces.desk.plans.choosing_form import Asked
from tinhso.faces.desk.plans.choosing_situation import Field, field_of
from tinhso.faces.ui import exports
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import HouseError
from tinhso.modules.plans import policies, queries
from tinhso.modules.plans.planner import explain, solve
from tinhso.modules.plans.planner.types import ToPlace, Wanted

BEST_SECONDS, REACH_SECONDS, CURVE_SECONDS = 5.0, 5.0, 8.0
"""How long a page may take to answer; what is not proved by then is said."""
CURVE_CHOICES = 12


@officer_required()
@require_safe
def choosing(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Ask within which limits; answer with the tasks to choose and why, and what a place takes. `?dang=` as a file."""
    plan = queries.plan_for_officer(request.viewer, plan_id)  # type: ignore[attr-defined]
    today = timezone.localdate()
    field = field_of(plan, today)
    asked = choosing_form.read(request.GET, today, field.places)
    context, status = _around(request, plan, field, asked), 422 if asked.errors else 200
    if asked.is_asked and not asked.errors and field.offer.options:
        try:
            context |= _answered(field, asked, choosing_form.wanted_of(asked, field, today))
        except HouseError as refusal:
            context["errors"], status = {"": refusal.sentence}, status_of(refusal)
    make = exports.FILES.get(request.GET.get("dang", ""))
    if make and "shown" in context:
        return make(_("Mô phỏng chọn việc"), choosing_words.headers(), choosing_words.table(context["shown"]))
    return render(request, "desk/plans/choosing.html", context, status=status)


def _around(request: HttpRequest, plan: Any, field: Field, asked: Asked) -> dict[str, Any]:
    """Return what stands on the page whatever is asked."""
    viewer = request.viewer  # type: ignore[attr-defined]
    limits = {name: value for name, value in asked.values.items() if value}
    return {
        "plan": plan,
        "field": field,
        "asked": asked,
        "values": asked.values,
        "errors": asked.errors,
        "query": urlencode(limits | {"tinh": "1"}),
        "left": choosing_words.left_lines(field.offer, viewer),
        "assumptions": [choosing_words.sentence(one) for one in field.situation.assumptions],
        "may_keep": policies.may_keep(viewer, plan),
    }


def _answered(field: Field, asked: Asked, wanted: Wanted) -> dict[str, Any]:
    situation = field.situation
    choice = solve.best(situation, wanted, seconds=BEST_SECONDS)
    found: dict[str, Any] = {
        "shown": choosing_words.shown(field, wanted, choice),
        "kept": ", ".join(choosing_form.kept(asked, field)),
    }
    if asked.place is None:
        return found
    if field.own is not None and field.own.rank <= asked.place:
        words = {"own": field.own.rank, "place": asked.place, "year": field.year}
        found["reach"] = _("Kết quả công bố năm %(year)s đã xếp hạng %(own)s, không dưới hạng %(place)s.") % words
        return found
    reach = solve.reach(situation, wanted, ToPlace(asked.place), seconds=REACH_SECONDS)
    found["reach"] = explain.of_reach(situation, reach)
    found["reach_shown"] = choosing_words.shown(field, wanted, reach.choice) if reach.choice else None
    return found


@officer_required()
@require_safe
def curve(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Show money against points within the same limits: a chart, and the table beside it."""
    plan = queries.plan_for_officer(request.viewer, plan_id)  # type: ignore[attr-defined]
    today = timezone.localdate()
    field = field_of(plan, today)
    asked = choosing_form.read(request.GET, today, field.places)
    context, status = _around(request, plan, field, asked), 422 if asked.errors else 200
    if not asked.errors and field.offer.options:
        wanted = choosing_form.wanted_of(asked, field, today)
        try:
            found = solve.pareto(field.situation, wanted, most=CURVE_CHOICES, seconds=CURVE_SECONDS)
        except HouseError as refusal:
            context["errors"], status = {"": refusal.sentence}, status_of(refusal)
        else:
            context["sentence"] = explain.of_curve(found)
            context["lines"] = choosing_words.curve_lines(found, asked)
            context["data"] = {"pareto": choosing_words.bars(found)}
    return render(request, "desk/plans/curve.html", context, status=status)
