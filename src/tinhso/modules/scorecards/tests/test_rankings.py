# SPDX-License-Identifier: EUPL-1.2
"""The security ranking A to E: sums of 2019 (89 agencies, 63 provinces), borders known and not known, no guess.

Announcements of the Authority of Information Security of 17/4/2019 and of September 2020.
"""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.modules.scorecards import rankings
from tinhso.modules.scorecards.commitments import book
from tinhso.modules.scorecards.dti.types import Span
from tinhso.modules.scorecards.errors import IndexFaulty, UnknownIndex
from tinhso.modules.scorecards.types import Trust

FOUND = rankings.security()
NEWER, OLDER = FOUND.rounds
GRADES = {one.key: one for one in FOUND.grades}


def test_the_classes_of_2019_add_up_to_89_agencies_and_63_provinces():
    assert NEWER.counts is not None
    assert (sum(NEWER.counts.values()), NEWER.agencies) == (89, 89)
    assert sum(count or 0 for count in NEWER.of_provinces.values()) == NEWER.provinces == 63
    assert (NEWER.ministries or 0) + (NEWER.provinces or 0) == NEWER.agencies
    assert all(NEWER.counts[key] >= (count or 0) for key, count in NEWER.of_provinces.items())


def test_of_2018_only_what_reports_agree_on_is_a_number():
    assert OLDER.of_provinces == {"A": 0, "B": 11, "C": None, "D": 8, "E": 0}
    assert (OLDER.agencies, OLDER.counts) == (None, None)
    assert OLDER.shares["D"] == "13–15 %"


def test_only_the_borders_of_b_are_confirmed():
    confirmed = [one.key for one in FOUND.grades if one.trust is Trust.CONFIRMED]

    assert confirmed == ["B"]
    assert (GRADES["B"].least, GRADES["B"].below) == (65, 80)
    assert {one.least for one in FOUND.grades if one.key in "CDE"} == {None}
    assert [one.below for one in FOUND.grades] == [None, 80, 65, None, None]


@pytest.mark.parametrize(
    ("score", "classes", "trust", "following", "lacking"),
    [
        ("100", "A", Trust.INFERRED, None, None),
        ("80", "A", Trust.INFERRED, None, None),
        ("79.99", "B", Trust.CONFIRMED, "A", "0.01"),
        ("65", "B", Trust.CONFIRMED, "A", "15"),
        ("64.99", "CDE", Trust.MISSING, "B", "0.01"),
        ("0", "CDE", Trust.MISSING, "B", "65"),
    ],
)
def test_the_class_of_a_score_is_said_as_far_as_borders_are_known(score, classes, trust, following, lacking):
    found = rankings.place(Decimal(score))

    assert "".join(one.key for one in found.grades) == classes
    assert found.trust is trust
    assert (found.next.key if found.next else None) == following
    assert found.lacking == (None if lacking is None else Decimal(lacking))


@given(st.decimals(min_value=0, max_value=100, places=2))
def test_every_score_has_a_class_and_lies_within_its_span(score):
    found = rankings.place(score)

    assert found.grades
    for one in found.grades:
        span = rankings.span_of(FOUND, one)
        assert span.low <= score <= span.high
    if found.next and found.lacking is not None:
        assert rankings.place(score + found.lacking).grades == (found.next,)


@pytest.mark.parametrize("score", ["-0.01", "100.01"])
def test_a_score_outside_the_scale_is_refused(score):
    with pytest.raises(UnknownIndex, match="từ 0 đến 100"):
        rankings.place(Decimal(score))


def test_the_widest_span_of_a_class_uses_the_borders_around_it():
    assert rankings.span_of(FOUND, GRADES["B"]) == Span(Decimal(65), Decimal(80))
    assert rankings.span_of(FOUND, GRADES["D"]) == Span(Decimal(0), Decimal(65))


@pytest.mark.parametrize(
    ("one", "province", "classes"),
    [
        (NEWER, "Bến Tre", ("B",)),
        (NEWER, "gia lai", ("B",)),
        (NEWER, "Đà Nẵng", ("A",)),
        (NEWER, "Hà Giang", ("B", "C", "D")),
        (OLDER, "Hà Giang", ("B", "C", "D")),
    ],
)
def test_a_province_no_report_names_keeps_the_classes_left(one, province, classes):
    assert rankings.classes_of(one, province) == classes


def test_a_table_that_does_not_add_up_is_refused():
    wrong = replace(NEWER, counts=dict(NEWER.counts or {}) | {"A": 5})
    with pytest.raises(IndexFaulty, match="89 agencies"):
        rankings.check(replace(FOUND, rounds=(wrong,)))
    named = replace(NEWER, named={"E": ("Hà Giang",)})
    with pytest.raises(IndexFaulty, match="more provinces"):
        rankings.check(replace(FOUND, rounds=(named,)))


def test_the_place_in_information_technology_is_what_the_article_said():
    (target,) = rankings.place_targets()

    assert (target.province, target.rank, target.year) == ("Bến Tre", 30, 2025)
    assert target.said == book().commitments[target.commitment].measure.said
