# SPDX-License-Identifier: EUPL-1.2
"""Add, change and remove the goals of a draft; each with its path by year."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.kernel.indicators.commitments import OPEN, Qualifier
from tinhso.modules.plans import policies, rules
from tinhso.modules.plans.actions.plans import check_draft_state, lock_plan, subject_of
from tinhso.modules.plans.errors import PlanIncomplete
from tinhso.modules.plans.models import Goal, GoalYear, Plan
from tinhso.modules.plans.types import GoalAdded, GoalChanged, GoalKind, GoalRemoved

LONGEST_TITLE = 500
MOST_GOALS = 500


@dataclass(frozen=True)
class GoalTold:
    """What the form of a goal says. value with its qualifier as said; path: year → value."""

    kind: GoalKind
    parent_id: uuid.UUID | None
    title: str
    qualifier: Qualifier | None = None
    value: Decimal | None = None
    unit_of_measure: str = ""
    denominator: str = ""
    said: str = ""
    baseline: Decimal | None = None
    measure: str = ""
    path: Mapping[int, Decimal] | None = None


@transaction.atomic(durable=True)
def add_goal(goal_id: uuid.UUID, plan_id: uuid.UUID, told: GoalTold, *, viewer: Viewer, now: datetime) -> Goal:
    """Add a goal under the id of its form at the end of its branch; the same form sent again gives the first back."""
    plan = lock_plan(plan_id)
    seat = policies.check_keep(viewer, plan)
    before = Goal.objects.filter(id=goal_id, plan=plan).first()
    if before is not None:
        return before
    return put_in(goal_id, plan, told, viewer=viewer, seat=seat, now=now)


def put_in(goal_id: uuid.UUID, plan: Plan, told: GoalTold, *, viewer: Viewer, seat: Seat, now: datetime) -> Goal:
    """Put a new goal into a locked draft, inside the caller's transaction."""
    check_draft_state(plan)
    _check(plan, told, None)
    if Goal.objects.filter(plan=plan).count() >= MOST_GOALS:
        raise Refused(f"Một kế hoạch có nhiều nhất {MOST_GOALS} mục tiêu. Hãy gộp bớt.")
    last = Goal.objects.filter(plan=plan).aggregate(last=Max("position"))["last"] or 0
    goal = Goal.objects.create(id=goal_id, plan=plan, position=last + 1, **_fields(told))
    _keep_path(goal, told)
    payload = GoalAdded(goal.id, told.kind.value)
    record(payload, at=now, actor=viewer.actor(seat), subject=subject_of(plan.id), unit_id=plan.office_id)
    return goal


@transaction.atomic(durable=True)
def change_goal(goal_id: uuid.UUID, told: GoalTold, *, viewer: Viewer, now: datetime) -> Goal:
    """Change a goal of a draft, its path with it."""
    plan = lock_plan(Goal.objects.get(id=goal_id).plan_id)
    seat = policies.check_keep(viewer, plan)
    check_draft_state(plan)
    goal = Goal.objects.get(id=goal_id)
    _check(plan, told, goal)
    Goal.objects.filter(id=goal_id).update(**_fields(told))
    goal.refresh_from_db()
    _keep_path(goal, told)
    payload = GoalChanged(goal_id)
    record(payload, at=now, actor=viewer.actor(seat), subject=subject_of(plan.id), unit_id=plan.office_id)
    return goal


@transaction.atomic(durable=True)
def remove_goal(goal_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> None:
    """Remove a goal nothing hangs on from a draft. Raises Refused while goals or tasks stand under it."""
    plan = lock_plan(Goal.objects.get(id=goal_id).plan_id)
    seat = policies.check_keep(viewer, plan)
    check_draft_state(plan)
    goal = Goal.objects.get(id=goal_id)
    if goal.children.exists() or goal.tasks.exists():
        raise Refused("Mục tiêu này còn mục tiêu con hoặc nhiệm vụ. Hãy chuyển hoặc bỏ những mục đó trước.")
    goal.delete()
    payload = GoalRemoved(goal_id)
    record(payload, at=now, actor=viewer.actor(seat), subject=subject_of(plan.id), unit_id=plan.office_id)


def _check(plan: Plan, told: GoalTold, goal: Goal | None) -> None:
    if not told.title.strip():
        raise PlanIncomplete("Hãy ghi tên mục tiêu.", code="title")
    if len(told.title.strip()) > LONGEST_TITLE:
        raise PlanIncomplete(f"Tên mục tiêu dài quá {LONGEST_TITLE} ký tự. Hãy rút gọn.", code="title")
    _check_place(plan, told, goal)
    if told.qualifier in OPEN and told.value is not None:
        raise PlanIncomplete("Cách nói này không kèm con số. Hãy bỏ trống ô giá trị.", code="value")
    if told.value is not None and not told.unit_of_measure.strip():
        raise PlanIncomplete("Hãy ghi đơn vị tính của giá trị, ví dụ: %, xã, hộ.", code="unit_of_measure")
    if told.unit_of_measure.strip() == "%" and told.value is not None and not told.denominator.strip():
        raise PlanIncomplete("Tỷ lệ phải có mẫu số. Hãy ghi phần trăm của cái gì.", code="denominator")
    outside = [year for year in told.path or {} if not plan.year_from <= year <= plan.year_to]
    if outside:
        raise PlanIncomplete(f"Năm {outside[0]} nằm ngoài kế hoạch {plan.year_from}–{plan.year_to}.", code="path")


def _check_place(plan: Plan, told: GoalTold, goal: Goal | None) -> None:
    parent = Goal.objects.filter(id=told.parent_id, plan=plan).first() if told.parent_id else None
    if told.parent_id and parent is None:
        raise PlanIncomplete("Mục tiêu cấp trên không còn trong kế hoạch. Hãy chọn lại.", code="parent")
    if not rules.may_stand_under(told.kind, GoalKind(parent.kind) if parent else None):
        raise PlanIncomplete("Loại mục tiêu này không đặt được ở đó. Hãy chọn cấp trên khác.", code="parent")
    if goal is None:
        return
    children = [GoalKind(one.kind) for one in goal.children.all()]
    if not all(rules.may_stand_under(kind, told.kind) for kind in children):
        raise PlanIncomplete("Các mục tiêu con không đặt được dưới loại mới. Hãy chuyển chúng trước.", code="kind")


def _fields(told: GoalTold) -> dict[str, object]:
    return {
        "kind": told.kind.value,
        "parent_id": told.parent_id,
        "title": told.title.strip(),
        "qualifier": told.qualifier.value if told.qualifier else "",
        "value": told.value,
        "unit_of_measure": told.unit_of_measure.strip(),
        "denominator": told.denominator.strip(),
        "said": told.said.strip(),
        "baseline": told.baseline,
        "measure": told.measure.strip(),
    }


def _keep_path(goal: Goal, told: GoalTold) -> None:
    goal.years.all().delete()
    GoalYear.objects.bulk_create(
        GoalYear(goal=goal, year=year, value=value) for year, value in (told.path or {}).items()
    )
