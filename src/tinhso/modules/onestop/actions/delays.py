# SPDX-License-Identifier: EUPL-1.2
"""Apology and new date (F04): once, signed by the head of agency, in time."""

import uuid
from datetime import datetime

from django.db import transaction

from tinhso.kernel.casework.actions import extend
from tinhso.kernel.casework.errors import NotYourTurn, StepImpossible
from tinhso.kernel.casework.types import Clock
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop import rules
from tinhso.modules.onestop.actions.dossiers import lock, note_paper, paper_number, subject_of
from tinhso.modules.onestop.errors import OnceOnly
from tinhso.modules.onestop.models import Apology, Dossier
from tinhso.modules.onestop.types import DossierApologised, PaperForm
from tinhso.modules.onestop.workflow import DOSSIER


@transaction.atomic(durable=True)
def apologise(dossier_id: uuid.UUID, *, reason: str, until: datetime, viewer: Viewer, now: datetime) -> Apology:
    """Apologise for a delay and set one new date, told to the applicant with the reason.

    Raises OnceOnly for a second apology, Refused when the new date is not after the present one.
    Source: 61/2018/NĐ-CP: one re-appointment, at least a day before the due time; 118/2025 renames the paper.
    """
    dossier = lock(dossier_id)
    _check(dossier, reason, until, now)
    seat = viewer.seat_in(dossier.case.unit_id, "leader", "head")
    if seat is None:
        raise NotYourTurn("Chỉ người đứng đầu hoặc phụ trách đơn vị giải quyết được ký phiếu xin lỗi.")
    actor = viewer.actor(seat)
    number = paper_number(PaperForm.APOLOGY, dossier.case.unit_id, now)
    extend(dossier.case, until=until, reason=reason, now=now, actor=actor, subject=subject_of(dossier.case_id))
    dossier.case.version += 1
    dossier.case.save(update_fields=["due_at", "version"])
    seq = record(
        DossierApologised(until=until, paper=number),
        at=now,
        actor=actor,
        subject=subject_of(dossier.case_id),
        case_id=dossier.case_id,
        unit_id=dossier.case.unit_id,
        area=dossier.case.area_code,
        rule="61/2018/NĐ-CP",
    )
    note_paper(
        dossier,
        PaperForm.APOLOGY,
        number,
        unit_id=dossier.case.unit_id,
        seq=seq,
        signer=actor,
        now=now,
        reason=reason,
        until=until.isoformat(),
    )
    return Apology.objects.create(
        dossier=dossier, reason=reason, until=until, decided_at=now, decided_by_id=viewer.as_officer
    )


def _check(dossier: Dossier, reason: str, until: datetime, now: datetime) -> None:
    if DOSSIER.states[dossier.case.state].clock is not Clock.RUNNING:
        raise StepImpossible("Chỉ xin lỗi và gia hạn khi hồ sơ đang được giải quyết.")
    if Apology.objects.filter(dossier=dossier).exists():
        raise OnceOnly("Hồ sơ này đã xin lỗi và gia hạn một lần; không được gia hạn lần nữa.", source="61/2018/NĐ-CP")
    if len(reason.strip()) < rules.SHORTEST_REASON:
        raise Refused("Hãy ghi rõ nguyên nhân chậm để người dân hiểu.")
    if until <= max(now, dossier.case.due_at or now):
        raise Refused("Ngày hẹn mới phải sau ngày hẹn hiện tại. Hãy chọn ngày khác.")
