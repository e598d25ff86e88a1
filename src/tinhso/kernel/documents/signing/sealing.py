# SPDX-License-Identifier: EUPL-1.2
"""Put one PAdES B-LT signature on a PDF, as an incremental update that leaves every byte before it alone."""

import io
import time
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta

from asn1crypto import cms, x509
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko.sign.timestamps.requests_client import HTTPTimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import (
    CRLFetchError,
    InsufficientRevinfoError,
    OCSPFetchError,
    PathError,
    ValidationError,
)

from tinhso.config import env
from tinhso.kernel.documents.errors import SigningImpossible, SigningUnavailable
from tinhso.kernel.documents.signing import trust
from tinhso.kernel.documents.signing.house import house_keys
from tinhso.kernel.documents.signing.keys import KeyProvider
from tinhso.kernel.documents.signing.stamps import stamp_of
from tinhso.kernel.documents.types import SignatureMark, SignatureRole, SignedPdf, SigningIdentity
from tinhso.kernel.documents.updates import Appender

LEVEL = "B-LT"
RESERVED_HEX = 40_000
"""Room for the signature: 20 kB hold chain and time stamp; a fixed size spares a trial request to the TSA."""
STAMPER_SECONDS = 600
TSA_SECONDS = 5
MOST_SKEW = timedelta(minutes=5)
_MM = 72 / 25.4


@dataclass(frozen=True)
class Place:
    """Where a signature stands: page from 0 (-1 the last), box in points from the lower left corner."""

    page: int
    box: tuple[int, int, int, int]


_earliest: ContextVar[datetime] = ContextVar("_earliest")
"""The earliest instant a stamp may state: none can be older than the act it is made for."""


class _Stamper(HTTPTimeStamper):
    """A time-stamping authority whose every failure is one kind of error, and whose clock is looked at."""

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """Return the token. Raises SigningUnavailable when the authority is down, refuses or has a wrong clock."""
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
            stated = token["content"]["encap_content_info"]["content"].parsed["gen_time"].native
        except (TimestampRequestError, OSError, ValueError, TypeError, KeyError) as error:
            raise SigningUnavailable(
                "Dịch vụ cấp dấu thời gian không trả lời hoặc từ chối nên văn bản chưa được ký. "
                "Vui lòng ký lại sau ít phút; không có gì bị mất.",
                code="tsa_down",
            ) from error
        if stated < _earliest.get():
            raise SigningUnavailable(
                "Dịch vụ cấp dấu thời gian báo sai giờ nên văn bản chưa được ký. Hãy báo người quản trị kiểm tra.",
                code="tsa_clock",
            )
        return token


_stampers: dict[str, tuple[float, _Stamper]] = {}


def _stamper() -> _Stamper:
    """Return the authority's client, kept some minutes because it remembers the authority's certificates."""
    made, stamper = _stampers.get(env.TSA_URL, (0.0, None))
    if stamper is None or time.monotonic() - made > STAMPER_SECONDS:
        stamper = _Stamper(env.TSA_URL, timeout=TSA_SECONDS)
        _stampers[env.TSA_URL] = (time.monotonic(), stamper)
    return stamper


def sign_pdf(
    pdf: bytes,
    *,
    key: SigningIdentity,
    role: SignatureRole,
    reason: str,
    now: datetime,
    place: str = "",
    at: Place | None = None,
    keys: KeyProvider | None = None,
) -> bytes:
    """Return the PDF with one signature more; see `make_signature`."""
    return make_signature(pdf, key=key, role=role, reason=reason, now=now, place=place, at=at, keys=keys).data


