# SPDX-License-Identifier: EUPL-1.2
"""The list of plans, one plan with its tasks and lights, drawing up, issuing, closing."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.desk import reading as common
from tinhso.faces.desk.plans import reading
from tinhso.faces.ui import exports
from tinhso.faces.ui import plan_words as wording
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import HouseError, NotAllowed
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.plans import actions, policies, queries
from tinhso.modules.plans.rules import Light
from tinhso.modules.plans.types import PlanState

ON_A_PAGE = 20


@officer_required()
@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    """List the plans the officer may read, with how many of their tasks are over and overdue; `?dang=` as a file."""
    viewer, today = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    text, state, typed = request.GET.get("q", "")[:200], request.GET.get("tt", ""), request.GET.get("nam", "")
    state = state if state in set(PlanState) else ""
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else None
    found = queries.plans_for(viewer, text=text, state=state, year=year)
    if export := exports.FILES.get(request.GET.get("dang", "")):
        return export(_("Kế hoạch"), _headers(), [_line(_entry(one, today)) for one in found])
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("trang"))
    context = {
        "entries": [_entry(one, today) for one in page.object_list],
        "page": page,
        "text": text,
        "states": [(state.value, words) for state, (words, _phase) in wording.STATES.items()],
        "values": {"tt": state, "nam": typed},
        "new_id": uuid7() if policies.drafting_seats(viewer) else None,
        "is_narrowed": bool(text or state or year),
    }
    return render(request, "desk/plans/list.html", context)


def _entry(plan: Any, today: Any) -> dict[str, Any]:
    found = dict(queries.counted(queries.board(plan, today)))
    words, phase = wording.STATES[PlanState(plan.state)]
    return {
        "plan": plan,
        "kind": wording.KINDS[plan.kind],
        "state": words,
        "phase": phase,
        "tasks": sum(found.values()),
        "done": found.get(Light.DONE, 0) + found.get(Light.DONE_LATE, 0),
        "overdue": found.get(Light.OVERDUE, 0),
    }


def _headers() -> list[str]:
    return [_("Số, ký hiệu"), _("Tên"), _("Loại"), _("Cơ quan thường trực"), _("Từ năm"), _("Đến năm"), _("Tình trạng"),
            _("Nhiệm vụ"), _("Hoàn thành"), _("Quá hạn")]  # fmt: skip


def _line(entry: dict[str, Any]) -> list[Any]:
    plan = entry["plan"]
    return [plan.number, plan.title, entry["kind"], plan.office.name, plan.year_from, plan.year_to, entry["state"],
            entry["tasks"], entry["done"], entry["overdue"]]  # fmt: skip


@officer_required(*policies.KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Draw up a plan under the id of this form."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    policies.check_draft(viewer)
    if request.method != "POST":
        this = str(timezone.localdate(now).year)
        return _form(request, None, values={"kind": "plan", "year_from": this, "year_to": this})
    try:
        made = actions.draft_plan(plan_id, reading.plan_told(request.POST), viewer=viewer, now=now)
    except common.FormFault as fault:
        return _form(request, None, fault.errors, status=422)
    except NotAllowed:
        raise
    except HouseError as refusal:
        return _form(request, None, common.placed(refusal), status=status_of(refusal))
    messages.success(request, _("Đã lập dự thảo. Hãy thêm mục tiêu và nhiệm vụ."))
    return redirect("desk:plan", made.id)


@officer_required(*policies.KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Change the head of a draft."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.plan_for_officer(viewer, plan_id)
    policies.check_keep(viewer, found)
    if request.method != "POST":
        fields = ("kind", "title", "basis", "year_from", "year_to")
        return _form(request, found, values={name: str(getattr(found, name)) for name in fields})
    version = common.version(request.POST)
    try:
        told = reading.plan_told(request.POST)
        actions.change_plan(plan_id, told, viewer=viewer, now=now, expected_version=version)
    except common.FormFault as fault:
        return _form(request, found, fault.errors, status=422)
    except NotAllowed:
        raise
    except HouseError as refusal:
        return _form(request, found, common.placed(refusal), status=status_of(refusal))
    messages.success(request, _("Đã lưu."))
    return redirect("desk:plan", plan_id)


def _form(
    request: HttpRequest,
    plan: Any,
    errors: dict[str, str] | None = None,
    *,
    values: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    filled = values or request.POST.dict()
    context = {"plan": plan, "errors": errors, "values": filled, "kinds": wording.options(wording.KINDS)}
    return render(request, "desk/plans/form.html", context, status=status)


@officer_required()
@require_safe
def plan(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Show a plan: its lights, its tasks by goal, who carries how much."""
    found = queries.plan_for_officer(request.viewer, plan_id)  # type: ignore[attr-defined]
    return shown(request, found)


