# SPDX-License-Identifier: EUPL-1.2
"""Each wrong input is refused by a class of its own with a sentence that says what to do."""

from decimal import Decimal
from itertools import pairwise

import pytest

from tinhso.modules.plans.planner import errors, solve
from tinhso.modules.plans.planner.tests.cases import component, option
from tinhso.modules.plans.planner.types import Peer, Situation, ToPlace, ToPoints, Wanted

ONE = (component("1", 10, "0.5"),)
NO_LIMIT = Wanted()


def with_options(*options) -> Situation:
    return Situation(ONE, options)


WRONG = {
    "code twice": (errors.CodeTwice, Situation((*ONE, *ONE), ()), NO_LIMIT),
    "key twice": (errors.KeyTwice, with_options(option("a", 1, {}), option("a", 2, {})), NO_LIMIT),
    "negative weight": (errors.WrongWeight, Situation((component("1", -1, 0),), ()), NO_LIMIT),
    "weight no number": (errors.WrongWeight, Situation((component("1", "NaN", 0),), ()), NO_LIMIT),
    "weight endless": (errors.WrongWeight, Situation((component("1", "Infinity", 0),), ()), NO_LIMIT),
    "share over one": (errors.WrongShare, Situation((component("1", 1, "1.01"),), ()), NO_LIMIT),
    "share below nought": (errors.WrongShare, Situation((component("1", 1, "-0.01"),), ()), NO_LIMIT),
    "weight too fine": (errors.TooFine, Situation((component("1", "1.0000001", 0),), ()), NO_LIMIT),
    "gain too fine": (errors.TooFine, with_options(option("a", 1, {"1": "0.1234567"})), NO_LIMIT),
    "gain over one": (errors.WrongGain, with_options(option("a", 1, {"1": "1.5"})), NO_LIMIT),
    "gain no number": (errors.WrongGain, with_options(option("a", 1, {"1": "NaN"})), NO_LIMIT),
    "unknown component": (errors.UnknownComponent, with_options(option("a", 1, {"9": "0.1"})), NO_LIMIT),
    "unknown kept": (errors.UnknownComponent, with_options(), Wanted(keep=frozenset({"9"}))),
    "unknown need": (errors.UnknownNeed, with_options(option("a", 1, {}, needs=("b",))), NO_LIMIT),
    "needs itself": (errors.CyclicNeeds, with_options(option("a", 1, {}, needs=("a",))), NO_LIMIT),
    "circle": (
        errors.CyclicNeeds,
        with_options(*(option(key, 1, {}, needs=(need,)) for key, need in ("ab", "bc", "ca"))),
        NO_LIMIT,
    ),
    "negative cost": (errors.WrongCost, with_options(option("a", -1, {})), NO_LIMIT),
    "cost beyond measure": (errors.WrongCost, with_options(option("a", 10**15 + 1, {})), NO_LIMIT),
    "negative lead": (errors.WrongLead, with_options(option("a", 1, {}, days=-1)), NO_LIMIT),
    "negative budget": (errors.WrongBudget, with_options(), Wanted(budget_vnd=-1)),
    "negative horizon": (errors.WrongHorizon, with_options(), Wanted(horizon_days=-1)),
    "negative capacity": (errors.WrongCapacity, with_options(), Wanted(capacity={"so-a": -1})),
    "peer no number": (errors.WrongPeer, Situation(ONE, (), (Peer("A", Decimal("NaN")),)), NO_LIMIT),
    "no assumption": (errors.AssumptionsMissing, Situation(ONE, (), is_simulation=True), NO_LIMIT),
    "official assumption": (errors.AssumptionsMissing, Situation(ONE, (), assumptions=("Chia đều.",)), NO_LIMIT),
    "too many": (errors.TooMuch, Situation(tuple(component(str(one), 1, 0) for one in range(1001)), ()), NO_LIMIT),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_faulty_question_is_refused_by_all_three(name: str):
    expected, situation, wanted = WRONG[name]

    for ask in (solve.best, solve.pareto, lambda *both: solve.reach(*both, ToPoints(Decimal(1)))):
        with pytest.raises(expected) as refused:
            ask(situation, wanted)
        assert type(refused.value) is expected
        assert "Hãy" in refused.value.sentence


def test_every_class_of_fault_is_met_here():
    met = {expected for expected, _situation, _wanted in WRONG.values()}

    assert met | {errors.WrongTarget, errors.WrongPatience} == set(errors.QuestionFaulty.__subclasses__())


def test_a_circle_is_named_in_the_order_of_the_needs():
    _expected, situation, wanted = WRONG["circle"]

    with pytest.raises(errors.CyclicNeeds) as refused:
        solve.best(situation, wanted)

    path = refused.value.sentence.partition(": ")[2].partition(".")[0].split(" → ")
    needs = {one.key: one.needs for one in situation.options}
    assert path[0] == path[-1]
    assert all(after in needs[before] for before, after in pairwise(path))


NO_TARGETS = [*(ToPoints(Decimal(number)) for number in ("-1", "NaN", "1e-13", "1e30")), ToPlace(1)]


@pytest.mark.parametrize("target", NO_TARGETS)
def test_a_target_that_is_none_is_refused(target):
    with pytest.raises(errors.WrongTarget, match=r"Hãy nhập"):
        solve.reach(Situation(ONE, ()), NO_LIMIT, target)


def test_place_nought_is_refused():
    with pytest.raises(errors.WrongTarget, match=r"từ 1 trở lên"):
        solve.reach(Situation(ONE, (), (Peer("A", Decimal(1)),)), NO_LIMIT, ToPlace(0))


@pytest.mark.parametrize(("most", "seconds"), [(1, 1.0), (201, 1.0), (2, 0.0), (2, -1.0), (2, float("nan"))])
def test_no_time_or_no_curve_is_refused(most: int, seconds: float):
    with pytest.raises(errors.WrongPatience, match=r"Hãy đặt lại"):
        solve.pareto(Situation(ONE, ()), NO_LIMIT, most=most, seconds=seconds)
