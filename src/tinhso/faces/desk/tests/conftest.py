# SPDX-License-Identifier: EUPL-1.2
"""The small world of the one-stop, and officers of it signed in with both factors."""

import time
from collections.abc import Callable

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
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry.types import PostRole
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.provinces import installed_province

__all__ = ["installed_province", "plain_static_files"]
SignIn = Callable[[Viewer], Client]


@pytest.fixture
def people(installed_province: None, db: None) -> world.Staff:
    """A commune with someone in each post."""
    return world.staff(world.unit_of())


@pytest.fixture
def person(db: None) -> Person:
    return world.citizen()


@pytest.fixture
def sign_in(db: None) -> SignIn:
    return signed_in


@pytest.fixture
def head(people: world.Staff, sign_in: SignIn) -> Client:
    return sign_in(people.head)


@pytest.fixture
def operator(people: world.Staff, sign_in: SignIn) -> Client:
    """Who runs the platform, in the same unit."""
    officer = world.officer_in(people.unit, PostRole.OPERATOR, "operator")
    return sign_in(viewer_of_officer(officer, world.TODAY))


def signed_in(viewer: Viewer, *, ago_seconds: int = 0) -> Client:
    """Return a browser in which this officer proved the second factor so many seconds ago."""
    account = Officer.objects.select_related("account").get(id=viewer.officer_id).account
    TOTP.activate(account, "KRSXG5CTMVRXEZLUKN2XAZLSKNSWG4TF")
    client = Client()
    client.force_login(account)
    session = client.session
    proved = {"method": "mfa", "type": "totp", "reauthenticated": True, "at": time.time() - ago_seconds}
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [proved]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(account.pk)
    session.save()
    return client
