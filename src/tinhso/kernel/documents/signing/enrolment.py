# SPDX-License-Identifier: EUPL-1.2
"""Enrolment over EST (RFC 7030): a fresh key, a PKCS#10 request, the certificate and those above it."""

import json
from base64 import b64decode, encodebytes
from binascii import Error as Base64Error

import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs7
from cryptography.x509.oid import NameOID

from tinhso.config import env
from tinhso.kernel.documents.errors import SigningImpossible, SigningUnavailable
from tinhso.kernel.documents.types import SigningIdentity

ACCOUNT = "tinhso"
ANSWER_SECONDS = 5
COUNTRY = "VN"
_LONGEST_NAME = 64  # X.520 upper bound of a common name


def enrol(identity: SigningIdentity) -> bytes:
    """Return a new credential as PEM: private key, its certificate, the certificates above it.

    Raises SigningUnavailable when the authority does not answer, SigningImpossible when it refuses.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    request = x509.CertificateSigningRequestBuilder().subject_name(_subject(identity)).sign(key, hashes.SHA256())
    body = encodebytes(request.public_bytes(Encoding.DER))
    [own] = _certificates(_ask("POST", f"{identity.kind}/simpleenroll", body))
    above = _certificates(_ask("GET", "cacerts"))
    parts = [key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())]
    return b"".join(parts + [one.public_bytes(Encoding.PEM) for one in (own, *above)])


def _subject(identity: SigningIdentity) -> x509.Name:
    wanted = (
        (NameOID.COUNTRY_NAME, COUNTRY),
        (NameOID.ORGANIZATION_NAME, identity.unit or identity.name),
        (NameOID.TITLE, identity.title),
        (NameOID.COMMON_NAME, identity.name),
    )
    return x509.Name([x509.NameAttribute(oid, value[:_LONGEST_NAME]) for oid, value in wanted if value])


def _ask(method: str, path: str, body: bytes | None = None) -> bytes:
    try:
        answer = requests.request(
            method,
            f"{env.PKI_URL}/.well-known/est/{path}",
            data=body,
            headers={"Content-Type": "application/pkcs10"} if body else {},
            auth=(ACCOUNT, _password()) if body else None,
            timeout=ANSWER_SECONDS,
        )
    except requests.RequestException as error:
        raise SigningUnavailable(
            "Cơ quan chứng thực không trả lời nên chưa xin được chứng thư số. Vui lòng thử lại sau ít phút.",
            code="authority_down",
        ) from error
    if answer.status_code >= 500:
        raise SigningUnavailable(
            "Cơ quan chứng thực đang gặp sự cố. Vui lòng thử lại sau ít phút.", code="authority_down"
        )
    if answer.status_code != 200:
        raise SigningImpossible(
            f"Cơ quan chứng thực từ chối cấp chứng thư số (mã {answer.status_code}). "
            "Hãy báo người quản trị kiểm tra tài khoản xin cấp chứng thư.",
            code="enrolment_refused",
        )
    return answer.content


def _certificates(body: bytes) -> list[x509.Certificate]:
    try:
        return list(pkcs7.load_der_pkcs7_certificates(b64decode(body)))
    except (ValueError, Base64Error) as error:
        raise SigningUnavailable(
            "Cơ quan chứng thực trả lời không đúng chuẩn. Hãy báo người quản trị.", code="authority_wrong"
        ) from error


def _password() -> str:
    """Return the enrolment password; the demonstration reads it from the stand-in's own file."""
    accounts = env.VAR / "counterparts" / "pki" / "est_accounts.json"
    if env.PKI_ENROL_PASSWORD or env.MODE != "demo" or not accounts.exists():
        return env.PKI_ENROL_PASSWORD
    return str(json.loads(accounts.read_text(encoding="utf-8")).get(ACCOUNT, ""))
