# SPDX-License-Identifier: EUPL-1.2
"""From the specialist's draft to the signed result in the applicant's hands."""

import uuid
from datetime import datetime

from django.db import transaction

from tinhso.db import rows
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.types import SYSTEM, Actor
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop import rules
from tinhso.modules.onestop.actions.bundles import check_decidable, is_bundle
from tinhso.modules.onestop.actions.dossiers import lock, lock_for, note_paper, paper_number, step
from tinhso.modules.onestop.actions.flow import review_before_signature
from tinhso.modules.onestop.actions.measures import measure
from tinhso.modules.onestop.actions.parts import recall_all
from tinhso.modules.onestop.actions.results import (
    Draft,
    Sealer,
    Signature,
    draft_result,
    give_back,
    sign_draft,
)
from tinhso.modules.onestop.flow.types import ReviewSubmitted
from tinhso.modules.onestop.models import Dossier
from tinhso.modules.onestop.policies import check_step
from tinhso.modules.onestop.result_kinds import check_kind
from tinhso.modules.onestop.signing import seal_result
from tinhso.modules.onestop.types import (
    DossierCompleted,
    DossierRefused,
    DraftSentBack,
    PaperForm,
    RefusalProposed,
    ResultProposed,
    ResultReturned,
    ReturnMethod,
)

REFUSED_WHOLE = "Hồ sơ liên thông bị từ chối giải quyết."


@transaction.atomic(durable=True)
def propose_result(
    dossier_id: uuid.UUID,
    *,
    body: str,
    viewer: Viewer,
    now: datetime,
    result: str = "",
    expected_version: int | None = None,
) -> Dossier:
    """Draft the result as a PDF and lay it before the signer.

    body: the decision in words, paragraphs separated by line breaks; result: which of the kinds of the procedure it
    is, to be said where there are several. Raises Refused when the body says too little, the kind is not said or none.
    """
    return _propose("propose_result", dossier_id, Draft(body, result), viewer, now, expected_version)


@transaction.atomic(durable=True)
def propose_at_once(
    dossier_id: uuid.UUID,
    *,
    body: str,
    viewer: Viewer,
    now: datetime,
    result: str = "",
    expected_version: int | None = None,
) -> Dossier:
    """Draft the result at the counter of a procedure that is settled on the same day, and lay it before the signer.

    Raises NotSameDay for any other procedure; otherwise as `propose_result`. Source: Nghị định 61/2018/NĐ-CP.
    """
    return _propose("propose_at_once", dossier_id, Draft(body, result), viewer, now, expected_version)


def _propose(
    step_name: str, dossier_id: uuid.UUID, draft: Draft, viewer: Viewer, now: datetime, expected_version: int | None
) -> Dossier:
    draft.check()
    dossier = lock_for(step_name, dossier_id, now=now, expected_version=expected_version)
    seat = check_step(viewer, dossier, step_name)
    check_decidable(dossier)
    name = check_kind(dossier, draft.result)
    review = review_before_signature(dossier, step_name)
    actor = viewer.actor(seat)
    number = dossier.decision.get("number", "")
    document, number = draft_result(dossier, name=name, body=draft.body, number=number, actor=actor, now=now)
    step(
        dossier,
        "submit_review" if review else step_name,
        payload=ReviewSubmitted(review, document.id) if review else ResultProposed(document=document.id),
        now=now,
        actor=actor,
        expected_version=expected_version,
        evidence=[str(document.id)],
    )
    dossier.drafter_id, dossier.result = viewer.as_officer, document
    dossier.decision = {"kind": "result", "body": draft.body.strip(), "number": number}
    rows.update(dossier, "drafter", "result", "decision")
    return dossier


@transaction.atomic(durable=True)
def propose_refusal(
    dossier_id: uuid.UUID,
    *,
    ground: str,
    reason: str,
    viewer: Viewer,
    now: datetime,
    expected_version: int | None = None,
) -> Dossier:
    """Lay a refusal before the signer, with a ground from the catalogue and a text."""
    rules.check_ground("refusal", ground, reason)
    dossier = lock_for("propose_refusal", dossier_id, now=now, expected_version=expected_version)
    seat = check_step(viewer, dossier, "propose_refusal")
    review = review_before_signature(dossier, "propose_refusal")
    step(
        dossier,
        "submit_review" if review else "propose_refusal",
        payload=ReviewSubmitted(review) if review else RefusalProposed(ground=ground),
        now=now,
        actor=viewer.actor(seat),
        expected_version=expected_version,
    )
    dossier.drafter_id = viewer.as_officer
    dossier.decision = {"kind": "refusal", "ground": ground, "reason": reason.strip()}
    rows.update(dossier, "drafter", "decision")
    return dossier


def send_back(
    dossier_id: uuid.UUID, *, reason: str, viewer: Viewer, now: datetime, expected_version: int | None = None
) -> Dossier:
    """Give a draft back to its drafter with what to mend."""
    payload = DraftSentBack(reason=reason.strip())
    return give_back(
        dossier_id, "send_back", payload, reason=reason, viewer=viewer, now=now, expected_version=expected_version
    )


