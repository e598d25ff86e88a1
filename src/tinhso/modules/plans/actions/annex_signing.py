# SPDX-License-Identifier: EUPL-1.2
"""Sign the annex of a plan with its results as they stand on a day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from tinhso.kernel.documents import actions as documents
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.signing import make_signature, person_of
from tinhso.kernel.documents.types import (
    DocumentKind,
    Retention,
    SignatureRole,
    SignedPdf,
)
from tinhso.kernel.events.actions import record
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.modules.plans import policies
from tinhso.modules.plans.actions.plans import lock_plan, subject_of
from tinhso.modules.plans.errors import PlanNotOpen
from tinhso.modules.plans.models import Plan
from tinhso.modules.plans.types import AnnexSigned, PlanState

Signer = Callable[..., SignedPdf]
REASON = "Ký báo cáo kết quả thực hiện kế hoạch"


@dataclass(frozen=True)
class SignedAnnex:
    """The report ready to be signed: of which plan, as of which day, the PDF."""

    plan_id: UUID
    as_of: date
    pdf: bytes


def sign_annex(paper: SignedAnnex, *, viewer: Viewer, now: datetime, sign: Signer = make_signature) -> Document:
    """Sign the PDF with the leader's own key and keep it.

    The authorities are asked before the transaction. Raises PlanNotOpen for a draft, SigningUnavailable (try again).
    """
    plan = Plan.objects.get(id=paper.plan_id)
    seat = policies.check_issue(viewer, plan)
    if plan.state == PlanState.DRAFT:
        raise PlanNotOpen("Kế hoạch chưa ban hành nên chưa có kết quả để ký báo cáo.")
    signed = sign(paper.pdf, key=person_of(viewer, seat), role=SignatureRole.PERSON, reason=REASON, now=now)
    return _keep(paper, signed, viewer, seat, now)


@transaction.atomic(durable=True)
def _keep(paper: SignedAnnex, signed: SignedPdf, viewer: Viewer, seat: Seat, now: datetime) -> Document:
    plan, actor = lock_plan(paper.plan_id), viewer.actor(seat)
    document = documents.store_signed(
        signed,
        filename=f"phu-luc-ket-qua-{paper.as_of:%Y%m%d}.pdf",
        title=f"Kết quả thực hiện: {plan.title}"[:200],
        kind=DocumentKind.PAPER,
        owner=f"unit:{plan.office_id}",
        retention=Retention.PERMANENT,
        now=now,
        by=actor,
    )
    payload = AnnexSigned(paper.as_of, document.id)
    subject = subject_of(plan.id)
    record(payload, at=now, actor=actor, subject=subject, unit_id=plan.office_id, evidence=[str(document.id)])
    return document
