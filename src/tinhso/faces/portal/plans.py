# SPDX-License-Identifier: EUPL-1.2
"""Issued plans in words for everybody: what was promised, where it stands, what proves it, money in totals."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tinhso.faces.portal.reading import read_text
from tinhso.faces.ui import plan_words
from tinhso.faces.ui.data_files import DATA_FILES, Table
from tinhso.faces.ui.exports import FILES, attachment
from tinhso.faces.ui.ranking_links import ComponentLink, component_links
from tinhso.kernel.indicators.commitments import number_words
from tinhso.lib.cube import MISSING, NORMAL, Category, Cell, Cube, Dimension
from tinhso.modules.plans import published, queries, rules
from tinhso.modules.plans.rules import Light
from tinhso.modules.plans.types import Fund, PlanState, Stage

DATA = "json"
SHOWN_LIGHTS = tuple(one for one in Light if one is not Light.NOT_GIVEN)
"""A plan that is issued has no task that was not given out."""


@dataclass(frozen=True)
class PlanLine:
    """One plan of the list."""

    plan: Any
    kind: str
    state: str
    phase: str
    tasks: int
    lights: list[tuple[str, str, int]]

    @property
    def address(self) -> str:
        return reverse("portal:plan", args=[self.plan.id])


def plan_lines(some: Sequence[Any], today: date) -> list[PlanLine]:
    found = published.lights_of(some, today)
    return [_plan_line(one, found[one.id]) for one in some]


def _plan_line(plan: Any, counted: Mapping[Light, int]) -> PlanLine:
    words, phase = plan_words.STATES[PlanState(plan.state)]
    lights = [
        (str(plan_words.LIGHTS[one][0]), plan_words.LIGHTS[one][1], counted[one]) for one in Light if counted[one]
    ]
    return PlanLine(plan, str(plan_words.KINDS[plan.kind]), str(words), phase, sum(counted.values()), lights)


@dataclass(frozen=True)
class GoalLine:
    """What was promised: the words of the paper with their qualifier, and the path by year."""

    depth: int
    kind: str
    title: str
    said: str
    path: str


def goal_lines(plan: Any) -> list[GoalLine]:
    return [
        GoalLine(
            node.depth,
            str(plan_words.GOALS[node.goal.kind]),
            node.goal.title,
            plan_words.goal_words(node.goal),
            "; ".join(f"{one.year}: {number_words(one.value)}" for one in _years(node.goal)),
        )
        for node in queries.goals_of(plan)
    ]


def _years(goal: Any) -> list[Any]:
    return sorted(goal.years.all(), key=lambda one: one.year)


@dataclass(frozen=True)
class TaskLine:
    """A task as everybody sees it. proven: None until it is confirmed."""

    number: str
    title: str
    goal: str
    lead: str
    helpers: str
    due: date | None
    product: str
    light: str
    phase: str
    why: str
    proven: published.Proven | None
    lifts: list[ComponentLink]

    @property
    def due_words(self) -> str:
        return f"{self.due:%d/%m/%Y}" if self.due else _("thường xuyên")


def task_lines(rows: Sequence[queries.Row]) -> list[TaskLine]:
    tasks = [row.task for row in rows]
    proofs, lifts = published.proofs_of(tasks), published.lifted_by(tasks)
    return [_task_line(row, proofs.get(row.task.case_id), lifts[row.task.case_id]) for row in rows]


def _task_line(row: queries.Row, proven: published.Proven | None, codes: list[str]) -> TaskLine:
    task, (words, phase) = row.task, plan_words.LIGHTS[row.lit.light]
    helpers = [one.name for one in task.helpers.all()] + [task.helpers_said] * bool(task.helpers_said)
    return TaskLine(
        number=task.number,
        title=task.title,
        goal=task.goal.title if task.goal else "",
        lead=task.lead.name,
        helpers="; ".join(helpers),
        due=task.due_on,
        product=task.product,
        light=str(words),
        phase=phase,
        why=plan_words.why_words(row.lit),
        proven=proven,
        lifts=component_links(codes),
    )


@dataclass(frozen=True)
class MoneyLine:
    """Đồng of one source and year by stage; None where nothing was entered, which is not nought."""

    year: int
    fund: str
    stages: list[int | None]


def money_lines(plan: Any) -> list[MoneyLine]:
    amounts = queries.amounts(queries.money_of(plan))
    years = sorted({one.year for one in amounts})
    rows = [_money_line(amounts, year, fund) for year in years for fund in Fund]
    return [row for row in rows if any(one is not None for one in row.stages)]


def _money_line(amounts: Sequence[rules.Amount], year: int, fund: Fund) -> MoneyLine:
    of_fund = [one for one in amounts if one.year == year and one.fund is fund]
    entered = {one.stage for one in of_fund}
    totals = [rules.total(of_fund, stage, year) if stage in entered else None for stage in Stage]
    return MoneyLine(year, str(plan_words.FUNDS[fund]), totals)


def stage_words() -> list[str]:
    return [str(plan_words.STAGES[one]) for one in Stage]


@dataclass(frozen=True)
class Asked:
    """What was asked of a list; what cannot be read is left out and said in errors."""

    text: str
    year: int | None
    light: Light | None
    values: dict[str, str]
    errors: dict[str, str]


def read_asked(request: HttpRequest) -> Asked:
    text, year = read_text(request.GET, "q").strip(), read_text(request.GET, "nam", longest=10).strip()
    light = read_text(request.GET, "den", longest=20)
    errors = {}
    if year and not (year.isascii() and year.isdigit() and len(year) == 4):
        errors["nam"] = _("Hãy ghi năm bằng bốn chữ số, ví dụ 2026.")
    if light and light not in SHOWN_LIGHTS:
        errors["den"] = _("Không có tình trạng “%(value)s”, nên danh sách bỏ qua ô này. Hãy chọn lại.") % {
            "value": light
        }
    form = request.GET.get("dang", "")
    if form and form not in FILES and form not in DATA_FILES and form != DATA:
        errors[""] = _("Chỉ tải được dưới dạng Excel, CSV, JSON, JSON-stat hoặc SDMX-JSON.")
    return Asked(
        text=text,
        year=int(year) if year and "nam" not in errors else None,
        light=Light(light) if light and "den" not in errors else None,
        values={"q": text, "nam": year, "den": light},
        errors=errors,
    )


def light_choices() -> list[tuple[str, str]]:
    return [(one.value, str(plan_words.LIGHTS[one][0])) for one in SHOWN_LIGHTS]


def list_file(form: str, lines: Iterable[PlanLine]) -> HttpResponse | None:
    """Return the list of plans as a file, or nothing when none is asked for."""
    if form == DATA:
        return _json("ke-hoach", {"plans": [_plan_data(one) for one in lines]})
    if form in DATA_FILES:
        told = list(lines)
        return DATA_FILES[form]("ke-hoach", _lights_table(told).cube()) if told else None
    if form not in FILES:
        return None
    heads = [_("Số, ký hiệu"), _("Tên"), _("Loại"), _("Cơ quan thường trực"), _("Từ năm"), _("Đến năm"),
             _("Ngày ban hành"), _("Nhiệm vụ"), _("Tình trạng các nhiệm vụ")]  # fmt: skip
    return FILES[form]("ke-hoach", heads, [_plan_cells(one) for one in lines])


def _lights_table(lines: Sequence[PlanLine]) -> Table:
    """Return how many tasks of each plan stand in each light, as data for machines."""
    lights = [(one.name, str(plan_words.LIGHTS[one][0])) for one in SHOWN_LIGHTS]
    return Table(
        code="PLANS",
        title=_("Nhiệm vụ của các kế hoạch theo tình trạng"),
        source=_("Cộng từ sổ sự kiện"),
        period=f"{timezone.localdate():%Y-%m-%d}",
        axis=("PLAN", _("Kế hoạch"), ""),
        columns=(("TASKS", _("Nhiệm vụ")), *lights),
        lines=tuple((f"P{str(one.plan.id)[-12:]}", one.plan.title, _counts(one)) for one in lines),
    )


def _counts(line: PlanLine) -> list[int]:
    counted = {words: count for words, _phase, count in line.lights}
    return [line.tasks, *(counted.get(str(plan_words.LIGHTS[one][0]), 0) for one in SHOWN_LIGHTS)]


def _money_cube(line: PlanLine) -> Cube | None:
    """Return the money of a plan by year, source and stage, in đồng; None where none was entered."""
    amounts = queries.amounts(queries.money_of(line.plan))
    years = sorted({one.year for one in amounts})
    if not years:
        return None
    entered = {(one.year, one.fund, one.stage) for one in amounts}
    cells: dict[tuple[str, ...], Cell] = {
        (str(year), fund.name, stage.name): Cell(
            Decimal(rules.total([one for one in amounts if one.fund is fund], stage, year)), NORMAL
        )
        for year, fund, stage in entered
    }
    return Cube(
        code=f"PLAN-{str(line.plan.id)[-12:]}",
        title=_("Kinh phí: %(title)s") % {"title": line.plan.title},
        source=line.plan.number,
        language=(get_language() or "vi")[:2],
        dimensions=(
            Dimension("TIME_PERIOD", _("Năm"), "time", tuple(Category(str(one), str(one)) for one in years)),
            Dimension("FUND", _("Nguồn"), "", tuple(Category(one.name, str(plan_words.FUNDS[one])) for one in Fund)),
            Dimension(
                "STAGE", _("Bước"), "metric", tuple(Category(one.name, str(plan_words.STAGES[one]), 0) for one in Stage)
            ),
        ),
        statuses={NORMAL: _("Đã ghi, đồng"), MISSING: _("Chưa ghi")},
        cells=cells,
    )


def _plan_cells(line: PlanLine) -> list[object]:
    plan = line.plan
    counted = "; ".join(f"{words}: {count}" for words, _phase, count in line.lights)
    return [plan.number, plan.title, line.kind, plan.office.name, plan.year_from, plan.year_to, plan.issued_on,
            line.tasks, counted]  # fmt: skip


def _plan_data(line: PlanLine) -> dict[str, object]:
    plan = line.plan
    return {
        "id": str(plan.id),
        "number": plan.number,
        "title": plan.title,
        "kind": plan.kind,
        "state": plan.state,
        "office": plan.office.name,
        "years": [plan.year_from, plan.year_to],
        "issued_on": plan.issued_on.isoformat(),
        "tasks": line.tasks,
        "lights": {words: count for words, _phase, count in line.lights},
    }


def plan_file(form: str, line: PlanLine, goals: list[GoalLine], tasks: list[TaskLine]) -> HttpResponse | None:
    """Return one plan as a file: its tasks as a table, or everything of it as JSON; nothing when none is asked for."""
    name = f"ke-hoach-{str(line.plan.id)[-12:]}"
    if form == DATA:
        data = _plan_data(line) | {"goals": [_goal_data(one) for one in goals]}
        data |= {"task_list": [_task_data(one) for one in tasks], "money": _money_data(line.plan)}
        return _json(name, data)
    if form in DATA_FILES:
        money = _money_cube(line)
        return DATA_FILES[form](f"{name}-kinh-phi", money) if money else None
    if form not in FILES:
        return None
    heads = [_("STT"), _("Nhiệm vụ"), _("Thuộc mục tiêu"), _("Chủ trì"), _("Phối hợp"), _("Hạn hoàn thành"),
             _("Sản phẩm, kết quả"), _("Tình trạng"), _("Vì sao"), _("Ngày xác nhận"), _("Văn bản minh chứng"),
             _("Nâng chỉ số thành phần")]  # fmt: skip
    return FILES[form](name, heads, [_task_cells(one) for one in tasks])


def _task_cells(one: TaskLine) -> list[object]:
    confirmed, paper = (one.proven.confirmed_on, one.proven.paper) if one.proven else ("", "")
    return [one.number, one.title, one.goal, one.lead, one.helpers, one.due_words, one.product, one.light, one.why,
            confirmed, paper, ", ".join(link.code for link in one.lifts)]  # fmt: skip


def _goal_data(one: GoalLine) -> dict[str, object]:
    return {"depth": one.depth, "kind": one.kind, "title": one.title, "said": one.said, "path": one.path}


def _task_data(one: TaskLine) -> dict[str, object]:
    return {
        "number": one.number,
        "title": one.title,
        "goal": one.goal,
        "lead": one.lead,
        "helpers": one.helpers,
        "due_on": one.due.isoformat() if one.due else None,
        "product": one.product,
        "light": one.light,
        "why": one.why,
        "confirmed_on": one.proven.confirmed_on.isoformat() if one.proven else None,
        "paper": one.proven.paper if one.proven else "",
        "lifts": [link.code for link in one.lifts],
    }


def _money_data(plan: Any) -> list[dict[str, object]]:
    stages = [one.value for one in Stage]
    return [
        {"year": row.year, "fund": row.fund, "vnd": dict(zip(stages, row.stages, strict=True))}
        for row in money_lines(plan)
    ]


def _json(name: str, data: Mapping[str, object]) -> HttpResponse:
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return attachment(text.encode(), filename=f"{name}.json", media_type="application/json")
