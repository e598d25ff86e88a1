# SPDX-License-Identifier: EUPL-1.2
"""What the signatures on a PDF are worth: three words, a verdict and a sentence for each.

A signature is judged now; when its certificate has ended, was revoked since, or nobody answers, it is judged once more
at the instant of its time stamp, by the answers the file carries. Without any answer about revocation the verdict is
indeterminate, never valid.
Authorities are asked only as `signing.trust` allows: addresses from certificates under our roots, nothing else.
Law: Thông tư 22/2020/TT-BTTTT (functions of verification software), 23/2025/NĐ-CP; method EN 319 102-1.
"""

import asyncio
import io
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from tinhso.kernel.documents.signing import trust as trusting
from tinhso.kernel.documents.signing.stamps import VIETNAM

MOST_SIGNATURES = 50
MOST_TABLES = 1_000
"""Tables of contents in one file, one for each time it was saved; a long chain of them takes minutes to read."""
VALID, INDETERMINATE, INVALID = "valid", "indeterminate", "invalid"

# A file from outside can be malformed anywhere, and the reader meets that with any of these.
MALFORMED = (
    PdfError,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    AssertionError,
    RecursionError,
    NotImplementedError,
    OverflowError,
    zlib.error,
)

CAUSES: Mapping[str, tuple[str, str]] = {
    "ok": (VALID, "Chữ ký hợp lệ: văn bản nguyên vẹn, chứng thư số của {signer} được tin cậy và còn hiệu lực."),
    "ok_then": (
        VALID,
        "Chữ ký hợp lệ tại thời điểm ký {time}: chứng thư số của {signer} khi đó còn hiệu lực (nay đã {ended}).",
    ),
    "ok_embedded": (
        VALID,
        "Chữ ký hợp lệ tại thời điểm ký {time}, theo dữ liệu xác minh kèm trong tệp của {signer} (chưa hỏi lại được).",
    ),
    "changed": (INVALID, "Văn bản đã bị sửa sau khi {signer} ký. Không sử dụng; hãy xin lại bản gốc từ nơi phát hành."),
    "changed_after": (
        INVALID,
        "Sau khi {signer} ký, tệp bị thêm nội dung ngoài phạm vi cho phép. Hãy xin lại bản gốc từ nơi phát hành.",
    ),
    "signature_broken": (INVALID, "Chữ ký của {signer} không khớp với chứng thư số hoặc bị hỏng. Hãy xin lại bản gốc."),
    "revoked": (
        INVALID,
        "Chứng thư số của {signer} đã bị thu hồi từ {revoked}, không có căn cứ ký trước đó. Không chấp nhận.",
    ),
    "expired": (
        INVALID,
        "Chứng thư số của {signer} đã hết hạn từ {expired} và không có dấu thời gian chứng minh ký trước đó.",
    ),
    "wrong_purpose": (INVALID, "Chứng thư số của {signer} không được cấp để ký văn bản. Không chấp nhận chữ ký."),
    "unknown_root": (
        INDETERMINATE,
        "Chứng thư số của {signer} không thuộc cơ quan chứng thực được tin cậy. Hãy xác minh trực tiếp với người ký.",
    ),
    "chain_broken": (INVALID, "Chuỗi chứng thư số của {signer} không xác minh được (có thể giả mạo). Không chấp nhận."),
    "no_revocation_info": (
        INDETERMINATE,
        "Chưa hỏi được chứng thư số của {signer} còn hiệu lực hay đã bị thu hồi. Chưa kết luận; hãy kiểm tra lại sau.",
    ),
    "unclear": (
        INDETERMINATE,
        "Chưa đủ căn cứ để kết luận về chữ ký của {signer}. Hãy xác minh trực tiếp với người ký.",
    ),
}

LATER = {
    "none": "Không có thay đổi nào sau chữ ký này.",
    "archival": "Sau đó chỉ bổ sung dữ liệu xác minh chữ ký.",
    "signatures": "Sau đó có thêm chữ ký hoặc điền trường được phép.",
    "other": "Sau đó có thay đổi không được phép.",
}

_FROM_SUBINDICATION = {
    AdESFailure.REVOKED: "revoked",
    AdESIndeterminate.REVOKED_NO_POE: "revoked",
    AdESIndeterminate.REVOKED_CA_NO_POE: "revoked",
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: "expired",
    AdESIndeterminate.EXPIRED: "expired",
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: "wrong_purpose",
    AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND: "unknown_root",
    AdESIndeterminate.TRY_LATER: "no_revocation_info",
}

_SAVED_BY_TIME = {"revoked": "ok_then", "expired": "ok_then", "no_revocation_info": "ok_embedded"}


