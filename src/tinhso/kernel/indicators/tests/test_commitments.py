# SPDX-License-Identifier: EUPL-1.2
"""Commitments as said: what can be judged, what cannot, and slips of a factor."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.kernel.indicators.commitments import (
    FACTOR_OF_A_SLIP,
    OPEN,
    PROMISED,
    THRESHOLDS,
    Basis,
    Commitment,
    Denominator,
    Kind,
    Level,
    Measure,
    Obstacle,
    Qualifier,
    Standing,
    Text,
    magnitude_warning,
    number_words,
    obstacle,
    standing,
)

PERCENT = Text("%", "%")
NUMBERS = st.decimals(min_value="-1e9", max_value="1e9", places=3)
POSITIVE = st.decimals(min_value="0.001", max_value="1e9", places=3)
SHARE = Denominator(Basis.NOT_NAMED)


def said(qualifier: Qualifier, value="80", *, kind=Kind.TARGET, **others) -> Commitment:
    number = None if qualifier in OPEN or value is None else Decimal(value)
    words = "" if qualifier in OPEN or value is not None else "61/2018/NĐ-CP"
    measure = Measure(number, words, PERCENT, qualifier, SHARE, "như bài viết", **others)
    nothing = Text("", "")
    return Commitment("t", "Bến Tre", nothing, kind, measure, (Level.PROVINCE,), 2025, None, "000", nothing)


@pytest.mark.parametrize(
    ("qualifier", "below", "at", "above"),
    [
        (Qualifier.AT_LEAST, False, True, True),
        (Qualifier.OVER, False, False, True),
        (Qualifier.AT_MOST, True, True, False),
        (Qualifier.UNDER, True, False, False),
        (Qualifier.EXACTLY, False, True, False),
        (Qualifier.ALL, False, True, False),
    ],
)
def test_a_threshold_is_judged_at_its_edge(qualifier, below, at, above):
    found = [standing(said(qualifier), Decimal(one)) for one in ("79.99", "80", "80.01")]

    assert found == [Standing.MET if met else Standing.NOT_MET for met in (below, at, above)]


@pytest.mark.parametrize(
    ("commitment", "why"),
    [
        (said(Qualifier.UNIVERSAL), Obstacle.OPEN),
        (said(Qualifier.HIGHEST_POSSIBLE), Obstacle.OPEN),
        (said(Qualifier.ALMOST), Obstacle.NO_THRESHOLD),
        (said(Qualifier.ABOUT), Obstacle.NO_THRESHOLD),
        (said(Qualifier.EXACTLY, None), Obstacle.NO_NUMBER),
        (said(Qualifier.ALL, "100", is_derived=True), Obstacle.DERIVED),
        (said(Qualifier.AT_LEAST, kind=Kind.CURRENT), Obstacle.NOT_PROMISED),
    ],
)
def test_what_gives_no_threshold_says_why(commitment, why):
    assert obstacle(commitment) is why
    assert standing(commitment, Decimal(100)) is Standing.CANNOT_BE_JUDGED


def test_a_bare_number_is_read_as_its_table_says():
    """90 % of work files: the article gives the bare number, the table of targets reads it as "at least"."""
    bare, read = said(Qualifier.EXACTLY, "90"), said(Qualifier.EXACTLY, "90", read_as=Qualifier.AT_LEAST)

    assert standing(bare, Decimal(95)) is Standing.NOT_MET
    assert standing(read, Decimal(95)) is Standing.MET
    assert standing(read, Decimal("89.99")) is Standing.NOT_MET


@given(qualifier=st.sampled_from(Qualifier), kind=st.sampled_from(Kind), threshold=NUMBERS, value=NUMBERS)
def test_a_judgement_never_comes_without_a_threshold(qualifier, kind, threshold, value):
    found = standing(said(qualifier, threshold, kind=kind), value)

    assert (found is not Standing.CANNOT_BE_JUDGED) == (qualifier in THRESHOLDS and kind in PROMISED)


@given(qualifier=st.sampled_from([Qualifier.AT_LEAST, Qualifier.OVER]), threshold=NUMBERS, low=NUMBERS, more=POSITIVE)
def test_more_never_undoes_what_is_met(qualifier, threshold, low, more):
    commitment = said(qualifier, threshold)

    if standing(commitment, low) is Standing.MET:
        assert standing(commitment, low + more) is Standing.MET


@given(threshold=NUMBERS, value=NUMBERS)
def test_at_least_and_under_are_each_other_turned_round(threshold, value):
    up, down = (standing(said(one, threshold), value) for one in (Qualifier.AT_LEAST, Qualifier.UNDER))

    assert {up, down} == {Standing.MET, Standing.NOT_MET}


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_what_is_no_number_is_not_judged(value):
    assert standing(said(Qualifier.AT_LEAST), Decimal(value)) is Standing.CANNOT_BE_JUDGED


def test_the_slip_of_the_headline_is_seen():
    """Bến Tre 2020: "gần 1,3 tỷ đồng" in the headline, "gần 1.300 tỷ đồng" in the text."""
    warning = magnitude_warning(Decimal("1.3"), Decimal(1300), "tỷ đồng")

    assert warning == (
        "Bạn nhập 1,3 tỷ đồng, con số đã biết là 1.300 tỷ đồng: nhỏ hơn 1.000 lần. "
        "Kiểm tra lại đơn vị và số chữ số không, rồi sửa hoặc ghi rõ vì sao."
    )
    assert "lớn hơn 1.000 lần" in (magnitude_warning(Decimal(1300), Decimal("1.3"), "tỷ đồng") or "")
    assert "khoảng 4.333 lần" in (magnitude_warning(Decimal("0.3"), Decimal(1300), "tỷ đồng") or "")
    assert "bằng không" in (magnitude_warning(Decimal(0), Decimal(1300), "tỷ đồng") or "")


@given(value=POSITIVE, factor=st.integers(min_value=FACTOR_OF_A_SLIP, max_value=10**7))
def test_a_slip_is_seen_both_ways(value, factor):
    assert "nhỏ hơn" in (magnitude_warning(value, value * factor, "đồng") or "")
    assert "lớn hơn" in (magnitude_warning(value * factor, value, "đồng") or "")


@given(value=POSITIVE, factor=st.decimals(min_value="0.011", max_value="99.9", places=3))
def test_what_is_within_a_factor_of_a_hundred_passes(value, factor):
    assert magnitude_warning(value, value * factor, "đồng") is None


@given(one=NUMBERS, other=NUMBERS)
def test_a_warning_does_not_depend_on_which_was_typed(one, other):
    assert (magnitude_warning(one, other, "%") is None) == (magnitude_warning(other, one, "%") is None)


@pytest.mark.parametrize(
    ("value", "words"),
    [("1300", "1.300"), ("35.13", "35,13"), ("1600000", "1.600.000"), ("98.60", "98,6"), ("-23", "-23")],
)
def test_a_number_keeps_its_digits(value, words):
    assert number_words(Decimal(value)) == words


@pytest.mark.parametrize(
    ("value", "words", "qualifier", "read_as"),
    [
        (Decimal(5), "", Qualifier.UNIVERSAL, None),
        (None, "", Qualifier.AT_LEAST, None),
        (Decimal(5), "năm", Qualifier.EXACTLY, None),
        (Decimal("NaN"), "", Qualifier.EXACTLY, None),
        (Decimal(5), "", Qualifier.OVER, Qualifier.AT_LEAST),
        (Decimal(5), "", Qualifier.EXACTLY, Qualifier.ALMOST),
    ],
)
def test_a_measure_that_contradicts_itself_cannot_be_made(value, words, qualifier, read_as):
    with pytest.raises(ValueError, match=r"\w"):
        Measure(value, words, PERCENT, qualifier, SHARE, "như bài viết", read_as=read_as)


@pytest.mark.parametrize(("basis", "text"), [(Basis.NAMED, None), (Basis.NOT_NAMED, Text("dân số", "population"))])
def test_a_denominator_is_named_or_not(basis, text):
    with pytest.raises(ValueError, match="named"):
        Denominator(basis, text)