def sign_result(
    dossier_id: uuid.UUID,
    *,
    viewer: Viewer,
    now: datetime,
    expected_version: int | None = None,
    sealer: Sealer = seal_result,
) -> Dossier:
    """Sign the drafted result as the leader and for the agency, and finish the dossier.

    Signing talks to the authorities before the transaction; nothing is kept when someone moved the dossier since.
    Raises FourEyes, SomeoneWasFaster, SigningUnavailable (authority down: try again, nothing lost).
    """
    signature = Signature("sign_result", viewer, now, sealer, _finish, outcome="granted")
    return sign_draft(dossier_id, signature, expected_version=expected_version)


def _finish(dossier: Dossier, now: datetime) -> DossierCompleted:
    payload = _completed(dossier, now)
    dossier.finished_at = now
    rows.update(dossier, "finished_at")
    return payload


def _completed(dossier: Dossier, now: datetime) -> DossierCompleted:
    begun = dossier.received_at or dossier.submitted_at
    measured = measure(dossier)
    return DossierCompleted(
        code=dossier.code or "",
        on_time=rules.is_on_time(now, dossier.case.due_at),
        on_time_766=measured.on_time_766(now),
        minutes=int((now - begun).total_seconds() // 60),
        electronic=True,
        channel=dossier.channel,
        resolving=measured.resolving,
        procedure=measured.procedure,
        promise=measured.promise,
        contacts=measured.contacts,
    )


@transaction.atomic(durable=True)
def sign_refusal(
    dossier_id: uuid.UUID, *, viewer: Viewer, now: datetime, expected_version: int | None = None
) -> Dossier:
    """Decide the refusal a specialist proposed; the letter (F03) is made and signed from this act."""
    dossier = lock_for("sign_refusal", dossier_id, now=now, expected_version=expected_version)
    seat = check_step(viewer, dossier, "sign_refusal")
    number = paper_number(PaperForm.REFUSAL, dossier.case.unit_id, now)
    actor = viewer.actor(seat)
    ground = dossier.decision["ground"]
    seq = step(
        dossier,
        "sign_refusal",
        payload=_refused(dossier, ground, number, now),
        now=now,
        actor=actor,
        expected_version=expected_version,
        outcome="refused",
    )
    if is_bundle(dossier):
        recall_all(dossier, reason=REFUSED_WHOLE, actor=actor, now=now)
    dossier.finished_at = now
    rows.update(dossier, "finished_at")
    note_paper(
        dossier,
        PaperForm.REFUSAL,
        number,
        unit_id=dossier.resolving_unit_id,
        seq=seq,
        signer=actor,
        now=now,
        reason=dossier.decision["reason"],
        ground=ground,
    )
    return dossier


@transaction.atomic(durable=True)
def return_result(
    dossier_id: uuid.UUID,
    *,
    method: ReturnMethod,
    viewer: Viewer,
    receiver_checked: bool,
    now: datetime,
    expected_version: int | None = None,
) -> Dossier:
    """Hand the result over at the desk; raises Refused when nobody checked who receives it."""
    dossier = lock_for("return_result", dossier_id, now=now, expected_version=expected_version)
    seat = check_step(viewer, dossier, "return_result")
    if not receiver_checked:
        raise Refused("Hãy kiểm tra giấy tờ của người nhận và đánh dấu đã kiểm tra trước khi trả kết quả.")
    _hand_over(dossier, method, viewer.actor(seat), now, expected_version, receiver_checked=True)
    return dossier


@transaction.atomic(savepoint=False)
def return_electronically(dossier_id: uuid.UUID, *, now: datetime) -> bool:
    """Put a signed result into the applicant's hands on the portal; inside the worker's transaction.

    False when there is nothing to return any more (already returned, or another way was chosen).
    """
    dossier = lock(dossier_id)
    if dossier.case.state != "completed" or dossier.return_method != ReturnMethod.ELECTRONIC:
        return False
    _hand_over(dossier, ReturnMethod.ELECTRONIC, SYSTEM, now, None, receiver_checked=False)
    return True


def _hand_over(
    dossier: Dossier,
    method: ReturnMethod,
    actor: Actor,
    now: datetime,
    expected_version: int | None,
    *,
    receiver_checked: bool,
) -> None:
    step(
        dossier,
        "return_result",
        payload=ResultReturned(method=method, receiver_checked=receiver_checked, again=dossier.returned_at is not None),
        now=now,
        actor=actor,
        expected_version=expected_version,
    )
    dossier.returned_at = now
    rows.update(dossier, "returned_at")


def _refused(dossier: Dossier, ground: str, paper: str, now: datetime) -> DossierRefused:
    measured = measure(dossier)
    return DossierRefused(
        ground=ground,
        paper=paper,
        on_time=rules.is_on_time(now, dossier.case.due_at),
        on_time_766=measured.on_time_766(now),
        resolving=measured.resolving,
        procedure=measured.procedure,
        channel=measured.channel,
        promise=measured.promise,
        contacts=measured.contacts,
    )