@dataclass(frozen=True)
class SignatureReport:
    """One signature: what it says, the three words, the verdict and its one-line cause.

    intact: the signed bytes are unchanged; valid: the signature fits its certificate; trusted: the certificate leads
    up to one of our roots and counted. verdict: valid | indeterminate | invalid; later: none | archival | signatures |
    other. time: ISO 8601, proven by a trusted time stamp when `is_time_trusted`, else only claimed by the signer.
    """

    field: str
    signer: str
    organisation: str
    certificate: str
    time: str
    is_time_trusted: bool
    level: str
    intact: bool
    valid: bool
    trusted: bool
    covers_whole_file: bool
    later: str
    later_sentence: str
    verdict: str
    cause: str
    sentence: str


@dataclass(frozen=True)
class Report:
    """All signatures of a file, in the order they were made, and one verdict for the file.

    verdict: valid | indeterminate | invalid | unsigned | unreadable
    """

    verdict: str
    sentence: str
    checked_at: str
    signatures: tuple[SignatureReport, ...]

    def as_json(self) -> dict[str, Any]:
        """Return plain values, as evidence to be stored or sent."""
        return asdict(self)


def verify_pdf(
    data: bytes, *, now: datetime, online: bool = True, roots: list[x509.Certificate] | None = None
) -> Report:
    """Return what the signatures on a PDF are worth at `now`.

    online: whether authorities may be asked when the file does not carry their answers; roots: the trusted ones of
    this installation when None. Never raises for what stands in the file.
    """
    try:
        if max(data.count(b"xref"), data.count(b"/Prev")) > 2 * MOST_TABLES:
            raise PdfError("too many tables of contents")
        reader = PdfFileReader(io.BytesIO(data), strict=False)
        signatures = list(islice(reader.embedded_regular_signatures, MOST_SIGNATURES))
    except MALFORMED:
        return _report("unreadable", "Không đọc được tệp PDF: tệp bị hỏng hoặc đã bị sửa.", now, ())
    if not signatures:
        return _report("unsigned", "Tệp không có chữ ký số nào.", now, ())
    judge = _Judge(reader, now, trusting.roots() if roots is None else roots, online)
    found = tuple(judge.report(one) for one in signatures)
    worst = next((word for word in (INVALID, INDETERMINATE) if any(one.verdict == word for one in found)), VALID)
    sentence = next(one.sentence for one in found if one.verdict == worst)
    if worst == VALID and len(found) > 1:
        sentence = f"Cả {len(found)} chữ ký trên văn bản đều hợp lệ."
    return _report(worst, sentence, now, found)


def _report(verdict: str, sentence: str, now: datetime, found: tuple[SignatureReport, ...]) -> Report:
    return Report(verdict, sentence, now.isoformat(timespec="seconds"), found)


