# SPDX-License-Identifier: EUPL-1.2
"""Dictionary order, order of people, search keys, numbers and dates in figures and words."""

import random
import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.lib.vntext import (
    date_in_words,
    format_decimal,
    format_int,
    format_percent,
    initials,
    person_sort_key,
    search_key,
    sort_key,
    spell_date,
    spell_number,
)

SORTED_WORDS = ["An", "Ăn", "Ân", "Ẩn", "Ấn", "bình", "Bình", "Bính", "Dao", "Đào", "Em", "Êm"]
SORTED_COMMUNES = [
    "An Bình",
    "An Bình Tây",
    "An Đức",
    "Anh Sơn",
    "Ấp 2",
    "Ấp 10",
    "Bà Rịa",
    "Ba Tri",
    "Bảo Thạnh",
    "Châu Thành",
    "Chợ Lách",
    "Đak Pơ",
    "Đắk Lắk",
    "Giồng Trôm",
    "Ơn",
    "Ưng",
    "Ý Yên",
]
TEXT = st.text(alphabet="aăâbcdđêoôơưyAĂĐÀảẫéịỳ 12-.", max_size=12)


@pytest.mark.parametrize("expected", [SORTED_WORDS, SORTED_COMMUNES])
def test_words_come_in_the_order_of_a_dictionary(expected):
    shuffled = random.Random(7).sample(expected, len(expected))

    assert sorted(shuffled, key=sort_key) == expected


def test_tones_decide_only_between_equal_letters_of_the_whole_text():
    assert sorted(["Mã Bá", "Ma Bi", "Ma Ba", "Mà Ba"], key=sort_key) == ["Ma Ba", "Mà Ba", "Mã Bá", "Ma Bi"]


def test_old_and_new_place_of_the_tone_are_the_same_word():
    assert sort_key("Hoà Bình") == sort_key("Hòa Bình")


def test_the_letter_eth_is_read_as_d_with_stroke():
    assert sort_key("Ðào") == sort_key("Đào")
    assert search_key("Ðào") == "dao"


@given(TEXT)
def test_both_unicode_forms_give_one_key(text):
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))

    assert sort_key(composed) == sort_key(decomposed)
    assert search_key(composed) == search_key(decomposed)


@given(st.text(max_size=20))
def test_keys_of_any_text_are_fit_for_a_database(text):
    assert "\x00" not in sort_key(text)
    assert search_key(search_key(text)) == search_key(text)


@given(TEXT, TEXT)
def test_a_longer_text_never_comes_before_its_own_beginning(text, more):
    assert sort_key(text.strip(" -.")) <= sort_key(f"{text} {more}") or not text.strip(" -.")


def test_people_are_listed_by_given_name_then_family_then_middle():
    people = [
        "Lê Thị Ái",
        "Nguyễn Văn An",
        "Phạm An",
        "Trần Thị An",
        "Trần Văn An",
        "Nguyễn Ngọc Ánh",
        "Lê BÌNH",
        "Đặng Hữu Bình",
        "Đỗ Đạt",
    ]
    expected = [
        "Lê Thị Ái",
        "Nguyễn Văn An",
        "Phạm An",
        "Trần Thị An",
        "Trần Văn An",
        "Nguyễn Ngọc Ánh",
        "Đặng Hữu Bình",
        "Lê BÌNH",
        "Đỗ Đạt",
    ]

    assert sorted(people, key=person_sort_key) == expected


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("  Đường Nguyễn  Huệ, P.2 ", "duong nguyen hue p 2"),
        ("Ea H'Leo", "ea h leo"),
        ("ƯƠNG", "uong"),
        ("…", ""),
        ("", ""),
    ],
)
def test_search_key_is_what_people_type_in_a_hurry(text, key):
    assert search_key(text) == key


@pytest.mark.parametrize(("name", "badge"), [("Nguyễn Văn Ân", "NÂ"), ("đào", "Đ"), ("", "")])
def test_initials_are_those_of_family_and_given_name(name, badge):
    assert initials(name) == badge


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Decimal("35.13"), 2, "35,13"),
        (Decimal("1234567.5"), 0, "1.234.568"),
        (Decimal("0.125"), 2, "0,13"),
        (Decimal("-0.001"), 2, "0,00"),
        (Decimal("-1234.5"), 1, "-1.234,5"),
        (7, 1, "7,0"),
    ],
)
def test_decimals_are_written_the_vietnamese_way(value, places, text):
    assert format_decimal(value, places) == text


def test_thousands_and_percent():
    assert format_int(1947) == "1.947"
    assert format_int(-10) == "-10"
    assert format_percent(Decimal("35.13")) == "35,13 %"
    assert format_percent(100, 0) == "100 %"


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 5, 9), "ngày 09 tháng 5 năm 2026"),
        (date(2026, 2, 12), "ngày 12 tháng 02 năm 2026"),
        (date(2026, 11, 24), "ngày 24 tháng 11 năm 2026"),
    ],
)
def test_dates_of_documents_follow_decree_30_2020(day, text):
    assert spell_date(day) == text


def test_dates_in_words():
    assert date_in_words(date(2026, 4, 21)) == ("ngày hai mươi mốt tháng tư năm hai nghìn không trăm hai mươi sáu")
    assert date_in_words(date(1905, 10, 4)) == "ngày bốn tháng mười năm một nghìn chín trăm linh năm"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (4, "bốn"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (55, "năm mươi lăm"),
        (101, "một trăm linh một"),
        (115, "một trăm mười lăm"),
        (1000, "một nghìn"),
        (1005, "một nghìn không trăm linh năm"),
        (10_020, "mười nghìn không trăm hai mươi"),
        (150_000, "một trăm năm mươi nghìn"),
        (1_000_024, "một triệu không trăm hai mươi tư"),
        (2_001_000_000, "hai tỷ không trăm linh một triệu"),
        (1_000_000_000_000, "một nghìn tỷ"),
        (-31, "âm ba mươi mốt"),
    ],
)
def test_numbers_in_words(number, words):
    assert spell_number(number) == words


def test_southern_word_for_an_empty_tens_place():
    assert spell_number(1_005, "lẻ") == "một nghìn không trăm lẻ năm"


def test_an_amount_of_nineteen_digits_is_not_spelled():
    with pytest.raises(ValueError, match="eighteen"):
        spell_number(10**18)
