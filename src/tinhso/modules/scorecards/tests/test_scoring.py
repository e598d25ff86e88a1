# SPDX-License-Identifier: EUPL-1.2
"""Points of Decision 766: what is not confirmed or not known never counts silently."""

from datetime import date
from decimal import Decimal

import pytest

from tinhso.kernel.indicators.folding import known_facts
from tinhso.modules.scorecards import definitions, rules
from tinhso.modules.scorecards.errors import IndexFaulty, UnknownIndex
from tinhso.modules.scorecards.types import Standing, Total, Trust

DAY = date(2026, 11, 20)
FIRST = date(2026, 11, 1)


def index(code: str = "766"):
    return definitions.index(code, DAY)


def scored(code: str, sums: dict[str, int], overdue: int = 0):
    return rules.score(definitions.component(index(), code), sums, overdue)


@pytest.mark.parametrize(
    ("group", "points"),
    [("1", 18), ("2", 20), ("3", 22), ("4", 22), ("5", 18)],
)
def test_the_five_groups_have_their_points(group, points):
    """766/QĐ-TTg: 18 + 20 + 22 + 22 + 18 = 100."""
    found = {one.code: one.max_points for one in index().groups}

    assert found[group] == points
    assert sum(found.values()) == index().total_max == 100


@pytest.mark.parametrize(
    ("code", "weight", "points"),
    [
        ("1.1", Trust.MISSING, None),
        ("1.2", Trust.CONFIRMED, 4),
        ("1.3", Trust.MISSING, None),
        ("1.4", Trust.MISSING, None),
        ("2.1", Trust.CONFIRMED, 20),
        ("3.3", Trust.MISSING, None),
        ("3.5", Trust.MISSING, None),
        ("4.1", Trust.MISSING, None),
        ("4.2", Trust.MISSING, None),
        ("5.1", Trust.INFERRED, 6),
        ("5.2", Trust.INFERRED, 6),
        ("5.3", Trust.CONFIRMED, 6),
    ],
)
def test_a_weight_nobody_confirmed_stays_what_it_is(code, weight, points):
    found = definitions.component(index(), code)

    assert (found.weight, found.max_points) == (weight, points)


@pytest.mark.parametrize(
    ("on_time", "ended", "overdue", "points"),
    [
        (9, 10, 0, "18.00"),
        (9, 10, 2, "15.00"),
        (0, 0, 3, "0.00"),
        (2, 3, 0, "13.33"),
        (1, 3, 0, "6.67"),
        (10, 10, 0, "20.00"),
    ],
)
def test_what_is_open_and_overdue_lowers_the_progress(on_time, ended, overdue, points):
    """766/QĐ-TTg, chỉ số 2.1: 20 points; the denominator holds open overdue dossiers."""
    found = scored("2.1", {"onestop.ended_on_time_766": on_time, "onestop.ended": ended}, overdue)

    assert found.points == Decimal(points)
    assert found.standing is Standing.INFERRED


@pytest.mark.parametrize(
    ("code", "sums", "standing"),
    [
        ("1.1", {}, Standing.NO_DATA),
        ("2.1", {}, Standing.EMPTY),
        ("2.2", {"onestop.completed_minutes": 2880, "onestop.completed": 1}, Standing.WATCHED),
        ("3.3", {"onestop.received_online": 1, "onestop.received": 2}, Standing.NO_WEIGHT),
        ("3.1", {}, Standing.NO_DATA),
        ("5.1", {}, Standing.EMPTY),
    ],
)
def test_what_cannot_be_scored_says_why_and_has_no_points(code, sums, standing):
    found = scored(code, sums)

    assert (found.standing, found.points) == (standing, None)


def test_silence_counts_as_satisfied():
    """766/QĐ-TTg, chỉ số 5.3: only negative ratings reduce the score."""
    assert scored("5.3", {"onestop.ended": 10, "onestop.dissatisfied": 1}).points == Decimal("5.40")
    assert scored("5.3", {"onestop.ended": 10}).points == Decimal("6.00")


def test_the_total_is_of_what_could_be_computed():
    sums = {"onestop.ended": 10, "onestop.ended_on_time_766": 9, "onestop.received": 4, "onestop.received_online": 4}

    found = rules.card(index(), sums, lambda balance: 0, FIRST, DAY)

    assert found.total == Total(Decimal("24.00"), Decimal(26))
    assert found.confirmed == Total(Decimal(0), Decimal(0))
    assert found.inferred == found.total
    assert found.band() is None


def test_the_forecast_lets_what_is_due_end_on_time():
    sums = {"onestop.ended": 10, "onestop.ended_on_time_766": 8}

    ahead = rules.forecast_sums(index(), sums, lambda balance: 5)

    assert ahead == {"onestop.ended": 15, "onestop.ended_on_time_766": 13}


def test_contacts_are_scored_by_dossier():
    """01/2018/TT-VPCP, Điều 13, chỉ số 3: none 2, one 1, more 0."""
    component = definitions.component(index("01-2018"), "3")

    found = rules.score(component, {"onestop.ended": 4, "onestop.contact_points": 2 + 2 + 1 + 0})

    assert found.points == Decimal("1.25")


@pytest.mark.parametrize("code", ["766", "01-2018"])
def test_every_fact_an_index_reads_is_folded_from_acts(code):
    names = {
        name
        for one in index(code).components()
        for name in (*one.plus, *one.minus, *one.denominator, one.overdue)
        if name
    }

    assert names
    assert names <= known_facts()


def test_no_index_before_its_day():
    with pytest.raises(UnknownIndex):
        definitions.index("766", date(2022, 6, 22))
    with pytest.raises(UnknownIndex):
        definitions.component(index(), "9.9")


WRONG = """
code: thử
version: 1
title: Thử
source: Thử
total_max: 10
valid_from: 2026-01-01
bands: []
groups:
  - {{code: "1", title: Nhóm, max_points: 5, components: [{{code: "1.1", title: Một, {0}}}]}}
"""


@pytest.mark.parametrize(
    "entry",
    [
        "max_points: 6, weight: confirmed, formula: confirmed, denominator: [a]",
        "max_points: 5, weight: confirmed, formula: confirmed",
        "max_points: null, weight: confirmed, formula: confirmed, denominator: [a]",
        "max_points: 5, weight: sure, formula: confirmed, denominator: [a]",
        "weight: confirmed, formula: confirmed, denominator: [a]",
    ],
)
def test_a_faulty_file_names_itself(tmp_path, entry):
    path = tmp_path / "wrong.yaml"
    path.write_text(WRONG.format(entry), encoding="utf-8")

    with pytest.raises(IndexFaulty, match=r"wrong\.yaml"):
        definitions.load(path)
