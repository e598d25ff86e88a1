# SPDX-License-Identifier: EUPL-1.2
"""Every answer beside all subsets: at most ten options and six components, with needs, hands, time, money and keep."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.modules.plans.planner import rules, solve
from tinhso.modules.plans.planner.tests import brute, cases
from tinhso.modules.plans.planner.types import Situation, ToPoints, Wanted, Why

settings.register_profile("planner", max_examples=80, deadline=None)
few = settings(settings.get_profile("planner"))
fewer = settings(few, max_examples=40)
PATIENT = 300.0
"""So long that no test depends on how busy the machine is."""


@few
@given(cases.questions())
def test_the_best_is_the_best_of_all_subsets_and_ties_are_decided_as_written(question: tuple[Situation, Wanted]):
    situation, wanted = question

    choice = solve.best(situation, wanted, seconds=PATIENT)

    assert choice.options == brute.best(situation, wanted)
    assert choice.proof.is_complete


@few
@given(cases.questions())
def test_a_choice_is_counted_exactly_and_never_over_the_whole(question: tuple[Situation, Wanted]):
    situation, wanted = question

    choice = solve.best(situation, wanted, seconds=PATIENT)

    chosen = tuple(one for one in situation.options if one.key in choice.options)
    assert choice.gained == brute.gained(situation, chosen)
    assert (choice.cost_vnd, choice.days) == (brute.cost(chosen), brute.days(chosen))
    assert all(0 <= share <= 1 for share in choice.shares.values())
    assert choice.score == sum(one.weight * choice.shares[one.code] for one in situation.components)
    assert all(choice.shares[one.code] >= one.share for one in situation.components if one.code in wanted.keep)


@fewer
@given(cases.questions(most_options=8))
def test_the_curve_is_whole_and_holds_nothing_that_is_beaten(question: tuple[Situation, Wanted]):
    situation, wanted = question

    curve = solve.pareto(situation, wanted, most=200, seconds=PATIENT)

    assert curve.is_whole
    assert [(one.cost_vnd, one.gained) for one in curve.choices] == brute.curve(situation, wanted)


@fewer
@given(cases.questions(most_options=8), st.integers(2, 5))
def test_a_short_curve_is_a_part_of_the_whole_one_with_both_ends(question: tuple[Situation, Wanted], most: int):
    situation, wanted = question
    whole = brute.curve(situation, wanted)

    curve = solve.pareto(situation, wanted, most=most, seconds=PATIENT)

    found = [(one.cost_vnd, one.gained) for one in curve.choices]
    assert set(found) <= set(whole)
    assert {found[0], found[-1]} == {whole[0], whole[-1]}
    assert len(found) == min(most, len(whole))
    assert curve.is_whole is (len(found) == len(whole)) or len(found) == most


@few
@given(cases.questions(), st.decimals(Decimal(-1), Decimal(30), places=3))
def test_a_target_is_reached_as_cheaply_and_then_as_soon_as_can_be(
    question: tuple[Situation, Wanted], lacking: Decimal
):
    situation, wanted = question
    target = max(rules.score(situation.components) + lacking, Decimal(0))
    lacking = target - rules.score(situation.components)

    found = solve.reach(situation, wanted, ToPoints(target), seconds=PATIENT)

    cheapest = brute.cheapest(situation, wanted, lacking)
    assert (found.choice and found.choice.options) == cheapest
    assert not found.is_open
    if cheapest is None:
        assert found.most is not None
        assert found.most.options == brute.best(situation, wanted)
        assert found.ceilings


@few
@given(cases.questions())
def test_exactly_the_most_can_be_reached_and_not_a_millionth_more(question: tuple[Situation, Wanted]):
    situation, wanted = question
    most = solve.best(situation, wanted, seconds=PATIENT)

    same = solve.reach(situation, wanted, ToPoints(most.score), seconds=PATIENT)
    more = solve.reach(situation, wanted, ToPoints(most.score + Decimal("0.000001")), seconds=PATIENT)

    assert same.choice is not None
    assert same.choice.score == most.score
    assert same.choice.cost_vnd == most.cost_vnd
    assert more.choice is None


@few
@given(cases.questions())
def test_every_option_gets_a_reason_that_is_true(question: tuple[Situation, Wanted]):
    situation, wanted = question

    choice = solve.best(situation, wanted, seconds=PATIENT)

    options = {one.key: one for one in situation.options}
    chosen = tuple(options[key] for key in choice.options)
    assert [one.key for one in choice.reasons] == [one.key for one in situation.options]
    assert Why.OPEN not in {one.why for one in choice.reasons}
    for reason in choice.reasons:
        if reason.is_chosen:
            without = tuple(one for one in chosen if one.key not in rules.leaning_on(reason.key, chosen))
            assert reason.points == choice.gained - brute.gained(situation, without)
            assert reason.points > 0 or reason.why is Why.NEEDED
        else:
            with_it = tuple(options[key] for key in {*choice.options, *rules.with_needs(reason.key, options)})
            is_better = brute.gained(situation, with_it) > choice.gained
            assert reason.points == brute.gained(situation, with_it) - choice.gained
            assert not (is_better and brute.keeps(with_it, wanted))
            assert (reason.why is Why.NOTHING) <= (reason.points <= 0)


@fewer
@given(cases.questions(), st.randoms(use_true_random=False))
def test_the_order_in_which_options_come_changes_nothing(question: tuple[Situation, Wanted], dice):
    situation, wanted = question
    shuffled = dice.sample(situation.options, len(situation.options))

    one = solve.best(situation, wanted, seconds=PATIENT)
    other = solve.best(Situation(situation.components, tuple(shuffled)), wanted, seconds=PATIENT)

    assert one.options == other.options
