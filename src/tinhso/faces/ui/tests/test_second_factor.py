# SPDX-License-Identifier: EUPL-1.2
"""The seed of one-time codes in the database is of no use without the key file."""

import stat

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth import get_user_model

from tinhso.config import env
from tinhso.faces.ui import second_factor
from tinhso.kernel.events.errors import Unavailable

SEED = "KRSXG5CTMVRXEZLUKN2XAZLSKNSWG4TF"


@pytest.fixture
def totp(db, monkeypatch, tmp_path) -> TOTP:
    monkeypatch.setattr(env, "KEY_FOLDER", tmp_path / "keys")
    account = get_user_model().objects.create(username="lan.le", kind="officer")
    return TOTP.activate(account, SEED)


def code() -> str:
    return format_hotp_value(hotp_value(SEED, next(iter(yield_hotp_counters_from_time()))))


def test_the_seed_is_not_in_the_database_and_codes_still_work(totp):
    assert SEED not in str(Authenticator.objects.values_list("data", flat=True).get(id=totp.instance.pk))
    assert totp.validate_code(code())


def test_a_seed_stored_before_still_works(totp):
    totp.instance.data = {"secret": SEED}

    assert totp.validate_code(code())


def test_another_key_gets_a_sentence(totp, monkeypatch, tmp_path):
    monkeypatch.setattr(env, "KEY_FOLDER", tmp_path / "other")

    with pytest.raises(Unavailable, match=r"second-factor\.key"):
        totp.validate_code(code())


def test_only_its_owner_reads_the_key(totp):
    mode = (env.KEY_FOLDER / "second-factor.key").stat().st_mode

    assert stat.S_IMODE(mode) == 0o600


def test_the_first_key_stands(totp):
    path = env.KEY_FOLDER / "second-factor.key"
    before = path.read_bytes()
    second_factor.write_once(path, b"another")

    assert path.read_bytes() == before
    assert [one.name for one in env.KEY_FOLDER.iterdir()] == ["second-factor.key"]
