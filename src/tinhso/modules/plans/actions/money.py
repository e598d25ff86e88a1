# SPDX-License-Identifier: EUPL-1.2
"""Enter money by stage, and the totals of a year that shares are taken of. A line is never changed, only answered."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tinhso.kernel.events.actions import record
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.plans import policies, rules
from tinhso.modules.plans.actions.plans import lock_plan, subject_of
from tinhso.modules.plans.errors import AmountDoubtful, PlanIncomplete
from tinhso.modules.plans.models import BudgetBase, MoneyLine, Plan, Task
from tinhso.modules.plans.types import Base, BaseEntered, Fund, MoneyEntered, Pillar, Stage

LARGEST_VND = 10**15
"""A million billion đồng, more than any province spends: a guard against a finger that stays on the nought."""


@dataclass(frozen=True)
class MoneyTold:
    """What the form of an amount says. amount_vnd: đồng; below nought only as a correction with a reason.

    task_id: which task it pays for, None for the plan as a whole; why: needed when it is far from a known amount.
    """

    client_key: str
    stage: Stage
    fund: Fund
    pillar: Pillar
    year: int
    amount_vnd: int
    basis: str
    unit_id: UUID
    task_id: UUID | None = None
    why: str = ""


@transaction.atomic(durable=True)
def enter_money(plan_id: UUID, told: MoneyTold, *, viewer: Viewer, now: datetime) -> MoneyLine:
    """Enter one amount of a plan; the same form sent again gives the first back.

    Raises PlanIncomplete naming the box; AmountDoubtful when the amount is 100 times off every known amount of the
    same task (or of the same pillar and year) and no reason is given.
    """
    plan = lock_plan(plan_id)
    seat = policies.check_keep(viewer, plan)
    before = MoneyLine.objects.filter(client_key=told.client_key, plan=plan).first()
    if before is not None:
        return before
    _check(plan, told)
    line = MoneyLine.objects.create(
        plan=plan,
        task_id=told.task_id,
        client_key=told.client_key,
        stage=told.stage,
        fund=told.fund,
        pillar=told.pillar,
        unit_id=told.unit_id,
        year=told.year,
        amount_vnd=told.amount_vnd,
        basis=told.basis.strip()[:300],
        why=told.why.strip()[:500],
        entered_by_id=viewer.as_officer,
        entered_at=now,
    )
    payload = MoneyEntered(line.id, told.stage.value, told.fund.value, told.pillar.value, told.year, told.amount_vnd)
    record(payload, at=now, actor=viewer.actor(seat), subject=subject_of(plan.id), unit_id=told.unit_id)
    return line


def _check(plan: Plan, told: MoneyTold) -> None:
    if not told.amount_vnd or abs(told.amount_vnd) > LARGEST_VND:
        raise PlanIncomplete("Số tiền phải khác không và không quá một triệu tỷ đồng. Hãy kiểm tra lại.", code="amount")
    if told.amount_vnd < 0 and not told.why.strip():
        raise PlanIncomplete("Số tiền âm là dòng điều chỉnh. Hãy ghi lý do điều chỉnh.", code="why")
    if not told.basis.strip():
        raise PlanIncomplete("Hãy ghi văn bản nêu số tiền này (số, ngày).", code="basis")
    if not plan.year_from <= told.year <= plan.year_to:
        raise PlanIncomplete(f"Năm phải từ {plan.year_from} đến {plan.year_to}.", code="year")
    if told.task_id and not Task.objects.filter(case_id=told.task_id, plan=plan).exists():
        raise PlanIncomplete("Nhiệm vụ được chọn không còn trong kế hoạch. Hãy chọn lại.", code="task")
    if told.why.strip() or told.amount_vnd < 0:
        return
    same = MoneyLine.objects.filter(plan=plan, amount_vnd__gt=0)
    same = same.filter(task_id=told.task_id) if told.task_id else same.filter(pillar=told.pillar, task=None)
    sentence = rules.doubt(told.amount_vnd, list(same.values_list("amount_vnd", flat=True)))
    if sentence:
        raise AmountDoubtful(sentence, code="why")


@dataclass(frozen=True)
class BaseTold:
    """A total of a year from outside any plan: the IT budget, all State spending on digital transformation."""

    base: Base
    year: int
    amount_vnd: int
    basis: str
    why: str = ""


@transaction.atomic(durable=True)
def enter_base(told: BaseTold, *, viewer: Viewer, now: datetime) -> BudgetBase:
    """Enter a total that shares are taken of; the newest of a year counts, the older ones stay to be read."""
    seat = policies.check_draft(viewer)
    if told.base is Base.ALL_FUNDS:
        raise PlanIncomplete("Tổng mọi nguồn được cộng từ các dòng kinh phí, không nhập tay.", code="base")
    if not 0 < told.amount_vnd <= LARGEST_VND:
        raise PlanIncomplete("Số tiền phải lớn hơn không và không quá một triệu tỷ đồng.", code="amount")
    if not told.basis.strip():
        raise PlanIncomplete("Hãy ghi văn bản nêu số tiền này (số, ngày).", code="basis")
    if not rules.FIRST_YEAR <= told.year <= rules.LAST_YEAR:
        raise PlanIncomplete(f"Năm phải từ {rules.FIRST_YEAR} đến {rules.LAST_YEAR}.", code="year")
    near = BudgetBase.objects.filter(base=told.base, year__range=(told.year - 1, told.year + 1))
    known = list(near.values_list("amount_vnd", flat=True))
    sentence = "" if told.why.strip() else rules.doubt(told.amount_vnd, known)
    if sentence:
        raise AmountDoubtful(sentence, code="why")
    row = BudgetBase.objects.create(
        base=told.base,
        year=told.year,
        amount_vnd=told.amount_vnd,
        basis=told.basis.strip()[:300],
        why=told.why.strip()[:500],
        entered_by_id=viewer.as_officer,
        entered_at=now,
    )
    payload = BaseEntered(told.base.value, told.year, told.amount_vnd)
    record(payload, at=now, actor=viewer.actor(seat), subject=f"budget:{told.year}", unit_id=seat.unit_id)
    return row