def make_signature(
    pdf: bytes,
    *,
    key: SigningIdentity,
    role: SignatureRole,
    reason: str,
    now: datetime,
    place: str = "",
    at: Place | None = None,
    keys: KeyProvider | None = None,
) -> SignedPdf:
    """Return the PDF with one PAdES B-LT signature more, and what is to be remembered of it.

    Asks the authorities (time stamp, OCSP, CRL), so it stays outside transactions. The signature fills the empty field
    the template left for its role (`person`, `agency`), or stands `at` a place, or in the role's usual place.
    place: where it was signed, for the file's properties; keys: the installation's own when None.
    Raises SigningUnavailable when an authority is down (nothing is signed), SigningImpossible when the key was
    revoked, has expired or is not under a trusted root, or when the PDF cannot be signed.
    """
    signer = (keys or house_keys()).signer_of(key, now=now)
    certificate = signer.signing_cert
    if certificate is None:
        raise SigningImpossible("Khóa ký không có chứng thư số. Hãy báo người quản trị.", code="key_unusable")
    _earliest.set(now - MOST_SKEW)
    try:
        writer = Appender(io.BytesIO(pdf))
        field, new_field = _field(writer, role, at)
        metadata = PdfSignatureMetadata(
            field_name=field,
            subfilter=SigSeedSubFilter.PADES,
            md_algorithm="sha256",
            embed_validation_info=True,
            validation_context=ValidationContext(**trust.options(trust=trust.roots(), online=True)),
            reason=reason or None,
            location=place or None,
            name=key.name,
        )
        pdf_signer = PdfSigner(
            metadata,
            signer,
            timestamper=_stamper(),
            stamp_style=stamp_of(key, role, now),
            new_field_spec=new_field,
        )
        signed = pdf_signer.sign_pdf(writer, bytes_reserved=RESERVED_HEX)
    except PdfReadError as error:
        raise SigningImpossible("Tệp PDF bị hỏng nên không ký được. Hãy tạo lại văn bản.", code="pdf_broken") from error
    except (SigningError, PathError, ValidationError, OCSPFetchError, CRLFetchError) as error:
        raise _because(error) from error
    return SignedPdf(signed.getvalue(), _mark(key, role, certificate, now))


def _mark(key: SigningIdentity, role: SignatureRole, certificate: x509.Certificate, now: datetime) -> SignatureMark:
    return SignatureMark(role, key.key, key.name, f"{certificate.serial_number:X}", LEVEL, now)


def _because(error: BaseException) -> SigningUnavailable | SigningImpossible:
    """Return why a signature was not made: an authority that is silent, or a certificate that does not serve."""
    causes = [error]
    while (deeper := causes[-1].__cause__) is not None:
        causes.append(deeper)
    if any(isinstance(one, InsufficientRevinfoError | OCSPFetchError | CRLFetchError | OSError) for one in causes):
        return SigningUnavailable(
            "Không hỏi được tình trạng chứng thư số (OCSP, CRL) nên văn bản chưa được ký. Vui lòng ký lại sau ít phút.",
            code="revocation_down",
        )
    return SigningImpossible(
        "Chứng thư số của người ký không dùng được (hết hạn, bị thu hồi hoặc không thuộc gốc tin cậy). "
        "Hãy báo người quản trị cấp lại chứng thư.",
        code="certificate_unusable",
    )


def _field(writer: Appender, role: SignatureRole, at: Place | None) -> tuple[str, SigFieldSpec | None]:
    """Return the name of the field to fill, and its specification when it is not on the page yet."""
    taken = {name: filled is not None for name, filled, _ref in enumerate_sig_fields(writer.prev)}
    empty = sorted(name for name, filled in taken.items() if name.split("_")[0] == role and not filled)
    if at is None and empty:
        return empty[0], None
    name, count = str(role), 1
    while name in taken:
        count += 1
        name = f"{role}_{count}"
    where = at or _usual_place(writer, role, count)
    return name, SigFieldSpec(name, on_page=where.page, box=where.box)


def _usual_place(writer: Appender, role: SignatureRole, count: int) -> Place:
    """Return where a role signs when nobody says: person and agency at the foot of the last page, copies on top."""
    page = 0 if role == SignatureRole.COPY else -1
    ref, _resources = writer.find_page_for_modification(page)
    left, bottom, right, top = (float(edge) for edge in ref.get_object()["/MediaBox"])
    if role == SignatureRole.COPY:
        x, y, width, height = right - 75 * _MM, top - (20 * count) * _MM, 60 * _MM, 14 * _MM
    elif role == SignatureRole.AGENCY:
        x, y, width, height = left + (right - left) / 2 - 10 * _MM, bottom + 22 * _MM, 36 * _MM, 24 * _MM
    else:
        x, y = right - 75 * _MM, bottom + (24 + 22 * (count - 1)) * _MM
        width, height = 52 * _MM, 20 * _MM
    return Place(page, (round(x), round(y), round(x + width), round(y + height)))
