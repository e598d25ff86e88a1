# SPDX-License-Identifier: EUPL-1.2
"""Figures by service, unit, step and officer: what the ledger says when counted again; officers to the entitled alone.

224/2026/NĐ-CP, Điều 19.
"""

import time
from collections import Counter
from datetime import timedelta

import pytest
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tinhso.faces.ui.tests.static_files import plain_static_files
from tinhso.kernel.events import tasks
from tinhso.kernel.events.queries import acts_between
from tinhso.kernel.identity.models import Officer
from tinhso.kernel.indicators import actions as indicators
from tinhso.modules.onestop.models import ProcedureVersion
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.test_flow import SHORT, published

__all__ = ["plain_static_files"]
BASE = "/api/v1/breakdowns"
PERIOD = {"since": "2026-11-01", "until": "2026-11-30"}
FILED = world.START + timedelta(minutes=1)


@pytest.fixture
def people(db, monkeypatch):
    cache.clear()
    monkeypatch.setattr(timezone, "now", lambda: world.START + timedelta(days=3))
    world.build_province()
    return world.staff(world.unit_of())


def signed_in(viewer):
    """A browser of this officer, signed in with both factors."""
    account = Officer.objects.get(id=viewer.officer_id).account
    TOTP.activate(account, "KRSXG5CTMVRXEZLUKN2XAZLSKNSWG4TF")
    client = Client()
    client.force_login(account)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "type": "totp", "at": time.time()}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(account.pk)
    session.save()
    return client


def test_the_level_of_each_service_is_what_its_version_confirms(people, client):
    levels = Counter(one["online_level"] for one in asked(client, "services"))
    page = client.get("/thong-ke-dich-vu/").content.decode()

    in_force = ProcedureVersion.objects.filter(valid__contains=timezone.localdate())
    assert levels["toan_trinh"] == in_force.filter(definition__online_level="toan_trinh").count() > 0
    assert f"Dịch vụ toàn trình: {levels['toan_trinh']} trên {sum(levels.values()) - levels['']} dịch vụ" in page


def asked(client, what, **more):
    response = client.get(f"{BASE}/{what}", more)
    assert response.status_code == 200, response.content
    return response.json()


@pytest.mark.django_db(transaction=True)
def test_services_and_units_are_what_a_recount_of_the_ledger_gives(people, client):
    world.completed(world.citizen(), people)
    world.received(world.citizen("083190000999", "Trần Văn Mít"), people)
    tasks.pump(now=world.START + timedelta(days=1))

    verbs = Counter(one.verb for one in acts_between(1, 10**9))
    (service,) = [one for one in asked(client, "services", year=2026) if one["received"]]
    (unit,) = asked(client, "units", **PERIOD)
    assert service["code"] == world.MARRIAGE_STATUS
    assert (service["received"], service["completed"]) == (verbs["dossier:received"], verbs["dossier:completed"])
    assert (service["received"], service["online_share"], service["on_time_share"]) == (2, "100.00", "100.00")
    assert (unit["name"], unit["unit_id"]) == (people.unit.name, str(people.unit.id))
    assert (unit["received_online"], unit["ended_on_time"], unit["open_in_time"]) == (2, 1, 1)
    assert indicators.compare_with_replay() == []


def test_steps_say_how_long_and_how_late_without_names(people, client):
    published(SHORT)
    world.processing(world.citizen(), people, now=FILED)

    found = asked(client, "steps", **PERIOD)

    assert [one["number"] for one in found] == sorted(one["number"] for one in found)
    assert sum(one["here"] for one in found) == 1
    assert sum(one["passed"] for one in found) >= 1
    assert all("officer" not in one for one in found)


@pytest.mark.parametrize("role", ["reception", "specialist"])
def test_officers_are_told_to_nobody_who_is_not_entitled(people, role):
    for client in (Client(), signed_in(getattr(people, role))):
        response = client.get(f"{BASE}/officers", PERIOD)
        assert response.status_code == 403
        assert "lãnh đạo" in response.json()["detail"]


def test_the_head_sees_officers_of_the_own_scope_alone(people):
    published(SHORT)
    world.processing(world.citizen(), people, now=FILED)
    elsewhere = world.staff(world.unit_of(world.OTHER_COMMUNE))

    own = asked(signed_in(people.head), "officers", **PERIOD)

    assert {one["officer"] for one in own} - {""}
    assert sum(one["here"] for one in own) == 1
    assert asked(signed_in(elsewhere.head), "officers", **PERIOD) == []


@pytest.mark.parametrize(
    ("what", "more"),
    [
        ("units", {"since": "2026-12-01", "until": "2026-11-01"}),
        ("units", {"since": "hôm qua"}),
        ("steps", {"since": "2027-01-01"}),
        ("services", {"year": "1"}),
    ],
)
def test_what_cannot_be_asked_is_a_problem(people, client, what, more):
    response = client.get(f"{BASE}/{what}", more)

    assert response.status_code == 422
    assert response.json()["detail"]