def shown(request: HttpRequest, found: Any, errors: dict[str, str] | None = None, *, status: int = 200) -> HttpResponse:
    """Render the page of a plan, with what was refused."""
    viewer, today = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    everything = queries.board(found, today)
    wanted = _wanted(request)
    rows = queries.board(found, today, wanted) if wanted != queries.Wanted() else everything
    money = queries.planned_money(row.task for row in rows)
    words, phase = wording.STATES[PlanState(found.state)]
    leads = {row.task.lead_id: row.task.lead for row in everything}
    context = {
        "plan": found,
        "kind": wording.KINDS[found.kind],
        "state": words,
        "phase": phase,
        "lights": [(light, *wording.LIGHTS[light], count) for light, count in queries.counted(everything)],
        "groups": _grouped(found, rows, money),
        "total": len(everything),
        "found": len(rows),
        "loads": queries.load_by_lead(everything),
        "may_keep": policies.may_keep(viewer, found),
        "may_issue": viewer.seat_in(found.office_id, "leader") is not None,
        "errors": errors,
        "values": {"q": wanted.text, "den": wanted.light or "", "chu_tri": str(wanted.lead_id or "")}
        | request.POST.dict(),
        "light_choices": [(light.value, words) for light, (words, _phase) in wording.LIGHTS.items()],
        "lead_choices": [(str(one.id), one.name) for one in sorted(leads.values(), key=lambda unit: unit.sort_key)],
        "today": today,
        "is_narrowed": wanted != queries.Wanted(),
    }
    return render(request, "desk/plans/plan.html", context, status=status)


def _wanted(request: HttpRequest) -> queries.Wanted:
    light = request.GET.get("den", "")
    return queries.Wanted(
        text=request.GET.get("q", "")[:200],
        light=Light(light) if light in set(Light) else None,
        lead_id=common.optional_identifier(request.GET, "chu_tri"),
        goal_id=common.optional_identifier(request.GET, "muc_tieu"),
    )


def _grouped(plan: Any, rows: list[queries.Row], money: dict[uuid.UUID, int]) -> list[dict[str, Any]]:
    """Return the goals in the order of the paper, each with its tasks; tasks without a goal come last."""
    by_goal: dict[uuid.UUID | None, list[dict[str, Any]]] = {}
    for row in rows:
        by_goal.setdefault(row.task.goal_id, []).append(_task(row, money))
    groups = [
        {"goal": node.goal, "kind": wording.GOALS[node.goal.kind], "said": wording.goal_words(node.goal),
         "depth": node.depth, "tasks": by_goal.pop(node.goal.id, [])}
        for node in queries.goals_of(plan)
    ]  # fmt: skip
    return groups + [{"goal": None, "tasks": rest} for rest in by_goal.values()]


def _task(row: queries.Row, money: dict[uuid.UUID, int]) -> dict[str, Any]:
    words, phase = wording.LIGHTS[row.lit.light]
    helpers = [one.name for one in row.task.helpers.all()] + [row.task.helpers_said] * bool(row.task.helpers_said)
    return {"task": row.task, "light": words, "phase": phase, "why": wording.why_words(row.lit), "helpers": helpers,
            "money": money.get(row.task.case_id)}  # fmt: skip


@officer_required("leader")
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Put a plan in force by its signed paper."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.plan_for_officer(viewer, plan_id)
    policies.check_issue(viewer, found)
    if request.method != "POST":
        return _issue_page(request, found)
    try:
        actions.issue_plan(
            plan_id,
            number=request.POST.get("number", "")[:60],
            issued_on=common.required_day(request.POST, "issued_on"),
            viewer=viewer,
            now=now,
            expected_version=common.version(request.POST),
        )
    except common.FormFault as fault:
        return _issue_page(request, found, fault.errors, status=422)
    except HouseError as refusal:
        return _issue_page(request, found, common.placed(refusal), status=status_of(refusal))
    messages.success(request, _("Đã ban hành kế hoạch và giao nhiệm vụ cho các đơn vị chủ trì."))
    return redirect("desk:plan", plan_id)


def _issue_page(
    request: HttpRequest, found: Any, errors: dict[str, str] | None = None, *, status: int = 200
) -> HttpResponse:
    tasks = queries.board(found, timezone.localdate())
    context = {"plan": found, "errors": errors, "values": request.POST.dict(), "count": len(tasks)}
    return render(request, "desk/plans/issue.html", context, status=status)


@officer_required("leader")
@require_http_methods(["POST"])
def close(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Close a plan in force."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    try:
        version = common.version(request.POST)
        actions.close_plan(plan_id, viewer=viewer, now=now, expected_version=version)
    except NotAllowed:
        raise
    except HouseError as refusal:
        found = queries.plan_for_officer(viewer, plan_id)
        return shown(request, found, {"": refusal.sentence}, status=status_of(refusal))
    messages.success(request, _("Đã kết thúc kế hoạch."))
    return redirect("desk:plan", plan_id)
