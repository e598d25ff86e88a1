# SPDX-License-Identifier: EUPL-1.2
"""RFC 3161 time stamps over HTTP, asked of the authority the operator configured."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from asn1crypto import cms, pem, tsp, x509
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko.sign.timestamps.requests_client import HTTPTimeStamper
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from tinhso.kernel.events.errors import HouseError


class TimestampFailed(HouseError):
    """The authority did not answer or refused; nothing is lost, the next run asks again."""


@dataclass(frozen=True)
class TimestampService:
    """One time-stamping authority: its address, seconds to wait for it, the roots its stamps must lead to."""

    url: str
    timeout_seconds: int = 5
    roots: Sequence[x509.Certificate] = ()

    def stamp(self, digest: bytes) -> tuple[bytes, datetime]:
        """Return the DER token over a SHA-256 digest, and the instant it states.

        Raises TimestampFailed when the authority is down, slow or refuses, or when what it gave speaks of something
        else or, where roots are known, leads to none of them: a stamp nobody can believe is worse than none.
        """
        stamper = HTTPTimeStamper(self.url, timeout=self.timeout_seconds)
        try:
            token = asyncio.run(stamper.async_timestamp(digest, "sha256"))
        except (TimestampRequestError, OSError, ValueError) as error:
            raise TimestampFailed(
                f"Chưa lấy được dấu thời gian từ {self.url}; hệ thống sẽ tự thử lại, dữ liệu không mất."
            ) from error
        found = token.dump()
        if not states(found, digest) or (self.roots and not is_genuine(found, digest, self.roots)):
            raise TimestampFailed(
                f"{self.url} trả về dấu thời gian không nói về niêm phong này hoặc không do nơi tin cậy cấp; "
                "hệ thống không giữ dấu ấy và sẽ tự xin lại."
            )
        return found, token_info(found)["gen_time"].native


def token_info(token: bytes) -> tsp.TSTInfo:
    """Return the TSTInfo inside a token; raises ValueError when it is not one."""
    signed = cms.ContentInfo.load(token)["content"]
    return signed["encap_content_info"]["content"].parsed


def states(token: bytes, digest: bytes) -> bool:
    """Whether the token speaks of this digest."""
    try:
        imprint = token_info(token)["message_imprint"]
    except (ValueError, TypeError, KeyError):
        return False
    return bool(imprint["hashed_message"].native == digest)


def is_genuine(token: bytes, digest: bytes, roots: Sequence[x509.Certificate]) -> bool:
    """Whether the token is signed, over this digest, by an authority under one of the roots.

    Judged at the instant the token states, without asking anyone: revocation is not looked at here.
    """
    try:
        signed = cms.ContentInfo.load(token)["content"]
        context = ValidationContext(trust_roots=list(roots), allow_fetching=False, moment=_stated(token))
        found = asyncio.run(validate_tst_signed_data(signed, context, lambda algorithm: digest))
    except (ValueError, TypeError, KeyError, SignatureValidationError, PathError, ValidationError):
        return False
    return bool(found["intact"] and found["valid"] and found["trust_problem_indic"] is None)


def _stated(token: bytes) -> datetime:
    stated: datetime = token_info(token)["gen_time"].native
    return stated


def roots_in(folder: Path) -> list[x509.Certificate]:
    """Return the trusted roots kept as PEM files in a folder."""
    return [
        x509.Certificate.load(der)
        for path in sorted(folder.glob("*.pem"))
        for _, _, der in pem.unarmor(path.read_bytes(), multiple=True)
    ]