class _Judge:
    """Judges the signatures of one file; what was fetched for one serves the others."""

    def __init__(self, reader: PdfFileReader, now: datetime, roots: list[x509.Certificate], online: bool) -> None:
        self.reader, self.now, self.roots, self.online = reader, now, roots, online
        try:
            self.dss: DocumentSecurityStore | None = DocumentSecurityStore.read_dss(reader)
        except (NoDSSFoundError, *MALFORMED):
            self.dss = None

    def report(self, signature: EmbeddedPdfSignature) -> SignatureReport:
        """Return what one signature is worth."""
        try:
            first = self._context(moment=self.now, online=self.online)
            status = _validate(signature, first)
        except MALFORMED:
            return _unreadable(signature)
        return self._described(signature, status, self._cause(signature, status, first))

    def _context(self, *, moment: datetime, online: bool, **more: Any) -> ValidationContext:
        wanted = {"retroactive_revinfo": True, "ocsps": [], "crls": [], **more}
        options = trusting.options(trust=self.roots, moment=moment, online=online, **wanted)
        return self.dss.as_validation_context(options) if self.dss else ValidationContext(**options)

    def _cause(self, signature: EmbeddedPdfSignature, status: PdfSignatureStatus, first: ValidationContext) -> str:
        """Return the code of the cause."""
        if not status.intact:
            return "changed"
        if not status.valid:
            return "signature_broken"
        if _later(status) == "other":
            return "changed_after"
        if status.trusted:
            return "ok"
        indication = status.trust_problem_indic
        cause = _FROM_SUBINDICATION.get(indication, "unclear") if indication else "unclear"
        if indication == AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE:
            cause = self._why_chain_fails(signature)
        if cause == "no_revocation_info" and status.signing_cert.not_valid_after < self.now:
            cause = "expired"
        if cause in _SAVED_BY_TIME and self._held_when_signed(signature, status, first):
            return _SAVED_BY_TIME[cause]
        return cause

    def _held_when_signed(
        self, signature: EmbeddedPdfSignature, status: PdfSignatureStatus, first: ValidationContext
    ) -> bool:
        """Whether the time stamp and the answers at hand prove that the certificate counted when it was used.

        The authority that made the stamp must not have ended since: its old key could be used to date things back.
        """
        stamp = status.timestamp_validity
        if stamp is None:
            return False
        then = self._context(moment=stamp.timestamp, online=False, ocsps=list(first.ocsps), crls=list(first.crls))
        held = _validate(signature, then)
        stamps = (held.timestamp_validity, _validate(signature, then, stamps=self._unasked()).timestamp_validity)
        return bool(held.trusted) and all(one is not None and one.trusted for one in stamps)

    def _why_chain_fails(self, signature: EmbeddedPdfSignature) -> str:
        """Tell a silent authority from a broken chain: without the question of revocation the chain must hold."""
        return "no_revocation_info" if _validate(signature, self._unasked()).trusted else "chain_broken"

    def _unasked(self) -> ValidationContext:
        """Return a context that only looks at chains and dates, now; answers in the file may be stale by now."""
        known = list(self.dss.load_certs()) if self.dss else []
        options = trusting.options(trust=self.roots, online=False, moment=self.now, other_certs=known)
        return ValidationContext(**{**options, "revocation_mode": "soft-fail"})

    def _described(self, signature: EmbeddedPdfSignature, status: PdfSignatureStatus, cause: str) -> SignatureReport:
        certificate = status.signing_cert
        signer, organisation = _names(certificate)
        stamp = status.timestamp_validity
        proven = stamp is not None and (stamp.trusted or cause in _SAVED_BY_TIME.values())
        at = stamp.timestamp if stamp is not None and proven else status.signer_reported_dt
        revoked = status.revocation_details.revocation_date if status.revocation_details else None
        verdict, sentence = CAUSES[cause]
        said = sentence.format(
            signer=signer,
            time=_say(at),
            revoked=_say(revoked),
            expired=_say(certificate.not_valid_after),
            ended="bị thu hồi" if revoked else "hết hạn",
        )
        return SignatureReport(
            field=signature.field_name,
            signer=signer,
            organisation=organisation,
            certificate=f"{certificate.serial_number:X}",
            time=at.astimezone(VIETNAM).isoformat(timespec="seconds") if at else "",
            is_time_trusted=proven,
            level=self._level(status),
            intact=bool(status.intact),
            valid=bool(status.valid),
            trusted=verdict == VALID,
            covers_whole_file=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
            later=_later(status),
            later_sentence=LATER[_later(status)],
            verdict=verdict,
            cause=cause,
            sentence=said,
        )

    def _level(self, status: PdfSignatureStatus) -> str:
        """Return the level by what the file carries: B-B, B-T (time stamp), B-LT (answers), B-LTA (sealed answers)."""
        if status.timestamp_validity is None:
            return "B-B"
        if self.dss is None or not (self.dss.ocsps or self.dss.crls):
            return "B-T"
        return "B-LTA" if self.reader.embedded_timestamp_signatures else "B-LT"


def _validate(
    signature: EmbeddedPdfSignature, context: ValidationContext, *, stamps: ValidationContext | None = None
) -> PdfSignatureStatus:
    return asyncio.run(
        async_validate_pdf_signature(
            signature, signer_validation_context=context, ts_validation_context=stamps or context
        )
    )


def _later(status: PdfSignatureStatus) -> str:
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return "none"
    levels = {
        ModificationLevel.NONE: "none",
        ModificationLevel.LTA_UPDATES: "archival",
        ModificationLevel.FORM_FILLING: "signatures",
    }
    level = status.modification_level
    return levels.get(level, "other") if level is not None and status.docmdp_ok is not False else "other"


def _names(certificate: x509.Certificate) -> tuple[str, str]:
    """Return the signer's name and organisation from the certificate, empty when it has none."""
    subject = certificate.subject.native

    def one(key: str) -> str:
        value = subject.get(key, "")
        return value if isinstance(value, str) else str(next(iter(value), ""))

    return one("common_name") or certificate.subject.human_friendly, one("organization_name")


def _say(at: datetime | None) -> str:
    return at.astimezone(VIETNAM).strftime("%H:%M %d/%m/%Y") if at else "không rõ lúc nào"


def _unreadable(signature: EmbeddedPdfSignature) -> SignatureReport:
    verdict, sentence = CAUSES["signature_broken"]
    return SignatureReport(
        field=str(signature.field_name),
        signer="",
        organisation="",
        certificate="",
        time="",
        is_time_trusted=False,
        level="",
        intact=False,
        valid=False,
        trusted=False,
        covers_whole_file=False,
        later="other",
        later_sentence=LATER["other"],
        verdict=verdict,
        cause="signature_broken",
        sentence=sentence.format(signer="người ký"),
    )
