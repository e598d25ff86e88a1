# SPDX-License-Identifier: EUPL-1.2
"""A small province with dossiers, a plan and figures, and everybody signed in; built once for the file."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from django.utils import timezone

from tinhso.faces.desk.tests.conftest import signed_in
from tinhso.faces.ui.signin import bind_person
from tinhso.faces.ui.tests.static_files import plain_static_files
from tinhso.kernel.events import queries as ledger
from tinhso.kernel.identity.models import Officer, Person
from tinhso.kernel.identity.queries import viewer_of_officer
from tinhso.kernel.indicators.actions import add_acts
from tinhso.kernel.registry import queries as registry
from tinhso.kernel.registry.types import Level, PostRole
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.types import Satisfaction
from tinhso.play.assessments import round_in_demo
from tinhso.play.plans import plan_in_demo

__all__ = ["plain_static_files"]
NUMBER = "083190000123"
ROLES = {"leader": PostRole.LEADER, "standing office": PostRole.CONTROLLER, "administrator": PostRole.OPERATOR}


@pytest.fixture(scope="module")
def people(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Client]]:
    """Return a browser for everybody: visitor, citizen, officer, leader, standing office, administrator."""
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around._from_testcase = True  # type: ignore[attr-defined]  # durable actions may run inside, as in any test
        around.__enter__()
        try:
            yield _build()
        finally:
            transaction.set_rollback(True)
            around.__exit__(None, None, None)


def _build() -> dict[str, Client]:
    now = timezone.now()
    world.build_province()
    commune, root = world.staff(world.unit_of()), registry.territory().root
    for unit in registry.units_as_of(world.TODAY).filter(level=Level.DEPARTMENT):
        world.officer_in(unit, PostRole.HEAD, "head")
    citizen = world.citizen(NUMBER)
    done = world.completed(citizen, commune, now=now)
    actions.rate(done.case_id, level=Satisfaction.VERY, comment="", viewer=world.viewer(citizen), now=now)
    for make in (world.received, world.processing, world.awaiting_signature):
        make(citizen, commune, now=now)
    officers = {name: world.officer_in(root, role, name.split()[0]) for name, role in ROLES.items()}
    plan_in_demo(now=now)
    assert round_in_demo(now=now) is not None
    add_acts(ledger.acts_between(1, ledger.newest_acts(1)[0].seq))
    browsers = {"visitor": Client(), "citizen": _citizen(citizen), "officer": signed_in(commune.specialist)}
    return browsers | {name: _officer(one) for name, one in officers.items()}


def _officer(officer: Officer) -> Client:
    return signed_in(viewer_of_officer(officer, world.TODAY))


def _citizen(person: Person) -> Client:
    account = get_user_model().objects.create(username=f"eid:{NUMBER}", kind="citizen")
    bind_person(
        account,
        {
            "name": person.full_name,
            "personal_number": NUMBER,
            "birthdate": "1990-05-17",
            "gender": "female",
            "phone_number": "+84912345678",
            "email": "buoi@example.vn",
            "residence_commune_code": world.COMMUNE,
        },
    )
    client = Client()
    client.force_login(account)
    return client
