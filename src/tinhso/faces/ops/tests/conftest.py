# SPDX-License-Identifier: EUPL-1.2
"""A small world with an operator, an auditor and a controller, signed in with both factors."""

import time

import pytest
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from tinhso.faces.ui.tests.static_files import plain_static_files
from tinhso.kernel.identity.models import Officer, Person
from tinhso.kernel.identity.queries import viewer_of_officer
from tinhso.kernel.registry import queries as registry
from tinhso.kernel.registry.types import PostRole
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.provinces import installed_province

__all__ = ["installed_province", "plain_static_files"]
ROLES = ("operator", "auditor", "controller", "specialist")


@pytest.fixture
def people(installed_province: None, db: None) -> world.Staff:
    return world.staff(world.unit_of())


@pytest.fixture
def person(db: None) -> Person:
    return world.citizen()


@pytest.fixture
def at(installed_province: None, db: None) -> dict[str, Client]:
    """Browsers of officers at the head of the province, by role."""
    root = registry.territory().root
    return {role: _signed_in(world.officer_in(root, PostRole(role), role)) for role in ROLES}


def _signed_in(officer: Officer) -> Client:
    account = officer.account
    assert viewer_of_officer(officer, world.TODAY).seats
    TOTP.activate(account, "KRSXG5CTMVRXEZLUKN2XAZLSKNSWG4TF")
    client = Client()
    client.force_login(account)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "type": "totp", "at": time.time()}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(account.pk)
    session.save()
    return client
