# SPDX-License-Identifier: EUPL-1.2
"""A task of a plan: its form, its page with what was written under it, what is done with it, its proof."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.desk import reading as common
from tinhso.faces.desk.plans import reading
from tinhso.faces.ui import plan_words as wording
from tinhso.faces.ui.exports import attachment
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.ranking_links import component_links, percent_text
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.casework import workflow
from tinhso.kernel.documents import actions as documents
from tinhso.kernel.documents.queries import document
from tinhso.kernel.events.errors import HouseError, NotAllowed
from tinhso.kernel.identity.queries import officers_in
from tinhso.kernel.registry.queries import units_as_of
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.plans import actions, estimating, policies, queries


@officer_required(*policies.KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Put a task into a plan."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    plan = queries.plan_for_officer(viewer, plan_id)
    policies.check_keep(viewer, plan)
    if request.method != "POST":
        return _form(request, plan, None, values=_suggested(request))
    try:
        made = actions.plan_task(
            plan_id, reading.task_told(request.POST, timezone.localdate(now)), viewer=viewer, now=now
        )
    except common.FormFault as fault:
        return _form(request, plan, None, fault.errors, status=422)
    except NotAllowed:
        raise
    except HouseError as refusal:
        return _form(request, plan, None, common.placed(refusal), status=status_of(refusal))
    messages.success(request, _("Đã thêm nhiệm vụ."))
    return redirect("desk:plan_task", made.case_id)


def _suggested(request: HttpRequest) -> dict[str, str]:
    """Return what the link that led here knows: the goal, the component to lift."""
    return {"goal": request.GET.get("muc_tieu", ""), "lifts": request.GET.get("nang", "")[:40], "when": "day"}


@officer_required(*policies.KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, task_id: uuid.UUID) -> HttpResponse:
    """Change a task of a draft."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    task = queries.task_for_officer(viewer, task_id)
    policies.check_keep(viewer, task.plan)
    if request.method != "POST":
        return _form(request, task.plan, task, values=_values(task))
    try:
        actions.change_task(
            task_id,
            reading.task_told(request.POST, timezone.localdate(now)),
            viewer=viewer,
            now=now,
            expected_version=common.version(request.POST),
        )
    except common.FormFault as fault:
        return _form(request, task.plan, task, fault.errors, status=422)
    except NotAllowed:
        raise
    except HouseError as refusal:
        return _form(request, task.plan, task, common.placed(refusal), status=status_of(refusal))
    messages.success(request, _("Đã lưu."))
    return redirect("desk:plan_task", task_id)


def _values(task: Any) -> dict[str, Any]:
    helpers = [one.name for one in task.helpers.order_by("sort_key")]
    return {
        "number": task.number,
        "title": task.title,
        "goal": str(task.goal_id or ""),
        "lead": str(task.lead_id),
        "officer": str(task.officer_id or ""),
        "helpers": "\n".join([*helpers, *[one for one in task.helpers_said.split("; ") if one]]),
        "when": "day" if task.due_on else "standing",
        "due_on": task.due_on,
        "product": task.product,
        "lifts": ", ".join(task.lifts),
        "needs": [str(one.case_id) for one in task.needs.all()],
    }


