# SPDX-License-Identifier: EUPL-1.2
"""Credentials on disk, and what signers are asked meanwhile in memory: both end with the folder or the process."""

import json
import re
import secrets
from base64 import b64encode
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.x509.oid import NameOID

from tinhso_counterparts.files import write_whole
from tinhso_counterparts.modes import utc_now
from tinhso_counterparts.pki.authority import Authority
from tinhso_counterparts.pki.profiles import ENROLLED

_SAFE = re.compile(r"[0-9a-f]{16}")


class NoSuchCredential(Exception):
    """No credential has this name."""


@dataclass(frozen=True)
class Held:
    """A key kept for somebody. asks: whether its owner confirms each signature."""

    id: str
    name: str
    asks: bool
    key: ec.EllipticCurvePrivateKey
    chain: tuple[bytes, ...]

    @property
    def certificates(self) -> list[str]:
        return [b64encode(der).decode() for der in self.chain]

    def sign(self, digest: bytes) -> bytes:
        return self.key.sign(digest, ec.ECDSA(utils.Prehashed(hashes.SHA256())))


@dataclass
class Asked:
    """One request to a signer; state: asked, confirmed, refused or used."""

    handle: str
    credential: str
    hashes: tuple[str, ...]
    description: str
    state: str = "asked"
    sad: str = field(default_factory=lambda: secrets.token_urlsafe(24))


class Credentials:
    """All keys of the stand-in, one JSON file each; `authority` is the folder of the stand-in authority."""

    def __init__(self, folder: Path, authority: Path) -> None:
        self._folder = folder / "credentials"
        self._authority = authority

    def enrol(self, name: str, *, kind: str, title: str = "", unit: str = "") -> Held:
        """Return a new credential; a person confirms each signature, an agency's key signs at once."""
        key = ec.generate_private_key(ec.SECP256R1())
        parts = (
            (NameOID.COUNTRY_NAME, "VN"),
            (NameOID.ORGANIZATION_NAME, unit or name),
            (NameOID.TITLE, title),
            (NameOID.COMMON_NAME, name),
        )
        subject = x509.Name([x509.NameAttribute(oid, value[:64]) for oid, value in parts if value])
        authority = Authority(self._authority, None, utc_now())
        try:
            own = authority.issue(subject, key.public_key(), ENROLLED[kind], utc_now())
            chain = [one.public_bytes(serialization.Encoding.DER).hex() for one in (own, *authority.chain)]
        finally:
            authority.close()
        identifier = secrets.token_hex(8)
        kept = {"name": name, "asks": kind == "person", "key": _pem(key), "chain": chain}
        write_whole(self._folder / f"{identifier}.json", json.dumps(kept).encode(), private=True)
        return self.get(identifier)

    def get(self, identifier: str) -> Held:
        """Return a credential. Raises NoSuchCredential."""
        path = self._folder / f"{identifier}.json"
        if not _SAFE.fullmatch(identifier) or not path.exists():
            raise NoSuchCredential(identifier)
        kept = json.loads(path.read_text("utf-8"))
        key = serialization.load_pem_private_key(kept["key"].encode(), None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise TypeError(f"{path} does not hold an elliptic-curve key")
        chain = tuple(bytes.fromhex(one) for one in kept["chain"])
        return Held(identifier, kept["name"], kept["asks"], key, chain)


def _pem(key: ec.EllipticCurvePrivateKey) -> str:
    encoding, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    return key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, plain).decode()
