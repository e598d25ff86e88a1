# SPDX-License-Identifier: EUPL-1.2
"""Old addresses lead to the communes of today; places of one name are told apart."""

from collections import Counter
from datetime import date

import pytest

from tinhso.kernel.registry import queries
from tinhso.kernel.registry.actions import load_reference
from tinhso.kernel.registry.queries import places_named, told_apart

pytestmark = pytest.mark.django_db
BEFORE, AFTER = date(2023, 12, 31), date(2025, 7, 1)
BEN_TRE, VINH_LONG = "83", "86"


@pytest.fixture
def three_provinces():
    load_reference(provinces={BEN_TRE, "84", VINH_LONG})


def today(text: str, home: str, on: date) -> set[str]:
    return {name for place in places_named(text, home, on) for _code, name in place.today}


@pytest.mark.parametrize(
    ("text", "home", "on", "names"),
    [
        # 1687/NQ-UBTVQH15: communes of the three provinces from 1 July 2025
        ("xã Sơn Đông", VINH_LONG, AFTER, {"Phường Sơn Đông"}),
        ("XÃ SƠN ĐÔNG, TP. BẾN TRE, TỈNH BẾN TRE", VINH_LONG, AFTER, {"Phường Sơn Đông"}),
        ("son dong ben tre", VINH_LONG, AFTER, {"Phường Sơn Đông"}),
        ("P5 TP. Bến Tre", VINH_LONG, AFTER, {"Phường An Hội"}),
        ("p. 5", VINH_LONG, AFTER, {"Phường An Hội", "Phường Hòa Thuận", "Phường Thanh Đức"}),
        ("An Hiệp, Ba Tri", VINH_LONG, AFTER, {"Xã An Hiệp"}),
        ("Xã An Thạnh", VINH_LONG, AFTER, {"Xã Mỏ Cày", "Xã Thạnh Phú"}),
        ("xã an thạnh, h. Mỏ Cày Nam", VINH_LONG, AFTER, {"Xã Mỏ Cày"}),
        # of before the merger of 1 February 2020, through two steps and through one
        ("phường 1 bến tre", VINH_LONG, AFTER, {"Phường An Hội"}),
        ("xã Mỹ Thành", VINH_LONG, AFTER, {"Phường Bến Tre"}),
        ("xã Mỹ Thành", BEN_TRE, BEFORE, {"Xã Bình Phú"}),
        # a change of rank of 10 April 2023
        ("xã Tiên Thủy", BEN_TRE, BEFORE, {"Thị trấn Tiên Thủy"}),
        # names of today
        ("phường Phú Khương", VINH_LONG, AFTER, {"Phường Phú Khương"}),
        ("xã Sơn Đông", BEN_TRE, BEFORE, {"Xã Sơn Đông"}),
    ],
)
def test_a_name_leads_to_the_commune_of_the_day(three_provinces, text, home, on, names):
    assert today(text, home, on) == names


def test_a_district_leads_to_the_communes_it_became(three_provinces):
    became = today("huyện Chợ Lách", VINH_LONG, AFTER)

    assert {"Xã Chợ Lách", "Xã Phú Phụng", "Xã Vĩnh Thành"} < became
    assert len(became) == 4
    assert len(today("huyện Chợ Lách", BEN_TRE, BEFORE)) == 11


def test_a_divided_commune_is_asked_about(three_provinces):
    """1687/NQ-UBTVQH15 gave parts of the town of Tam Bình to two communes."""
    assert today("thị trấn Tam Bình", VINH_LONG, AFTER) == {"Xã Tam Bình", "Xã Trà Côn"}


def test_the_answer_says_where_it_lay_and_until_when(three_provinces):
    (place,) = places_named("xã Mỹ Thành", VINH_LONG, AFTER)

    assert place.within == ("Thành phố Bến Tre", "Tỉnh Bến Tre")
    assert place.last_day == date(2020, 1, 31)


@pytest.mark.parametrize(
    "text", ["", "%", "_", "😀", "x" * 500, "xã", "huyện", "Hà Nội", "xã Sơn Đông, Ba Tri", "xã Sơn Đông 12/3 ấp 1"]
)
def test_what_is_no_place_here_finds_none(three_provinces, text):
    assert places_named(text, VINH_LONG, AFTER) == []


def test_communes_of_one_name_bear_their_district(three_provinces):
    names = [name for _code, name in told_apart(queries.communes_of(BEN_TRE, BEFORE), BEFORE)]

    assert {"Xã An Hiệp (huyện Châu Thành)", "Xã An Hiệp (huyện Ba Tri)", "Xã Sơn Đông"} <= set(names)
    assert len(set(names)) == len(names)


def test_no_province_has_two_communes_of_one_name_since_districts_ended():
    load_reference()

    communes = queries.areas_as_of(AFTER).filter(level="commune").values_list("province_code", "full_name")

    assert [place for place, count in Counter(communes).items() if count > 1] == []
