# SPDX-License-Identifier: EUPL-1.2
"""The escalation ladder and the step table's own checks."""

import pytest

from tinhso.kernel.casework.rules import rung_for
from tinhso.kernel.casework.types import Clock, Phase, State, Step, Workflow


@pytest.mark.parametrize(
    ("left", "overdue", "over", "rung"),
    [
        (5, False, 0, None),
        (2, False, 0, "two_days_left"),
        (1, False, 0, "one_day_left"),
        (0, False, 0, "one_day_left"),
        (0, True, 0, "overdue"),
        (0, True, 1, "overdue"),
        (0, True, 2, "overdue_two_days"),
    ],
)
def test_each_rung_is_reached_on_its_day(left, overdue, over, rung):
    found = rung_for(left, overdue, over)

    assert (found.name if found else None) == rung


def state(key: str) -> State:
    return State(key, key, Phase.OPEN, Clock.NONE, "")


def step(source: str, target: str) -> Step:
    return Step("go", "Đi", frozenset({source}), target, frozenset(), "")


def test_a_table_with_an_unknown_state_is_refused():
    with pytest.raises(ValueError, match="unknown"):
        Workflow("x", "X", {"a": state("a")}, {"go": step("a", "b")}, "a")


def test_a_table_with_a_state_nobody_reaches_is_refused():
    with pytest.raises(ValueError, match="never reached"):
        Workflow("x", "X", {"a": state("a"), "b": state("b")}, {}, "a")
