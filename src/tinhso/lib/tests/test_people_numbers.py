# SPDX-License-Identifier: EUPL-1.2
"""Personal numbers, tax numbers and telephone numbers."""

from datetime import date

import pytest

from tinhso.lib.ids import IdentifierError
from tinhso.lib.personal_number import PLACES, contradictions, parse_personal_number
from tinhso.lib.phone import format_phone, normalise_phone
from tinhso.lib.tax_code import parse_tax_code


def test_the_list_of_places_is_the_one_of_63_provinces():
    assert len(PLACES) == 63
    assert PLACES["083"] == "Bến Tre"


@pytest.mark.parametrize(
    ("text", "sex", "year"),
    [
        ("083085001234", "male", 1985),
        ("083 185 001 234", "female", 1985),
        ("083.205.001234", "male", 2005),
        ("083326001234", "female", 2026),
        ("083999001234", "female", 2399),
    ],
)
def test_sex_and_century_are_read_from_the_fourth_digit(text, sex, year):
    """Nghị định 137/2015/NĐ-CP, Điều 13."""
    number = parse_personal_number(text)

    assert (number.place, number.sex, number.birth_year) == ("Bến Tre", sex, year)
    assert number.warnings == ()


def test_a_birth_abroad_is_allowed_with_a_warning():
    number = parse_personal_number("301085001234")

    assert number.place is None
    assert "mã quốc gia" in number.warnings[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Chưa nhập"),
        ("320123456", "chứng minh nhân dân"),
        ("08308500123", "đúng 12"),
        ("08308500123O", "đúng 12"),
    ],
)
def test_a_number_of_another_length_is_refused_with_advice(text, words):
    with pytest.raises(IdentifierError) as refusal:
        parse_personal_number(text)

    assert words in refusal.value.sentence


def test_each_fact_that_the_number_denies_has_its_sentence():
    number = parse_personal_number("083085001234")

    assert contradictions(number, born_on=date(1985, 3, 1), sex="male", today=date(2026, 1, 1)) == []
    year, sex = contradictions(number, born_on=date(1986, 3, 1), sex="female")
    assert "1985" in year
    assert "1986" in year
    assert "giới tính nam nhưng đã chọn nữ" in sex
    assert "sau năm hiện tại" in contradictions(number, today=date(1980, 1, 1))[0]


@pytest.mark.parametrize("text", ["0100233488", "0100109106", "0300588569", "0101248141", "0314409058-002"])
def test_published_tax_numbers_have_the_right_check_digit(text):
    code = parse_tax_code(text)

    assert code.text == text
    assert code.kind == "enterprise"


def test_branch_without_hyphen_and_number_of_a_person():
    assert parse_tax_code("0314 409 058 002").branch == "002"
    assert parse_tax_code("083085001234").kind == "person"


@pytest.mark.parametrize("text", ["0100109107", "0100109106-000", "010010910", "01001O9106", "0000000000"])
def test_a_wrong_tax_number_is_refused(text):
    with pytest.raises(IdentifierError):
        parse_tax_code(text)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0912 345 678", "+84912345678"),
        ("+84 (0)912.345.678", "+84912345678"),
        ("84912345678", "+84912345678"),
        ("0084912345678", "+84912345678"),
        ("0165 2345678", "+84352345678"),
        ("0275 3822 123", "+842753822123"),
        ("+81 90-1234-5678", "+819012345678"),
    ],
)
def test_one_number_however_typed(typed, number):
    assert normalise_phone(typed) == number


@pytest.mark.parametrize("typed", ["", "12345", "0112345678", "0912345", "0912 345 67x", "+84 112345678", "19001009"])
def test_what_is_not_a_telephone_number_is_refused(typed):
    with pytest.raises(IdentifierError, match="Số điện thoại"):
        normalise_phone(typed)


def test_numbers_are_shown_in_groups():
    assert format_phone("+84912345678") == "0912 345 678"
    assert format_phone("+842753822123") == "0275 3822 123"
    assert format_phone("+819012345678") == "+819012345678"
