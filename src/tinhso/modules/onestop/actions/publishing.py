# SPDX-License-Identifier: EUPL-1.2
"""A working copy becomes a version with its day of effect, by a paper the controller signs."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from tinhso.kernel.documents import actions as documents
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.signing import make_signature, person_of
from tinhso.kernel.documents.types import DocumentKind, Retention, SignatureRole, SignedPdf
from tinhso.kernel.events.actions import record
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.kernel.registry import queries as registry
from tinhso.modules.onestop.actions.editing import lock_open, subject_of
from tinhso.modules.onestop.actions.procedures import describe, end_at
from tinhso.modules.onestop.definitions import digest_of
from tinhso.modules.onestop.editing.checks import day_fault
from tinhso.modules.onestop.editing.types import CopyState
from tinhso.modules.onestop.errors import CopyMoved, NotReadyToPublish
from tinhso.modules.onestop.models import Procedure, ProcedureVersion, WorkingCopy
from tinhso.modules.onestop.policies import check_controller
from tinhso.modules.onestop.publication_paper import TITLE, facts_of, render_publication
from tinhso.modules.onestop.queries.editing import content_of, newest_of, review, standing_of
from tinhso.modules.onestop.types import ProcedurePublished

REASON = "Đưa phiên bản thủ tục vào sử dụng"
Signer = Callable[..., SignedPdf]


@dataclass(frozen=True)
class _Signed:
    """What was signed, to be kept only if nobody changed anything meanwhile."""

    paper: SignedPdf
    number: int
    digest: str
    revision: int


def publish(
    copy_id: uuid.UUID,
    *,
    valid_from: date,
    expected: int | None,
    viewer: Viewer,
    now: datetime,
    sign: Signer = make_signature,
) -> ProcedureVersion:
    """Sign the paper of the new version and put the version into use from a day on; open dossiers keep theirs.

    The authorities are asked before the transaction; a copy changed meanwhile, or another version published, is a
    CopyMoved and nothing is kept. A second press gives back the version of the first.
    Raises NotReadyToPublish with the first thing to mend, SigningUnavailable (try again, nothing lost).
    Source: 61/2018/NĐ-CP; 224/2026/NĐ-CP, Điều 14 (a partial service needs its reason).
    """
    seat = check_controller(viewer)
    copy = WorkingCopy.objects.select_related("version").get(id=copy_id)
    if copy.state == CopyState.PUBLISHED and copy.version is not None:
        return copy.version
    if expected is not None and copy.revision != expected:
        raise CopyMoved("Bản làm việc vừa được sửa nên chưa công bố. Hãy xem lại phần so sánh rồi công bố.")
    signed = _signed(copy, seat, valid_from, viewer, now, sign)
    return _keep(copy_id, signed, seat, valid_from, viewer, now)


def _signed(copy: WorkingCopy, seat: Seat, valid_from: date, viewer: Viewer, now: datetime, sign: Signer) -> _Signed:
    found = review(copy)
    for obstacle in found.obstacles:
        raise NotReadyToPublish(obstacle.sentence, source=obstacle.source)
    fault = day_fault(valid_from, timezone.localtime(now).date(), standing_of(found.against))
    if fault:
        raise NotReadyToPublish(fault)
    number = found.against.number + 1 if found.against else 1
    digest = digest_of(copy.definition, copy.form)
    facts = facts_of(
        content_of(copy), found.changes, code=copy.code, number=number, valid_from=valid_from, digest=digest
    )
    unit = registry.territory().root
    pdf = render_publication(unit, facts, signer=viewer.name, post=seat.title, now=now)
    paper = sign(pdf, key=person_of(viewer, seat), role=SignatureRole.PERSON, reason=REASON, now=now)
    return _Signed(paper, number, digest, copy.revision)


@transaction.atomic(durable=True)
def _keep(
    copy_id: uuid.UUID, signed: _Signed, seat: Seat, valid_from: date, viewer: Viewer, now: datetime
) -> ProcedureVersion:
    copy = lock_open(copy_id, signed.revision, viewer)
    known = Procedure.objects.select_for_update(of=("self",)).filter(code=copy.code).first()
    newest = newest_of(copy.code)
    if (newest.number if newest else 0) != signed.number - 1:
        raise CopyMoved("Vừa có phiên bản khác của thủ tục này được công bố. Hãy xem lại phần so sánh rồi công bố.")
    today = timezone.localtime(now).date()
    if valid_from <= today or known is None:
        describe(copy.code, copy.definition)
    if newest is not None:
        end_at(newest, valid_from)
    paper = _stored(copy, signed, seat, viewer, now)
    version = ProcedureVersion.objects.create(
        procedure_id=copy.code,
        number=signed.number,
        definition=copy.definition,
        form=copy.form,
        digest=signed.digest,
        valid=DateRange(valid_from, None),
        paper=paper,
    )
    copy.state, copy.version = CopyState.PUBLISHED, version
    copy.saved_by_id, copy.saved_at = viewer.as_officer, now
    copy.save()
    _record(copy, version, paper, valid_from, seat, viewer, now)
    return version


def _stored(copy: WorkingCopy, signed: _Signed, seat: Seat, viewer: Viewer, now: datetime) -> Document:
    return documents.store_signed(
        signed.paper,
        filename=f"cong-bo-{copy.code}-pb{signed.number}.pdf",
        title=f"{TITLE} {copy.code}, phiên bản {signed.number}",
        kind=DocumentKind.PAPER,
        owner=f"unit:{seat.unit_id}",
        retention=Retention.PERMANENT,
        now=now,
        by=viewer.actor(seat),
    )


def _record(
    copy: WorkingCopy,
    version: ProcedureVersion,
    paper: Document,
    valid_from: date,
    seat: Seat,
    viewer: Viewer,
    now: datetime,
) -> None:
    payload = ProcedurePublished(
        procedure=copy.code, version=version.number, digest=version.digest, valid_from=valid_from, paper=paper.id
    )
    record(
        payload,
        at=now,
        actor=viewer.actor(seat),
        subject=subject_of(copy.code),
        unit_id=seat.unit_id,
        rule=str(copy.definition.get("source_decision") or ""),
        evidence=[str(paper.id)],
    )
