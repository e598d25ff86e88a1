# SPDX-License-Identifier: EUPL-1.2
"""Enrolment over secure transport (RFC 7030): a PKCS#10 request in, a PKCS#7 bundle out.

Plain HTTP on the loopback instead of TLS, which is the one departure from the RFC.
"""

import hmac
import json
import secrets
from base64 import b64decode, encodebytes
from binascii import Error as Base64Error
from datetime import datetime
from pathlib import Path

from aiohttp import BasicAuth, web
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID

from tinhso_counterparts.files import write_whole
from tinhso_counterparts.pki.authority import Authority
from tinhso_counterparts.pki.profiles import ENROLLED, PERSON
from tinhso_counterparts.pki.records import as_hex

ACCOUNTS_FILE = "est_accounts.json"
PLATFORM = "tinhso"
SMALLEST_RSA_BITS = 2048


class BadRequest(Exception):
    """The enrolment request cannot be granted; the sentence says why."""


def prepare_accounts(folder: Path, password: str | None) -> Path:
    """Return the file of accounts, made on first use with the platform's one; random password when None."""
    path = folder / ACCOUNTS_FILE
    if not path.exists():
        accounts = {PLATFORM: password or secrets.token_urlsafe(18)}
        write_whole(path, json.dumps(accounts, indent=2).encode(), private=True)
    return path


def is_known(folder: Path, authorization: str) -> bool:
    """Whether an Authorization header carries the name and password of an account."""
    try:
        login = BasicAuth.decode(authorization, "utf-8")
    except ValueError:
        return False
    accounts = json.loads((folder / ACCOUNTS_FILE).read_text("utf-8"))
    password = accounts.get(login.login)
    return password is not None and hmac.compare_digest(password.encode(), login.password.encode())


def read_csr(body: bytes) -> x509.CertificateSigningRequest:
    """Return the request in a body: Base64 of DER as RFC 7030 wants, or PEM, or DER. Raises BadRequest."""
    try:
        if body.lstrip().startswith(b"-----"):
            csr = x509.load_pem_x509_csr(body)
        elif body.startswith(b"\x30"):
            csr = x509.load_der_x509_csr(body)
        else:
            csr = x509.load_der_x509_csr(b64decode(body))
    except (ValueError, Base64Error) as error:
        raise BadRequest("the body is not a PKCS#10 request in Base64") from error
    try:
        is_signed = csr.is_signature_valid
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        is_signed = False
    if not is_signed:
        raise BadRequest("the request is not signed by its own key")
    return csr


def enrol(authority: Authority, label: str, csr: x509.CertificateSigningRequest, now: datetime) -> x509.Certificate:
    """Return the certificate for a request; subject and e-mail addresses are taken over. Raises BadRequest.

    label: the EST label, "person" or "agency"; empty means person.
    """
    profile = ENROLLED[label] if label else PERSON
    key = csr.public_key()
    if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        raise BadRequest("the key must be RSA or elliptic curve")
    if key.key_size < (SMALLEST_RSA_BITS if isinstance(key, rsa.RSAPublicKey) else 256):
        raise BadRequest(f"the key is too short; RSA needs {SMALLEST_RSA_BITS} bits, elliptic curves 256")
    if not csr.subject.get_attributes_for_oid(NameOID.COMMON_NAME):
        raise BadRequest("the subject has no common name")
    try:
        wanted = csr.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        emails = tuple(name for name in wanted if isinstance(name, x509.RFC822Name))
    except x509.ExtensionNotFound:
        emails = ()
    return authority.issue(csr.subject, key, profile, now, emails=emails)


def bundle(certificates: list[x509.Certificate]) -> web.Response:
    """Return certificates as a certs-only PKCS#7 body."""
    body = encodebytes(pkcs7.serialize_certificates(certificates, Encoding.DER))
    headers = {
        "Content-Type": "application/pkcs7-mime; smime-type=certs-only",
        "Content-Transfer-Encoding": "base64",
    }
    if len(certificates) == 1:
        headers["X-Serial"] = as_hex(certificates[0].serial_number)
    return web.Response(body=body, headers=headers)
