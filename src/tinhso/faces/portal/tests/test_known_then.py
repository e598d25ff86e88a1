# SPDX-License-Identifier: EUPL-1.2
"""Figures as they are known now and as they were known when a day ended: which one it is stands on every page."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import timezone

from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.models import Seal
from tinhso.kernel.indicators.actions import add_acts
from tinhso.modules.onestop.tests import world

CODE = "onestop.submitted"
PAGES = {"figures": [], "figure": [CODE], "six_shares": [], "index_766": [], "component_766": ["3.3"]}


def seal(last: int, at) -> None:
    """Put acts up to a number under a seal that proves nothing: only its instant is asked for here."""
    number = Seal.objects.count() + 1
    first = Seal.objects.order_by("-last_seq").values_list("last_seq", flat=True).first() or 0
    proof = {"root": b"", "previous": b"", "signature": b"", "leaves": b"", "key_id": "test", "seqs": []}
    Seal.objects.create(number=number, first_seq=first + 1, last_seq=last, size=last - first, sealed_at=at, **proof)


def last_act() -> int:
    return ledger.newest_acts(1)[0].seq


@pytest.fixture
def one_late(people, now):
    """Two dossiers of the day before yesterday: one sealed the same day, one only yesterday."""
    day = now - timedelta(days=2)
    for number, sealed_at in (("083190000123", day), ("083190000456", day + timedelta(days=1))):
        dossier = world.submitted(world.citizen(number), now=day)
        seal(last_act(), sealed_at)
        add_acts(ledger.acts_of_case(dossier.case_id))
    return timezone.localtime(day).date()


def asked(day, **more) -> dict:
    return {"den-day": day.day, "den-month": day.month, "den-year": day.year, **more}


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
