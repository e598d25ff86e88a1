# SPDX-License-Identifier: EUPL-1.2
"""Figures as they are known now and as they were known when a day ended: which one it is stands on every page."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import timezone

from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.tests.seals import seal_at
from tinhso.kernel.indicators.actions import add_acts
from tinhso.modules.onestop.tests import world

CODE = "onestop.submitted"
OWN = [2022, "ben-tre"]
PAGES = {
    "figures": [],
    "figure": [CODE],
    "six_shares": [],
    "index_766": [],
    "component_766": ["3.3"],
    "service_figures": [],
    "ranking_main": [*OWN, "7"],
    "ranking_part": [*OWN, "7.8"],
    "ranking_part_acts": [*OWN, "7.8"],
}


@pytest.fixture
def one_late(people, now):
    """Two dossiers of the day before yesterday: one sealed the same day, one only yesterday."""
    day = now - timedelta(days=2)
    for number, sealed_at in (("083190000123", day), ("083190000456", day + timedelta(days=1))):
        dossier = world.submitted(world.citizen(number), now=day)
        seal_at(sealed_at)
        add_acts(ledger.acts_of_case(dossier.case_id))
    return timezone.localtime(day).date()


def asked(day, **more) -> dict:
    return {"den-day": day.day, "den-month": day.month, "den-year": day.year, "nam": day.year, **more}


def value(client, day, **more) -> str:
    text = client.get(reverse("portal:figures"), asked(day, dang="csv", **more)).content.decode("utf-8-sig")
    return {row[0]: row[2] for row in csv.reader(StringIO(text))}[CODE]


def test_what_came_late_counts_now_and_did_not_count_then(client, one_late):
    assert value(client, one_late) == "2"
    assert value(client, one_late, biet="hom_do") == "1"
    assert value(client, one_late + timedelta(days=1), biet="hom_do") == "2"


def test_the_acts_behind_are_those_known_then(client, one_late):
    pages = [
        client.get(reverse("portal:figure_acts", args=[CODE]), asked(one_late, **more)).context["acts"]
        for more in ({}, {"biet": "hom_do"})
    ]

    assert [len(acts) for acts in pages] == [2, 1]


@pytest.mark.parametrize("name", PAGES)
def test_each_page_says_which_question_it_answers_and_keeps_it_in_its_links(client, one_late, name):
    page = reverse(f"portal:{name}", args=PAGES[name])
    now = client.get(page, asked(one_late)).content.decode()
    then = client.get(page, asked(one_late, biet="hom_do")).content.decode()

    assert "kể cả sự kiện được ghi vào sổ muộn hơn" in now
    assert "biet=hom_do" not in now
    assert "Như đã biết khi hết ngày" in then
    assert "niêm phong số 1" in then
    assert "biet=hom_do" in then


def test_before_the_first_seal_there_is_nothing_and_the_page_says_so(client, one_late):
    html = client.get(reverse("portal:figures"), asked(one_late - timedelta(days=3), biet="hom_do")).content.decode()

    assert "chưa niêm phong sự kiện nào" in html


def test_an_unknown_way_to_ask_is_what_is_known_now(client, one_late):
    assert value(client, one_late, biet="<script>") == "2"


@pytest.fixture
def one_received_late(people, now):
    """Two dossiers received the day before yesterday: one sealed the same day, one only yesterday."""
    day = now - timedelta(days=2)
    for number, sealed_at in (("083190000123", day), ("083190000456", day + timedelta(days=1))):
        dossier = world.received(world.citizen(number), people, now=day)
        seal_at(sealed_at)
        add_acts(ledger.acts_of_case(dossier.case_id))
    return timezone.localtime(day).date()


def test_services_by_year_are_told_as_known_then(client, one_received_late):
    def received(**more) -> list[str]:
        page = client.get(reverse("portal:service_figures"), asked(one_received_late, dang="csv", **more))
        rows = csv.reader(StringIO(page.content.decode("utf-8-sig")))
        return [row[3] for row in rows if row[0] == world.MARRIAGE_STATUS]

    assert received() == ["2"]
    assert received(biet="hom_do") == ["1"]


def test_the_years_of_a_service_are_told_as_known_then_and_its_links_keep_it(client, one_received_late):
    address = reverse("portal:service_figure", args=[world.MARRIAGE_STATUS])
    page = client.get(address, asked(one_received_late, biet="hom_do"))

    assert page.context["rows"][0][:2] == [str(one_received_late.year), "1"]
    assert "biet=hom_do" in page.content.decode()
    file = client.get(address, asked(one_received_late, biet="hom_do", dang="csv"))
    assert "nhu-da-biet.csv" in file.headers["Content-Disposition"]


def test_a_day_of_another_year_than_the_one_chosen_is_said_and_nothing_else_is_lost(client, people):
    day = timezone.localdate().replace(month=1, day=1) - timedelta(days=1)
    page = client.get(reverse("portal:service_figures"), asked(day, nam=day.year + 1, q="khai sinh"))

    assert page.status_code == 200
    assert "Ngày này không thuộc năm đã chọn" in page.content.decode()
    assert page.context["asked"]["text"] == "khai sinh"
