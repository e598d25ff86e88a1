# SPDX-License-Identifier: EUPL-1.2
"""What a task would lift, cost and take, stated by an officer: the form and its page."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.faces.desk import reading as common
from tinhso.faces.desk.plans import shares
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.ranking_links import percent_text, scored_codes, titles
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import HouseError, NotAllowed
from tinhso.modules.plans import actions, estimating, policies, queries
from tinhso.modules.plans.actions.estimates import LONGEST_LEAD_DAYS, MOST_EFFECTS

EMPTY_ROWS = 3
PARTS = ("code", "now", "after")


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def effects(request: HttpRequest, task_id: uuid.UUID) -> HttpResponse:
    """Show what was stated of a task; take it anew from who may state it."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    task = queries.task_for_officer(viewer, task_id)
    policies.check_estimate(viewer, task)
    if request.method != "POST":
        return _page(request, task, _values(task))
    try:
        told = _told(request.POST, estimating.planned_cost(task) is not None)
        version = common.version(request.POST)
        actions.state_effects(task_id, told, scored=scored_codes(), viewer=viewer, now=now, expected_version=version)
    except common.FormFault as fault:
        return _page(request, task, request.POST.dict(), fault.errors, status=422)
    except NotAllowed:
        raise
    except HouseError as refusal:
        return _page(request, task, request.POST.dict(), common.placed(refusal), status=status_of(refusal))
    messages.success(request, _("Đã ghi tác động dự kiến. Đây là ước lượng, không phải số đo."))
    return redirect("desk:plan_task", task_id)


def _rows(values: dict[str, Any]) -> int:
    """Return how many lines the form has: those filled and some empty ones."""
    filled = [place for place in range(MOST_EFFECTS) if any(values.get(f"{part}-{place}") for part in PARTS)]
    return min((filled[-1] + 1 if filled else 0) + EMPTY_ROWS, MOST_EFFECTS)


def _told(data: QueryDict, has_planned_cost: bool) -> actions.EstimateTold:
    """Return what was typed; raises FormFault with a sentence for every box that cannot be read."""
    errors: dict[str, str] = {}
    lines = [place for place in range(MOST_EFFECTS) if any(data.get(f"{part}-{place}", "").strip() for part in PARTS)]
    found = [_line(data, place, errors) for place in lines]
    lead, cost = _number(data, errors), None
    if not has_planned_cost and data.get("cost", "").strip():
        try:
            cost = common.amount(data, "cost")
        except common.FormFault as fault:
            errors |= fault.errors
    if errors:
        raise common.FormFault(errors)
    return actions.EstimateTold(tuple(found), cost, lead, data.get("basis", ""))


def _line(data: QueryDict, place: int, errors: dict[str, str]) -> actions.EffectTold:
    code, known = "", {}
    try:
        code = shares.known_code(data.get(f"code-{place}", ""), f"code-{place}")
        if code not in scored_codes():
            errors[f"code-{place}"] = _("Thành phần này được thu thập nhưng không chấm điểm. Hãy bỏ dòng này.")
    except common.FormFault as fault:
        errors |= fault.errors
    for part in ("now", "after"):
        try:
            known[part] = shares.share(data.get(f"{part}-{place}", ""), f"{part}-{place}")
        except common.FormFault as fault:
            errors |= fault.errors
    return actions.EffectTold(code, known.get("now"), known.get("after"))


def _number(data: QueryDict, errors: dict[str, str]) -> int | None:
    try:
        return shares.whole_number(data.get("lead_days", ""), "lead_days", LONGEST_LEAD_DAYS)
    except common.FormFault as fault:
        errors |= fault.errors
        return None


def _values(task: Any) -> dict[str, Any]:
    """Return what the boxes show first: what was stated, else the components the plan names with what others said."""
    estimate, lines = estimating.estimate_of(task)
    if estimate is None:
        said = estimating.shares_stated(task.plan, task)
        values: dict[str, Any] = {"version": "0"}
        for place, code in enumerate([one for one in task.lifts if one in scored_codes()][:MOST_EFFECTS]):
            values |= {f"code-{place}": code, f"now-{place}": _text(said.get(code))}
        return values
    values = {
        "version": str(estimate.version),
        "basis": estimate.basis,
        "cost": "" if estimate.cost_vnd is None else str(estimate.cost_vnd),
        "lead_days": "" if estimate.lead_days is None else str(estimate.lead_days),
    }
    for place, one in enumerate(lines):
        values |= {f"code-{place}": one.component, f"now-{place}": _text(one.share_now)}
        values[f"after-{place}"] = _text(one.share_after)
    return values


def _text(share: Any) -> str:
    return "" if share is None else percent_text(share)


def _page(
    request: HttpRequest, task: Any, values: dict[str, Any], errors: dict[str, str] | None = None, *, status: int = 200
) -> HttpResponse:
    estimate, _lines = estimating.estimate_of(task)
    context = {
        "task": task,
        "plan": task.plan,
        "estimate": estimate,
        "rows": [
            {
                "place": place + 1,
                "boxes": [f"{part}-{place}" for part in PARTS],
                "title": titles().get(values.get(f"code-{place}", "").strip(), ""),
            }
            for place in range(_rows(values))
        ],
        "planned_cost": estimating.planned_cost(task),
        "is_over": task.case.closed_at is not None,
        "values": values,
        "errors": errors,
    }
    return render(request, "desk/plans/effects.html", context, status=status)