def _form(
    request: HttpRequest,
    plan: Any,
    task: Any,
    errors: dict[str, str] | None = None,
    *,
    values: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    if request.method == "POST":
        values = request.POST.dict() | {"needs": request.POST.getlist("needs")}
    lead = common.optional_identifier(values or {}, "lead")
    others = [row.task for row in queries.board(plan, today) if task is None or row.task.case_id != task.case_id]
    context = {
        "plan": plan,
        "task": task,
        "errors": errors,
        "values": values,
        "key": request.POST.get("key", "")[: reading.LONGEST_KEY] or uuid7().hex,
        "units": [(str(one.id), one.name) for one in units_as_of(today)],
        "people": [(str(one.id), one.full_name) for one in officers_in(lead, today, *policies.CARRIERS)]
        if lead
        else [],
        "goals": [(str(node.goal.id), f"{'– ' * node.depth}{node.goal.title}") for node in queries.goals_of(plan)],
        "others": [(str(one.case_id), f"{one.number} {one.title}".strip()[:120]) for one in others],
        "whens": [("day", _("Có ngày hoàn thành")), ("standing", _("Thường xuyên"))],
    }
    return render(request, "desk/plans/task_form.html", context, status=status)


@dataclass(frozen=True)
class Deed:
    """What may be pressed on the page: the action, how its boxes are read, the sentence afterwards."""

    act: Callable[..., Any]
    read: Callable[[HttpRequest], dict[str, Any]]
    done: Any
    versioned: bool = True


def _text(request: HttpRequest) -> dict[str, Any]:
    return {"text": request.POST.get(f"{request.POST['act']}-text", "")[: reading.LONGEST_TEXT]}


def _proof(request: HttpRequest) -> dict[str, Any]:
    return {"proof": reading.proof(request, request.POST["act"])}


def _later(request: HttpRequest) -> dict[str, Any]:
    return {**_text(request), "due_on": common.required_day(request.POST, "put_off-day")}


def _officer(request: HttpRequest) -> dict[str, Any]:
    return {"officer_id": common.identifier(request.POST, "officer", _("Hãy chọn người thực hiện."))}


DEEDS = {
    "pass_on": Deed(actions.pass_on_task, _officer, gettext_lazy("Đã giao người thực hiện.")),
    "tell": Deed(actions.tell_progress, _proof, gettext_lazy("Đã ghi tiến độ."), versioned=False),
    "report": Deed(
        actions.report_task, _proof, gettext_lazy("Đã báo cáo hoàn thành; cơ quan thường trực sẽ xác nhận.")
    ),
    "confirm": Deed(actions.confirm_task, _text, gettext_lazy("Đã xác nhận hoàn thành.")),
    "send_back": Deed(actions.send_task_back, _text, gettext_lazy("Đã yêu cầu thực hiện lại.")),
    "put_off": Deed(actions.put_off_task, _later, gettext_lazy("Đã lùi hạn.")),
    "take_back": Deed(actions.take_task_back, _text, gettext_lazy("Đã rút nhiệm vụ.")),
}


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def task(request: HttpRequest, task_id: uuid.UUID) -> HttpResponse:
    """Show a task with what was written under it; take what the officer does with it."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.task_for_officer(viewer, task_id)
    name = request.POST.get("act", "")
    deed = DEEDS.get(name)
    if request.method != "POST" or deed is None:
        return _page(request, found)
    try:
        known = deed.read(request)
        if deed.versioned:
            known["expected_version"] = common.version(request.POST)
        if "proof" in known:
            deed.act(task_id, known.pop("proof"), viewer=viewer, now=now, **known)
        else:
            deed.act(task_id, viewer=viewer, now=now, **known)
    except common.FormFault as fault:
        return _page(request, found, fault.errors, status=422)
    except NotAllowed:
        raise
    except HouseError as refusal:
        again = queries.task_for_officer(viewer, task_id)
        return _page(request, again, _beside(name, refusal), status=status_of(refusal))
    messages.success(request, str(deed.done))
    return redirect("desk:plan_task", task_id)


def _beside(name: str, refusal: HouseError) -> dict[str, str]:
    boxes = {"paper": f"{name}-paper", "files": f"{name}-files", "due_on": f"{name}-day", "officer": "officer"}
    return {boxes.get(refusal.code, ""): refusal.sentence}


def _page(request: HttpRequest, found: Any, errors: dict[str, str] | None = None, *, status: int = 200) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    lit = queries.lit_of(found, today)
    words, phase = wording.LIGHTS[lit.light]
    helpers = [one.name for one in found.helpers.order_by("sort_key")]
    lines = [line for line in queries.money_of(found.plan) if line.task_id == found.case_id]
    context = {
        "task": found,
        "plan": found.plan,
        "case": found.case,
        "state": workflow.state(found.case.kind, found.case.state),
        "light": words,
        "phase": phase,
        "why": wording.why_words(lit),
        "helpers": helpers + [found.helpers_said] * bool(found.helpers_said),
        "needs": list(found.needs.select_related("case").order_by("position")),
        "needed_by": list(found.needed_by.select_related("case").order_by("position")),
        "words": [(wording.WORDS[one.kind], one) for one in queries.words_of(found)],
        "money": [(wording.STAGES[line.stage], wording.FUNDS[line.fund], line) for line in lines],
        "open": queries.steps_open_to(viewer, found),
        **_stated(viewer, found),
        "people": queries.people_for(found, today),
        "is_party": policies.is_party(viewer, found),
        "may_keep": policies.may_keep(viewer, found.plan),
        "errors": errors,
        "values": request.POST.dict(),
    }
    return render(request, "desk/plans/task.html", context, status=status)


def _stated(viewer: Any, found: Any) -> dict[str, Any]:
    """Return the components a task lifts, each with its page, and what was stated of it."""
    estimate, effects = estimating.estimate_of(found)
    codes = dict.fromkeys([*found.lifts, *(one.component for one in effects)])
    try:
        policies.check_estimate(viewer, found)
        may_estimate = found.case.closed_at is None
    except NotAllowed:
        may_estimate = False
    lines = [(one.component, *(_percent(share) for share in (one.share_now, one.share_after))) for one in effects]
    return {"lifts": component_links(codes), "estimate": estimate, "effects": lines, "may_estimate": may_estimate}


def _percent(share: Any) -> str:
    return _("chưa biết") if share is None else f"{percent_text(share)} %"


@officer_required()
@require_safe
def download(request: HttpRequest, task_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """Hand out a file of proof to the two units of a task; who took it is recorded."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    found = queries.task_for_officer(viewer, task_id)
    if not policies.is_party(viewer, found) or document(document_id).case_id != found.case_id:
        raise Http404("file of another task")
    purpose = f"Xem minh chứng nhiệm vụ của kế hoạch {found.plan.number}".strip()
    opened = documents.download(document_id, purpose=purpose, now=now, by=viewer.actor())
    return attachment(opened.data, filename=opened.filename, media_type=opened.media_type)
