# SPDX-License-Identifier: EUPL-1.2
"""Money of a plan: what was planned, allotted, committed and spent, by pillar and source; the rules by each base."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.faces.desk.plans import reading
from tinhso.faces.desk.reading import FormFault, placed
from tinhso.faces.ui import exports
from tinhso.faces.ui import plan_words as wording
from tinhso.faces.ui.middleware import status_of
from tinhso.faces.ui.signin import officer_required
from tinhso.kernel.events.errors import HouseError, NotAllowed
from tinhso.kernel.registry.queries import units_as_of
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.plans import actions, policies, queries, rules
from tinhso.modules.plans.types import Base, Fund, Pillar, Stage


@officer_required()
@require_http_methods(["GET", "HEAD", "POST"])
def money(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Show the money of one year of a plan; take an amount. `?dang=` gives every line as a file."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    plan = queries.plan_for_officer(viewer, plan_id)
    if export := exports.FILES.get(request.GET.get("dang", "")):
        return export(_("Kinh phí"), _headers(), [_line(one) for one in queries.money_of(plan)])
    if request.method != "POST":
        return _page(request, plan)
    try:
        actions.enter_money(plan_id, reading.money_told(request.POST), viewer=viewer, now=now)
    except FormFault as fault:
        return _page(request, plan, fault.errors, status=422)
    except NotAllowed:
        raise
    except HouseError as refusal:
        return _page(request, plan, placed(refusal), status=status_of(refusal))
    messages.success(request, _("Đã ghi kinh phí."))
    return redirect("desk:plan_money", plan_id)


@officer_required(*policies.KEEPERS)
@require_http_methods(["POST"])
def base(request: HttpRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Take a total of a year that shares are taken of."""
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    plan = queries.plan_for_officer(viewer, plan_id)
    policies.check_keep(viewer, plan)
    try:
        actions.enter_base(reading.base_told(request.POST), viewer=viewer, now=now)
    except FormFault as fault:
        return _page(request, plan, fault.errors, status=422)
    except NotAllowed:
        raise
    except HouseError as refusal:
        boxes = {"year": "base_year", "amount": "base_amount", "basis": "base_basis", "why": "base_why", "base": "base"}
        errors = {boxes.get(refusal.code, ""): refusal.sentence}
        return _page(request, plan, errors, status=status_of(refusal))
    messages.success(request, _("Đã ghi mẫu số."))
    return redirect("desk:plan_money", plan_id)


def _page(request: HttpRequest, plan: Any, errors: dict[str, str] | None = None, *, status: int = 200) -> HttpResponse:
    viewer, today = request.viewer, timezone.localdate()  # type: ignore[attr-defined]
    years = list(range(plan.year_from, plan.year_to + 1))
    typed = request.GET.get("nam", "")
    year = int(typed) if typed in map(str, years) else min(max(today.year, plan.year_from), plan.year_to)
    stage = Stage(request.GET["cap"]) if request.GET.get("cap") in set(Stage) else Stage.PLAN
    lines = queries.money_of(plan)
    amounts = queries.amounts(lines)
    tasks = [row.task for row in queries.board(plan, today)]
    context = {
        "plan": plan,
        "years": [(str(one), str(one)) for one in years],
        "year": year,
        "stage_words": wording.STAGES[stage],
        "stages": wording.options(wording.STAGES),
        "funds": wording.options(wording.FUNDS),
        "pillars": wording.options(wording.PILLARS),
        "bases": wording.options({one: wording.BASES[one] for one in (Base.IT_BUDGET, Base.STATE_SPENDING)}),
        "by_pillar": _by_pillar(amounts, year),
        "by_fund": _by_fund(amounts, year),
        "shares": [(wording.BASES[one.base], one) for one in _shares(amounts, stage, year)],
        "growth": rules.government_growth(amounts, stage, year),
        "slips": [
            (wording.STAGES[after], wording.STAGES[before], by)
            for before, after, by in rules.stages_out_of_order(amounts, year)
        ],
        "lines": [_line(one) for one in lines if one.year == year],
        "may_keep": policies.may_keep(viewer, plan),
        "units": [(str(one.id), one.name) for one in units_as_of(today)],
        "tasks": [(str(one.case_id), f"{one.number} {one.title}".strip()[:120]) for one in tasks],
        "key": request.POST.get("key", "")[: reading.LONGEST_KEY] or uuid7().hex,
        "errors": errors,
        "values": {"nam": str(year), "cap": stage.value, "year": str(year), "base_year": str(year)}
        | {"task": request.GET.get("nhiem_vu", "")}
        | request.POST.dict(),
    }
    return render(request, "desk/plans/money.html", context, status=status)


def _shares(amounts: list[rules.Amount], stage: Stage, year: int) -> list[rules.Share]:
    it_budget, spending = (queries.base_of(one, year) for one in (Base.IT_BUDGET, Base.STATE_SPENDING))
    known = (it_budget.amount_vnd if it_budget else None, spending.amount_vnd if spending else None)
    return rules.security_shares(amounts, stage, year, *known)


Totals = list[tuple[Any, list[int | None]]]
"""A line of a table: what it sums, and đồng by stage; None where nothing was entered, which is not nought."""


def _by_pillar(amounts: list[rules.Amount], year: int) -> Totals:
    rows: Totals = [
        (wording.PILLARS[one], [rules.total(amounts, stage, year, pillars=frozenset({one})) or None for stage in Stage])
        for one in Pillar
    ]
    total: list[int | None] = [rules.total(amounts, stage, year) or None for stage in Stage]
    return [*[row for row in rows if any(row[1])], (_("Tổng"), total)]


def _by_fund(amounts: list[rules.Amount], year: int) -> Totals:
    rows: Totals = [
        (wording.FUNDS[one], [rules.total(amounts, stage, year, funds=frozenset({one})) or None for stage in Stage])
        for one in Fund
    ]
    return [row for row in rows if any(row[1])]


def _headers() -> list[str]:
    return [_("Năm"), _("Giai đoạn"), _("Nguồn"), _("Trụ cột"), _("Đơn vị"), _("Nhiệm vụ"), _("Số tiền (đồng)"),
            _("Văn bản"), _("Lý do"), _("Ngày ghi")]  # fmt: skip


def _line(one: Any) -> list[Any]:
    task = f"{one.task.number} {one.task.title}".strip() if one.task else ""
    return [one.year, wording.STAGES[one.stage], wording.FUNDS[one.fund], wording.PILLARS[one.pillar], one.unit.name,
            task, one.amount_vnd, one.basis, one.why, one.entered_at]  # fmt: skip
