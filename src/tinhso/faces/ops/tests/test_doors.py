# SPDX-License-Identifier: EUPL-1.2
"""The baseline of internal software (742/QĐ-BTTTT 2022): own port, allowed networks, sessions that end, acts."""

import ipaddress
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tinhso.config import env
from tinhso.faces.ui import doors
from tinhso.kernel.events import queries as ledger
from tinhso.kernel.identity.types import AccountKind
from tinhso.runtime import parts

HOME = "/van-hanh/"


@pytest.mark.parametrize(
    ("door", "port", "path", "status"),
    [
        ("", 0, HOME, 200),
        ("", 0, "/", 200),
        ("", 9443, HOME, 404),
        ("", 9443, "/van-hanh/can-bo/", 404),
        ("", 9443, "/", 200),
        ("ops", 9443, HOME, 200),
        ("ops", 9443, "/", 404),
        ("ops", 9443, "/can-bo/", 404),
        ("ops", 9443, "/dich-vu-cong/", 404),
        ("ops", 9443, "/api/v1/", 404),
        ("ops", 9443, "/thuong-hieu.css", 200),
    ],
)
def test_each_page_answers_at_its_own_door_only(at, monkeypatch, door, port, path, status):
    monkeypatch.setattr(env, "DOOR", door)
    monkeypatch.setattr(env, "OPS_PORT", port)

    assert at["operator"].get(path).status_code == status


def test_the_ops_door_lets_people_sign_in(at, monkeypatch):
    monkeypatch.setattr(env, "DOOR", "ops")
    monkeypatch.setattr(env, "OPS_PORT", 9443)
    stranger = Client()

    assert stranger.get(HOME)["Location"] == f"{reverse('account_login')}?next={HOME}"
    assert stranger.get(reverse("account_login")).status_code == 200


@pytest.mark.parametrize(
    ("remote", "forwarded", "proxied", "status"),
    [
        ("10.1.2.3", "", False, 200),
        ("::ffff:10.1.2.3", "", False, 200),
        ("fd00:1::7", "", False, 200),
        ("10.2.0.1", "", False, 404),
        ("127.0.0.1", "", False, 404),
        ("127.0.0.1", "10.1.2.3", True, 200),
        ("127.0.0.1", "10.1.2.3, 203.0.113.9", True, 404),
        ("203.0.113.9", "10.1.2.3", True, 404),
        ("127.0.0.1", "10.1.2.3", False, 404),
        ("127.0.0.1", "không phải địa chỉ", True, 404),
        ("", "", False, 404),
    ],
)
def test_only_named_networks_reach_operations(at, monkeypatch, remote, forwarded, proxied, status):
    named = [ipaddress.ip_network("10.1.0.0/16"), ipaddress.ip_network("fd00:1::/48")]
    monkeypatch.setattr(env, "OPS_NETWORKS", named)
    monkeypatch.setattr(settings, "SECURE_PROXY_SSL_HEADER", ("HTTP_X_FORWARDED_PROTO", "https") if proxied else None)
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}

    answer = at["operator"].get(HOME, headers=headers, REMOTE_ADDR=remote)

    assert answer.status_code == status
    assert Client().get("/", REMOTE_ADDR=remote).status_code == 200


def test_a_port_of_its_own_is_a_part_of_its_own(monkeypatch):
    monkeypatch.setattr(env, "OPS_PORT", 9443)
    [ops] = [part for part in parts.inside() if part.name == "ops"]
    monkeypatch.setattr(env, "OPS_PORT", 0)

    assert parts.OPS_WSGI in ops.command
    assert "9443" in ops.command
    assert "ops" not in [part.name for part in parts.inside()]


@pytest.mark.parametrize("raw", ["10.1.2.3/16", "mạng", "10.1.0.0/33"])
def test_a_network_that_is_none_is_refused(raw):
    with pytest.raises(ValueError, match=r"not appear|not permitted|host bits"):
        env.networks(raw)


@pytest.mark.parametrize(("minutes", "status"), [(119, 200), (121, 302)])
def test_a_session_left_alone_ends(at, monkeypatch, minutes, status):
    client = at["operator"]
    client.get(HOME)
    later = timezone.now() + timedelta(minutes=minutes)
    monkeypatch.setattr(doors.timezone, "now", lambda: later)

    answer = client.get(HOME)

    assert answer.status_code == status
    if status == 302:
        assert answer["Location"] == f"{reverse('account_login')}?next={HOME}"
        assert "_auth_user_id" not in client.session


def test_a_session_in_use_goes_on(at, monkeypatch):
    client, begun = at["operator"], timezone.now()
    for hour in (1, 2, 3):
        monkeypatch.setattr(doors.timezone, "now", lambda hour=hour: begun + timedelta(hours=hour))
        assert client.get(HOME).status_code == 200


def test_a_session_ends_after_a_working_day_in_any_case():
    assert settings.SESSION_COOKIE_AGE == 8 * 3600
    assert not settings.SESSION_SAVE_EVERY_REQUEST
    assert settings.SESSION_COOKIE_HTTPONLY


def test_acts_say_who_when_from_which_seat_and_what(at, people):
    officer = people.specialist.officer_id
    at["operator"].post(reverse("ops:disable", args=[officer]), {"reason": "Quyết định 12/QĐ-UBND"})

    act = ledger.newest_acts(1)[0]

    assert act.verb == "account:disabled"
    assert act.actor.startswith("officer:")
    assert act.subject == f"officer:{officer}"
    assert act.unit_id is not None
    assert abs(timezone.now() - act.at) < timedelta(minutes=5)
    assert AccountKind.OFFICER in act.actor
