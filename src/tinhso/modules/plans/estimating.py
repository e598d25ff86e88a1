# SPDX-License-Identifier: EUPL-1.2
"""From what people stated of the tasks of a plan to what the planner may choose; what cannot be chosen says why."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tinhso.modules.plans import queries
from tinhso.modules.plans.models import Effect, Estimate, MoneyLine, Plan, Task
from tinhso.modules.plans.planner.types import Option
from tinhso.modules.plans.types import Stage

LONGEST_NAME = 120


class Lack(StrEnum):
    """Why a task cannot be chosen, the first that holds."""

    NOTHING_STATED = "nothing_stated"
    CODE = "code"
    """A component the index does not score (about: codes)."""
    SHARE = "share"
    """A share nobody knows (about: codes)."""
    DISAGREE = "disagree"
    """Tasks of the plan state different shares of today for one component (about: codes)."""
    COST = "cost"
    COST_BELOW = "cost_below"
    """The planned money lines of the task add up below nought."""
    LEAD = "lead"
    NEEDS = "needs"
    """It needs a task that cannot be chosen (about: names)."""


@dataclass(frozen=True)
class Stated:
    """A task that is not over, with what was stated. cost_vnd: of its planned money lines, else as estimated."""

    task: Task
    estimate: Estimate | None
    effects: tuple[Effect, ...]
    cost_vnd: int | None
    needs: tuple[uuid.UUID, ...]

    @property
    def key(self) -> str:
        return str(self.task.case_id)

    @property
    def name(self) -> str:
        return f"{self.task.number} {self.task.title}".strip()[:LONGEST_NAME]


@dataclass(frozen=True)
class Left:
    """A task that cannot be chosen, and why."""

    stated: Stated
    lack: Lack
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Offer:
    """What the planner may choose from. shares: of today, by component that some choosable task moves."""

    options: tuple[Option, ...]
    shares: Mapping[str, Decimal]
    left: tuple[Left, ...]


def stated_of(plan: Plan) -> list[Stated]:
    """Return the tasks of a plan that are not over, in the order of the annex, with what was stated of each."""
    tasks = list(
        Task.objects.filter(plan=plan, case__closed_at=None)
        .select_related("case", "lead", "estimate__officer")
        .prefetch_related("needs", "estimate__effects")
        .order_by("position", "case_id")
    )
    money = queries.planned_money(tasks)
    open_ids = {task.case_id for task in tasks}
    return [_stated(task, money, open_ids) for task in tasks]


def _stated(task: Task, money: Mapping[uuid.UUID, int], open_ids: Collection[uuid.UUID]) -> Stated:
    estimate = getattr(task, "estimate", None)
    effects = tuple(sorted(estimate.effects.all(), key=lambda one: one.position)) if estimate else ()
    cost = money.get(task.case_id, estimate.cost_vnd if estimate else None)
    needs = tuple(one.case_id for one in task.needs.all() if one.case_id in open_ids)
    return Stated(task, estimate, effects, cost, needs)


def estimate_of(task: Task) -> tuple[Estimate | None, list[Effect]]:
    """Return what was stated of one task, with the lines in their order."""
    found = Estimate.objects.filter(task=task).select_related("officer").first()
    return found, list(found.effects.order_by("position")) if found else []


def shares_stated(plan: Plan, besides: Task) -> dict[str, Decimal]:
    """Return the share of today other tasks of the plan state, by component, where they agree."""
    rows = Effect.objects.filter(estimate__task__plan=plan, estimate__task__case__closed_at=None)
    said: dict[str, set[Decimal]] = {}
    for component, share in rows.exclude(estimate__task=besides).values_list("component", "share_now"):
        if share is not None:
            said.setdefault(component, set()).add(share)
    return {code: next(iter(shares)) for code, shares in said.items() if len(shares) == 1}


def planned_cost(task: Task) -> int | None:
    """Return đồng of the planned money lines of a task; None without any."""
    lines = list(MoneyLine.objects.filter(task=task, stage=Stage.PLAN).values_list("amount_vnd", flat=True))
    return sum(lines) if lines else None


def offer_of(stated: Sequence[Stated], scored: Collection[str]) -> Offer:
    """Return what may be chosen among the tasks, and why the others may not. Pure."""
    said: dict[str, set[Decimal]] = {}
    for one in stated:
        for effect in one.effects:
            if effect.share_now is not None:
                said.setdefault(effect.component, set()).add(effect.share_now)
    disputed = {code for code, shares in said.items() if len(shares) > 1}
    left = {one.key: found for one in stated if (found := _lack(one, scored, disputed)) is not None}
    _leave_who_needs(stated, left)
    ready = [one for one in stated if one.key not in left]
    shares = {effect.component: effect.share_now for one in ready for effect in one.effects}
    return Offer(
        options=tuple(_option(one) for one in ready),
        shares={code: share for code, share in shares.items() if share is not None},
        left=tuple(left[one.key] for one in stated if one.key in left),
    )


def _lack(one: Stated, scored: Collection[str], disputed: Collection[str]) -> Left | None:
    """Return the first thing a task lacks to be chosen, needs left aside."""
    if one.estimate is None:
        return Left(one, Lack.NOTHING_STATED)
    codes = [effect.component for effect in one.effects]
    if strange := tuple(code for code in codes if code not in scored):
        return Left(one, Lack.CODE, strange)
    unknown = tuple(
        effect.component for effect in one.effects if effect.share_now is None or effect.share_after is None
    )
    if unknown:
        return Left(one, Lack.SHARE, unknown)
    if doubtful := tuple(code for code in codes if code in disputed):
        return Left(one, Lack.DISAGREE, doubtful)
    if one.cost_vnd is None:
        return Left(one, Lack.COST)
    if one.cost_vnd < 0:
        return Left(one, Lack.COST_BELOW)
    return Left(one, Lack.LEAD) if one.estimate.lead_days is None else None


def _leave_who_needs(stated: Sequence[Stated], left: dict[str, Left]) -> None:
    """Add to `left` every task that needs one of them, directly or through others."""
    names = {one.key: one.name for one in stated}
    size = -1
    while size != len(left):
        size = len(left)
        for one in stated:
            missing = tuple(names[str(need)] for need in one.needs if str(need) in left)
            if one.key not in left and missing:
                left[one.key] = Left(one, Lack.NEEDS, missing)


def _option(one: Stated) -> Option:
    if one.estimate is None or one.estimate.lead_days is None or one.cost_vnd is None:
        raise ValueError("a task that lacks something is no option")
    gains = {
        effect.component: effect.share_after - effect.share_now
        for effect in one.effects
        if effect.share_after is not None and effect.share_now is not None
    }
    return Option(
        key=one.key,
        title=one.name,
        cost_vnd=one.cost_vnd,
        lead_days=one.estimate.lead_days,
        gains=gains,
        needs=tuple(str(need) for need in one.needs),
        lead_unit=one.task.lead.name,
    )
