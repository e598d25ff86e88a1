# SPDX-License-Identifier: EUPL-1.2
"""Areas, units and codes are true on a date; what the law changed is not yet what an installation applied."""

from datetime import UTC, date, datetime

import pytest

from tinhso.kernel.events.types import Actor
from tinhso.kernel.registry import queries
from tinhso.kernel.registry.actions import install_province, load_reference, plan_reorganisation
from tinhso.kernel.registry.errors import UnknownUnit
from tinhso.kernel.registry.models import Unit
from tinhso.kernel.registry.types import Level
from tinhso.lib.vntext import sort_key

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
SETUP = Actor("system:setup")
BEFORE, AFTER = date(2023, 12, 31), date(2025, 7, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def ben_tre() -> Unit:
    load_reference(provinces={"83", "86"})
    return install_province(province_code="83", law_date=BEFORE, now=NOW, by=SETUP)


def test_the_country_has_the_areas_of_the_law_on_each_day():
    load_reference()

    before, after = queries.areas_as_of(BEFORE), queries.areas_as_of(AFTER)

    levels = ("province", "district", "commune")
    counts = [areas.filter(level=level).count() for areas in (before, after) for level in levels]
    assert counts == [63, 705, 10598, 34, 0, 3321]


def test_a_code_means_another_place_on_another_day():
    load_reference(provinces={"83", "86"})

    names = [queries.area("28810", day).full_name for day in (date(2023, 1, 1), date(2025, 1, 1), date(2025, 7, 1))]

    assert names == ["Xã An Khánh", "Thị trấn Châu Thành", "Xã Phú Túc"]


def test_ben_tre_is_installed_with_its_157_communes(ben_tre):
    today = date(2026, 11, 20)
    units = queries.units_as_of(today)

    assert units.filter(level=Level.DISTRICT).count() == 9
    assert units.filter(level=Level.COMMUNE).count() == 157
    assert queries.unit_by_code("H07.31.01", today).name == "Ủy ban nhân dân phường Phú Khương"
    assert queries.territory().law_date == BEFORE


def test_an_unknown_code_gets_a_sentence(ben_tre):
    with pytest.raises(UnknownUnit, match=r"H07\.99"):
        queries.unit_by_code("H07.99", date(2026, 1, 1))


def test_the_plan_of_1_july_2025_names_every_unit_that_ends(ben_tre):
    plan = plan_reorganisation(AFTER, date(2026, 11, 20))

    communes = [merger for merger in plan.mergers if not merger.by_area and "tỉnh" not in merger.predecessor_name]
    districts = [merger for merger in plan.mergers if merger.by_area]
    assert (len(communes), len(districts), plan.problems) == (157, 9, ())
    assert "Ủy ban nhân dân tỉnh Vĩnh Long" in {name for _, name in plan.new_units}


def test_a_list_already_applied_is_a_problem(ben_tre):
    assert "đã được áp dụng" in plan_reorganisation(BEFORE, NOW.date()).problems[0]


def test_a_merged_commune_is_followed_over_two_changes():
    load_reference(provinces={"83", "86"})

    ends = queries.successors("28765", BEFORE, AFTER)  # Phường 4: merged into An Hội, then again

    assert [(end.successor, end.on) for end in ends] == [("28777", AFTER)]


def test_names_come_in_vietnamese_order_on_every_server():
    words = ["An", "Ăn", "Ân", "Ẩn", "Ấn", "bình", "Bình", "Bính", "Dao", "Đào", "Em", "Êm"]
    for index, word in enumerate(reversed(words)):
        Unit.objects.create(level="commune", kind="x", name=word, valid=f"[2020-01-01,2021-01-{index + 1:02d})",
                            sort_key=sort_key(word), search_key=word)  # fmt: skip

    assert list(Unit.objects.order_by("sort_key").values_list("name", flat=True)) == words


@pytest.mark.parametrize("typed", ["phu khuong", "Phú Khương", "PHÚ  khuong", "khương phú"])
def test_search_needs_no_diacritics(typed):
    load_reference(provinces={"83"})

    assert "Phường Phú Khương" in {area.full_name for area in queries.search_areas(typed, BEFORE)}
