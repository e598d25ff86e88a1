# SPDX-License-Identifier: EUPL-1.2
"""What is stated of a task: kept with an act, checked, replaced; what may be chosen from it (ADR 0048)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tinhso.kernel.events.models import Act
from tinhso.modules.plans import actions, estimating, queries
from tinhso.modules.plans.errors import NotYourTask, PlanChangedMeanwhile, PlanIncomplete, PlanNotOpen
from tinhso.modules.plans.estimating import Lack
from tinhso.modules.plans.models import Effect, Estimate
from tinhso.modules.plans.planner import solve
from tinhso.modules.plans.planner.types import Component, Situation, Wanted
from tinhso.modules.plans.tests import world as made
from tinhso.modules.plans.tests.world import NOW, World
from tinhso.modules.plans.types import Fund, Pillar, Stage

SCORED = frozenset({"5.1", "5.3", "7.9"})


def effect(code: str = "5.1", now: str | None = "0.4", after: str | None = "0.7") -> actions.EffectTold:
    return actions.EffectTold(code, Decimal(now) if now else None, Decimal(after) if after else None)


TOLD = actions.EstimateTold((effect(),), cost_vnd=100, lead_days=30, basis="Báo cáo năm trước")


def state(task, told=TOLD, *, viewer, version=0):
    return actions.state_effects(task.case_id, told, scored=SCORED, viewer=viewer, now=NOW, expected_version=version)


def test_what_is_stated_is_kept_with_an_act_and_replaced_by_another(world: World):
    _plan, (task,) = made.in_force(world)

    state(task, viewer=world.keeper)
    state(task, replace(TOLD, effects=(effect(now=None), effect("7.9")), cost_vnd=None), viewer=world.keeper, version=1)

    estimate = Estimate.objects.get(task=task)
    assert [(one.component, one.share_now) for one in estimate.effects.order_by("position")] == [
        ("5.1", None),
        ("7.9", Decimal("0.4")),
    ]
    first, second = Act.objects.filter(verb="plan_task:estimated").order_by("seq")
    assert first.data["effects"] == ["5.1 0.4 0.7"]
    assert (first.data["cost_vnd"], first.data["lead_days"]) == (100, 30)
    assert second.data["effects"] == ["5.1 ? 0.7", "7.9 0.4 0.7"]


def test_the_same_said_again_changes_nothing_and_an_old_page_loses_nothing(world: World):
    _plan, (task,) = made.in_force(world)
    state(task, viewer=world.keeper)

    state(task, viewer=world.keeper)

    assert Act.objects.filter(verb="plan_task:estimated").count() == 1
    with pytest.raises(PlanChangedMeanwhile):
        state(task, replace(TOLD, lead_days=60), viewer=world.other_keeper)
    assert Estimate.objects.get().lead_days == 30


@pytest.mark.parametrize(
    ("told", "code", "words"),
    [
        (replace(TOLD, effects=(effect("9.9"),)), "PlanIncomplete", "9.9"),
        (replace(TOLD, effects=(effect("6.1"),)), "PlanIncomplete", "không chấm điểm"),
        (replace(TOLD, effects=(effect(), effect())), "PlanIncomplete", "hai dòng"),
        (replace(TOLD, effects=(effect(after="1.01"),)), "PlanIncomplete", "0 đến 100 %"),
        (replace(TOLD, effects=(effect(now="-0.1"),)), "PlanIncomplete", "0 đến 100 %"),
        (replace(TOLD, effects=(effect(now="0.1234567"),)), "PlanIncomplete", "bốn chữ số lẻ"),
        (replace(TOLD, effects=tuple(effect(f"1.{n}") for n in range(21))), "PlanIncomplete", "nhiều nhất 20"),
        (replace(TOLD, cost_vnd=-1), "cost", "Kinh phí"),
        (replace(TOLD, cost_vnd=10**15 + 1), "cost", "Kinh phí"),
        (replace(TOLD, lead_days=-1), "lead_days", "Thời gian"),
        (replace(TOLD, lead_days=3651), "lead_days", "Thời gian"),
        (replace(TOLD, basis="a" * 501), "basis", "quá 500"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_box(world: World, told, code, words):
    _plan, (task,) = made.in_force(world)

    with pytest.raises(PlanIncomplete) as refused:
        state(task, told, viewer=world.keeper)

    assert refused.value.code == code
    assert words in refused.value.sentence
    assert not Effect.objects.exists()


def test_who_may_state_it(world: World):
    draft = made.draft(world)
    (planned,) = actions.plan_tasks(draft.id, [made.task_told(world)], viewer=world.keeper, now=NOW)
    _plan, (given,) = made.in_force(world)

    for task, viewer in ((planned, world.health_head), (given, world.health_doer), (given, world.school_head)):
        with pytest.raises(NotYourTask):
            state(task, viewer=viewer)
    for task, viewer in ((planned, world.other_keeper), (given, world.health_head)):
        assert state(task, viewer=viewer).version == 1


def test_a_task_that_is_over_is_not_estimated(world: World):
    _plan, (task,) = made.in_force(world)
    version = task.case.version
    actions.take_task_back(
        task.case_id, text="Không còn cần thiết", viewer=world.keeper, now=NOW, expected_version=version
    )

    with pytest.raises(PlanNotOpen):
        state(task, viewer=world.keeper)


def offered(plan):
    return estimating.offer_of(estimating.stated_of(plan), SCORED)


def test_planned_money_counts_before_what_is_stated(world: World):
    plan, (task,) = made.in_force(world)
    state(task, viewer=world.keeper)
    assert offered(plan).options[0].cost_vnd == 100

    line = actions.MoneyTold(
        "m-1", Stage.PLAN, Fund.LOCAL, Pillar.SECURITY, 2026, 700, "Dự toán", world.health.id, task.case_id
    )
    actions.enter_money(plan.id, line, viewer=world.keeper, now=NOW)

    assert offered(plan).options[0].cost_vnd == 700


@pytest.mark.parametrize(
    ("told", "lack"),
    [
        (None, Lack.NOTHING_STATED),
        (replace(TOLD, effects=(effect(now=None),)), Lack.SHARE),
        (replace(TOLD, effects=(effect(after=None),)), Lack.SHARE),
        (replace(TOLD, cost_vnd=None), Lack.COST),
        (replace(TOLD, lead_days=None), Lack.LEAD),
    ],
)
def test_what_is_unknown_keeps_a_task_and_who_needs_it_out(world: World, told, lack):
    plan = made.draft(world)
    (base,) = actions.plan_tasks(plan.id, [made.task_told(world, number="1")], viewer=world.keeper, now=NOW)
    needing = made.task_told(world, number="2", title="Khai thác kho", needs=(base.case_id,))
    (after,) = actions.plan_tasks(plan.id, [needing], viewer=world.keeper, now=NOW)
    if told is not None:
        state(base, told, viewer=world.keeper)
    state(after, viewer=world.keeper)

    found = offered(plan)

    assert not found.options
    assert [one.lack for one in found.left] == [lack, Lack.NEEDS]
    assert found.left[1].about == ("1 Số hóa bệnh án",)


def test_a_task_that_lifts_nothing_itself_is_chosen_for_who_needs_it(world: World):
    plan = made.draft(world)
    (base,) = actions.plan_tasks(plan.id, [made.task_told(world)], viewer=world.keeper, now=NOW)
    needing = made.task_told(world, needs=(base.case_id,))
    (after,) = actions.plan_tasks(plan.id, [needing], viewer=world.keeper, now=NOW)
    state(base, replace(TOLD, effects=()), viewer=world.keeper)
    state(after, viewer=world.keeper)

    found = offered(plan)
    question = Situation((Component("5.1", Decimal(10), found.shares["5.1"]),), found.options)

    assert set(solve.best(question, Wanted()).options) == {str(base.case_id), str(after.case_id)}


def test_tasks_that_disagree_on_today_are_shown_and_neither_is_believed(world: World):
    told = [made.task_told(world, title=title) for title in ("Một", "Hai", "Ba")]
    plan, (one, two, three) = made.in_force(world, *told)
    state(one, viewer=world.keeper)
    state(two, replace(TOLD, effects=(effect(now="0.5"),)), viewer=world.keeper)
    state(three, replace(TOLD, effects=(effect("7.9"),)), viewer=world.keeper)

    found = offered(plan)

    assert [option.key for option in found.options] == [str(three.case_id)]
    assert {(left.stated.key, left.lack, left.about) for left in found.left} == {
        (str(one.case_id), Lack.DISAGREE, ("5.1",)),
        (str(two.case_id), Lack.DISAGREE, ("5.1",)),
    }
    assert estimating.shares_stated(plan, three) == {}
    assert estimating.shares_stated(plan, two) == {"5.1": Decimal("0.4"), "7.9": Decimal("0.4")}


def test_a_component_leads_to_the_tasks_that_lift_it_and_not_to_those_that_lower_it(world: World):
    told = [made.task_told(world, title=title) for title in ("Nâng", "Chưa biết", "Giảm")]
    _plan, tasks = made.in_force(world, *told, made.task_told(world, lifts=("5.1",)))
    lifting, unknown, lowering, _named = tasks
    state(lifting, viewer=world.keeper)
    state(unknown, replace(TOLD, effects=(effect(now=None, after=None),)), viewer=world.keeper)
    state(lowering, replace(TOLD, effects=(effect(now="0.7", after="0.4"),)), viewer=world.keeper)

    titles = {row.task.title for row in queries.tasks_lifting("5.1", made.TODAY)}

    assert titles == {"Nâng", "Chưa biết", "Số hóa bệnh án"}
