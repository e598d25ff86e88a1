# SPDX-License-Identifier: EUPL-1.2
"""Signing of id_token, and the ways to get it wrong on demand."""

import hashlib
import json
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from pathlib import Path

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from tinhso_counterparts.files import write_whole
from tinhso_counterparts.idp.grants import TOKEN_LIFE, Grant
from tinhso_counterparts.modes import Mode

ALGORITHM = "RS256"


def base64url(raw: bytes) -> str:
    """Return Base64 in the URL alphabet without padding (RFC 7636, appendix A)."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


class Signer:
    """The provider's signing key, kept in its folder so that a restart does not invalidate tokens."""

    def __init__(self, folder: Path) -> None:
        path = folder / "signing_key.pem"
        if not path.exists():
            write_whole(path, _pem(_new_key()), private=True)
        key = serialization.load_pem_private_key(path.read_bytes(), None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise TypeError(f"{path} does not hold an RSA key; delete it to get a new one")
        self._key = key
        self._key_id = base64url(hashlib.sha256(_public_der(key)).digest())[:16]
        self._stranger = _new_key()  # signs when told to be wrong; never published

    def jwks(self) -> dict[str, object]:
        """Return the public keys (RFC 7517)."""
        public = json.loads(RSAAlgorithm.to_jwk(self._key.public_key()))
        return {"keys": [public | {"kid": self._key_id, "use": "sig", "alg": ALGORITHM}]}

    def id_token(self, issuer: str, grant: Grant, access_token: str, mode: Mode, now: datetime) -> str:
        """Return the signed id_token of a grant; the mode may spoil one property of it."""
        claims = _claims(issuer, grant, access_token, now) | _spoilt(grant, mode, now)
        key = self._stranger if mode.is_wrong("bad-signature", default=True) else self._key
        return jwt.encode(claims, key, ALGORITHM, headers={"kid": self._key_id})

    def audience_of(self, id_token: str, issuer: str) -> str:
        """Return the client of an id_token of ours, expired or not. Raises jwt.InvalidTokenError."""
        options = {"verify_exp": False, "verify_aud": False}
        claims = jwt.decode(id_token, self._key.public_key(), [ALGORITHM], issuer=issuer, options=options)
        return str(claims["aud"])


def _claims(issuer: str, grant: Grant, access_token: str, now: datetime) -> dict[str, object]:
    half = hashlib.sha256(access_token.encode()).digest()[:16]
    claims = grant.citizen.claims(grant.request.scopes) | {
        "iss": issuer,
        "aud": grant.request.client_id,
        "iat": now,
        "exp": now + TOKEN_LIFE,
        "auth_time": int(grant.signed_in_at.timestamp()),
        "acr": "2",
        "amr": ["pin"],
        "at_hash": base64url(half),
    }
    return claims | ({"nonce": grant.request.nonce} if grant.request.nonce else {})


def _spoilt(grant: Grant, mode: Mode, now: datetime) -> dict[str, object]:
    if mode.is_wrong("bad-nonce"):
        return {"nonce": f"not-{grant.request.nonce}"}
    if mode.is_wrong("bad-audience"):
        return {"aud": "another-client"}
    if mode.is_wrong("expired"):
        return {"iat": now - timedelta(days=2), "exp": now - timedelta(days=1)}
    return {}


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _pem(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _public_der(key: rsa.RSAPrivateKey) -> bytes:
    return key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
