# SPDX-License-Identifier: EUPL-1.2
"""Signers for tests: one good, and four that no validator may accept."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from tinhso_counterparts.files import write_whole
from tinhso_counterparts.pki import profiles
from tinhso_counterparts.pki.authority import Authority, new_key, pem_of_key
from tinhso_counterparts.pki.profiles import Holder, Wish, build

PASSWORD = "tinhso-test"  # noqa: S105 - printed in the README; the keys protect nothing
PEOPLE = {
    "good": "Nguyễn Văn Tốt",
    "expired": "Trần Thị Hết Hạn",
    "revoked": "Lê Bị Thu Hồi",
    "wrong-purpose": "Máy chủ Không Ký Văn Bản",
    "unknown-root": "Phạm Người Lạ",
}


@dataclass(frozen=True)
class Signer:
    """A key with its certificate and the certificates above it, nearest first."""

    name: str
    holder: Holder
    chain: list[x509.Certificate]


def write_test_signers(authority: Authority, folder: Path, now: datetime) -> list[Signer]:
    """Write all test signers and the root to a folder and return them.

    For each: NAME.p12 (password PASSWORD), NAME.key.pem, NAME.pem, NAME.chain.pem; and root.pem once.
    """
    signers = [
        _issued(authority, "good", now),
        _issued(authority, "expired", now, not_after=now - timedelta(days=1)),
        _issued(authority, "revoked", now),
        _issued(authority, "wrong-purpose", now, profile=profiles.TLS_SERVER),
        _stranger("unknown-root", now),
    ]
    revoked = signers[2].holder.certificate.serial_number
    authority.records.revoke(revoked, x509.ReasonFlags.key_compromise, now)
    for signer in signers:
        _write(signer, folder)
    write_whole(folder / "root.pem", authority.root_pem)
    return signers


def _issued(
    authority: Authority,
    name: str,
    now: datetime,
    *,
    profile: profiles.Profile = profiles.PERSON,
    not_after: datetime | None = None,
) -> Signer:
    key = new_key()
    certificate = authority.issue(_subject(name), key.public_key(), profile, now, not_after=not_after)
    return Signer(name, Holder(certificate, key), authority.chain)


def _stranger(name: str, now: datetime) -> Signer:
    """A signer below a root that nobody knows; it bears the same kind of names as the real one."""
    root_key, key = new_key(), new_key()
    end = now + profiles.YEAR
    root_wish = Wish(_subject("unknown-root", "CA lạ"), root_key.public_key(), profiles.ROOT, now, end)
    root = Holder(build(root_wish, root_key), root_key)
    wish = Wish(_subject(name), key.public_key(), profiles.PERSON, now, end)
    return Signer(name, Holder(build(wish, root), key), [root.certificate])


def _subject(name: str, common_name: str = "") -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Đơn vị thử nghiệm"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name or PEOPLE[name]),
        ]
    )


def _write(signer: Signer, folder: Path) -> None:
    pem = serialization.Encoding.PEM
    certificate, key = signer.holder.certificate, signer.holder.key
    packed = pkcs12.serialize_key_and_certificates(
        signer.name.encode(),
        key,
        certificate,
        signer.chain,
        serialization.BestAvailableEncryption(PASSWORD.encode()),
    )
    write_whole(folder / f"{signer.name}.p12", packed, private=True)
    write_whole(folder / f"{signer.name}.key.pem", pem_of_key(key), private=True)
    write_whole(folder / f"{signer.name}.pem", certificate.public_bytes(pem))
    chain = b"".join(one.public_bytes(pem) for one in signer.chain)
    write_whole(folder / f"{signer.name}.chain.pem", chain)
