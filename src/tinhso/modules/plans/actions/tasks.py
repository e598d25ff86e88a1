# SPDX-License-Identifier: EUPL-1.2
"""Put tasks into a plan: one by a form, many by an annex; into a plan in force they are given out at once."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from tinhso.kernel.casework.actions import open_case
from tinhso.kernel.casework.models import Case
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.identity.queries import sits_in
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.kernel.registry.models import Unit
from tinhso.kernel.registry.queries import units_as_of
from tinhso.lib.uuid7 import uuid7
from tinhso.lib.vntext import search_key
from tinhso.modules.plans import policies
from tinhso.modules.plans.actions.giving import give, subject_of
from tinhso.modules.plans.actions.plans import check_draft_state, lock_plan
from tinhso.modules.plans.errors import PlanChangedMeanwhile, PlanIncomplete, PlanNotOpen
from tinhso.modules.plans.models import Goal, Plan, Task
from tinhso.modules.plans.types import PlanState, TaskChanged, TaskPlanned
from tinhso.modules.plans.workflow import PLAN_TASK

LONGEST_TITLE = 1000
MOST_TASKS = 5_000
STALE_TASK = "Nhiệm vụ vừa được người khác xử lý. Hãy tải lại trang; nội dung bạn nhập chưa được ghi."


@dataclass(frozen=True)
class TaskTold:
    """What the form of a task says. lead: exactly one unit; due_on None: standing ("thường xuyên").

    helpers: units that coordinate; helpers_said: those that are no unit of the register, as written; lifts: codes of
    components of an index; needs: tasks of the same plan that must be over before.
    """

    client_key: str
    title: str
    lead_id: uuid.UUID
    due_on: date | None
    goal_id: uuid.UUID | None = None
    officer_id: uuid.UUID | None = None
    helpers: tuple[uuid.UUID, ...] = ()
    helpers_said: str = ""
    due_said: str = ""
    number: str = ""
    product: str = ""
    lifts: tuple[str, ...] = ()
    needs: tuple[uuid.UUID, ...] = ()


def plan_task(plan_id: uuid.UUID, told: TaskTold, *, viewer: Viewer, now: datetime) -> Task:
    """Put one task into a plan; see `plan_tasks`."""
    return plan_tasks(plan_id, [told], viewer=viewer, now=now)[0]


@transaction.atomic(durable=True)
def plan_tasks(plan_id: uuid.UUID, many: Sequence[TaskTold], *, viewer: Viewer, now: datetime) -> list[Task]:
    """Put tasks into a plan, all or none; in a plan in force they are given out. The same form again gives the first.

    Raises PlanNotOpen for a closed plan, PlanIncomplete naming the box of what lacks or cannot be.
    """
    plan = lock_plan(plan_id)
    seat = policies.check_keep(viewer, plan)
    return put_in(plan, many, viewer=viewer, seat=seat, now=now)


def put_in(plan: Plan, many: Sequence[TaskTold], *, viewer: Viewer, seat: Seat, now: datetime) -> list[Task]:
    """Put tasks into a locked plan, inside the caller's transaction."""
    if plan.state == PlanState.CLOSED:
        raise PlanNotOpen("Kế hoạch đã kết thúc nên không thêm nhiệm vụ được nữa.")
    if Task.objects.filter(plan=plan).count() + len(many) > MOST_TASKS:
        raise Refused(f"Một kế hoạch có nhiều nhất {MOST_TASKS} nhiệm vụ. Hãy chia thành nhiều kế hoạch.")
    last = Task.objects.filter(plan=plan).aggregate(last=Max("position"))["last"] or 0
    return [_planned(plan, told, last + place, viewer, seat, now) for place, told in enumerate(many, start=1)]


def _planned(plan: Plan, told: TaskTold, position: int, viewer: Viewer, seat: Seat, now: datetime) -> Task:
    before = Task.objects.filter(client_key=told.client_key, plan=plan).first()
    if before is not None:
        return before
    _check(plan, told, None, now)
    case_id = uuid7()
    case = open_case(
        kind=PLAN_TASK.kind,
        title=told.title.strip(),
        unit_id=told.lead_id,
        search_key=_key(plan, told),
        now=now,
        payload=TaskPlanned(plan=plan.id, lead=told.lead_id, due=told.due_on),
        actor=viewer.actor(seat),
        subject=subject_of(case_id),
        case_id=case_id,
    )
    task = Task.objects.create(case=case, plan=plan, client_key=told.client_key, position=position, **_fields(told))
    _keep_lists(task, told)
    if plan.state == PlanState.IN_FORCE:
        give(task, viewer=viewer, seat=seat, now=now)
    return task


