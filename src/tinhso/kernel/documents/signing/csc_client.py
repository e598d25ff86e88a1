# SPDX-License-Identifier: EUPL-1.2
"""Calls to a remote signing service (ký số từ xa) after the Cloud Signature Consortium's API, version 2.

Four calls: oauth2/token (client credentials), credentials/info, credentials/authorize with authorizeCheck while the
signer makes up their mind, signatures/signHash. Only the digest goes out, never the paper.
"""

import threading
import time
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests
from asn1crypto import x509 as asn1

from tinhso.kernel.documents.errors import SigningImpossible, SigningUnavailable

SHA256_OID = "2.16.840.1.101.3.4.2.1"
ANSWER_SECONDS = 10
ASK_AGAIN_SECONDS = 0.5
_waiting = threading.BoundedSemaphore(1)
"""One signer at a time is waited for in a process, so that those who think never hold every thread of the web."""
_REFUSED = {"access_denied", "user_refused"}


@dataclass(frozen=True)
class CscAccount:
    """Where the service answers and who this installation is there.

    url: base of the API up to its version (https://host/csc/v2); wait_seconds: how long a signer may think.
    """

    url: str
    client: str
    secret: str
    wait_seconds: float


@dataclass(frozen=True)
class Credential:
    """A key at the service: its name there and its certificates, nearest first."""

    id: str
    chain: tuple[asn1.Certificate, ...]


def credential(account: CscAccount, credential_id: str) -> Credential:
    """Return a credential that may sign now.

    Raises SigningUnavailable when the service does not answer, SigningImpossible when the key is unknown or shut.
    """
    told = _post(
        account,
        "credentials/info",
        _token(account),
        {"credentialID": credential_id, "certificates": "chain", "certInfo": False},
    )
    if told.get("key", {}).get("status") != "enabled":
        raise SigningImpossible(
            "Khóa ký từ xa của người ký đang bị khóa tại nhà cung cấp. Hãy báo người quản trị.", code="remote_key_shut"
        )
    try:
        chain = tuple(asn1.Certificate.load(b64decode(one, validate=True)) for one in told["cert"]["certificates"])
    except (KeyError, TypeError, ValueError) as error:
        raise _wrong() from error
    if not chain:
        raise _wrong()
    return Credential(credential_id, chain)


def sign_digest(account: CscAccount, credential_id: str, digest: bytes, *, algorithm: str, why: str) -> bytes:
    """Return the signature over a SHA-256 digest once the signer confirmed it on their own device.

    algorithm: OID of the signature algorithm; why: what the device shows beside the request.
    Raises SigningUnavailable (service silent, no confirmation in time), SigningImpossible (refused).
    """
    hashes = {"hashes": [b64encode(digest).decode()], "hashAlgorithmOID": SHA256_OID}
    token = _token(account)
    sad = _confirmed(account, token, {"credentialID": credential_id, "numSignatures": 1, "description": why, **hashes})
    told = _post(
        account,
        "signatures/signHash",
        token,
        {"credentialID": credential_id, "SAD": sad, "signAlgo": algorithm, **hashes},
    )
    try:
        [signature] = told["signatures"]
        return b64decode(signature, validate=True)
    except (KeyError, TypeError, ValueError, Base64Error) as error:
        raise _wrong() from error


def _confirmed(account: CscAccount, token: str, request: dict[str, Any]) -> str:
    """Return the activation data (SAD), waited for while the signer is asked."""
    if not _waiting.acquire(blocking=False):
        raise SigningUnavailable(
            "Đang có người khác chờ xác nhận chữ ký trên thiết bị. Vui lòng ký lại sau ít phút; không có gì bị mất.",
            code="signing_busy",
        )
    try:
        return _wait_for(account, token, request)
    finally:
        _waiting.release()


def _wait_for(account: CscAccount, token: str, request: dict[str, Any]) -> str:
    ends = time.monotonic() + account.wait_seconds
    told = _post(account, "credentials/authorize", token, request)
    while not (sad := told.get("SAD")):
        handle = told.get("handle")
        if not isinstance(handle, str):
            raise _wrong()
        if time.monotonic() >= ends:
            raise SigningUnavailable(
                "Chưa thấy người ký xác nhận trên thiết bị nên văn bản chưa được ký. "
                "Hãy mở thiết bị rồi bấm ký lại; không có gì bị mất.",
                code="confirmation_missing",
            )
        time.sleep(ASK_AGAIN_SECONDS)
        told = {"handle": handle} | _post(account, "credentials/authorizeCheck", token, {"handle": handle})
    return str(sad)


def _token(account: CscAccount) -> str:
    """Return a fresh access token (RFC 6749, 4.4)."""
    login = (account.client, account.secret)
    token = _send(account, "oauth2/token", data={"grant_type": "client_credentials"}, auth=login).get("access_token")
    if not isinstance(token, str):
        raise _wrong()
    return token


def _post(account: CscAccount, what: str, token: str, body: Mapping[str, Any]) -> dict[str, Any]:
    return _send(account, what, json=body, headers={"Authorization": f"Bearer {token}"})


def _send(account: CscAccount, what: str, **content: Any) -> dict[str, Any]:
    """Return the JSON object of an answer. Raises SigningUnavailable, SigningImpossible."""
    try:
        answer = requests.post(f"{account.url}/{what}", timeout=ANSWER_SECONDS, allow_redirects=False, **content)
    except requests.RequestException as error:
        raise _silent() from error
    if answer.status_code >= 500 or answer.status_code == 429:
        raise _silent()
    try:
        told = answer.json()
    except requests.exceptions.JSONDecodeError as error:
        raise _wrong() from error
    if not isinstance(told, dict):
        raise _wrong()
    if answer.status_code not in (200, 202):
        raise _refusal(str(told.get("error", answer.status_code)))
    return told


def _refusal(code: str) -> SigningImpossible:
    if code in _REFUSED:
        return SigningImpossible(
            "Người ký đã từ chối trên thiết bị nên văn bản chưa được ký. Hồ sơ vẫn ở bước chờ ký.",
            code="signer_refused",
        )
    return SigningImpossible(
        f"Dịch vụ ký từ xa không nhận yêu cầu ký ({code[:60]}). Hãy báo người quản trị kiểm tra tài khoản và khóa.",
        code="remote_refused",
    )


def _silent() -> SigningUnavailable:
    return SigningUnavailable(
        "Dịch vụ ký từ xa không trả lời nên văn bản chưa được ký. Vui lòng ký lại sau ít phút; không có gì bị mất.",
        code="signing_service_down",
    )


def _wrong() -> SigningUnavailable:
    return SigningUnavailable(
        "Dịch vụ ký từ xa trả lời không đúng chuẩn nên văn bản chưa được ký. Hãy báo người quản trị.",
        code="signing_service_wrong",
    )
