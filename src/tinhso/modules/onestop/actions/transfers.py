# SPDX-License-Identifier: EUPL-1.2
"""From the desk to the body that decides: paper originals on their way, and a dossier filed at the wrong body.

Data are there at once; paper follows within the working day, or at the start of the next one when the dossier was
received after 15:00 (61/2018/NĐ-CP).
"""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tinhso.db import rows
from tinhso.kernel.calendar.queries import work_calendar
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.identity.queries import officers_in
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry.queries import units_as_of
from tinhso.modules.onestop import rules
from tinhso.modules.onestop.actions.assigning import assign_by_rule
from tinhso.modules.onestop.actions.dossiers import lock, lock_for, note_paper, paper_number, step, subject_of
from tinhso.modules.onestop.models import Dossier, Parcel
from tinhso.modules.onestop.policies import check_step
from tinhso.modules.onestop.types import (
    DossierRedirected,
    OriginalsSent,
    OriginalsTaken,
    PaperForm,
)

MOST_SHEETS = 10_000


@transaction.atomic(durable=True)
def send_originals(
    dossier_id: uuid.UUID, *, sheets: int, viewer: Viewer, now: datetime, expected_version: int | None = None
) -> Parcel:
    """Send the paper originals to the body that decides, with a line on the control slip (F05).

    sheets: how many leave the desk. Raises Refused when nothing travels or the desk decides itself.
    """
    if not 0 < sheets <= MOST_SHEETS:
        raise Refused("Hãy đếm và ghi số tờ giấy gốc chuyển đi (từ 1 tờ).")
    dossier = lock_for("send_originals", dossier_id, now=now, expected_version=expected_version)
    actor = viewer.actor(check_step(viewer, dossier, "send_originals"))
    if dossier.receiving_unit_id == dossier.resolving_unit_id:
        raise Refused("Nơi tiếp nhận cũng là nơi giải quyết hồ sơ này nên không phải chuyển bản giấy.")
    slip = paper_number(PaperForm.CONTROL_SLIP, dossier.receiving_unit_id, now)
    parcel = Parcel(
        dossier=dossier,
        slip=slip,
        sheets=sheets,
        from_unit_id=dossier.receiving_unit_id,
        to_unit_id=dossier.resolving_unit_id,
        sent_at=now,
        sent_by_id=viewer.as_officer,
        due_at=rules.originals_due(dossier.received_at or now, work_calendar()),
    )
    payload = OriginalsSent(sheets=sheets, to=parcel.to_unit_id, slip=slip, due=parcel.due_at)
    seq = step(dossier, "send_originals", payload=payload, now=now, actor=actor)
    note_paper(
        dossier,
        PaperForm.CONTROL_SLIP,
        slip,
        unit_id=dossier.receiving_unit_id,
        seq=seq,
        signer=actor,
        now=now,
        sheets=sheets,
    )
    return rows.insert(parcel)


@transaction.atomic(durable=True)
def take_originals(parcel_id: int, *, sheets: int, viewer: Viewer, now: datetime) -> Parcel:
    """Count the originals that arrived; what is missing is written down and stays visible on the dossier.

    A dossier that waited for its paper becomes `received` again; one already assigned stays where it is.
    """
    parcel = Parcel.objects.select_for_update(of=("self",)).get(id=parcel_id)
    if not 0 <= sheets <= MOST_SHEETS:
        raise Refused("Hãy ghi số tờ giấy gốc thực nhận (0 nếu không nhận được tờ nào).")
    if parcel.taken_at is not None:
        raise Refused("Bản giấy của lần chuyển này đã được xác nhận. Hãy tải lại trang.")
    dossier = lock(parcel.dossier_id)
    actor = viewer.actor(check_step(viewer, dossier, "take_originals"))
    payload = OriginalsTaken(sheets=sheets, missing=max(parcel.sheets - sheets, 0), on_time=now <= parcel.due_at)
    if dossier.case.state == "transferring":
        step(dossier, "take_originals", payload=payload, now=now, actor=actor)
        assign_by_rule(dossier, now=now, paper_here=True)
    else:
        record(
            payload,
            at=now,
            actor=actor,
            subject=subject_of(dossier.case_id),
            case_id=dossier.case_id,
            unit_id=parcel.to_unit_id,
            area=dossier.case.area_code,
            rule="61/2018/NĐ-CP",
        )
    parcel.sheets_taken, parcel.taken_at, parcel.taken_by_id = sheets, now, viewer.as_officer
    parcel.save(update_fields=["sheets_taken", "taken_at", "taken_by"])
    return parcel


@transaction.atomic(durable=True)
def redirect_dossier(
    dossier_id: uuid.UUID,
    *,
    unit_id: uuid.UUID,
    reason: str,
    viewer: Viewer,
    now: datetime,
    expected_version: int | None = None,
) -> Dossier:
    """Send a filing on to the body that is competent for it, before anybody received it; the applicant is told.

    Raises Refused for a body that is not in force, is the same, or has nobody at its desk.
    """
    if len(reason.strip()) < rules.SHORTEST_REASON:
        raise Refused("Hãy ghi rõ vì sao hồ sơ thuộc thẩm quyền của cơ quan kia (ít nhất 10 ký tự).")
    dossier = lock_for("redirect", dossier_id, now=now, expected_version=expected_version)
    actor = viewer.actor(check_step(viewer, dossier, "redirect"))
    today = timezone.localtime(now).date()
    unit = units_as_of(today).filter(id=unit_id).exclude(id=dossier.receiving_unit_id).first()
    if unit is None:
        raise Refused("Cơ quan được chọn không còn hoạt động hoặc chính là cơ quan đang giữ. Hãy chọn cơ quan khác.")
    if not officers_in(unit.id, today, "reception"):
        raise Refused(f"{unit.name} chưa có người ở Bộ phận Một cửa nên hồ sơ sẽ không ai nhận. Hãy chọn cơ quan khác.")
    step(
        dossier,
        "redirect",
        payload=DossierRedirected(away=dossier.receiving_unit_id, to=unit.id),
        now=now,
        actor=actor,
        unit_id=unit.id,
        reason=reason.strip(),
    )
    dossier.receiving_unit_id = dossier.resolving_unit_id = unit.id
    rows.update(dossier, "receiving_unit", "resolving_unit")
    return dossier
