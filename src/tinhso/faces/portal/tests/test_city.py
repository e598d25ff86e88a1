# SPDX-License-Identifier: EUPL-1.2
"""Indicators of cities for everybody: measured, estimated or missing in words, place by place, empty in files."""

import csv
import io

import pytest
from django.urls import reverse

from tinhso.kernel.indicators.models import Fact
from tinhso.kernel.registry import queries as registry
from tinhso.modules.onestop.tests.world import TODAY

PAGE = reverse("portal:city")
DAY = {"den-day": TODAY.day, "den-month": TODAY.month, "den-year": TODAY.year}


@pytest.fixture
def district(province) -> str:
    """Return the name of a district whose commune took 4 dossiers, 3 of them on line."""
    land = registry.territory()
    commune = registry.communes_of(land.province_code, land.law_date)[0]
    for name, count in (("submitted", 4), ("submitted_online", 3)):
        Fact.objects.create(fact=f"onestop.{name}", day=TODAY, area=commune.code, value=count)
    places = registry.districts_of(land.province_code, land.law_date)
    return next(one.full_name for one in places if one.code == commune.parent_code)


def test_each_value_says_how_good_it_is(client, district):
    page = client.get(PAGE, DAY | {"chi_so": "D2"}).text

    assert "không phải bản của ISO" in page
    assert "75,00" in page
    assert "3 trên 4" in page
    assert "Đo được" in page
    assert "Ước tính" in page
    assert page.count("thiếu: ") == 3
    assert district in page
    assert PAGE in client.get(reverse("portal:figures")).text


def test_a_place_is_found_without_marks_and_none_is_said(client, district):
    page = client.get(PAGE, DAY | {"chi_so": "D2", "q": district.lower()}).text

    assert page.count('<th class="govuk-table__header" scope="row">') == 8 + 1
    assert "Không có nơi nào" in client.get(PAGE, DAY | {"q": "zzz\x00"}).text


def test_the_file_has_every_place_and_empty_where_nothing_is_known(client, district):
    answer = client.get(PAGE, DAY | {"dang": "csv"})
    _heads, *lines = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    land = registry.territory()
    places = len(registry.districts_of(land.province_code, land.law_date))

    assert len(lines) == 8 * (1 + places)
    missing = [one for one in lines if one[9] == "missing"]
    assert {one[8] for one in missing} == {""}
    (online,) = [one for one in lines if one[1] == district and one[3] == "D2"]
    assert (online[6:10], online[2].isdigit()) == (["3", "4", "75.0000", "measured"], True)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"den-day": "31", "den-month": "2", "den-year": "2026"}, "Ngày này không có trong lịch"),
        ({"den-day": "1", "den-month": "1", "den-year": "2999"}, "Ngày này chưa đến"),
    ],
)
def test_a_day_that_is_none_is_said(client, province, wrong, said):
    for asked in (wrong, wrong | {"dang": "csv"}):
        answer = client.get(PAGE, asked)
        assert answer.status_code == 422
        assert said in answer.text


def test_a_day_before_the_set_says_there_is_none(client, province):
    page = client.get(PAGE, {"den-day": 1, "den-month": 1, "den-year": 2017}).text

    assert "Chưa có bộ chỉ số đô thị nào có hiệu lực" in page
