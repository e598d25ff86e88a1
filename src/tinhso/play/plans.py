# SPDX-License-Identifier: EUPL-1.2
"""One plan of the demonstration, made up and saying so: tasks in every light, money by stage, one task proved."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from tinhso.kernel.identity.queries import officers_in, viewer_of_officer
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry import queries as registry
from tinhso.kernel.registry.models import Unit
from tinhso.modules.plans import actions
from tinhso.modules.plans.models import Plan, Task
from tinhso.modules.plans.types import Fund, GoalKind, Pillar, PlanKind, Stage
from tinhso.modules.scorecards.dti.reading import edition

NAMES = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")
BASIS = "Kế hoạch mẫu của bản trình diễn: nhiệm vụ, thời hạn và số tiền đều là giả định."


@dataclass(frozen=True)
class Made:
    """One made-up task: pillar, title, part of the lead's name, days from today to its end (None: standing), đồng.

    effects: what it is supposed to lift as (component, percent now, percent after), made up as all of this.
    """

    pillar: Pillar
    title: str
    lead: str
    days: int | None
    product: str
    vnd: int | None = None
    lead_days: int = 60
    effects: tuple[tuple[str, str, str], ...] = ()


TELECOM, JUSTICE, LAND = "Thông tin và Truyền thông", "Sở Tư pháp", "Tài nguyên và Môi trường"
FILES, LEVELS = "Số hóa hồ sơ đất đai còn hiệu lực", "Phê duyệt hồ sơ đề xuất cấp độ của mọi hệ thống"
GUIDING = "Hướng dẫn người dân nộp hồ sơ trực tuyến tại bộ phận Một cửa"
TASKS = (
    Made(Pillar.AWARENESS, "Mở chuyên trang chuyển đổi số của tỉnh", TELECOM, 30, "Chuyên trang"),
    Made(
        Pillar.GOVERNMENT,
        "Rà soát, cắt giảm giấy tờ cơ sở dữ liệu đã có",
        JUSTICE,
        90,
        "Danh mục cắt giảm",
        None,
        90,
        (("7.6", "20", "45"),),
    ),
    Made(
        Pillar.GOVERNMENT,
        FILES,
        LAND,
        10,
        "Kho dữ liệu",
        2_400_000_000,
        120,
        (("7.6", "20", "60"), ("7.9", "30", "50")),
    ),
    Made(Pillar.SECURITY, LEVELS, TELECOM, -5, "Quyết định", 600_000_000, 45, (("5.1", "40", "100"),)),
    Made(Pillar.SOCIETY, GUIDING, JUSTICE, None, "Báo cáo quý", None, 180, (("7.8", "55", "70"),)),
)
PILLARS = {
    Pillar.AWARENESS: "Nhận thức số",
    Pillar.GOVERNMENT: "Chính quyền số",
    Pillar.SECURITY: "An toàn thông tin mạng",
    Pillar.SOCIETY: "Xã hội số",
}
PROVED = actions.Proof("Chuyên trang đã mở trên cổng của tỉnh (giả định).", paper="15/BC-STTTT (giả định)")


def plan_in_demo(*, now: datetime) -> Plan | None:
    """Issue the made-up plan of this year once; None where its office or a lead is not staffed."""
    today = timezone.localdate(now)
    office = registry.territory().root
    leads = {one.lead: registry.unit_named(one.lead, today) for one in TASKS}
    leader, keeper = _somebody(office, "leader", today), _somebody(office, "controller", today)
    if leader is None or keeper is None or not all(leads.values()):
        return None
    plan_id = uuid.uuid5(NAMES, f"plan {today.year}")
    before = Plan.objects.filter(id=plan_id).first()
    if before is not None:
        return before
    title = f"Kế hoạch chuyển đổi số năm {today.year} (mẫu)"
    first, last = (now + timedelta(days=days) for days in (-5, 90))
    told = actions.PlanTold(PlanKind.PLAN, title, BASIS, min(first.year, today.year), last.year)
    plan = actions.draft_plan(plan_id, told, viewer=keeper, now=now)
    units = {part: unit for part, unit in leads.items() if unit is not None}
    tasks = _tasks(plan, units, keeper, now)
    _money(plan, tasks, keeper, now)
    _estimates(tasks, keeper, now)
    issued = actions.issue_plan(
        plan_id, number="01/KH-UBND (mẫu)", issued_on=today, viewer=leader, now=now, expected_version=plan.version
    )
    _prove(tasks[0], units[TASKS[0].lead], keeper, now)
    return issued


def _somebody(unit: Unit, role: str, today: date) -> Viewer | None:
    found = officers_in(unit.id, today, role)
    return viewer_of_officer(found[0], today) if found else None


def _tasks(plan: Plan, units: dict[str, Unit], keeper: Viewer, now: datetime) -> list[Task]:
    goals = {
        pillar: actions.add_goal(
            uuid.uuid5(plan.id, pillar), plan.id, actions.GoalTold(GoalKind.PILLAR, None, words), viewer=keeper, now=now
        )
        for pillar, words in PILLARS.items()
    }
    today = timezone.localdate(now)
    told = [
        actions.TaskTold(
            client_key=f"demo:{plan.id}:{place}",
            title=one.title,
            lead_id=units[one.lead].id,
            due_on=today + timedelta(days=one.days) if one.days is not None else None,
            goal_id=goals[one.pillar].id,
            number=str(place),
            product=one.product,
        )
        for place, one in enumerate(TASKS, start=1)
    ]
    return actions.plan_tasks(plan.id, told, viewer=keeper, now=now)


def _money(plan: Plan, tasks: list[Task], keeper: Viewer, now: datetime) -> None:
    for one, task in zip(TASKS, tasks, strict=True):
        if one.vnd is not None:
            line = actions.MoneyTold(
                client_key=f"demo:{task.case_id}",
                stage=Stage.PLAN,
                fund=Fund.LOCAL,
                pillar=one.pillar,
                year=plan.year_to if task.due_on is None else max(plan.year_from, task.due_on.year),
                amount_vnd=one.vnd,
                basis="Dự toán giả định",
                unit_id=task.lead_id,
                task_id=task.case_id,
            )
            actions.enter_money(plan.id, line, viewer=keeper, now=now)


def _estimates(tasks: list[Task], keeper: Viewer, now: datetime) -> None:
    """State what the tasks are supposed to lift; those without planned money are supposed to cost none."""
    scored = {part.code for main in edition("DTI-922").scored() for part in main.parts}
    for one, task in zip(TASKS, tasks, strict=True):
        if one.effects:
            effects = tuple(
                actions.EffectTold(code, Decimal(percent_now) / 100, Decimal(after) / 100)
                for code, percent_now, after in one.effects
            )
            told = actions.EstimateTold(effects, None if one.vnd else 0, one.lead_days, "Số giả định")
            actions.state_effects(task.case_id, told, scored=scored, viewer=keeper, now=now, expected_version=0)


def _prove(task: Task, lead: Unit, keeper: Viewer, now: datetime) -> None:
    """Let the head of the lead report the first task and the keeper confirm it."""
    head = _somebody(lead, "head", timezone.localdate(now))
    if head is None:
        return
    version = Task.objects.select_related("case").get(case_id=task.case_id).case.version
    actions.report_task(task.case_id, PROVED, viewer=head, now=now, expected_version=version)
    actions.confirm_task(task.case_id, text="", viewer=keeper, now=now, expected_version=version + 1)
