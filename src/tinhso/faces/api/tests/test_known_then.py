# SPDX-License-Identifier: EUPL-1.2
"""Figures for machines as they are known now and as they were known when a day ended."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.tests.seals import seal_at
from tinhso.kernel.indicators.actions import add_acts
from tinhso.modules.onestop.tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def one_late(monkeypatch):
    """Two dossiers received on one day, the second sealed only on the next."""
    cache.clear()
    monkeypatch.setattr(timezone, "now", lambda: world.START + timedelta(days=3))
    world.build_province()
    people = world.staff(world.unit_of())
    for number, sealed_at in (("083190000123", world.START), ("083190000456", world.START + timedelta(days=1))):
        dossier = world.received(world.citizen(number), people, now=world.START)
        seal_at(sealed_at)
        add_acts(ledger.acts_of_case(dossier.case_id))
    return timezone.localtime(world.START).date()


def asked(client, path, **query):
    return client.get(f"/api/v1/{path}", query).json()


def test_figures_are_told_as_known_then(client, one_late):
    def received(**more) -> list[int]:
        one = asked(client, "figures/onestop.received", until=one_late.isoformat(), **more)
        return [one["figure"]["numerator"], one["contributions"][0]["numerator"]]

    assert received() == received(biet="nay") == [2, 2]
    assert received(biet="hom_do") == [1, 1]
    everything = asked(client, "figures", until=one_late.isoformat(), biet="hom_do")
    assert {one["definition"]["code"]: one["numerator"] for one in everything}["onestop.received"] == 1


def test_units_are_told_as_known_then(client, one_late):
    period = {"since": one_late.isoformat(), "until": one_late.isoformat()}
    received = [
        asked(client, "breakdowns/units", **period, **more)[0]["received_online"] for more in ({}, {"biet": "hom_do"})
    ]

    assert received == [2, 1]


def test_services_are_told_as_known_at_the_end_of_the_year_or_today(client, one_late, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: world.START)

    def received(**more) -> int:
        found = asked(client, "breakdowns/services", year=one_late.year, **more)
        return sum(one["received"] for one in found)

    assert (received(), received(biet="hom_do")) == (2, 1)


@pytest.mark.parametrize("path", ["steps", "officers"])
def test_steps_and_officers_say_that_they_are_known_now_only(client, one_late, path):
    answer = client.get(f"/api/v1/breakdowns/{path}", {"biet": "hom_do"})

    assert answer.status_code == 422
    assert "biet=nay" in answer.content.decode()


def test_an_unknown_way_to_ask_is_refused_with_a_problem(client, one_late):
    assert client.get("/api/v1/figures", {"biet": "hom_qua"}).status_code == 422
