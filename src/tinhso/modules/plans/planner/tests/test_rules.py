# SPDX-License-Identifier: EUPL-1.2
"""Counting by hand: caps, floors, places, what bars an option."""

from decimal import Decimal

import pytest

from tinhso.modules.plans.planner import rules
from tinhso.modules.plans.planner.programme import programme
from tinhso.modules.plans.planner.tests.cases import component, option, situation
from tinhso.modules.plans.planner.types import Peer, Wanted, Why

TWO = (component("1", 10, "0.8"), component("2", "20.5", "0.1"))


@pytest.mark.parametrize(
    ("share", "total", "after"),
    [
        ("0.8", "0.1", "0.9"),
        ("0.8", "0.2", "1"),
        ("0.8", "0.9", "1"),
        ("0.8", "-0.8", "0"),
        ("0.8", "-0.9", "0"),
        ("1", "-0.25", "0.75"),
    ],
)
def test_a_share_stays_between_nothing_and_all(share: str, total: str, after: str):
    assert rules.share_after(component("1", 10, share), Decimal(total)) == Decimal(after)


def test_gains_of_several_options_add_up_and_are_capped_once():
    asked = situation(TWO, option("a", 5, {"1": "0.15", "2": "0.1"}), option("b", 7, {"1": "0.15"}, days=90))

    counted = rules.count(asked, ["a", "b"])

    assert (counted.cost_vnd, counted.days) == (12, 90)
    assert counted.gained == 10 * Decimal("0.2") + Decimal("20.5") * Decimal("0.1")
    assert counted.shares == {"1": Decimal(1), "2": Decimal("0.2")}


@pytest.mark.parametrize(
    ("place", "points"),
    [(1, "70"), (2, "60"), (3, "60"), (4, "50"), (5, "0"), (9, "0")],
)
def test_the_points_of_a_place_are_those_of_who_holds_it(place: int, points: str):
    peers = [Peer("A", Decimal(60)), Peer("B", Decimal(70)), Peer("C", Decimal(50)), Peer("D", Decimal(60))]

    needed = rules.points_for_place(place, peers)

    assert needed == Decimal(points)
    assert rules.place(needed, peers) <= place


def test_a_point_less_loses_the_place():
    peers = [Peer("A", Decimal(60)), Peer("B", Decimal(70))]

    assert rules.place(Decimal(60), peers) == 2
    assert rules.place(Decimal("59.9999"), peers) == 3


BARRED = [
    (Wanted(horizon_days=29), "a", Why.LATE, ()),
    (Wanted(keep=frozenset({"2"})), "lowers", Why.LOWERS_KEPT, ("2",)),
    (Wanted(keep=frozenset({"2"})), "above", Why.NEEDS, ("lowers",)),
    (Wanted(budget_vnd=4), "a", Why.TOO_DEAR, ()),
    (Wanted(budget_vnd=5), "leans", Why.TOO_DEAR, ("a",)),
    (Wanted(capacity={"so-a": 0}), "led", Why.UNIT_FULL, ("so-a",)),
    (Wanted(), "idle", Why.NOTHING, ()),
    (Wanted(), "full", Why.NOTHING, ("3",)),
    (Wanted(), "weightless", Why.NOTHING, ()),
]


@pytest.mark.parametrize(("wanted", "key", "why", "about"), BARRED)
def test_what_bars_an_option(wanted: Wanted, key: str, why: Why, about: tuple[str, ...]):
    asked = situation(
        (*TWO, component("3", 10, 1), component("4", 0, 0)),
        option("a", 5, {"1": "0.1"}),
        option("lowers", 0, {"1": "0.1", "2": "-0.05"}),
        option("above", 0, {"1": "0.1"}, needs=("lowers",)),
        option("leans", 1, {"1": "0.1"}, needs=("a",)),
        option("led", 1, {"1": "0.1"}, unit="so-a"),
        option("idle", 1, {}),
        option("full", 1, {"3": "0.5"}),
        option("weightless", 1, {"4": "0.5"}),
    )

    assert rules.barred(asked, wanted)[key] == (why, about)
    assert key not in programme(asked, wanted).keys


def test_an_option_that_only_makes_another_possible_is_not_idle():
    asked = situation(TWO, option("base", 5, {}), option("top", 5, {"1": "0.1"}, needs=("base",)))

    assert rules.barred(asked, Wanted()) == {}


def test_a_full_component_that_another_option_lowers_may_be_raised_again():
    asked = situation(
        (component("1", 10, 1), component("2", 90, 0)),
        option("mend", 1, {"1": "0.5"}),
        option("trade", 1, {"1": "-0.5", "2": "0.5"}),
    )

    assert rules.barred(asked, Wanted()) == {}


def test_points_and_money_are_counted_in_the_largest_unit_that_divides_all():
    asked = situation(
        (component("1", 10, "0.5"),), option("a", 30_000_000, {"1": "0.25"}), option("b", 45_000_000, {"1": "0.05"})
    )

    made = programme(asked, Wanted(budget_vnd=44_999_999))

    assert (made.cost_unit, made.budget, made.costs) == (30_000_000, 1, (1,))
    assert made.points_unit == Decimal("2.5")
    assert (dict(made.parts[0].adds), made.parts[0].room, made.parts[0].bottom) == ({0: 1}, 2, 2)
