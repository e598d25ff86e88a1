# SPDX-License-Identifier: EUPL-1.2
"""Sign the book F06 of a period."""

import hashlib
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.documents import actions as documents
from tinhso.kernel.documents.signing import make_signature, person_of
from tinhso.kernel.documents.types import DocumentKind, Retention, SignatureRole, SignedPdf
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.kernel.registry import queries as registry
from tinhso.modules.onestop.definitions import sector_title
from tinhso.modules.onestop.models import BookLine, BookPaper
from tinhso.modules.onestop.papers import render_book
from tinhso.modules.onestop.policies import check_book
from tinhso.modules.onestop.queries.desk import book_lines
from tinhso.modules.onestop.types.books import BookSigned
from tinhso.modules.onestop.types.words import RETURN_WORDS, ReturnMethod

Signer = Callable[..., SignedPdf]
REASON = "Ký sổ theo dõi hồ sơ"
MOST = 3_000
"""Lines on one paper; a fuller book is signed in shorter periods."""


@dataclass(frozen=True)
class Period:
    """Which lines of which book: those of dossiers received from one day to the end of another."""

    field: str
    year: int
    since: date
    until: date


def sign_book(
    unit_id: uuid.UUID, period: Period, *, viewer: Viewer, now: datetime, sign: Signer = make_signature
) -> BookPaper:
    """Make the paper of a book's period, sign it and keep it; the same lines signed before give back that paper.

    The authorities are asked before the transaction. Raises Refused for a period that is none or has no lines,
    SigningUnavailable (try again, nothing lost).
    Source: Thông tư 01/2018/TT-VPCP, Điều 10 (F06, digitally signed, opened and closed by year).
    """
    seat = check_book(viewer, unit_id)
    lines = _lines(unit_id, period, viewer, now)
    rows = [row_of(one) for one in lines]
    digest = hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()
    before = _signed_before(unit_id, period, digest)
    if before is not None:
        return before
    between = (period.since, period.until)
    pdf = render_book(registry.unit(unit_id), period.field, period.year, rows, now=now, between=between)
    paper = sign(pdf, key=person_of(viewer, seat), role=SignatureRole.PERSON, reason=REASON, now=now)
    return _keep(unit_id, period, (lines[0].number, lines[-1].number, digest), paper, seat, viewer, now)


def _lines(unit_id: uuid.UUID, period: Period, viewer: Viewer, now: datetime) -> list[BookLine]:
    if period.since > period.until:
        raise Refused("Ngày đầu kỳ phải trước ngày cuối kỳ. Hãy chọn lại.")
    if {period.since.year, period.until.year} != {period.year}:
        raise Refused(f"Sổ mở và khóa theo năm: hãy chọn kỳ trong năm {period.year}.")
    if period.until > timezone.localdate(now):
        raise Refused("Kỳ chưa hết: ngày cuối kỳ không thể sau hôm nay.")
    since, until = (timezone.make_aware(datetime.combine(one, time.min)) for one in _days(period))
    found = book_lines(viewer, unit_id, period.field, period.year).filter(
        dossier__received_at__gte=since, dossier__received_at__lt=until
    )
    lines = list(found[: MOST + 1])
    if not lines:
        raise Refused("Kỳ này sổ không có dòng nào nên không có gì để ký. Hãy chọn kỳ khác.")
    if len(lines) > MOST:
        raise Refused(f"Kỳ này có hơn {MOST} dòng. Hãy ký từng kỳ ngắn hơn.")
    return lines


def _days(period: Period) -> tuple[date, date]:
    return period.since, period.until + timedelta(days=1)


def row_of(line: BookLine) -> list[str]:
    """Return a line as it stands on paper, in Vietnamese whatever the language of who signs."""
    dossier = line.dossier
    return [
        f"{line.number:04d}",
        dossier.code or "",
        dossier.version.procedure.short_name,
        dossier.organisation.name if dossier.organisation else dossier.applicant.full_name,
        dossier.resolving_unit.name,
        _day(dossier.received_at),
        _day(dossier.promised_at),
        _day(dossier.returned_at),
        RETURN_WORDS[ReturnMethod(dossier.return_method)],
    ]


def _day(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y}" if at else ""


def _signed_before(unit_id: uuid.UUID, period: Period, digest: str) -> BookPaper | None:
    found = BookPaper.objects.filter(unit_id=unit_id, field=period.field, year=period.year, digest=digest)
    return found.filter(since=period.since, until=period.until).first()


@transaction.atomic(durable=True)
def _keep(
    unit_id: uuid.UUID,
    period: Period,
    told: tuple[int, int, str],
    paper: SignedPdf,
    seat: Seat,
    viewer: Viewer,
    now: datetime,
) -> BookPaper:
    first, last, digest = told
    BookLine.objects.select_for_update().get(unit_id=unit_id, field=period.field, year=period.year, number=first)
    before = _signed_before(unit_id, period, digest)
    if before is not None:
        return before
    document = documents.store_signed(
        paper,
        filename=f"so-theo-doi-{period.field}-{period.since:%Y%m%d}-{period.until:%Y%m%d}.pdf",
        title=f"Sổ theo dõi hồ sơ, {sector_title(period.field)}, {period.since:%d/%m/%Y}–{period.until:%d/%m/%Y}",
        kind=DocumentKind.PAPER,
        owner=f"unit:{unit_id}",
        retention=Retention.DOSSIER,
        now=now,
        by=viewer.actor(seat),
    )
    made = BookPaper.objects.create(
        unit_id=unit_id,
        field=period.field,
        year=period.year,
        since=period.since,
        until=period.until,
        first=first,
        last=last,
        digest=digest,
        document=document,
        signed_by_id=viewer.as_officer,
        signed_at=now,
    )
    payload = BookSigned(period.field, period.year, period.since, period.until, first, last, digest, document.id)
    record(
        payload,
        at=now,
        actor=viewer.actor(seat),
        subject=f"book:{unit_id}:{period.field}:{period.year}",
        unit_id=unit_id,
        evidence=[str(document.id)],
        rule="01/2018/TT-VPCP, Điều 10",
    )
    return made
