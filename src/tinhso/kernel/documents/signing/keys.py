# SPDX-License-Identifier: EUPL-1.2
"""Keys behind one interface. `FileKeys` keeps them as files; a token or a remote service gives the same two answers."""

import re
import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from asn1crypto import pem
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tinhso.kernel.documents.errors import SigningImpossible, SigningUnavailable
from tinhso.kernel.documents.signing.enrolment import enrol
from tinhso.kernel.documents.types import SigningIdentity
from tinhso.lib.private_files import write_over

RENEW_BEFORE = timedelta(days=30)
_SAFE_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,63}")
_HASHES = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}


class KeyProvider(Protocol):
    """Where keys are: a folder, a token, a remote service."""

    def certificates_of(self, identity: SigningIdentity, *, now: datetime) -> list[asn1.Certificate]:
        """Return the signer's certificate and those above it, nearest first."""
        ...

    def signer_of(self, identity: SigningIdentity, *, now: datetime) -> Signer:
        """Return pyHanko's signer for this identity.

        Raises SigningUnavailable when the key's keeper does not answer, SigningImpossible when it refuses.
        """
        ...


PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
LONGEST_ECDSA = 80
"""Bytes of the longest DER signature on P-256, with room to spare; a dry run only needs an upper bound."""


class KeptSigner(Signer):
    """Signs with a key parsed once; pyHanko's own parses it again for each signature (60 ms for RSA).

    New keys are P-256 (made in a millisecond, where RSA-3072 takes up to a second); RSA keys given by an operator
    work as well.
    """

    def __init__(self, key: PrivateKey, chain: list[asn1.Certificate]) -> None:
        store = SimpleCertificateStore()
        store.register_multiple(chain[1:])
        super().__init__(signing_cert=chain[0], cert_registry=store, embed_roots=False)
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """Return the PKCS#1 or DER-coded ECDSA signature; a dry run only needs its length."""
        if isinstance(self._key, rsa.RSAPrivateKey):
            if dry_run:
                return bytes(self._key.key_size // 8)
            return self._key.sign(data, padding.PKCS1v15(), _HASHES[digest_algorithm])
        if dry_run:
            return bytes(LONGEST_ECDSA)
        return self._key.sign(data, ec.ECDSA(_HASHES[digest_algorithm]))


class FileKeys:
    """Keys as files `<folder>/<kind>/<id>.pem` (0600): private key, certificate, certificates above.

    A missing key, or one about to expire, is enrolled anew with the authority.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._kept: dict[Path, tuple[int, KeptSigner, list[asn1.Certificate]]] = {}
        self._enrolling = threading.Lock()

    def certificates_of(self, identity: SigningIdentity, *, now: datetime) -> list[asn1.Certificate]:
        """Return the signer's certificate and those above it, nearest first."""
        return self._credential(identity, now)[1]

    def signer_of(self, identity: SigningIdentity, *, now: datetime) -> Signer:
        """Return the signer, its key parsed once. Raises SigningUnavailable, SigningImpossible."""
        return self._credential(identity, now)[0]

    def _credential(self, identity: SigningIdentity, now: datetime) -> tuple[KeptSigner, list[asn1.Certificate]]:
        path = self._path(identity)
        with self._enrolling:
            if not path.exists():
                write_over(path, enrol(identity))
            elif (left := _life_left(self._load(path)[1][0], now)) < RENEW_BEFORE:
                self._renew(path, identity, must=left <= timedelta())
            return self._load(path)

    def _renew(self, path: Path, identity: SigningIdentity, *, must: bool) -> None:
        """Enrol anew; while the old certificate still counts, an authority that fails is asked again next time."""
        try:
            write_over(path, enrol(identity))
        except (SigningUnavailable, SigningImpossible):
            if must:
                raise

    def _load(self, path: Path) -> tuple[KeptSigner, list[asn1.Certificate]]:
        changed_ns = path.stat().st_mtime_ns
        known = self._kept.get(path)
        if known is None or known[0] != changed_ns:
            key, chain = _parse(path)
            known = self._kept[path] = (changed_ns, KeptSigner(key, chain), chain)
        return known[1], known[2]

    def _path(self, identity: SigningIdentity) -> Path:
        if not _SAFE_ID.fullmatch(identity.id):
            raise ValueError(f"{identity.id!r} cannot name a key")
        return self.folder / identity.kind / f"{identity.id}.pem"


def _parse(path: Path) -> tuple[PrivateKey, list[asn1.Certificate]]:
    raw = path.read_bytes()
    try:
        key = load_pem_private_key(raw, None)
        found = pem.unarmor(raw, multiple=True)
        chain = [asn1.Certificate.load(der) for name, _headers, der in found if name == "CERTIFICATE"]
    except (ValueError, TypeError) as error:
        raise _unusable(path) from error
    if not isinstance(key, PrivateKey) or not chain:
        raise _unusable(path)
    return key, chain


def _unusable(path: Path) -> SigningImpossible:
    return SigningImpossible(
        f"Tệp khóa ký {path.name} không dùng được. Hãy báo người quản trị cấp lại chứng thư số.", code="key_unusable"
    )


def _life_left(certificate: asn1.Certificate, now: datetime) -> timedelta:
    ends: datetime = certificate.not_valid_after
    return ends - now
