# SPDX-License-Identifier: EUPL-1.2
"""Keys of the house kept as files (Ed25519): one signs the seals of the ledger, one what the exchange sends.

Their signatures of 64 bytes let a proof fit a QR code.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from tinhso.kernel.events.errors import HouseError
from tinhso.lib.private_files import write_once


class KeyUnusable(HouseError):
    """The key file is missing, of another kind, or cannot be read."""


@dataclass(frozen=True)
class VerifyingKey:
    """Checks signatures; `key_id` is the first 16 hex digits of SHA-256 over the raw key."""

    raw: bytes

    @property
    def key_id(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()[:16]

    def verifies(self, message: bytes, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except InvalidSignature:
            return False
        return True

    def pem(self) -> bytes:
        key = Ed25519PublicKey.from_public_bytes(self.raw)
        return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    @classmethod
    def from_pem(cls, pem: bytes) -> "VerifyingKey":
        """Raises KeyUnusable when the file is not an Ed25519 public key."""
        try:
            key = load_pem_public_key(pem)
        except ValueError as error:
            raise KeyUnusable("Tệp khóa công khai không đọc được; cần tệp PEM Ed25519.") from error
        if not isinstance(key, Ed25519PublicKey):
            raise KeyUnusable("Khóa công khai không phải loại Ed25519.")
        return cls(key.public_bytes(Encoding.Raw, PublicFormat.Raw))


@dataclass(frozen=True)
class SigningKey:
    """Signs seals and messages."""

    private: Ed25519PrivateKey

    @property
    def public(self) -> VerifyingKey:
        return VerifyingKey(self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))

    @property
    def key_id(self) -> str:
        return self.public.key_id

    def sign(self, message: bytes) -> bytes:
        return self.private.sign(message)


def load_or_make(path: Path) -> SigningKey:
    """Return the key kept at `path` (PEM, mode 0600), making it on first use.

    Raises KeyUnusable when the file holds something else.
    """
    fresh = not path.exists() and write_once(
        path, Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    key, public = _load(path), path.with_suffix(".pub.pem")
    if fresh or not public.exists():
        public.write_bytes(key.public.pem())
    return key


def _load(path: Path) -> SigningKey:
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError) as error:
        raise KeyUnusable(f"Khóa ký {path.name} không đọc được; khôi phục từ bản sao lưu.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyUnusable(f"Khóa {path.name} không phải loại Ed25519.")
    return SigningKey(key)


def trusted_public_keys(folder: Path) -> dict[str, VerifyingKey]:
    """Return every public key of the ledger kept in `folder`, old ones included, by key id."""
    keys = [VerifyingKey.from_pem(path.read_bytes()) for path in sorted(folder.glob("ledger*.pub.pem"))]
    return {key.key_id: key for key in keys}
