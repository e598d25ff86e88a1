# SPDX-License-Identifier: EUPL-1.2
"""A check before filing: the owner of a draft asks, the desk says what to mend, nobody is bound by it."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.casework import policies as casework
from tinhso.kernel.casework.actions import open_case, take_step
from tinhso.kernel.casework.models import Case
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.types import Actor
from tinhso.kernel.identity.types import Viewer
from tinhso.lib.uuid7 import uuid7
from tinhso.lib.vntext import search_key
from tinhso.modules.onestop.models import Draft, Precheck
from tinhso.modules.onestop.policies import check_draft
from tinhso.modules.onestop.queries.catalogue import frozen_version, route
from tinhso.modules.onestop.side_workflows import PRECHECK
from tinhso.modules.onestop.types import PrecheckAnswered, PrecheckAsked, PrecheckEnded

SHORTEST_REMARK = 10
MOST_REMARKS = 50


@transaction.atomic(durable=True)
def ask_for_precheck(draft_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> Precheck:
    """Let the desk that would receive a draft look at it as it stands; no clock of the law begins.

    Pressing twice gives the same check. Raises NotYourDossier, NoBodyResponsible, Refused for an empty draft.
    """
    draft = Draft.objects.select_for_update(of=("self",)).select_related("person").get(id=draft_id)
    check_draft(viewer, draft)
    waiting = _waiting(draft_id)
    if waiting is not None:
        return waiting
    if draft.updated_at == draft.created_at:
        raise Refused("Bản nháp chưa có gì để kiểm tra. Hãy điền ít nhất một trang hoặc tải một giấy tờ lên.")
    version, case_id = frozen_version(draft.version_id), uuid7()
    title = f"Kiểm tra trước – {version.procedure.short_name}"
    case = open_case(
        kind=PRECHECK.kind,
        title=title,
        unit_id=route(version, draft.commune_code, timezone.localtime(now).date()).receiving.id,
        area_code=draft.commune_code,
        search_key=search_key(f"{title} {version.procedure_id}"),
        now=now,
        payload=PrecheckAsked(procedure=version.procedure_id, version=version.number, components=len(draft.documents)),
        actor=viewer.actor(),
        subject=f"precheck:{case_id}",
        confidential=True,
        case_id=case_id,
    )
    return Precheck.objects.create(
        case=case,
        draft_id=draft.id,
        person=draft.person,
        version=version,
        answers=draft.answers,
        documents=draft.documents,
    )


def _waiting(draft_id: uuid.UUID) -> Precheck | None:
    asked = Precheck.objects.filter(draft_id=draft_id, case__state="asked")
    return asked.select_related("case__unit").first()


@transaction.atomic(durable=True)
def answer_precheck(
    precheck_id: uuid.UUID, *, good: bool, remarks: Sequence[str], viewer: Viewer, now: datetime
) -> Precheck:
    """Say as the desk that a draft can be filed, or what to mend, one sentence each (at least 10 characters).

    Raises NotYourTurn, StepImpossible when it was answered, filed or taken back meanwhile, Refused.
    """
    said = [one.strip() for one in remarks if one.strip()]
    _check_remarks(good, said)
    found = _lock(precheck_id)
    seat = casework.check_turn(viewer, found.case, PRECHECK.steps["answer"])
    _end(found, "answer", PrecheckAnswered(good=good, remarks=len(said)), viewer.actor(seat), now)
    found.good, found.remarks = good, said
    found.answered_by_id, found.answered_at = viewer.as_officer, now
    found.save(update_fields=["good", "remarks", "answered_by", "answered_at"])
    return found


def _check_remarks(good: bool, said: Sequence[str]) -> None:
    if good and said:
        raise Refused("Đã ghi điều cần sửa thì hồ sơ chưa đủ. Hãy bỏ các dòng đó hoặc chọn “Cần sửa”.")
    if not good and not said:
        raise Refused("Hãy ghi từng điều cần sửa, mỗi dòng một điều.")
    if any(len(one) < SHORTEST_REMARK for one in said):
        raise Refused(f"Mỗi điều cần sửa phải ghi rõ (ít nhất {SHORTEST_REMARK} ký tự) để người nộp biết phải làm gì.")
    if len(said) > MOST_REMARKS:
        raise Refused(f"Chỉ ghi được tối đa {MOST_REMARKS} điều. Hãy gộp những điều giống nhau.")


@transaction.atomic(durable=True)
def take_back_precheck(draft_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> None:
    """Take the question back; nothing happens when the desk has answered already."""
    draft = Draft.objects.select_for_update(of=("self",)).get(id=draft_id)
    check_draft(viewer, draft)
    end_prechecks(draft, filed=False, actor=viewer.actor(), now=now)


def end_prechecks(draft: Draft, *, filed: bool, actor: Actor, now: datetime) -> None:
    """End the check that still waits when its draft is filed or goes; inside the caller's transaction."""
    waiting = _waiting(draft.id)
    if waiting is not None:
        _end(_lock(waiting.case_id), "end", PrecheckEnded(filed=filed), actor, now)


def _lock(precheck_id: uuid.UUID) -> Precheck:
    found = Precheck.objects.get(case_id=precheck_id)
    found.case = Case.objects.select_for_update(of=("self",)).select_related("unit").get(id=precheck_id)
    return found


def _end(found: Precheck, step: str, payload: object, actor: Actor, now: datetime) -> None:
    """Close the case and forget what the draft said: the desk needs it no longer."""
    take_step(found.case, step, payload=payload, now=now, actor=actor, subject=f"precheck:{found.case_id}")
    found.answers, found.documents = {}, {}
    found.save(update_fields=["answers", "documents"])
