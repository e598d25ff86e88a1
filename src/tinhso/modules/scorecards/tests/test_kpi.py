# SPDX-License-Identifier: EUPL-1.2
"""Indicators of cities: measured, estimated or missing; never nought for nothing, never old areas added to new ones."""

from datetime import date
from decimal import Decimal

import pytest

from tinhso.kernel.indicators.models import Fact
from tinhso.kernel.indicators.queries import Scope
from tinhso.kernel.registry import queries as registry
from tinhso.kernel.registry.actions import install_province, load_reference
from tinhso.modules.scorecards import kpi
from tinhso.modules.scorecards.errors import UnknownIndex
from tinhso.modules.scorecards.kpi import Quality
from tinhso.modules.scorecards.tests import world

SET = kpi.city_set(date(2026, 11, 23))
BY_CODE = {one.code: one for one in SET.indicators}


@pytest.mark.parametrize(
    ("code", "sums", "people", "value", "quality"),
    [
        ("D1", {"onestop.submitted_online": 50}, 10_000, Decimal(5), Quality.ESTIMATED),
        ("D1", {"onestop.submitted_online": 50}, None, None, Quality.MISSING),
        ("D1", {}, 10_000, Decimal(0), Quality.ESTIMATED),
        ("D2", {"onestop.submitted_online": 3, "onestop.submitted": 4}, None, Decimal(75), Quality.MEASURED),
        ("D2", {"onestop.submitted_online": 0, "onestop.submitted": 4}, 1, Decimal(0), Quality.MEASURED),
        ("D2", {}, 10_000, None, Quality.MISSING),
        ("D6", {}, 10_000, None, Quality.MISSING),
    ],
)
def test_a_value_and_how_good_it_is(code, sums, people, value, quality):
    found = kpi.value_of(BY_CODE[code], sums, people)

    assert (found.value, found.quality) == (value, quality)


def test_the_set_says_it_is_not_the_standard_and_what_lacks():
    assert "không phải bản của ISO" in SET.title
    assert {one.code for one in SET.indicators if one.lacks} == {"D6", "D7", "D8"}
    with pytest.raises(UnknownIndex):
        kpi.city_set(date(2018, 6, 20))


@pytest.fixture
def land(db):
    load_reference(provinces={"83"})
    install_province(province_code="83", law_date=date(2023, 12, 31), now=world.NOW, by=world.SETUP)
    return registry.territory()


def fact(name: str, area: str, amount: int, day: date) -> None:
    Fact.objects.create(fact=name, day=day, area=area, value=amount)


def test_districts_stand_side_by_side_with_their_people(land):
    day = land.law_date
    communes = registry.communes_of(land.province_code, land.law_date)
    one = communes[0]
    place = one.parent_code if registry.districts_of(land.province_code, land.law_date) else one.code
    fact("onestop.submitted", one.code, 8, day)
    fact("onestop.submitted_online", one.code, 6, day)

    found = kpi.benchmark(Scope(day, day))

    (row,) = [found_place for found_place in found.places if found_place.code == place]
    assert row.values[1].value == Decimal(75)
    assert found.whole.values[1].numerator == 6
    known = [place.people for place in found.places]
    if None not in known:
        assert sum(known) == found.whole.people


def test_days_before_the_areas_of_today_are_not_counted(land):
    one = registry.communes_of(land.province_code, land.law_date)[0]
    before = date(land.law_date.year - 1, 12, 31)
    fact("onestop.submitted", one.code, 8, before)

    found = kpi.benchmark(Scope(before, land.law_date))

    assert found.since == land.law_date
    assert found.whole.values[1].denominator == 0
