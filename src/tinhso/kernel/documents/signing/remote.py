# SPDX-License-Identifier: EUPL-1.2
"""Keys kept by a remote signing service, and the choice between them and the key files, signer by signer."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import yaml
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tinhso.kernel.documents.errors import SigningImpossible, SigningUnavailable
from tinhso.kernel.documents.signing.csc_client import Credential, CscAccount, credential, sign_digest
from tinhso.kernel.documents.signing.keys import LONGEST_ECDSA, FileKeys, KeyProvider
from tinhso.kernel.documents.types import SigningIdentity

RSA_SHA256 = "1.2.840.113549.1.1.11"
ECDSA_SHA256 = "1.2.840.10045.4.3.2"
PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey


class RemoteSigner(Signer):
    """Has each digest signed by the service and looks at the answer before it goes into a paper."""

    def __init__(self, account: CscAccount, kept: Credential, why: str) -> None:
        store = SimpleCertificateStore()
        store.register_multiple(kept.chain[1:])
        super().__init__(signing_cert=kept.chain[0], cert_registry=store, embed_roots=False)
        self._account, self._credential, self._why = account, kept, why
        self._public = _public_key(kept.chain[0])

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """Return the signature of the service. Raises SigningUnavailable, SigningImpossible."""
        is_rsa = isinstance(self._public, rsa.RSAPublicKey)
        if dry_run:
            return bytes(self._public.key_size // 8 if is_rsa else LONGEST_ECDSA)
        if digest_algorithm != "sha256":
            raise ValueError(f"papers are signed over SHA-256, not {digest_algorithm}")
        signature = sign_digest(
            self._account,
            self._credential.id,
            hashlib.sha256(data).digest(),
            algorithm=RSA_SHA256 if is_rsa else ECDSA_SHA256,
            why=self._why,
        )
        self._look_at(signature, data)
        return signature

    def _look_at(self, signature: bytes, data: bytes) -> None:
        try:
            if isinstance(self._public, rsa.RSAPublicKey):
                self._public.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
            else:
                self._public.verify(signature, data, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature as error:
            raise SigningUnavailable(
                "Dịch vụ ký từ xa trả về chữ ký không khớp với văn bản nên văn bản chưa được ký. "
                "Hãy báo người quản trị.",
                code="signing_service_wrong",
            ) from error


def _public_key(certificate: asn1.Certificate) -> PublicKey:
    key = x509.load_der_x509_certificate(certificate.dump()).public_key()
    if not isinstance(key, PublicKey):
        raise SigningImpossible(
            "Chứng thư số của người ký dùng thuật toán chưa được hỗ trợ (cần RSA hoặc ECDSA). Hãy báo người quản trị.",
            code="certificate_unusable",
        )
    return key


class RemoteKeys:
    """Keys at one service. credentials: signer's key (`officer:…`, `unit:…`) to the name of their key there."""

    def __init__(self, account: CscAccount, credentials: Mapping[str, str]) -> None:
        self.account = account
        self.credentials = credentials

    def certificates_of(self, identity: SigningIdentity, *, now: datetime) -> list[asn1.Certificate]:
        """Return the signer's certificate and those above it, nearest first."""
        return list(self._kept(identity).chain)

    def signer_of(self, identity: SigningIdentity, *, now: datetime) -> Signer:
        """Return the signer. Raises SigningUnavailable, SigningImpossible."""
        why = ", ".join(part for part in (identity.name, identity.title, identity.unit) if part)
        return RemoteSigner(self.account, self._kept(identity), why)

    def _kept(self, identity: SigningIdentity) -> Credential:
        return credential(self.account, self.credentials[identity.key])


class ChosenKeys:
    """Two keepers behind one interface: whoever stands in the table signs remotely, all others with key files.

    A signer of the table is never signed for by a file when the service is down: their key is at the service.
    """

    def __init__(self, files: FileKeys, account: CscAccount, table: Path) -> None:
        self.files = files
        self.account = account
        self.table = table

    def certificates_of(self, identity: SigningIdentity, *, now: datetime) -> list[asn1.Certificate]:
        """Return the signer's certificate and those above it, nearest first."""
        return self._keeper(identity).certificates_of(identity, now=now)

    def signer_of(self, identity: SigningIdentity, *, now: datetime) -> Signer:
        """Return the signer of whoever keeps the key. Raises SigningUnavailable, SigningImpossible."""
        return self._keeper(identity).signer_of(identity, now=now)

    def _keeper(self, identity: SigningIdentity) -> KeyProvider:
        credentials = read_table(self.table)
        return RemoteKeys(self.account, credentials) if identity.key in credentials else self.files


def read_table(path: Path) -> dict[str, str]:
    """Return who signs remotely: signer's key to the name of their key at the service; read anew at each signature.

    Raises SigningImpossible when the file is missing or not a table of words: nobody signs with the wrong key.
    """
    try:
        table = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise _unreadable(path) from error
    if not isinstance(table, dict) or not all(isinstance(part, str) for pair in table.items() for part in pair):
        raise _unreadable(path)
    return table


def _unreadable(path: Path) -> SigningImpossible:
    return SigningImpossible(
        f"Không đọc được bảng người ký từ xa {path.name} nên chưa ký được. Hãy báo người quản trị.",
        code="signers_table",
    )
