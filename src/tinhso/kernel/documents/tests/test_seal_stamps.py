# SPDX-License-Identifier: EUPL-1.2
"""Time stamps of the ledger's seals against the authority: a stamp nobody could believe is not kept."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tinhso.config import env
from tinhso.kernel.events.timestamping import TimestampFailed, TimestampService, is_genuine, roots_in

DIGEST = hashlib.sha256(b"niem phong").digest()


def service() -> TimestampService:
    return TimestampService(env.TSA_URL, roots=roots_in(env.TRUST_FOLDER))


def test_a_good_stamp_is_kept(authority):
    token, _at = service().stamp(DIGEST)

    assert is_genuine(token, DIGEST, roots_in(env.TRUST_FOLDER))


@pytest.mark.parametrize("how", ["bad-time", "tsa-reject"])
def test_a_stamp_nobody_could_believe_is_not_kept_and_is_asked_for_again(authority, how):
    authority.behave("wrong", how)
    with pytest.raises(TimestampFailed, match=r"tự (thử|xin) lại"):
        service().stamp(DIGEST)

    authority.behave("ok")
    assert service().stamp(DIGEST)


def test_a_stamp_of_an_authority_nobody_trusts_is_not_kept(authority, tmp_path):
    stranger = TimestampService(env.TSA_URL, roots=_another_root(tmp_path))

    with pytest.raises(TimestampFailed, match="không do nơi tin cậy"):
        stranger.stamp(DIGEST)


def _another_root(folder):
    """Return a root of somebody else, made here."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Gốc khác")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "other.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return roots_in(folder)
