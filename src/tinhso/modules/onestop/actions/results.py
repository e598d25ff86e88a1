# SPDX-License-Identifier: EUPL-1.2
"""The draft of a result, first or corrected: drawn up, given back, signed and kept."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.documents import actions as documents
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.types import DocumentKind, Retention
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.types import Actor
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.modules.onestop import rules
from tinhso.modules.onestop.actions.dossiers import lock_for, read, step
from tinhso.modules.onestop.models import Dossier
from tinhso.modules.onestop.papers import render_result
from tinhso.modules.onestop.policies import check_step
from tinhso.modules.onestop.signing import Sealed

Sealer = Callable[[Dossier, Viewer, Seat, datetime], Sealed]
SHORTEST_BODY = 20
DRAFT_POST, DRAFT_SIGNER = "(dự thảo)", "chưa ký"


@dataclass(frozen=True)
class Draft:
    """What a drafter lays before the signer. body: in words; result: the kind chosen, empty where there is one."""

    body: str
    result: str = ""

    def check(self) -> None:
        """Raise Refused for a body that says too little."""
        if len(self.body.strip()) < SHORTEST_BODY:
            raise Refused(f"Nội dung kết quả quá ngắn (ít nhất {SHORTEST_BODY} ký tự). Hãy ghi đủ căn cứ và nội dung.")


def draft_result(
    dossier: Dossier, *, name: str, body: str, number: str, actor: Actor, now: datetime
) -> tuple[Document, str]:
    """Store the draft of a result as a PDF called `name`; return it with its number, drawn when none is given."""
    number = number or _result_number(dossier, now)
    pdf = render_result(dossier, name=name, body=body, number=number, signer=DRAFT_SIGNER, post=DRAFT_POST, now=now)
    document = documents.store_bytes(
        pdf,
        filename=f"ket-qua-{dossier.code}.pdf",
        media_type="application/pdf",
        title=name,
        kind=DocumentKind.RESULT,
        owner=dossier.applicant.key,
        retention=Retention.PERMANENT,
        case_id=dossier.case_id,
        now=now,
        by=actor,
    )
    return document, number


def _result_number(dossier: Dossier, now: datetime) -> str:
    """Draw the number of a result in its agency's series of the year; a draft sent back keeps its number."""
    year = timezone.localtime(now).year
    return f"{documents.next_number(f'{dossier.resolving_unit_id}:result', year):04d}/KQ"


@transaction.atomic(durable=True)
def give_back(
    dossier_id: uuid.UUID,
    step_name: str,
    payload: object,
    *,
    reason: str,
    viewer: Viewer,
    now: datetime,
    expected_version: int | None,
) -> Dossier:
    """Take the step that returns a draft to its drafter; raises Refused when it does not say what to mend."""
    if len(reason.strip()) < rules.SHORTEST_REASON:
        raise Refused("Hãy ghi rõ cần sửa điều gì để người soạn biết.")
    dossier = lock_for(step_name, dossier_id, now=now, expected_version=expected_version)
    actor = viewer.actor(check_step(viewer, dossier, step_name))
    holder = dossier.drafter_id
    step(dossier, step_name, payload=payload, now=now, actor=actor, holder_id=holder, reason=reason.strip())
    return dossier


@dataclass(frozen=True)
class Signature:
    """Who signs a draft by which step; conclude writes what else the signature brings and returns the act."""

    step: str
    viewer: Viewer
    now: datetime
    sealer: Sealer
    conclude: Callable[[Dossier, datetime], object]
    outcome: str = ""


def sign_draft(dossier_id: uuid.UUID, signature: Signature, *, expected_version: int | None) -> Dossier:
    """Sign what was laid before the signer, outside the transaction; keep it when nobody moved the dossier since."""
    dossier = read(dossier_id)
    seat = check_step(signature.viewer, dossier, signature.step)
    seen = dossier.case.version if expected_version is None else expected_version
    sealed = signature.sealer(dossier, signature.viewer, seat, signature.now)
    return _keep_signed(dossier_id, sealed, signature, seat, seen)


@transaction.atomic(durable=True)
def _keep_signed(
    dossier_id: uuid.UUID, sealed: Sealed, signature: Signature, seat: Seat, expected_version: int
) -> Dossier:
    now = signature.now
    dossier = lock_for(signature.step, dossier_id, now=now, expected_version=expected_version)
    check_step(signature.viewer, dossier, signature.step)
    actor = signature.viewer.actor(seat)
    step(
        dossier,
        signature.step,
        payload=signature.conclude(dossier, now),
        now=now,
        actor=actor,
        unit_id=dossier.receiving_unit_id,
        outcome=signature.outcome,
        evidence=[str(sealed.document_id)],
    )
    documents.keep_signed(
        sealed.document_id, sealed.data, based_on=sealed.based_on, marks=sealed.marks, now=now, by=actor
    )
    return dossier
