# SPDX-License-Identifier: EUPL-1.2
"""The goals of a plan: the tree with its path by year, and the form of one goal."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.desk.plans import reading
from tinhso.faces.desk.reading import FormFault, placed
from tinhso.faces.ui import plan_words as wording
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import HouseError, NotAllowed
from tinhso.kernel.indicators.commitments import number_words
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.plans import actions, policies, queries


@officer_required()
@require_safe
def goals(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Show the tree of goals with the path of each by year."""
    viewer = request.viewer  # type: ignore[attr-defined]
    plan = queries.plan_for_officer(viewer, plan_id)
    nodes = queries.goals_of(plan)
    years = sorted({one.year for node in nodes for one in node.goal.years.all()})
    rows = [_row(node, years) for node in nodes]
    may_change = policies.may_keep(viewer, plan) and plan.state == "draft"
    context = {"plan": plan, "rows": rows, "years": years, "may_change": may_change, "new_id": uuid7()}
    return render(request, "desk/plans/goals.html", context)


def _row(node: queries.Node, years: list[int]) -> dict[str, Any]:
    path = {one.year: number_words(one.value) for one in node.goal.years.all()}
    return {
        "goal": node.goal,
        "kind": wording.GOALS[node.goal.kind],
        "levels": range(node.depth),
        "said": wording.goal_words(node.goal),
        "baseline": number_words(node.goal.baseline) if node.goal.baseline is not None else "",
        "path": [path.get(year, "") for year in years],
    }


@officer_required(*policies.KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def goal(request: HttpRequest, plan_id: uuid.UUID, goal_id: uuid.UUID) -> HttpResponse:
    """Show the form of a goal, an old or a new one under the id of this form; take it or remove it."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    plan = queries.plan_for_officer(viewer, plan_id)
    policies.check_keep(viewer, plan)
    found = queries.goal_of(plan, goal_id)
    if request.method != "POST":
        return _form(request, plan, found, values=_values(found) if found else {"parent": request.GET.get("duoi", "")})
    try:
        if request.POST.get("act") == "remove" and found is not None:
            actions.remove_goal(goal_id, viewer=viewer, now=now)
        elif found is not None:
            actions.change_goal(goal_id, reading.goal_told(request.POST), viewer=viewer, now=now)
        else:
            actions.add_goal(goal_id, plan_id, reading.goal_told(request.POST), viewer=viewer, now=now)
    except FormFault as fault:
        return _form(request, plan, found, fault.errors, status=422)
    except NotAllowed:
        raise
    except HouseError as refusal:
        return _form(request, plan, found, placed(refusal), status=status_of(refusal))
    messages.success(request, _("Đã lưu."))
    return redirect("desk:plan_goals", plan_id)


def _values(goal: Any) -> dict[str, str]:
    path = "\n".join(f"{one.year}: {number_words(one.value)}" for one in goal.years.order_by("year"))
    fields = ("kind", "title", "qualifier", "unit_of_measure", "denominator", "said", "measure")
    numbers = {name: getattr(goal, name) for name in ("value", "baseline")}
    return (
        {name: str(getattr(goal, name)) for name in fields}
        | {name: number_words(value) if value is not None else "" for name, value in numbers.items()}
        | {"parent": str(goal.parent_id or ""), "path": path}
    )


def _form(
    request: HttpRequest,
    plan: Any,
    goal: Any,
    errors: dict[str, str] | None = None,
    *,
    values: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    nodes = [node for node in queries.goals_of(plan) if goal is None or node.goal.id != goal.id]
    context = {
        "plan": plan,
        "goal": goal,
        "errors": errors,
        "values": request.POST.dict() if request.method == "POST" else values,
        "kinds": wording.options(wording.GOALS),
        "qualifiers": wording.options(wording.QUALIFIERS),
        "parents": [(str(node.goal.id), f"{'– ' * node.depth}{node.goal.title}") for node in nodes],
    }
    return render(request, "desk/plans/goal.html", context, status=status)
