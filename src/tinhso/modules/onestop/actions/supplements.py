# SPDX-License-Identifier: EUPL-1.2
"""Supplement after reception (once) and before it; the clock stops while the applicant has the turn."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from tinhso.kernel.documents.models import Document
from tinhso.kernel.events.types import Actor
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop import definitions, rules
from tinhso.modules.onestop.actions.dossiers import lock, lock_for, note_paper, paper_number, step
from tinhso.modules.onestop.actions.measures import measure
from tinhso.modules.onestop.actions.registers import explain, note_despite
from tinhso.modules.onestop.errors import OnceOnly
from tinhso.modules.onestop.models import Component, Dossier, SupplementRequest
from tinhso.modules.onestop.policies import check_applicant, check_step
from tinhso.modules.onestop.registers.types import Despite
from tinhso.modules.onestop.types import (
    ComponentSource,
    IntakeSupplementAnswered,
    IntakeSupplementRequested,
    PaperForm,
    SupplementAccepted,
    SupplementRequested,
    SupplementSupplied,
)


@transaction.atomic(durable=True)
def request_intake_supplement(
    dossier_id: uuid.UUID,
    *,
    viewer: Viewer,
    items: Sequence[str],
    ground: str,
    reason: str,
    despite: Sequence[Despite] = (),
    now: datetime,
    expected_version: int | None = None,
) -> SupplementRequest:
    """Ask for everything missing in one list before accepting the dossier (F02).

    despite: papers wanted although a database serves them, each with its own reason.
    Raises GroundMissing without a reason from the catalogue, a text and at least one item; PaperServedByData.
    """
    wanted = Wanted(tuple(items), ground, reason, tuple(despite))
    dossier = lock_for("request_intake_supplement", dossier_id, now=now, expected_version=expected_version)
    return _ask(dossier, wanted, viewer, now, at_intake=True)


@transaction.atomic(durable=True)
def request_supplement(
    dossier_id: uuid.UUID,
    *,
    viewer: Viewer,
    items: Sequence[str],
    ground: str,
    reason: str,
    despite: Sequence[Despite] = (),
    now: datetime,
    expected_version: int | None = None,
) -> SupplementRequest:
    """Ask the applicant once for everything missing; the clock stops until the answer (F02).

    despite: papers wanted although a database serves them, each with its own reason.
    Raises OnceOnly for a second request, GroundMissing without reason or items, PaperServedByData.
    Source: 61/2018/NĐ-CP; a second request makes the dossier late under 766/QĐ-TTg.
    """
    wanted = Wanted(tuple(items), ground, reason, tuple(despite))
    dossier = lock_for("request_supplement", dossier_id, now=now, expected_version=expected_version)
    if SupplementRequest.objects.filter(dossier=dossier, at_intake=False).exists():
        check_step(viewer, dossier, "request_supplement")
        raise OnceOnly(
            "Hồ sơ này đã được yêu cầu bổ sung một lần. Pháp luật chỉ cho phép một lần; "
            "hãy giải quyết hoặc trình từ chối.",
            source="61/2018/NĐ-CP",
        )
    return _ask(dossier, wanted, viewer, now, at_intake=False)


@dataclass(frozen=True)
class Wanted:
    """What is missing, why by the catalogue of grounds, and in words; raises GroundMissing when one of them is."""

    items: tuple[str, ...]
    ground: str
    reason: str
    despite: tuple[Despite, ...] = ()

    def __post_init__(self) -> None:
        rules.check_ground("supplement", self.ground, self.reason)
        if self.items or not self.despite:
            rules.check_items(self.items)

    def explained(self, dossier: Dossier) -> "Wanted":
        """Return this with the papers data serve listed and what the applicant is to know about them."""
        items, words = explain(dossier, self.items, self.despite)
        reason = f"{self.reason.strip()}\n{words}" if words else self.reason
        return replace(self, items=tuple(items), reason=reason)


def _ask(dossier: Dossier, wanted: Wanted, viewer: Viewer, now: datetime, *, at_intake: bool) -> SupplementRequest:
    """Take the step and write down its paper and its request, in the name of the unit the dossier is at."""
    step_name = "request_intake_supplement" if at_intake else "request_supplement"
    unit_id = dossier.case.unit_id
    actor = viewer.actor(check_step(viewer, dossier, step_name))
    wanted = wanted.explained(dossier)
    number = paper_number(PaperForm.SUPPLEMENT, unit_id, now)
    holder_id = None if at_intake else viewer.as_officer
    seq = step(
        dossier,
        step_name,
        payload=_asked(dossier, wanted, number, now, at_intake),
        now=now,
        actor=actor,
        holder_id=holder_id,
    )
    note_despite(dossier, wanted.despite, viewer=viewer, actor=actor, now=now)
    words = {"items": list(wanted.items), "reason": wanted.reason, "ground": wanted.ground}
    note_paper(dossier, PaperForm.SUPPLEMENT, number, unit_id=unit_id, seq=seq, signer=actor, now=now, **words)
    return SupplementRequest.objects.create(
        dossier=dossier, at_intake=at_intake, **words, requested_at=now, requested_by_id=viewer.as_officer
    )


def _asked(
    dossier: Dossier, wanted: Wanted, paper: str, now: datetime, at_intake: bool
) -> IntakeSupplementRequested | SupplementRequested:
    if at_intake:
        return IntakeSupplementRequested(items=len(wanted.items), ground=wanted.ground, paper=paper)
    before = measure(dossier)
    waiting = (*before.supplements, rules.Supplement(now, None))
    return SupplementRequested(
        items=len(wanted.items),
        ground=wanted.ground,
        paper=paper,
        resolving=before.resolving,
        procedure=before.procedure,
        channel=before.channel,
        promise=before.promise,
        promise_after=rules.day_of(rules.promise_766(before.promised_at, waiting)),
    )


def _supplied(dossier: Dossier, components: int, now: datetime) -> SupplementSupplied:
    before = measure(dossier)
    answered = tuple(rules.Supplement(one.requested_at, one.answered_at or now) for one in before.supplements)
    return SupplementSupplied(
        components=components,
        resolving=before.resolving,
        procedure=before.procedure,
        channel=before.channel,
        promise=before.promise,
        promise_after=rules.day_of(rules.promise_766(before.promised_at, answered)),
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
    take_supplement(dossier, documents, viewer=viewer, now=now, expected_version=expected_version)
    return dossier


def take_supplement(
    dossier: Dossier,
    documents: Mapping[str, uuid.UUID],
    *,
    viewer: Viewer,
    now: datetime,
    expected_version: int | None = None,
) -> None:
    """Take the supplement of a locked dossier after reception, inside the caller's transaction."""
    actor = _answering(viewer, dossier, "supply")
    step(
        dossier,
        "supply",
        payload=_supplied(dossier, len(documents), now),
        now=now,
        actor=actor,
        expected_version=expected_version,
        holder_id=dossier.case.holder_id,
    )
    _replace_components(dossier, documents, now)
    SupplementRequest.objects.filter(dossier=dossier, answered_at=None).update(answered_at=now)


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
    take_intake_supplement(dossier, documents, viewer=viewer, now=now, expected_version=expected_version)
    return dossier


def take_intake_supplement(
    dossier: Dossier,
    documents: Mapping[str, uuid.UUID],
    *,
    viewer: Viewer,
    now: datetime,
    expected_version: int | None = None,
) -> None:
    """Take what the desk missed for a locked dossier before reception, inside the caller's transaction."""
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
