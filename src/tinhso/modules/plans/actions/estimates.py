# SPDX-License-Identifier: EUPL-1.2
"""State what a task would lift, what it would cost and how long it would take; said by people, measured by nobody."""

import uuid
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from tinhso.kernel.casework.models import Case
from tinhso.kernel.events.actions import record
from tinhso.kernel.identity.types import Viewer
from tinhso.lib.money import LARGEST_VND
from tinhso.modules.plans import policies
from tinhso.modules.plans.actions.giving import subject_of
from tinhso.modules.plans.errors import PlanChangedMeanwhile, PlanIncomplete, PlanNotOpen
from tinhso.modules.plans.models import Effect, Estimate, Task
from tinhso.modules.plans.types import TaskEstimated

MOST_EFFECTS = 20
LONGEST_LEAD_DAYS = 3650
LONGEST_BASIS = 500
PLACES = 6
"""Decimal places of a share: percent with four."""
STALE_ESTIMATE = "Người khác vừa nêu lại tác động của nhiệm vụ này. Hãy tải lại trang; nội dung bạn nhập chưa được ghi."


@dataclass(frozen=True)
class EffectTold:
    """One component a task would move. Shares of one, None where nobody knows: such a task cannot be chosen."""

    component: str
    share_now: Decimal | None
    share_after: Decimal | None


@dataclass(frozen=True)
class EstimateTold:
    """What is stated of a task. cost_vnd: đồng; lead_days: from the decision on, waiting for other tasks included."""

    effects: tuple[EffectTold, ...]
    cost_vnd: int | None = None
    lead_days: int | None = None
    basis: str = ""


@transaction.atomic(durable=True)
def state_effects(
    task_id: uuid.UUID,
    told: EstimateTold,
    *,
    scored: Collection[str],
    viewer: Viewer,
    now: datetime,
    expected_version: int,
) -> Estimate:
    """State what a task would take and bring; what was said before is replaced and stays in the ledger.

    scored: codes of the components the index scores. expected_version: 0 when nothing was stated yet. The same said
    again changes nothing. Raises PlanIncomplete, PlanNotOpen for a task that is over, PlanChangedMeanwhile.
    """
    case = Case.objects.select_for_update(of=("self",)).get(id=task_id)
    task = Task.objects.select_related("plan", "lead", "officer").get(case_id=task_id)
    seat = policies.check_estimate(viewer, task)
    before = Estimate.objects.filter(task_id=task_id).first()
    if before is not None and _told_before(before) == _plain(told):
        return before
    if case.closed_at is not None:
        raise PlanNotOpen("Nhiệm vụ đã xong hoặc đã rút nên không nêu tác động dự kiến nữa.")
    if (before.version if before else 0) != expected_version:
        raise PlanChangedMeanwhile(STALE_ESTIMATE)
    _check(told, scored)
    estimate, _made = Estimate.objects.update_or_create(
        task_id=task_id,
        defaults={
            "cost_vnd": told.cost_vnd,
            "lead_days": told.lead_days,
            "basis": told.basis.strip(),
            "officer_id": viewer.as_officer,
            "at": now,
            "version": expected_version + 1,
        },
    )
    _keep(estimate, told)
    payload = TaskEstimated(task.plan_id, tuple(_words(one) for one in told.effects), told.cost_vnd, told.lead_days)
    actor, subject = viewer.actor(seat), subject_of(task_id)
    record(payload, at=now, actor=actor, subject=subject, case_id=task_id, unit_id=task.lead_id)
    return estimate


def _keep(estimate: Estimate, told: EstimateTold) -> None:
    estimate.effects.all().delete()
    Effect.objects.bulk_create(
        Effect(
            estimate=estimate,
            component=one.component,
            position=place,
            share_now=one.share_now,
            share_after=one.share_after,
        )
        for place, one in enumerate(told.effects, start=1)
    )


def _plain(told: EstimateTold) -> tuple[object, ...]:
    return told.effects, told.cost_vnd, told.lead_days, told.basis.strip()


def _told_before(estimate: Estimate) -> tuple[object, ...]:
    effects = tuple(
        EffectTold(one.component, one.share_now, one.share_after) for one in estimate.effects.order_by("position")
    )
    return effects, estimate.cost_vnd, estimate.lead_days, estimate.basis


def _words(one: EffectTold) -> str:
    shares = ("?" if share is None else f"{share.normalize():f}" for share in (one.share_now, one.share_after))
    return " ".join((one.component, *shares))


def _check(told: EstimateTold, scored: Collection[str]) -> None:
    if len(told.effects) > MOST_EFFECTS:
        raise PlanIncomplete(f"Một nhiệm vụ nêu nhiều nhất {MOST_EFFECTS} chỉ số thành phần. Hãy bỏ bớt.")
    if twice := [code for code, count in Counter(one.component for one in told.effects).items() if count > 1]:
        raise PlanIncomplete(f"Chỉ số thành phần {twice[0]} được ghi hai dòng. Hãy giữ một dòng.")
    for one in told.effects:
        _check_effect(one, scored)
    if told.cost_vnd is not None and not 0 <= told.cost_vnd <= LARGEST_VND:
        raise PlanIncomplete("Kinh phí dự kiến phải từ 0 đến một triệu tỷ đồng. Hãy kiểm tra lại.", code="cost")
    if told.lead_days is not None and not 0 <= told.lead_days <= LONGEST_LEAD_DAYS:
        sentence = "Thời gian phải từ 0 đến 3.650 ngày (mười năm). Hãy kiểm tra lại."
        raise PlanIncomplete(sentence, code="lead_days")
    if len(told.basis.strip()) > LONGEST_BASIS:
        raise PlanIncomplete(f"Căn cứ ước lượng dài quá {LONGEST_BASIS} ký tự. Hãy rút gọn.", code="basis")


def _check_effect(one: EffectTold, scored: Collection[str]) -> None:
    if one.component not in scored:
        raise PlanIncomplete(f"Chỉ số thành phần “{one.component[:40]}” không có hoặc không chấm điểm. Hãy sửa mã.")
    for share in (one.share_now, one.share_after):
        if share is not None and not (0 <= share <= 1 and share == share.quantize(Decimal(1).scaleb(-PLACES))):
            sentence = f"Mức của chỉ số thành phần {one.component} phải từ 0 đến 100 %, nhiều nhất bốn chữ số lẻ."
            raise PlanIncomplete(sentence)
