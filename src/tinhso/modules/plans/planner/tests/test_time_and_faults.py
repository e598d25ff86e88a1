# SPDX-License-Identifier: EUPL-1.2
"""When HiGHS stops at the time limit, names a set that breaks a limit, or fails: said, mended or raised."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from tinhso.modules.plans.planner import explain, highs, ordering, rules, solve
from tinhso.modules.plans.planner.errors import NoAnswer
from tinhso.modules.plans.planner.highs import Answer, Ending, Linear, Patience
from tinhso.modules.plans.planner.tests import cases
from tinhso.modules.plans.planner.tests.cases import component, option, situation
from tinhso.modules.plans.planner.types import Limit, Proof, ToPoints, Wanted, Why

ASKED = situation(
    (component("1", 10, 0), component("2", 10, 0)),
    option("a", 4, {"1": "0.5"}, days=10),
    option("b", 5, {"2": "0.6"}, days=20),
    option("c", 6, {"1": "0.4"}, days=30),
    option("idle", 3, {"1": "0.001"}, days=30),
)
BUDGET = Wanted(budget_vnd=9)
Fake = Callable[[Callable[[int, Answer], Answer]], None]


@pytest.fixture
def change(monkeypatch: pytest.MonkeyPatch) -> Fake:
    """Let every answer of HiGHS go through a function of its number (from 0) before it is believed."""

    def install(changed: Callable[[int, Answer], Answer]) -> None:
        numbers = iter(range(10_000))

        def ask(linear: Linear, patience: Patience) -> Answer:
            answer = changed(next(numbers), highs.ask(linear, patience))
            if answer.ending is Ending.TIME:
                patience.spend(patience.left)
            return answer

        monkeypatch.setattr(ordering, "ask", ask)

    return install


def values(*chosen: int) -> tuple[float, ...]:
    return tuple(float(column in chosen) for column in range(4))


def test_nothing_found_in_time_is_an_empty_choice_that_says_how_much_is_open(change: Fake):
    change(lambda _number, answer: Answer(Ending.TIME, None, -float("inf")))

    choice = solve.best(ASKED, BUDGET)

    assert choice.options == ()
    assert choice.proof == Proof(points_open=Decimal(20), cost_open_vnd=0, has_settled_ties=False)
    assert {one.why for one in choice.reasons} == {Why.OPEN}
    assert "Hết thời gian tính: phương án khác có thể hơn tới 20 điểm." in explain.of_choice(ASKED, choice)


def test_a_choice_found_in_time_but_not_proved_names_its_gap_and_holds_nothing_idle(change: Fake):
    change(lambda _number, answer: replace(answer, ending=Ending.TIME, values=values(0, 3), bound=-1_200.0))

    choice = solve.best(ASKED, Wanted())

    assert choice.options == ("a", "idle")
    assert choice.gained == Decimal("5.01")
    assert choice.proof.points_open == Decimal(12) - Decimal("5.01")
    assert choice.proof.cost_open_vnd == 7
    assert not choice.proof.is_complete


def test_options_that_bring_nothing_are_taken_out_of_a_choice_that_was_not_proved(change: Fake):
    full = situation((component("1", 10, "0.5"),), option("a", 4, {"1": "0.5"}), option("b", 5, {"1": "0.5"}))
    change(lambda _number, answer: replace(answer, ending=Ending.TIME, values=(1.0, 1.0, 5.0), bound=-1.0))

    choice = solve.best(full, Wanted())

    assert choice.options == ("a",)
    assert choice.proof == Proof(points_open=Decimal(0), cost_open_vnd=4, has_settled_ties=False)


def test_points_proved_and_cost_not_is_said_apart(change: Fake):
    change(lambda number, answer: replace(answer, ending=Ending.TIME, values=None, bound=7.0) if number else answer)

    choice = solve.best(ASKED, BUDGET)

    assert choice.options == ("a", "b")
    assert choice.proof == Proof(points_open=Decimal(0), cost_open_vnd=2, has_settled_ties=False)
    assert "Hết thời gian tính: có thể rẻ hơn tới 2 đ." in explain.of_choice(ASKED, choice)


def test_a_target_not_settled_in_time_is_open_and_not_called_impossible(change: Fake):
    change(lambda _number, answer: Answer(Ending.TIME, None, -float("inf")))

    found = solve.reach(ASKED, BUDGET, ToPoints(Decimal(11)))

    assert (found.choice, found.ceilings, found.is_open) == (None, (), True)
    assert "chưa rõ có đạt được 11 điểm không" in explain.of_reach(ASKED, found)


def test_a_target_met_by_the_way_is_shown_as_not_yet_the_cheapest(change: Fake):
    change(lambda number, answer: answer if number else Answer(Ending.TIME, None, -float("inf")))

    found = solve.reach(ASKED, BUDGET, ToPoints(Decimal(6)))

    assert found.choice is not None
    assert found.choice.options == ("a", "b")
    assert found.is_open
    assert found.choice.proof.cost_open_vnd == 9
    assert "có thể rẻ hơn tới 9 đ" in explain.of_reach(ASKED, found)


def test_a_curve_cut_short_by_time_is_not_whole(change: Fake):
    change(lambda _number, answer: replace(answer, ending=Ending.TIME))

    curve = solve.pareto(ASKED, Wanted())

    assert not curve.is_whole
    assert "có thể còn phương án khác ở giữa" in explain.of_curve(curve)


def test_a_set_that_breaks_a_limit_is_refused_and_another_asked_for(change: Fake):
    change(lambda number, answer: answer if number else replace(answer, values=values(0, 1, 2, 3)))

    choice = solve.best(ASKED, BUDGET)

    assert choice.options == ("a", "b")
    assert choice.proof.is_complete


def test_nothing_but_broken_limits_is_a_fault_and_no_choice(change: Fake):
    change(lambda _number, answer: replace(answer, values=values(0, 1, 2, 3)))

    with pytest.raises(NoAnswer, match=r"thử lại"):
        solve.best(ASKED, BUDGET)


def test_two_answers_that_contradict_each_other_are_a_fault(change: Fake):
    change(lambda number, answer: answer if number else Answer(Ending.IMPOSSIBLE, None, 0.0))

    with pytest.raises(NoAnswer, match=r"kết quả khác nhau"):
        solve.reach(ASKED, BUDGET, ToPoints(Decimal(6)))


def test_patience_is_one_purse_for_all_parts():
    whole = Patience(10.0)
    half = whole.part(2)

    half.part(5).spend(1.0)

    assert (half.left, whole.left) == (4.0, 9.0)


def test_highs_tells_impossible_from_proved():
    one = Linear()
    column = one.column(0.0, 1.0, is_whole=True)
    one.objective = {column: -3.0}
    proved = highs.ask(one, Patience(60.0))
    one.row({column: 1.0}, lower=1.5)

    impossible = highs.ask(one, Patience(60.0))

    assert (proved.ending, proved.values, proved.bound) == (Ending.PROVED, (1.0,), -3.0)
    assert (impossible.ending, impossible.values) == (Ending.IMPOSSIBLE, None)


def test_a_broken_programme_is_no_answer():
    broken = Linear()
    broken.column(0.0, 1.0, is_whole=True)
    broken.row({7: 1.0}, upper=1.0)

    with pytest.raises(NoAnswer, match=r"không nhận bài toán"):
        highs.ask(broken, Patience(60.0))


def test_no_ceiling_is_named_when_none_is_there():
    found = solve.reach(ASKED, Wanted(), ToPoints(rules.full_score(ASKED.components) + 1))

    assert [one.limit for one in found.ceilings] == [Limit.SCALE]


@pytest.mark.parametrize("seconds", [0.0001, 0.05, 0.2])
def test_whatever_the_time_limit_really_leaves_undone_lies_within_the_gap_it_names(seconds: float):
    """Nothing here depends on how far HiGHS comes: a short time may prove everything or nothing."""
    asked, wanted = cases.large(), Wanted(budget_vnd=3_000)

    hasty, proved = solve.best(asked, wanted, seconds=seconds), solve.best(asked, wanted, seconds=600)

    assert proved.proof.is_complete
    assert rules.is_allowed(asked, wanted, hasty.options)
    assert hasty.gained <= proved.gained <= hasty.gained + hasty.proof.points_open
    if hasty.proof.is_complete:
        assert hasty.options == proved.options
