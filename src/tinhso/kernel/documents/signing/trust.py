# SPDX-License-Identifier: EUPL-1.2
"""Whom we trust, and whom we ask whether a certificate still counts.

Only addresses in certificates whose signatures already lead up to one of our roots are asked (pyHanko checks each
certificate's signature before its revocation); issuers are never fetched from an address in an unknown certificate,
and redirects are not followed. So an uploaded PDF cannot make this server call a place of its author's choice.
"""

import logging
import os
from asyncio import to_thread
from collections.abc import AsyncGenerator, Awaitable
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from asn1crypto import pem, x509
from pyhanko_certvalidator.fetchers import CertificateFetcher, Fetchers
from pyhanko_certvalidator.fetchers.requests_fetchers import RequestsCRLFetcher, RequestsOCSPFetcher

from tinhso.config import env
from tinhso.kernel.documents.errors import SigningUnavailable

ANSWER_SECONDS = 3
LARGEST_ANSWER_BYTES = 20 << 20
DEMO_ROOT = "demo-root.pem"

# They log the names of signers with every fault, and logs hold no personal data.
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)


class _Bounded:
    """HTTP as both fetchers use it: http or https, no redirects, an answer of bounded size, in bounded time."""

    per_request_timeout = ANSWER_SECONDS

    def _get(self, url: str, *, acceptable_content_types: tuple[str, ...]) -> Awaitable[requests.Response]:
        return to_thread(_ask, "GET", url, accept=acceptable_content_types)

    def _post(
        self, url: str, data: bytes, *, content_type: str, acceptable_content_types: tuple[str, ...]
    ) -> Awaitable[requests.Response]:
        return to_thread(_ask, "POST", url, accept=acceptable_content_types, data=data, content_type=content_type)


class _Ocsp(_Bounded, RequestsOCSPFetcher):
    """OCSP over bounded HTTP."""


class _Crl(_Bounded, RequestsCRLFetcher):
    """CRL over bounded HTTP."""


class _NoIssuers(CertificateFetcher):
    """Fetches nothing: a certificate we do not know must not choose whom we call."""

    async def fetch_cert_issuers(self, cert: Any) -> AsyncGenerator[x509.Certificate, None]:
        nothing: tuple[x509.Certificate, ...] = ()
        for certificate in nothing:
            yield certificate

    async def fetch_crl_issuers(self, certificate_list: Any) -> AsyncGenerator[x509.Certificate, None]:
        nothing: tuple[x509.Certificate, ...] = ()
        for certificate in nothing:
            yield certificate

    def fetched_certs(self) -> tuple[x509.Certificate, ...]:
        return ()


def _ask(
    method: str, url: str, *, accept: tuple[str, ...], data: bytes | None = None, content_type: str = ""
) -> requests.Response:
    if urlsplit(url).scheme not in {"http", "https"}:
        raise requests.RequestException(f"{url} is not http")
    headers = {"Accept": ",".join(accept)} | ({"Content-Type": content_type} if content_type else {})
    answer = requests.request(
        method, url, data=data, headers=headers, timeout=ANSWER_SECONDS, allow_redirects=False, stream=True
    )
    with answer:
        if answer.status_code != 200:
            raise requests.RequestException(f"status {answer.status_code}")
        content = answer.raw.read(LARGEST_ANSWER_BYTES + 1, decode_content=True)
    if len(content) > LARGEST_ANSWER_BYTES:
        raise requests.RequestException(f"{url} answers with too much")
    answer._content = content
    return answer


def fetchers() -> Fetchers:
    """Return fresh fetchers of revocation answers; each remembers only what it fetched itself."""
    return Fetchers(ocsp_fetcher=_Ocsp(), crl_fetcher=_Crl(), cert_fetcher=_NoIssuers())


def roots(folder: Path | None = None) -> list[x509.Certificate]:
    """Return the trusted roots: every certificate in the PEM files of the folder (default TINHSO_TRUST_FOLDER)."""
    place = folder or env.TRUST_FOLDER
    files = sorted(place.glob("*.pem")) if place.is_dir() else []
    return [one for path in files for one in _read(path, path.stat().st_mtime_ns)]


@lru_cache(maxsize=64)
def _read(path: Path, _changed_ns: int) -> tuple[x509.Certificate, ...]:
    found = pem.unarmor(path.read_bytes(), multiple=True)
    return tuple(x509.Certificate.load(der) for name, _headers, der in found if name == "CERTIFICATE")


def options(*, trust: list[x509.Certificate], online: bool, **more: Any) -> dict[str, Any]:
    """Return what pyHanko's context is made with: these roots, revocation always wanted, our own ways to ask.

    online: whether authorities may be asked; more: what else the context should know, `moment` for one.
    """
    return {
        "trust_roots": trust,
        "revocation_mode": "require",
        "allow_fetching": online,
        "fetchers": fetchers() if online else None,
        **more,
    }


def install_demo_trust() -> Path:
    """Trust the root of the stand-in authority, in the demonstration only; return the file written.

    Raises RuntimeError in production, SigningUnavailable when the authority does not answer with a certificate.
    """
    if env.MODE != "demo":
        raise RuntimeError("the demonstration's root is never trusted in production")
    try:
        answer = requests.get(f"{env.PKI_URL}/root.pem", timeout=ANSWER_SECONDS)
        answer.raise_for_status()
        x509.Certificate.load(pem.unarmor(answer.content)[2])
    except (requests.RequestException, ValueError) as error:
        raise SigningUnavailable(
            f"Chưa lấy được chứng thư gốc từ {env.PKI_URL}; hãy kiểm tra cơ quan chứng thực giả lập đã chạy.",
            code="authority_down",
        ) from error
    env.TRUST_FOLDER.mkdir(parents=True, exist_ok=True)
    draft = env.TRUST_FOLDER / f".{DEMO_ROOT}.{os.getpid()}"
    draft.write_bytes(answer.content)
    return draft.replace(env.TRUST_FOLDER / DEMO_ROOT)
