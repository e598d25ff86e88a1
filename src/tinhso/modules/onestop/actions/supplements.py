# SPDX-License-Identifier: EUPL-1.2
"""Supplement after reception (once) and before it; the clock stops while the applicant has the turn."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from tinhso.kernel.documents.models import Document
from tinhso.kernel.events.types import Actor
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop import definitions, rules
from tinhso.modules.onestop.actions.dossiers import lock, lock_for, note_paper, paper_number, step
from tinhso.modules.onestop.errors import OnceOnly
from tinhso.modules.onestop.models import Component, Dossier, SupplementRequest
from tinhso.modules.onestop.policies import check_applicant, check_step
from tinhso.modules.onestop.types import (
    ComponentSource,
    DossierStopped,
    IntakeSupplementAnswered,
    PaperForm,
    SupplementAccepted,
    SupplementRequested,
    SupplementSupplied,
)


@transaction.atomic(durable=True)
def request_supplement(
    dossier_id: uuid.UUID,
    *,
    viewer: Viewer,
    items: Sequence[str],
    ground: str,
    reason: str,
    now: datetime,
    expected_version: int | None = None,
) -> SupplementRequest:
    """Ask the applicant once for everything missing; the clock stops until the answer (F02).

    Raises OnceOnly for a second request, GroundMissing without reason or items.
    Source: 61/2018/NĐ-CP; a second request makes the dossier late under 766/QĐ-TTg.
    """
    rules.check_ground("supplement", ground, reason)
    rules.check_items(items)
    dossier = lock_for("request_supplement", dossier_id, now=now, expected_version=expected_version)
    seat = check_step(viewer, dossier, "request_supplement")
    if SupplementRequest.objects.filter(dossier=dossier, at_intake=False).exists():
        raise OnceOnly(
            "Hồ sơ này đã được yêu cầu bổ sung một lần. Pháp luật chỉ cho phép một lần; "
            "hãy giải quyết hoặc trình từ chối.",
            source="61/2018/NĐ-CP",
        )
    number = paper_number(PaperForm.SUPPLEMENT, dossier.resolving_unit_id, now)
    actor = viewer.actor(seat)
    seq = step(
        dossier,
        "request_supplement",
        payload=SupplementRequested(items=len(items), ground=ground, paper=number),
        now=now,
        actor=actor,
        expected_version=expected_version,
        holder_id=viewer.as_officer,
    )
    note_paper(
        dossier,
        PaperForm.SUPPLEMENT,
        number,
        unit_id=dossier.resolving_unit_id,
        seq=seq,
        signer=actor,
        now=now,
        items=list(items),
        reason=reason,
        ground=ground,
    )
    return SupplementRequest.objects.create(
        dossier=dossier,
        at_intake=False,
        items=list(items),
        ground=ground,
        reason=reason,
        requested_at=now,
        requested_by_id=viewer.as_officer,
    )


@transaction.atomic(durable=True)
def supply(
    dossier_id: uuid.UUID,
    *,
    viewer: Viewer,
    documents: Mapping[str, uuid.UUID],
    now: datetime,
    expected_version: int | None = None,
) -> Dossier:
    """Hand in the supplement, by the applicant or by the desk for one who came in person; the clock runs again."""
    dossier = lock(dossier_id)
    actor = _answering(viewer, dossier, "supply")
    step(
        dossier,
        "supply",
        payload=SupplementSupplied(components=len(documents)),
        now=now,
        actor=actor,
        expected_version=expected_version,
        holder_id=dossier.case.holder_id,
    )
    _replace_components(dossier, documents, now)
    SupplementRequest.objects.filter(dossier=dossier, answered_at=None).update(answered_at=now)
    return dossier


@transaction.atomic(durable=True)
def answer_intake_supplement(
    dossier_id: uuid.UUID,
    *,
    viewer: Viewer,
    documents: Mapping[str, uuid.UUID],
    now: datetime,
    expected_version: int | None = None,
) -> Dossier:
    """Hand in what the desk missed before reception; the dossier goes back to the desk."""
    dossier = lock(dossier_id)
    check_applicant(viewer, dossier)
    step(
        dossier,
        "answer_intake_supplement",
        payload=IntakeSupplementAnswered(components=len(documents)),
        now=now,
        actor=viewer.actor(),
        expected_version=expected_version,
    )
    _replace_components(dossier, documents, now)
    SupplementRequest.objects.filter(dossier=dossier, answered_at=None).update(answered_at=now)
    return dossier


def _answering(viewer: Viewer, dossier: Dossier, step_name: str) -> Actor:
    if viewer.is_officer:
        return viewer.actor(check_step(viewer, dossier, step_name))
    check_applicant(viewer, dossier)
    return viewer.actor()


def _replace_components(dossier: Dossier, documents: Mapping[str, uuid.UUID], now: datetime) -> None:
    names = {one["key"]: one["name"] for one in definitions.components_of(dossier.version.definition)}
    Component.objects.filter(dossier=dossier, key__in=documents, superseded_at=None).update(superseded_at=now)
    Component.objects.bulk_create(
        Component(
            dossier=dossier,
            key=key,
            name=names.get(key, "Giấy tờ bổ sung")[:400],
            source=ComponentSource.UPLOAD,
            document_id=document_id,
            added_at=now,
        )
        for key, document_id in documents.items()
    )
    if documents:
        Document.objects.filter(id__in=documents.values()).update(case_id=dossier.case_id)


@transaction.atomic(durable=True)
def accept_supplement(
    dossier_id: uuid.UUID, *, viewer: Viewer, now: datetime, expected_version: int | None = None
) -> Dossier:
    """Go on with the examination after looking at the supplement."""
    dossier = lock_for("accept_supplement", dossier_id, now=now, expected_version=expected_version)
    seat = check_step(viewer, dossier, "accept_supplement")
    step(
        dossier,
        "accept_supplement",
        payload=SupplementAccepted(code=dossier.code or ""),
        now=now,
        actor=viewer.actor(seat),
        expected_version=expected_version,
        holder_id=viewer.as_officer,
    )
    return dossier


@transaction.atomic(durable=True)
def stop_unanswered(
    dossier_id: uuid.UUID, *, viewer: Viewer, reason: str, now: datetime, expected_version: int | None = None
) -> Dossier:
    """Stop a dossier whose supplement never came, with a notice; never silently (F07).

    How long to wait is set by sector law and is not confirmed here: the head decides and gives the reason.
    """
    rules.check_ground("stop", "qua_han_bo_sung", reason)
    dossier = lock_for("stop_unanswered", dossier_id, now=now, expected_version=expected_version)
    seat = check_step(viewer, dossier, "stop_unanswered")
    number = paper_number(PaperForm.STOP_NOTICE, dossier.resolving_unit_id, now)
    actor = viewer.actor(seat)
    seq = step(
        dossier,
        "stop_unanswered",
        payload=DossierStopped(ground="qua_han_bo_sung", paper=number),
        now=now,
        actor=actor,
        expected_version=expected_version,
        outcome="stopped",
    )
    dossier.finished_at = now
    dossier.save(update_fields=["finished_at"])
    note_paper(
        dossier,
        PaperForm.STOP_NOTICE,
        number,
        unit_id=dossier.resolving_unit_id,
        seq=seq,
        signer=actor,
        now=now,
        reason=reason,
        ground="qua_han_bo_sung",
    )
    return dossier