@transaction.atomic(durable=True)
def change_task(task_id: uuid.UUID, told: TaskTold, *, viewer: Viewer, now: datetime, expected_version: int) -> Task:
    """Change a task of a draft. Raises PlanChangedMeanwhile for a page older than the task, PlanNotOpen once given."""
    plan = lock_plan(Task.objects.get(case_id=task_id).plan_id)
    seat = policies.check_keep(viewer, plan)
    check_draft_state(plan)
    case = Case.objects.select_for_update(of=("self",)).get(id=task_id)
    task = Task.objects.get(case_id=task_id)
    if case.state != "planned":
        raise PlanNotOpen("Nhiệm vụ này đã rút nên không sửa được nữa.")
    if case.version != expected_version:
        raise PlanChangedMeanwhile(STALE_TASK)
    _check(plan, told, task, now)
    Task.objects.filter(case_id=task_id).update(**_fields(told))
    task.refresh_from_db()
    _keep_lists(task, told)
    case.title, case.search_key, case.unit_id = told.title.strip()[:300], _key(plan, told), told.lead_id
    case.version += 1
    case.changed_at = max(now, case.changed_at)
    case.save(update_fields=["title", "search_key", "unit", "version", "changed_at"])
    payload = TaskChanged(lead=told.lead_id, due=told.due_on)
    actor, subject = viewer.actor(seat), subject_of(task_id)
    record(payload, at=now, actor=actor, subject=subject, case_id=task_id, unit_id=plan.office_id)
    return task


def _check(plan: Plan, told: TaskTold, task: Task | None, now: datetime) -> None:
    today = timezone.localdate(now)
    if not told.title.strip():
        raise PlanIncomplete("Hãy ghi nội dung nhiệm vụ.", code="title")
    if len(told.title.strip()) > LONGEST_TITLE:
        raise PlanIncomplete(f"Nội dung nhiệm vụ dài quá {LONGEST_TITLE} ký tự. Hãy rút gọn.", code="title")
    in_force = set(units_as_of(today).filter(id__in=[told.lead_id, *told.helpers]).values_list("id", flat=True))
    if told.lead_id not in in_force:
        raise PlanIncomplete("Đơn vị chủ trì không còn hoạt động. Hãy chọn đơn vị khác.", code="lead")
    if told.lead_id in told.helpers:
        raise PlanIncomplete("Đơn vị chủ trì không thể đồng thời là đơn vị phối hợp.", code="helpers")
    if not set(told.helpers) <= in_force:
        raise PlanIncomplete("Có đơn vị phối hợp không còn hoạt động. Hãy chọn lại.", code="helpers")
    if told.officer_id and not sits_in(told.officer_id, told.lead_id, today):
        raise PlanIncomplete("Người được chọn không giữ chức vụ ở đơn vị chủ trì. Hãy chọn người khác.", code="officer")
    if told.due_on and not plan.year_from <= told.due_on.year <= plan.year_to + 1:
        sentence = f"Hạn hoàn thành phải trong thời gian của kế hoạch {plan.year_from}–{plan.year_to}."
        raise PlanIncomplete(sentence, code="due_on")
    if plan.state == PlanState.IN_FORCE and told.due_on and told.due_on < today:
        raise PlanIncomplete("Hạn hoàn thành đã qua. Hãy chọn ngày khác.", code="due_on")
    _check_links(plan, told, task)


def _check_links(plan: Plan, told: TaskTold, task: Task | None) -> None:
    if told.goal_id and not Goal.objects.filter(id=told.goal_id, plan=plan).exists():
        raise PlanIncomplete("Mục tiêu được chọn không còn trong kế hoạch. Hãy chọn lại.", code="goal")
    needed = set(told.needs)
    if Task.objects.filter(plan=plan, case_id__in=needed).count() != len(needed):
        raise PlanIncomplete("Nhiệm vụ phải xong trước không còn trong kế hoạch. Hãy chọn lại.", code="needs")
    if task is not None and needed and task.case_id in _all_needed(needed):
        raise PlanIncomplete("Hai nhiệm vụ không thể chờ lẫn nhau. Hãy bỏ bớt nhiệm vụ phải xong trước.", code="needs")


def _all_needed(first: set[uuid.UUID]) -> set[uuid.UUID]:
    """Return the tasks that must be over before, and before those, and so on."""
    links: dict[uuid.UUID, set[uuid.UUID]] = {}
    for one, other in Task.needs.through.objects.values_list("from_task_id", "to_task_id"):
        links.setdefault(one, set()).add(other)
    found: set[uuid.UUID] = set()
    ahead = list(first)
    while ahead:
        one = ahead.pop()
        if one not in found:
            found.add(one)
            ahead += links.get(one, ())
    return found


def _key(plan: Plan, told: TaskTold) -> str:
    return search_key(f"{told.number} {told.title} {told.product} {plan.title}")[:1000]


def _fields(told: TaskTold) -> dict[str, object]:
    return {
        "goal_id": told.goal_id,
        "number": told.number.strip()[:20],
        "title": told.title.strip(),
        "lead_id": told.lead_id,
        "officer_id": told.officer_id,
        "helpers_said": told.helpers_said.strip()[:500],
        "due_on": told.due_on,
        "due_said": told.due_said.strip()[:100],
        "product": told.product.strip()[:500],
        "lifts": list(told.lifts),
    }


def _keep_lists(task: Task, told: TaskTold) -> None:
    task.helpers.set(Unit.objects.filter(id__in=told.helpers))
    task.needs.set(Task.objects.filter(case_id__in=told.needs))
