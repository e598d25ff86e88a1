# SPDX-License-Identifier: EUPL-1.2
"""Amounts in đồng are written one way and read in several, never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.lib.money import LARGEST_VND, MoneyError, format_vnd, parse_vnd, spell_vnd


@given(st.integers(min_value=0, max_value=LARGEST_VND))
def test_what_is_written_can_be_read_back(amount):
    assert parse_vnd(format_vnd(amount)) == amount


@pytest.mark.parametrize(
    "text",
    ["150000", "150.000", " 150.000 đ", "150.000đ", "150,000 VND", "150 000 đồng", "150.000 VNĐ", "150.000₫"],
)
def test_usual_ways_of_writing_an_amount(text):
    assert parse_vnd(text) == 150_000


@pytest.mark.parametrize("text", ["150.00", "1.5", "1.500,000", "-5", "150 nghìn", "15O.000", "đ.", "1.0000", "٣"])
def test_an_amount_that_could_mean_two_things_is_refused(text):
    with pytest.raises(MoneyError) as refusal:
        parse_vnd(text)

    assert "150.000" in refusal.value.sentence


def test_an_empty_field_and_a_slip_of_zeros_have_their_own_sentences():
    with pytest.raises(MoneyError, match="Chưa nhập"):
        parse_vnd("  ")
    with pytest.raises(MoneyError, match="thừa chữ số 0"):
        parse_vnd("1" + "0" * 16)


def test_amounts_in_words_for_receipts():
    assert spell_vnd(150_000) == "Một trăm năm mươi nghìn đồng"
