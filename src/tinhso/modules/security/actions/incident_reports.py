# SPDX-License-Identifier: EUPL-1.2
"""Sign the papers an incident owes, keep them and tell the national centre: the duty is done with the signed paper."""

import uuid
from collections.abc import Callable
from datetime import datetime

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
from tinhso.kernel.events.types import Actor
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.security import policies
from tinhso.modules.security.actions.incidents import act_on, keep_due, lock_incident, write
from tinhso.modules.security.actions.national_centre import send_to_national_centre
from tinhso.modules.security.errors import IncidentIncomplete
from tinhso.modules.security.incidents.papers import TITLES, incident_paper
from tinhso.modules.security.models import Incident, IncidentDuty
from tinhso.modules.security.types import PacketKind
from tinhso.modules.security.types.incidents import DutyKind, IncidentReported

Signer = Callable[..., SignedPdf]


def report_incident(
    incident_id: uuid.UUID, kind: DutyKind, *, viewer: Viewer, now: datetime, sign: Signer = make_signature
) -> Document:
    """Sign a paper of an incident with the officer's own key and keep it; its duty is done.

    A paper that is signed already is given back as it is. The authorities are asked before the transaction. Raises
    NotYourAlert, IncidentIncomplete for a paper that is not owed, SigningUnavailable (try again).
    """
    incident = Incident.objects.select_related("case__unit").get(case_id=incident_id)
    seat = policies.check_report(viewer, incident.case.unit_id)
    before = _signed(incident.duties.filter(kind=kind).select_related("document").first())
    if before is not None:
        return before
    _check_owed(incident, kind)
    pdf = incident_paper(incident, kind, signer=viewer.name, post=seat.title, now=now)
    signed = sign(pdf, key=person_of(viewer, seat), role=SignatureRole.PERSON, reason=TITLES[kind], now=now)
    with transaction.atomic(durable=True):
        incident, _seat = lock_incident(incident_id, viewer, living=False)
        duty = IncidentDuty.objects.select_for_update().get(incident_id=incident_id, kind=kind)
        before = _signed(duty)  # by somebody who was faster at the authorities
        if before is not None:
            return before
        document = documents.store_signed(
            signed,
            filename=f"{kind}-{incident.case.number.replace('/', '-')}.pdf",
            title=f"{TITLES[kind]}: {incident.case.title}"[:200],
            kind=DocumentKind.PAPER,
            owner=f"unit:{incident.case.unit_id}",
            retention=Retention.PERMANENT,
            now=now,
            by=viewer.actor(seat),
            case_id=incident_id,
        )
        on_time = now <= duty.due_at
        IncidentDuty.objects.filter(id=duty.id).update(done_at=duty.done_at or now, document=document)
        write(incident, f"Đã ký {TITLES[kind].lower()}.", viewer, now)
        payload = IncidentReported(kind, on_time, document.id)
        act_on(incident, payload, viewer, seat, now, evidence=[str(document.id)])
        keep_due(incident.case)
        if not incident.is_drill:
            _tell_centre(incident, kind, signed.data, viewer.actor(seat), now)
    return document


def _signed(duty: IncidentDuty | None) -> Document | None:
    return duty.document if duty is not None else None


def _tell_centre(incident: Incident, kind: DutyKind, paper: bytes, by: Actor, now: datetime) -> None:
    """Queue the signed paper for the national centre, where it is connected; it goes on with its receipt."""
    body = {
        "number": incident.case.number,
        "title": incident.case.title,
        "category": incident.category,
        "severity": incident.severity,
        "is_severe": incident.is_severe,
        "system_level": incident.system_level,
        "detected_at": incident.detected_at.isoformat(),
        "ended_at": incident.ended_at.isoformat() if incident.ended_at else None,
        "report": kind.value,
    }
    packet = PacketKind.INCIDENT_NOTICE if kind is DutyKind.NOTICE else PacketKind.INCIDENT_REPORT
    send_to_national_centre(packet, incident.case.number, body, paper, now=now, by=by, case_id=incident.case_id)


def _check_owed(incident: Incident, kind: DutyKind) -> None:
    if not incident.duties.filter(kind=kind).exists():
        raise IncidentIncomplete(f"Sự cố này chưa phải lập {TITLES[kind].lower()}.")
    if kind is DutyKind.CLOSING and not incident.root_cause.strip():
        raise IncidentIncomplete("Hãy ghi nguyên nhân trước khi lập báo cáo kết thúc.", code="root_cause")
