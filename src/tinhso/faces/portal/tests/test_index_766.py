# SPDX-License-Identifier: EUPL-1.2
"""The public index: province, group, component, units, acts; what is not known says so; nobody named."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tinhso.kernel.events import queries as ledger
from tinhso.kernel.indicators.actions import add_acts
from tinhso.modules.onestop.tests import world


@pytest.fixture
def folded(people, now):
    """One dossier received and folded into facts."""
    dossier = world.received(world.citizen(), people, now=now - timedelta(hours=1))
    add_acts(ledger.acts_of_case(dossier.case_id))
    return dossier


def test_the_way_leads_from_the_province_to_the_acts(client, folded):
    first = client.get(reverse("portal:index_766")).content.decode()
    second = client.get(reverse("portal:component_766", args=["4.1"])).content.decode()
    third = client.get(reverse("portal:component_766_acts", args=["4.1"]), {"phan": "mau"}).content.decode()

    assert reverse("portal:component_766", args=["4.1"]) in first
    assert "phường Phú Khương" in second
    assert reverse("portal:component_766_acts", args=["4.1"]) in second
    assert "Tiếp nhận hồ sơ" in third
    assert "Bưởi" not in third


def test_a_new_dossier_stands_in_the_index_as_soon_as_it_is_folded(client, folded):
    html = client.get(reverse("portal:index_766")).content.decode()

    assert "1 trên 1" in html


def test_what_is_not_known_is_said_and_not_counted(client, folded):
    html = client.get(reverse("portal:index_766")).content.decode()

    assert "0 trên 0 điểm" in html
    assert "Chưa có số liệu: không cộng vào tổng" in html
    assert "chưa biết điểm tối đa: không cộng vào tổng" in html
    assert "Chưa đủ chỉ số để xếp loại" in html


def test_both_ways_of_counting_on_time_stand_side_by_side(client, folded):
    html = client.get(reverse("portal:index_766")).content.decode()

    assert "Tỷ lệ giải quyết đúng hạn" in html
    assert "Tỷ lệ đúng hạn theo Bộ chỉ số 766" in html


def test_one_unit_has_a_card_of_its_own(client, folded):
    other = world.unit_of(world.OTHER_COMMUNE)
    own = client.get(reverse("portal:index_766"), {"don_vi": str(folded.resolving_unit_id)}).content.decode()
    empty = client.get(reverse("portal:index_766"), {"don_vi": str(other.id)}).content.decode()

    assert "1 trên 1" in own
    assert "1 trên 1" not in empty


@pytest.mark.parametrize("asked", [{"ky": "the-ky"}, {"don_vi": "khong"}, {"den-day": "x"}, {"dang": "exe"}])
def test_a_wrong_wish_shows_the_month(client, province, asked):
    assert client.get(reverse("portal:index_766"), asked).status_code == 200


def test_a_day_that_has_not_come_is_refused_in_words(client, province):
    day = timezone.localdate() + timedelta(days=400)
    asked = {"den-day": day.day, "den-month": day.month, "den-year": day.year}

    assert "Ngày này chưa đến" in client.get(reverse("portal:index_766"), asked).content.decode()


def test_an_unknown_component_is_refused(client, province):
    assert client.get(reverse("portal:component_766", args=["9.9"])).status_code == 422


def test_the_page_asks_a_fixed_number_of_times(client, folded, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        client.get(reverse("portal:index_766"))
