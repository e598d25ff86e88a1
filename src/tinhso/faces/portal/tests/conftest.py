# SPDX-License-Identifier: EUPL-1.2
"""The small world of the one-stop, and someone signed in with the e-ID as in life."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from tinhso.faces.ui.signin import bind_person
from tinhso.faces.ui.tests.static_files import plain_static_files
from tinhso.kernel.identity.queries import person_by_number
from tinhso.modules.onestop.tests import world

__all__ = ["plain_static_files"]

NUMBER = "083190000123"


@pytest.fixture
def province(db):
    world.build_province()


@pytest.fixture
def people(province):
    return world.staff(world.unit_of())


def sign_in(client: Client, number: str = NUMBER, name: str = "Nguyễn Thị Bưởi"):
    """Sign somebody in and return the person."""
    account = get_user_model().objects.create(username=f"eid:{number}", kind="citizen")
    claims = {
        "name": name,
        "personal_number": number,
        "birthdate": "1990-05-17",
        "gender": "female",
        "phone_number": "+84912345678",
        "email": "buoi@example.vn",
        "residence_commune_code": world.COMMUNE,
    }
    bind_person(account, claims)
    client.force_login(account)
    return person_by_number(number)


@pytest.fixture
def person(province, client):
    """Someone signed in with `client`."""
    return sign_in(client)


@pytest.fixture
def now():
    return timezone.now()
