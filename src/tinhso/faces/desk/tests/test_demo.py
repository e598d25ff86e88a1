# SPDX-License-Identifier: EUPL-1.2
"""The door of the demonstration: open in demonstration mode, not there in production; its code really opens."""

import pytest
from allauth.mfa.totp.internal.auth import validate_totp_code
from django.urls import reverse

from tinhso.faces.desk.views.demo import present_code
from tinhso.kernel.identity.models import Account, Officer
from tinhso.play.staff import DEMO_PASSWORD, DEMO_SECRET

DEMO = reverse("desk:demo")


def test_the_accounts_are_listed_with_password_and_code(people, client):
    officer = Officer.objects.select_related("account").get(id=people.leader.officer_id)
    Account.objects.filter(id=officer.account_id).update(is_demo=True, username="lanhdao.phukhuong")

    html = client.get(DEMO).content.decode()

    assert "lanhdao.phukhuong" in html
    assert DEMO_PASSWORD in html
    assert len(present_code()) == 6


@pytest.mark.django_db
def test_the_code_is_the_one_an_authenticator_would_show():
    assert validate_totp_code(DEMO_SECRET, present_code())


@pytest.mark.django_db
def test_production_has_no_such_page(client, settings):
    settings.DEMO = False

    assert client.get(DEMO).status_code == 404
