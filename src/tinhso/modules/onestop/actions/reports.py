# SPDX-License-Identifier: EUPL-1.2
"""Publish report templates, end them, sign a report of a period."""

import hashlib
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from tinhso.kernel.documents import actions as documents
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.signing import make_signature, person_of
from tinhso.kernel.documents.types import DocumentKind, Retention, SignatureRole, SignedPdf
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import Conflict
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.lib.vntext import sort_key
from tinhso.modules.onestop.models import Report, ReportVersion
from tinhso.modules.onestop.policies import check_controller
from tinhso.modules.onestop.queries import catalogue
from tinhso.modules.onestop.queries.reports import newest
from tinhso.modules.onestop.reports import rules
from tinhso.modules.onestop.reports.types import ReportEnded, ReportPublished, ReportSigned, Shape
from tinhso.modules.onestop.types import Channel

Signer = Callable[..., SignedPdf]
REASON = "Ký báo cáo"
STALE = "Mẫu báo cáo vừa được người khác ban hành bản mới hoặc ngừng dùng. Hãy mở lại mẫu rồi sửa tiếp."


def subject_of(report_id: uuid.UUID) -> str:
    return f"report:{report_id}"


def check_shape(shape: Shape) -> None:
    """Raise BadReport when a template could not be run with the fields and channels there are."""
    rules.check_shape(shape, fields={one for one, _count in catalogue.fields()}, channels=set(Channel))


@transaction.atomic(durable=True)
def publish_report(shape: Shape, *, report_id: uuid.UUID, seen: int, viewer: Viewer, now: datetime) -> ReportVersion:
    """Publish the next version of a template, or a new template under an id of its form.

    seen: number of the version that was on the screen, 0 for a new one; the same shape sent twice is published once.
    Raises NotYourCatalogue, BadReport, Conflict when somebody published meanwhile.
    """
    seat = check_controller(viewer)
    check_shape(shape)
    report, _made = Report.objects.select_for_update().get_or_create(id=report_id, defaults=_named(shape))
    last = ReportVersion.objects.filter(report=report).order_by("-number").first()
    if last is not None and report.ended_at is None and last.shape == shape.kept():
        return last
    number = last.number if last else 0
    if number != seen or report.ended_at is not None:
        raise Conflict(STALE)
    Report.objects.filter(id=report_id).update(**_named(shape))
    version = ReportVersion.objects.create(
        report=report, number=number + 1, shape=shape.kept(), published_at=now, published_by_id=viewer.as_officer
    )
    digest = hashlib.sha256(json.dumps(shape.kept(), ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    payload = ReportPublished(report=report_id, version=version.number, digest=digest)
    record(payload, at=now, actor=viewer.actor(seat), subject=subject_of(report_id), unit_id=seat.unit_id)
    return version


def _named(shape: Shape) -> dict[str, str]:
    return {"title": shape.title.strip(), "sort_key": sort_key(shape.title)}


@transaction.atomic(durable=True)
def end_report(report_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> None:
    """Offer a template no longer; its versions and signed reports stay. Ended twice it is once."""
    seat = check_controller(viewer)
    report = Report.objects.select_for_update().get(id=report_id)
    if report.ended_at is None:
        Report.objects.filter(id=report_id).update(ended_at=now)
        payload = ReportEnded(report=report_id)
        record(payload, at=now, actor=viewer.actor(seat), subject=subject_of(report_id), unit_id=seat.unit_id)


@dataclass(frozen=True)
class ReportPaper:
    """A report ready to be signed: the version it was made by, its period, the PDF."""

    version: ReportVersion
    since: date
    until: date
    pdf: bytes


def sign_report(
    paper: ReportPaper, *, seat: Seat, viewer: Viewer, now: datetime, sign: Signer = make_signature
) -> Document:
    """Sign the PDF of a report with the officer's own key and keep it.

    Raises Conflict when the template changed since, SigningUnavailable (try again, nothing lost).
    """
    signed = sign(paper.pdf, key=person_of(viewer, seat), role=SignatureRole.PERSON, reason=REASON, now=now)
    return _keep(paper, signed, seat, viewer, now)


@transaction.atomic(durable=True)
def _keep(paper: ReportPaper, signed: SignedPdf, seat: Seat, viewer: Viewer, now: datetime) -> Document:
    version, actor = paper.version, viewer.actor(seat)
    if newest(version.report_id).number != version.number:
        raise Conflict(STALE)
    document = documents.store_signed(
        signed,
        filename=f"bao-cao-{paper.since:%Y%m%d}-{paper.until:%Y%m%d}.pdf",
        title=version.report.title,
        kind=DocumentKind.PAPER,
        owner=f"unit:{seat.unit_id}",
        retention=Retention.PERMANENT,
        now=now,
        by=actor,
    )
    payload = ReportSigned(version.report_id, version.number, paper.since, paper.until, document.id)
    subject = subject_of(version.report_id)
    record(payload, at=now, actor=actor, subject=subject, unit_id=seat.unit_id, evidence=[str(document.id)])
    return document
