# SPDX-License-Identifier: EUPL-1.2
"""Editions of the index over the years: 1726/QĐ-BTTTT (2020), 922/QĐ-BTTTT (2021-2023), 405/QĐ-BKHCN (2024)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.modules.scorecards.dti import frames
from tinhso.modules.scorecards.dti.frames import Aspect, Bar, frame
from tinhso.modules.scorecards.dti.reading import edition, result_of, results
from tinhso.modules.scorecards.dti.types import Span
from tinhso.modules.scorecards.errors import IndexFaulty, UnknownIndex
from tinhso.modules.scorecards.types import Trust

FIRST, SECOND, THIRD = frames.frames()
SHARES = st.decimals(min_value=0, max_value=1, places=4)


def exactly(value: Decimal | str) -> Span:
    return Span(Decimal(value), Decimal(value))


def test_each_edition_says_what_the_documents_confirm():
    assert [one.instrument for one in (FIRST, SECOND, THIRD)] == ["1726/QĐ-BTTTT", "922/QĐ-BTTTT", "405/QĐ-BKHCN"]
    assert FIRST.pillars == {"CQS": 400, "KTS": 300, "XHS": 300}
    counts = [
        (one.claims[Aspect.MAIN_COUNT].value, one.claims[Aspect.COMPONENT_COUNT].value) for one in frames.frames()
    ]
    assert counts == [(7, 108), (9, 98), (8, 47)]
    assert (FIRST.claims[Aspect.CRITERIA].value, THIRD.provinces) == (306, 34)
    assert SECOND.claims[Aspect.SMART_CITY].text == "có thu thập và không chấm điểm"


def test_what_nobody_found_is_null_and_missing():
    for one in (FIRST, THIRD):
        for aspect in (Aspect.MAIN_NAMES, Aspect.MAIN_MAXIMA, Aspect.COMPONENT_NAMES):
            claim = one.claims[aspect]
            assert (claim.value, claim.text, claim.trust) == (None, None, Trust.MISSING)
    assert [one.claims[Aspect.COMPONENT_MAXIMA].trust for one in frames.frames()] == [Trust.MISSING] * 3
    assert THIRD.claims[Aspect.FORMULA].trust is Trust.MISSING


def test_sentences_are_whole():
    assert FIRST.claims[Aspect.FORMULA].text == "0,4 × chính quyền số + 0,3 × kinh tế số + 0,3 × xã hội số"
    assert (SECOND.claims[Aspect.PILLARS].text or "").endswith("nên không cộng điểm với nhau")
    with pytest.raises(IndexFaulty, match="is no part of a claim"):
        frames._claim(Aspect.FORMULA, {"text": "0", "4 × CQS": None, "trust": "confirmed"})


def test_the_frame_of_922_agrees_with_its_file_of_components():
    file = edition("DTI-922")

    assert tuple(SECOND.years) == file.years
    assert SECOND.claims[Aspect.TOTAL].value == file.total_max
    assert SECOND.claims[Aspect.MAIN_COUNT].value == len(file.main)
    assert SECOND.claims[Aspect.COMPONENT_COUNT].value == len(file.parts())
    assert SECOND.claims[Aspect.MAIN_MAXIMA].text == "; ".join(str(one.max_points) for one in file.main)
    assert SECOND.provinces == len(results(2022))
    named = sum(part.title is not None for part in file.parts())
    assert (SECOND.claims[Aspect.COMPONENT_NAMES].text or "").startswith(f"{named} tên")


def test_each_edition_names_the_one_before_and_the_one_after():
    for older, newer in zip(frames.frames(), frames.frames()[1:], strict=False):
        assert (older.replaced_by, newer.replaces) == (newer.instrument, older.instrument)
    assert (FIRST.replaces, THIRD.replaced_by) == (None, None)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2020, 10, 11), None),
        (date(2020, 10, 12), "DTI-1726"),
        (date(2022, 5, 19), "DTI-1726"),
        (date(2022, 5, 20), "DTI-922"),
        (date(2025, 4, 3), "DTI-405"),
    ],
)
def test_the_edition_of_a_day_is_the_newest_signed(day, code):
    found = frames.on_day(day)

    assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("first", "second", "values", "places", "bars"),
    [
        (2021, 2022, True, True, ()),
        (2022, 2023, True, True, (Bar.INFERRED_YEAR,)),
        (2020, 2021, False, True, (Bar.OTHER_EDITION, Bar.OTHER_CONTENT, Bar.NAMES_UNKNOWN)),
        (2022, 2024, False, False, (Bar.OTHER_EDITION, Bar.OTHER_CONTENT, Bar.NAMES_UNKNOWN, Bar.OTHER_PROVINCES)),
        (2022, 2025, False, False, (Bar.UNKNOWN_YEAR,)),
    ],
)
def test_what_two_years_allow(first, second, values, places, bars):
    found = frames.compare(first, second)

    assert (found.values, found.places, found.bars) == (values, places, bars)
    assert frames.compare(second, first).bars == bars


def test_places_told_agree_with_the_table_and_with_the_fall_of_23():
    places = {one.year: one for one in frames.known_places()}

    assert places[2022].rank == result_of(2022, "Gia Lai").rank
    assert places[2022].rank - places[2021].rank == 23
    assert (places[2024].rank, places[2024].of) == (31, THIRD.provinces)


def test_the_formula_of_2020_is_four_three_three():
    known = {"CQS": exactly("0.5"), "KTS": exactly("0.25"), "XHS": exactly("0.1")}

    assert frames.whole(FIRST, known) == exactly("0.305")
    assert frames.whole(FIRST, {}) == Span(Decimal(0), Decimal(1))


@given(SHARES, SHARES, SHARES)
def test_an_unknown_pillar_lies_within_what_the_whole_allows(cqs, kts, xhs):
    known = {"CQS": exactly(cqs), "KTS": exactly(kts)}
    reached = frames.whole(FIRST, known | {"XHS": exactly(xhs)})

    assert reached == exactly(Decimal("0.4") * cqs + Decimal("0.3") * kts + Decimal("0.3") * xhs)
    found = frames.pillar_within(FIRST, "XHS", reached, known)
    assert found is not None
    assert abs(found.low - xhs) < Decimal("1e-20")
    outer = frames.whole(FIRST, known)
    assert outer.low <= reached.low <= outer.high


def test_pillars_that_contradict_the_whole_are_told():
    known = {"CQS": exactly("0.9"), "KTS": exactly("0.9")}

    assert frames.pillar_within(FIRST, "XHS", exactly("0.5"), known) is None


@pytest.mark.parametrize("one", [SECOND, THIRD], ids=lambda one: one.code)
def test_no_formula_is_lent_to_an_edition_without_points_of_pillars(one):
    with pytest.raises(UnknownIndex, match="Chưa biết điểm của các trụ cột"):
        frames.whole(one, {})


def test_a_guess_in_a_missing_place_is_refused():
    claim = replace(THIRD.claims[Aspect.TOTAL], value=Decimal(1000))

    with pytest.raises(IndexFaulty, match="total"):
        frames.check(replace(THIRD, claims=dict(THIRD.claims) | {Aspect.TOTAL: claim}))
    with pytest.raises(IndexFaulty, match="add up"):
        frames.check(replace(FIRST, pillars={"CQS": Decimal(500), "KTS": Decimal(300), "XHS": Decimal(300)}))
    with pytest.raises(UnknownIndex):
        frame("DTI-1")
