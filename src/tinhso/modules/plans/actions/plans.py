# SPDX-License-Identifier: EUPL-1.2
"""Draw up, change, issue and close a plan."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.casework.models import Case
from tinhso.kernel.events.actions import record
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.lib.vntext import search_key
from tinhso.modules.plans import policies
from tinhso.modules.plans.actions.giving import give
from tinhso.modules.plans.errors import PlanChangedMeanwhile, PlanIncomplete, PlanNotOpen
from tinhso.modules.plans.models import Plan, Task
from tinhso.modules.plans.rules import FIRST_YEAR, LAST_YEAR, LONGEST_YEARS
from tinhso.modules.plans.types import PlanChanged, PlanClosed, PlanDrafted, PlanIssued, PlanKind, PlanState

LONGEST_TITLE = 300
STALE = "Kế hoạch vừa được người khác sửa sau khi bạn mở trang. Hãy tải lại trang; nội dung bạn nhập chưa được ghi."


@dataclass(frozen=True)
class PlanTold:
    """What the form of a plan says. basis: the paper it rests on, as quoted."""

    kind: PlanKind
    title: str
    basis: str
    year_from: int
    year_to: int


def subject_of(plan_id: uuid.UUID) -> str:
    return f"plan:{plan_id}"


@transaction.atomic(durable=True)
def draft_plan(plan_id: uuid.UUID, told: PlanTold, *, viewer: Viewer, now: datetime) -> Plan:
    """Begin a plan under the id of its form; the same form sent again gives the first back."""
    seat = policies.check_draft(viewer)
    before = Plan.objects.filter(id=plan_id).first()
    if before is not None:
        policies.check_keep(viewer, before)
        return before
    _check(told)
    plan = Plan.objects.create(
        id=plan_id, **_fields(told), office_id=seat.unit_id, keeper_id=viewer.as_officer, created_at=now
    )
    _record(plan, PlanDrafted(told.kind.value, told.year_from, told.year_to), viewer, seat, now)
    return plan


@transaction.atomic(durable=True)
def change_plan(plan_id: uuid.UUID, told: PlanTold, *, viewer: Viewer, now: datetime, expected_version: int) -> Plan:
    """Change the head of a draft; what says the same again changes nothing. Raises PlanNotOpen once it is issued."""
    plan = lock_plan(plan_id)
    seat = policies.check_keep(viewer, plan)
    check_draft_state(plan)
    _check_version(plan, expected_version)
    _check(told)
    changed = tuple(name for name, value in _fields(told).items() if getattr(plan, name) != value)
    if changed:
        Plan.objects.filter(id=plan_id).update(**_fields(told), version=plan.version + 1)
        plan.refresh_from_db()
        _record(plan, PlanChanged(tuple(one for one in changed if one != "search_key")), viewer, seat, now)
    return plan


@transaction.atomic(durable=True)
def issue_plan(
    plan_id: uuid.UUID, *, number: str, issued_on: date, viewer: Viewer, now: datetime, expected_version: int
) -> Plan:
    """Put a plan in force by the number and day of its signed paper, and give out its tasks.

    Raises PlanIncomplete without a number, for a day to come, without a task; PlanNotOpen when it is issued already.
    """
    plan = lock_plan(plan_id)
    seat = policies.check_issue(viewer, plan)
    check_draft_state(plan)
    _check_version(plan, expected_version)
    if not number.strip():
        raise PlanIncomplete("Hãy ghi số, ký hiệu của văn bản ban hành kế hoạch.", code="number")
    if issued_on > timezone.localdate(now):
        raise PlanIncomplete("Ngày ban hành không thể sau hôm nay.", code="issued_on")
    tasks = list(_locked_tasks(plan, "planned"))
    if not tasks:
        raise PlanIncomplete("Kế hoạch chưa có nhiệm vụ nào để giao. Hãy thêm nhiệm vụ trước khi ban hành.")
    Plan.objects.filter(id=plan_id).update(
        state=PlanState.IN_FORCE, number=number.strip(), issued_on=issued_on, version=plan.version + 1
    )
    plan.refresh_from_db()
    for task in tasks:
        task.plan = plan
        give(task, viewer=viewer, seat=seat, now=now)
    _record(plan, PlanIssued(issued_on, len(tasks)), viewer, seat, now)
    return plan


@transaction.atomic(durable=True)
def close_plan(plan_id: uuid.UUID, *, viewer: Viewer, now: datetime, expected_version: int) -> Plan:
    """Close a plan in force; its tasks stay as they stand and can be reported to the end."""
    plan = lock_plan(plan_id)
    seat = policies.check_issue(viewer, plan)
    if plan.state != PlanState.IN_FORCE:
        raise PlanNotOpen("Chỉ kết thúc được kế hoạch đang thực hiện. Hãy tải lại trang để xem tình trạng mới.")
    _check_version(plan, expected_version)
    unfinished = Task.objects.filter(plan=plan, case__closed_at=None).count()
    Plan.objects.filter(id=plan_id).update(state=PlanState.CLOSED, closed_at=now, version=plan.version + 1)
    plan.refresh_from_db()
    _record(plan, PlanClosed(unfinished), viewer, seat, now)
    return plan


def lock_plan(plan_id: uuid.UUID) -> Plan:
    """Return a plan locked for this transaction."""
    return Plan.objects.select_for_update(of=("self",)).select_related("office", "keeper").get(id=plan_id)


def check_draft_state(plan: Plan) -> None:
    if plan.state != PlanState.DRAFT:
        raise PlanNotOpen("Kế hoạch đã ban hành nên phần này không sửa được nữa.")


def _locked_tasks(plan: Plan, state: str) -> list[Task]:
    found = Task.objects.filter(plan=plan, case__state=state).order_by("position", "case_id")
    tasks = {task.case_id: task for task in found.select_related("lead", "officer")}
    for case in Case.objects.select_for_update(of=("self",)).filter(id__in=tasks).order_by("id"):
        tasks[case.id].case = case
    return list(tasks.values())


def _check_version(plan: Plan, expected: int) -> None:
    if plan.version != expected:
        raise PlanChangedMeanwhile(STALE)


def _check(told: PlanTold) -> None:
    if not told.title.strip():
        raise PlanIncomplete("Hãy ghi tên kế hoạch.", code="title")
    if len(told.title.strip()) > LONGEST_TITLE:
        raise PlanIncomplete(f"Tên kế hoạch dài quá {LONGEST_TITLE} ký tự. Hãy rút gọn.", code="title")
    if not FIRST_YEAR <= told.year_from <= LAST_YEAR:
        raise PlanIncomplete(f"Năm bắt đầu phải từ {FIRST_YEAR} đến {LAST_YEAR}.", code="year_from")
    if not told.year_from <= told.year_to < told.year_from + LONGEST_YEARS:
        sentence = f"Năm kết thúc phải từ năm bắt đầu và trong vòng {LONGEST_YEARS} năm."
        raise PlanIncomplete(sentence, code="year_to")


def _fields(told: PlanTold) -> dict[str, object]:
    title, basis = told.title.strip(), told.basis.strip()
    return {
        "kind": told.kind.value,
        "title": title,
        "search_key": search_key(f"{title} {basis}"),
        "basis": basis,
        "year_from": told.year_from,
        "year_to": told.year_to,
    }


def _record(plan: Plan, payload: object, viewer: Viewer, seat: Seat, now: datetime) -> None:
    record(payload, at=now, actor=viewer.actor(seat), subject=subject_of(plan.id), unit_id=plan.office_id)
