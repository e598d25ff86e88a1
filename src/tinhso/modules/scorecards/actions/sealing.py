# SPDX-License-Identifier: EUPL-1.2
"""Seal the public scorecard of a round with the agency's key; everybody may then fetch it and check it."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from tinhso.kernel.documents import actions as documents
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.signing import agency_of, make_signature
from tinhso.kernel.documents.types import (
    DocumentKind,
    Retention,
    SignatureRole,
    SignedPdf,
)
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.queries import acts_of_subject
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.modules.scorecards import policies
from tinhso.modules.scorecards.declaring.types import ScorecardSealed
from tinhso.modules.scorecards.models import Assessment

Signer = Callable[..., SignedPdf]
REASON = "Phát hành bảng kết quả kỳ đánh giá"


@dataclass(frozen=True)
class CardTold:
    """The scorecard ready to be sealed: of which round, under which identifier, as of which day, the PDF."""

    assessment_id: uuid.UUID
    paper_id: uuid.UUID
    as_of: date
    pdf: bytes


def seal_scorecard(card: CardTold, *, viewer: Viewer, now: datetime, sign: Signer = make_signature) -> uuid.UUID:
    """Seal the PDF with the key of the standing office and keep it; return the document.

    The same identifier again gives the first. The authorities are asked before the transaction. Raises
    NotYourAssessment for who does not lead the office, SigningUnavailable (try again).
    """
    found = Assessment.objects.select_related("office").get(id=card.assessment_id)
    seat = policies.check_seal(viewer, found)
    before = _kept(card)
    if before is not None:
        return before
    signed = sign(card.pdf, key=agency_of(found.office), role=SignatureRole.AGENCY, reason=REASON, now=now)
    return _keep(card, signed, viewer, seat, now)


def _kept(card: CardTold) -> uuid.UUID | None:
    acts = acts_of_subject(f"assessment:{card.assessment_id}", verbs=["assessment:scorecard:sealed"])
    found = next((one for one in acts if one.data["paper"] == str(card.paper_id)), None)
    return uuid.UUID(found.data["document"]) if found else None


@transaction.atomic(durable=True)
def _keep(card: CardTold, signed: SignedPdf, viewer: Viewer, seat: Seat, now: datetime) -> uuid.UUID:
    assessment = Assessment.objects.select_for_update(of=("self",)).get(id=card.assessment_id)
    before = _kept(card)
    if before is not None:
        return before
    document: Document = documents.store_signed(
        signed,
        filename=f"bang-ket-qua-{assessment.year}-{card.as_of:%Y%m%d}.pdf",
        title=f"Bảng kết quả kỳ đánh giá năm {assessment.year}",
        kind=DocumentKind.PAPER,
        owner=f"unit:{assessment.office_id}",
        retention=Retention.PERMANENT,
        now=now,
        by=viewer.actor(seat),
    )
    payload = ScorecardSealed(card.paper_id, document.id, card.as_of)
    record(
        payload,
        at=now,
        actor=viewer.actor(seat),
        subject=f"assessment:{assessment.id}",
        unit_id=assessment.office_id,
        evidence=[str(document.id)],
    )
    return document.id
