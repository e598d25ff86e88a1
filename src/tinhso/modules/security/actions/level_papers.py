# SPDX-License-Identifier: EUPL-1.2
"""Sign the papers of a level: the dossier by its unit, the decision by who approved; the act behind it on its QR."""

import uuid
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.documents import actions as documents
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.signing import make_signature, person_of
from tinhso.kernel.documents.types import (
    DocumentKind,
    Retention,
    SignatureRole,
    SignedPdf,
)
from tinhso.kernel.events import proofs
from tinhso.kernel.events.actions import record
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.modules.security.actions.level_dossiers import subject_of
from tinhso.modules.security.errors import LevelImpossible, NotYourSystem
from tinhso.modules.security.level_paper import render_decision, render_dossier
from tinhso.modules.security.levels import procedure
from tinhso.modules.security.models import DossierPaper, LevelDossier
from tinhso.modules.security.queries import levels as queries
from tinhso.modules.security.queries.level_records import checklist
from tinhso.modules.security.types import LevelPaperSigned

Signer = Callable[..., SignedPdf]
FILENAMES = {"dossier": "ho-so-de-xuat-cap-do", "decision": "quyet-dinh-phe-duyet-cap-do"}


def sign_level_paper(
    dossier_id: uuid.UUID, form: str, *, viewer: Viewer, now: datetime, sign: Signer = make_signature
) -> Document:
    """Sign the dossier as it was sent, or the decision, with the officer's own key; once for each act behind it.

    Raises LevelImpossible before there is an act, or while it waits for its seal; SigningUnavailable (try again).
    """
    dossier = queries.dossier_for(viewer, dossier_id)
    seat = _signing_seat(viewer, dossier, form)
    seq = dossier.submitted_seq if form == "dossier" else dossier.approved_seq
    if seq is None or (form == "dossier" and dossier.case.state in ("drafting", "dropped")):
        raise LevelImpossible("Hồ sơ chưa tới bước có giấy tờ này để ký.")
    before = DossierPaper.objects.filter(form=form, act_seq=seq).select_related("document").first()
    if before is not None:
        return before.document
    proof = proofs.proof_of(seq)
    if proof is None:
        raise LevelImpossible("Sự kiện đang chờ niêm phong vào sổ. Hãy thử ký lại sau ít giây.")
    pdf = _rendered(dossier, form, viewer.name, seat.title, proofs.encode(proof), now)
    reason = "Ký hồ sơ đề xuất cấp độ" if form == "dossier" else "Ký quyết định phê duyệt cấp độ"
    signed = sign(pdf, key=person_of(viewer, seat), role=SignatureRole.PERSON, reason=reason, now=now)
    return _keep(dossier, form, seq, signed, viewer, seat, now)


def preview_paper(dossier_id: uuid.UUID, form: str, *, viewer: Viewer, now: datetime) -> bytes:
    """Return the PDF as it would be signed, without signature and proof."""
    dossier = queries.dossier_for(viewer, dossier_id)
    return _rendered(dossier, form, "", "", "", now)


def may_sign(viewer: Viewer, dossier: LevelDossier, form: str) -> bool:
    try:
        _signing_seat(viewer, dossier, form)
    except NotYourSystem:
        return False
    return True


def _signing_seat(viewer: Viewer, dossier: LevelDossier, form: str) -> Seat:
    system = dossier.system
    by_owner = procedure.roles(dossier.level).approves == "owner"
    approver = system.owner_id if by_owner else system.security_unit_id
    seat = (
        viewer.seat_in(system.focal_id, "head", "leader") if form == "dossier" else viewer.seat_in(approver, "leader")
    )
    if seat is None:
        raise NotYourSystem("Giấy tờ này do lãnh đạo của đơn vị lập hồ sơ hoặc cơ quan phê duyệt ký.")
    return seat


def _rendered(dossier: LevelDossier, form: str, signer: str, post: str, proof: str, now: datetime) -> bytes:
    if form == "decision":
        return render_decision(dossier, signer=signer, post=post, proof=proof, now=now)
    found = checklist(dossier.system_id, dossier.level, timezone.localdate(now))
    files = queries.files_of(dossier)
    return render_dossier(dossier, files, found, signer=signer, post=post, proof=proof, now=now)


@transaction.atomic(durable=True)
def _keep(
    dossier: LevelDossier, form: str, seq: int, signed: SignedPdf, viewer: Viewer, seat: Seat, now: datetime
) -> Document:
    actor = viewer.actor(seat)
    before = DossierPaper.objects.filter(form=form, act_seq=seq).select_related("document").first()
    if before is not None:
        return before.document
    document = documents.store_signed(
        signed,
        filename=f"{FILENAMES[form]}-{timezone.localdate(now):%Y%m%d}.pdf",
        title=f"{'Hồ sơ đề xuất' if form == 'dossier' else 'Quyết định phê duyệt'} cấp độ: {dossier.system.name}"[:200],
        kind=DocumentKind.PAPER,
        owner=f"unit:{seat.unit_id}",
        retention=Retention.PERMANENT,
        now=now,
        by=actor,
        case_id=dossier.case_id,
    )
    DossierPaper.objects.create(dossier=dossier, form=form, act_seq=seq, document=document, signed_at=now)
    record(LevelPaperSigned(form, document.id), at=now, actor=actor, subject=subject_of(dossier.case_id),
           case_id=dossier.case_id, unit_id=seat.unit_id, evidence=[str(document.id)])  # fmt: skip
    return document
