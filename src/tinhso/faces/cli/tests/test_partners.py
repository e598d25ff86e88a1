# SPDX-License-Identifier: EUPL-1.2
"""`tinhso partners connect` and `tinhso procedures`: what they register, what they refuse, what they say."""

import json

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tinhso.faces.cli.partners import partners
from tinhso.faces.cli.procedures import procedures
from tinhso.kernel.exchange.models import Partner
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.tests.provinces import installed_province

__all__ = ["installed_province"]


def call(group, *words):
    return CliRunner().invoke(group, list(words))


def test_a_partner_is_registered_with_its_key(installed_province, db, tmp_path):
    public = Ed25519PrivateKey.generate().public_key()
    path = tmp_path / "key.pem"
    path.write_bytes(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))

    done = call(partners, "connect", "post", "--endpoint", "https://buuchinh.example/", "--key", str(path))

    kept = Partner.objects.get(key="post")
    assert "Đã đăng ký" in done.output
    assert (kept.channel, kept.endpoint) == ("json", "https://buuchinh.example")
    assert kept.public_key == public.public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


@pytest.mark.parametrize(
    "words", [("post", "--endpoint", "http://buuchinh.example"), ("ai-do", "--endpoint", "https://a.example")]
)
def test_an_open_address_and_an_unknown_name_are_refused(installed_province, db, words):
    assert call(partners, "connect", *words).exit_code != 0
    assert not Partner.objects.exists()


def test_without_a_portal_there_is_nothing_to_read(installed_province, db):
    done = call(procedures, "sync")

    assert done.exit_code == 1
    assert "tinhso national connect" in done.output


def test_the_comparison_before_anything_was_read_names_ours_and_those_without_code(installed_province, db):
    done = call(procedures, "diff", "--json")
    said = json.loads(done.output)

    without = [one for one in definitions.procedures() if not one["code"]]
    assert done.exit_code == 1
    assert (said["same"], len(said["no_code"])) == (0, len(without))
    assert len(said["missing_there"]) == len(definitions.procedures()) - len(without)
