# SPDX-License-Identifier: EUPL-1.2
"""Public figures: three clicks to the acts, nobody named, files to take home."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tinhso.kernel.events import queries as ledger
from tinhso.kernel.indicators.actions import add_acts
from tinhso.modules.onestop.tests import world

CODE = "onestop.submitted"


@pytest.fixture
def folded(people, now):
    """One dossier filed and folded into facts."""
    dossier = world.submitted(world.citizen(), now=now)
    add_acts(ledger.acts_of_case(dossier.case_id))


def test_three_clicks_lead_from_the_figure_to_the_acts(client, folded):
    first = client.get(reverse("portal:figures")).content.decode()
    second = client.get(reverse("portal:figure", args=[CODE])).content.decode()
    third = client.get(reverse("portal:figure_acts", args=[CODE])).content.decode()

    assert reverse("portal:figure", args=[CODE]) in first
    assert "118/2025/NĐ-CP, Điều 15" in second
    assert "phường Phú Khương" in second
    assert reverse("portal:figure_acts", args=[CODE]) in second
    assert "Nộp hồ sơ" in third
    assert "Bưởi" not in third


def test_a_figure_without_cases_is_a_dash(client, province):
    html = client.get(reverse("portal:figure", args=["onestop.on_time"])).content.decode()

    assert "chưa có hồ sơ nào để tính" in html


def test_a_day_that_has_not_come_is_refused_in_words(client, province):
    day = timezone.localdate() + timedelta(days=400)
    asked = {"den-day": day.day, "den-month": day.month, "den-year": day.year}

    html = client.get(reverse("portal:figures"), asked).content.decode()

    assert "Ngày này chưa đến" in html


@pytest.mark.parametrize("asked", [{"den-day": "31", "den-month": "2", "den-year": "2026"}, {"den-day": "x"}])
def test_a_day_that_is_none_is_refused_in_words(client, province, asked):
    assert "không có trong lịch" in client.get(reverse("portal:figures"), asked).content.decode()


def test_an_unknown_figure_is_refused(client, province):
    assert client.get(reverse("portal:figure", args=["khong.co"])).status_code == 422


def test_the_table_can_be_taken_home(client, folded):
    response = client.get(reverse("portal:figure", args=[CODE]), {"dang": "xlsx"})
    rows = list(load_workbook(BytesIO(response.content)).active.values)
    text = client.get(reverse("portal:figures"), {"dang": "csv"}).content.decode("utf-8-sig")

    assert rows[0] == ("Đơn vị", "Tử số", "Mẫu số", "Giá trị")
    assert rows[1][1] == 1
    assert text.startswith("Mã,Chỉ tiêu")
    assert response["Content-Disposition"].startswith("attachment")
