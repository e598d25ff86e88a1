# SPDX-License-Identifier: EUPL-1.2
"""Tables and indexes of the desk as they are known now and as they were known when a day ended."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.tests.seals import seal_at
from tinhso.kernel.indicators.actions import add_acts
from tinhso.modules.onestop.tests import world


@pytest.fixture
def one_late(people):
    """Two dossiers received the day before yesterday: one sealed the same day, one only yesterday."""
    at = timezone.now() - timedelta(days=2)
    for number, sealed_at in (("083190000123", at), ("083190000456", at + timedelta(days=1))):
        dossier = world.received(world.citizen(number), people, now=at)
        seal_at(sealed_at)
        add_acts(ledger.acts_of_case(dossier.case_id))
    return timezone.localtime(at).date()


def asked(day, **more) -> dict:
    first = {"tu-day": 1, "tu-month": day.month, "tu-year": day.year}
    return first | {"den-day": day.day, "den-month": day.month, "den-year": day.year, **more}


@pytest.mark.parametrize("by", ["don_vi", "thu_tuc", "thang", "don_vi_thang"])
def test_tables_count_what_was_known_then(one_late, people, sign_in, by):
    client = sign_in(people.leader)
    received = [
        client.get(reverse("desk:statistics"), asked(one_late, theo=by, **more)).context["total"][1]
        for more in ({}, {"biet": "hom_do"}, {"biet": "la"})
    ]

    assert received == [2, 1, 2]


def test_a_number_known_then_leads_to_as_many_dossiers(one_late, people, sign_in):
    client = sign_in(people.leader)
    page = client.get(reverse("desk:statistics"), asked(one_late, theo="thang", biet="hom_do"))
    number, address = page.context["rows"][0][1][1]
    behind = client.get(address)

    assert number == behind.context["count"] == 1
    assert "niêm phong số 1" in behind.content.decode()


def test_a_line_of_a_month_is_known_on_the_last_day_of_its_table(one_late, people, sign_in):
    client, after = sign_in(people.leader), one_late + timedelta(days=1)
    narrowed = asked(one_late, cot="received_online", biet="hom_do")
    counts = [
        client.get(reverse("desk:statistics_list"), narrowed | more).context["count"]
        for more in ({}, {"biet_ngay": after.isoformat()}, {"biet_ngay": "hom-qua"})
    ]

    assert counts == [1, 2, 1]


def test_the_list_of_what_is_open_says_that_it_is_known_now_only(one_late, people, sign_in):
    page = sign_in(people.leader).get(
        reverse("desk:statistics_list"), asked(one_late, cot="open_in_time", biet="hom_do")
    )

    assert "không dựng lại được như đã biết ở một ngày đã qua" in page.content.decode()


def test_the_steps_say_that_they_are_known_now_only(people, sign_in):
    html = sign_in(people.leader).get(reverse("desk:step_statistics")).content.decode()

    assert "không dựng lại được như đã biết ở một ngày đã qua" in html


def test_the_index_of_the_desk_is_told_for_a_day_and_as_known_then(one_late, people, sign_in):
    client = sign_in(people.leader)
    now = client.get(reverse("desk:scorecard"), asked(one_late)).content.decode()
    then = client.get(reverse("desk:scorecard"), asked(one_late, biet="hom_do"))

    assert "kể cả sự kiện được ghi vào sổ muộn hơn" in now
    assert "niêm phong số 1" in then.content.decode()
    assert then.context["ahead"] is None
    file = client.get(reverse("desk:scorecard"), asked(one_late, biet="hom_do", tai="excel"))
    assert "nhu-da-biet.xlsx" in file.headers["Content-Disposition"]
    assert len(list(load_workbook(BytesIO(file.content)).active.values)) > 5


@pytest.mark.parametrize(("day", "sentence"), [("31", "không có trong lịch"), ("28", "chưa đến")])
def test_a_wrong_day_of_the_index_is_said_and_today_is_shown(people, sign_in, day, sentence):
    wrong = {"den-day": day, "den-month": 2, "den-year": 2090, "bo": "01-2018"}
    page = sign_in(people.leader).get(reverse("desk:scorecard"), wrong)

    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert page.context["scope"].until == timezone.localdate()


def test_files_of_tables_say_what_they_were_known_by(one_late, people, sign_in):
    client, then = sign_in(people.head), asked(one_late, biet="hom_do")
    sheet = client.get(reverse("desk:statistics"), then | {"tai": "excel"})
    paper = client.get(reverse("desk:statistics"), then | {"tai": "pdf"})

    assert list(load_workbook(BytesIO(sheet.content)).active.values)[-1][2] == 1
    for file in (sheet, paper):
        assert "nhu-da-biet" in file.headers["Content-Disposition"]
