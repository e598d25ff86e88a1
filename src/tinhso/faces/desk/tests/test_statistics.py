# SPDX-License-Identifier: EUPL-1.2
"""Statistic tables and indexes of the desk: own scope only, files to take away, wrong input."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tinhso.kernel.events import queries as ledger
from tinhso.kernel.indicators.actions import add_acts
from tinhso.modules.onestop.tests import world

COLUMN = {"carried": 1, "received_online": 2, "open_in_time": 6}


@pytest.fixture
def received(people, person):
    dossier = world.received(person, people, now=timezone.now() - timedelta(hours=1))
    add_acts(ledger.acts_of_case(dossier.case_id))
    return dossier


@pytest.fixture
def elsewhere(people):
    """Officers of another commune."""
    return world.staff(world.unit_of(world.OTHER_COMMUNE))


def test_a_leader_sees_the_own_unit(people, received, sign_in):
    page = sign_in(people.leader).get(reverse("desk:statistics"))
    ((title, cells),) = page.context["rows"]

    assert "Phú Khương" in title
    assert [number for number, _address in cells] == [0, 1, 0, 0, 0, 1, 0]


def test_another_unit_is_not_counted_and_not_shown(received, elsewhere, people, sign_in):
    client = sign_in(elsewhere.leader)
    foreign = {"don_vi": str(people.unit.id)}

    assert client.get(reverse("desk:statistics")).context["rows"] == []
    for name in ("statistics", "statistics_list", "scorecard"):
        assert client.get(reverse(f"desk:{name}"), foreign).status_code == 403, name


@pytest.mark.parametrize("name", ["statistics", "scorecard"])
def test_a_specialist_is_not_served(people, sign_in, name):
    assert sign_in(people.specialist).get(reverse(f"desk:{name}")).status_code == 403


def test_tables_can_be_taken_home(people, received, sign_in):
    client = sign_in(people.head)
    rows = list(load_workbook(BytesIO(client.get(reverse("desk:statistics"), {"tai": "excel"}).content)).active.values)
    pdf = client.get(reverse("desk:statistics"), {"tai": "pdf", "theo": "linh_vuc"})
    behind = client.get(reverse("desk:statistics_list"), {"cot": "open_in_time", "tai": "excel"})

    assert rows[-1] == ("Tổng số", 0, 1, 0, 0, 0, 1, 0)
    assert pdf.content.startswith(b"%PDF")
    assert len(list(load_workbook(BytesIO(behind.content)).active.values)) == 2


@pytest.mark.parametrize(
    "asked",
    [
        {"theo": "khong"},
        {"kenh": "khong"},
        {"linh_vuc": "khong"},
        {"tu-day": "31", "tu-month": "2", "tu-year": "2026"},
        {"tu-day": "1", "tu-month": "1", "tu-year": "2099"},
        {"don_vi": "khong"},
    ],
)
def test_wrong_wishes_get_a_page(people, sign_in, asked):
    assert sign_in(people.leader).get(reverse("desk:statistics"), asked).status_code == 200


def test_a_period_turned_round_is_said(people, sign_in):
    asked = {"tu-day": "1", "tu-month": "1", "tu-year": "2099"}

    assert "phải trước" in sign_in(people.leader).get(reverse("desk:statistics"), asked).content.decode()


@pytest.mark.parametrize("index", ["766", "01-2018"])
def test_a_leader_sees_the_index_of_the_own_scope(people, received, sign_in, index):
    html = sign_in(people.leader).get(reverse("desk:scorecard"), {"bo": index}).content.decode()

    assert "Điểm tính được" in html
    assert "Sơn Đông" not in html
