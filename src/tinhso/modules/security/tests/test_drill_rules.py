# SPDX-License-Identifier: EUPL-1.2
"""The clock of an exercise over pauses."""

from datetime import UTC, datetime, timedelta

import pytest

from tinhso.modules.security.drill_rules import Pause, elapsed, instant_of, minute_of, minutes_between

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


TWO = [Pause(at(10), at(25)), Pause(at(40), at(45))]


@pytest.mark.parametrize(
    ("pauses", "now", "shown"),
    [([], 30, 30), (TWO, 10, 10), (TWO, 20, 10), (TWO, 26, 11), (TWO, 60, 40), ([Pause(at(5))], 500, 5), ([], -3, 0)],
)
def test_the_clock_stands_while_the_exercise_does(pauses, now, shown):
    assert minute_of(NINE, pauses, at(now)) == shown


@pytest.mark.parametrize(
    ("pauses", "minute", "comes"),
    [([], 10, 10), (TWO, 10, 10), (TWO, 11, 26), (TWO, 25, 40), (TWO, 26, 46), ([Pause(at(5))], 5, 5)],
)
def test_a_minute_comes_later_by_what_stood_before_it(pauses, minute, comes):
    assert instant_of(minute, NINE, pauses) == at(comes)
    assert elapsed(NINE, pauses, at(comes)) == timedelta(minutes=minute)


def test_while_a_pause_lasts_nobody_knows_when_a_later_minute_comes():
    assert instant_of(6, NINE, [Pause(at(5))]) is None


def test_time_between_leaves_pauses_out():
    assert minutes_between(NINE, TWO, at(8), at(27)) == 4
