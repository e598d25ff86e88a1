# SPDX-License-Identifier: EUPL-1.2
"""Amounts of plans: the unit is said or unknown, and figures that mean two numbers are refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.lib.money import LARGEST_VND
from tinhso.lib.said_money import BILLION, MILLION, Fault, amount_of_number, read_amount, say_number, unit_in_heading


@pytest.mark.parametrize(
    ("said", "vnd"),
    [
        ("1,3 tỷ đồng", 1_300_000_000),
        ("1,3 tỉ", 1_300_000_000),
        ("1.300 tỷ đồng", 1_300_000_000_000),
        ("1,3 nghìn tỷ đồng", 1_300_000_000_000),
        ("350 triệu", 350_000_000),
        ("350trđ", 350_000_000),
        ("350 tr.đ", 350_000_000),
        ("1 tỷ 200 triệu đồng", 1_200_000_000),
        ("500.000.000 đồng", 500_000_000),
        ("500 000 000 VNĐ", 500_000_000),
        ("500,000,000đ", 500_000_000),
        ("1,234.5 triệu", 1_234_500_000),
        ("0,125 tỷ", 125_000_000),
        ("150 nghìn đồng", 150_000),
        ("0", 0),
    ],
)
def test_amounts_as_plans_write_them(said, vnd):
    amount = read_amount(said)

    assert (amount.vnd, amount.fault, amount.said) == (vnd, None, said)


@pytest.mark.parametrize(
    ("said", "unit", "vnd"),
    [("350", MILLION, 350_000_000), ("1.500,5", MILLION, 1_500_500_000), ("1,3 tỷ", MILLION, 1_300_000_000)],
)
def test_a_figure_takes_the_unit_of_its_column_and_a_unit_of_its_own_wins(said, unit, vnd):
    assert read_amount(said, unit).vnd == vnd


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("350", Fault.NO_UNIT),
        ("500.000.000", Fault.NO_UNIT),
        ("1,300 tỷ", Fault.TWO_READINGS),
        ("1.3 tỷ", Fault.TWO_READINGS),
        ("12,34,5 tỷ", Fault.TWO_READINGS),
        ("1-2 tỷ", Fault.UNREADABLE),
        ("200 triệu 1 tỷ", Fault.UNREADABLE),
        ("350 triệu USD", Fault.UNREADABLE),
        ("Theo Quyết định số 12", Fault.UNREADABLE),
        ("0,0000000001 tỷ", Fault.NOT_WHOLE),
        ("9.999.999 tỷ", Fault.TOO_LARGE),
        ("1" * 300, Fault.UNREADABLE),
    ],
)
def test_what_could_mean_two_amounts_is_refused_with_the_reason(said, fault):
    amount = read_amount(said)

    assert (amount.vnd, amount.fault) == (None, fault)


@pytest.mark.parametrize("said", ["", "-", "Không", "Lồng ghép nguồn thường xuyên"])
def test_words_without_figures_are_no_amount_and_no_fault(said):
    amount = read_amount(said, MILLION)

    assert (amount.vnd, amount.fault) == (None, None)


@pytest.mark.parametrize("word", ["khoảng", "Gần", "hơn", "Dự kiến", "không quá"])
def test_a_rounded_amount_is_marked(word):
    amount = read_amount(f"{word} 1,3 tỷ đồng")

    assert (amount.vnd, amount.is_rounded) == (1_300_000_000, True)


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("Kinh phí (triệu đồng)", MILLION),
        ("KINH PHI (TRĐ)", MILLION),
        ("Kinh phí (tỷ đồng)", BILLION),
        ("Kinh phí (ĐVT: triệu đồng)", MILLION),
        ("Đơn vị tính: nghìn đồng", 1_000),
        ("Kinh phí (1.000 đồng)", 1_000),
        ("Kinh phí (đồng)", 1),
        ("Dự toán triệu đồng", MILLION),
        ("Kinh phí", None),
        ("Hoạt động cộng đồng", None),
        ("Kinh phí (tỷ lệ %)", None),
    ],
)
def test_the_unit_a_heading_names(heading, unit):
    assert unit_in_heading(heading) == unit


def test_a_cell_with_a_number_needs_the_unit_of_its_column():
    assert amount_of_number(Decimal("1.5"), "1,5", BILLION).vnd == 1_500_000_000
    assert amount_of_number(Decimal(350), "350", None).fault is Fault.NO_UNIT
    assert amount_of_number(Decimal(-1), "-1", MILLION).fault is Fault.UNREADABLE


@given(st.decimals(0, 10**9, places=4), st.sampled_from([MILLION, BILLION]))
def test_a_number_is_written_so_that_it_is_read_in_one_way(number, unit):
    expected = number * unit

    read = read_amount(say_number(number), unit)

    assert read.vnd == (int(expected) if expected <= LARGEST_VND else None)


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader_and_none_is_changed(said):
    assert read_amount(said, MILLION).said == said
