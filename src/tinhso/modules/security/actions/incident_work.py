# SPDX-License-Identifier: EUPL-1.2
"""Work under an incident: words of its timeline, tasks of its playbook, evidence and through whose hands it goes."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tinhso.kernel.documents import actions as documents
from tinhso.kernel.documents.types import DocumentKind, Retention
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.security import policies
from tinhso.modules.security.actions.incidents import act_on, checked, lock_incident, write
from tinhso.modules.security.errors import IncidentIncomplete, NotYourAlert
from tinhso.modules.security.models import Custody, Incident, IncidentEvidence, IncidentTask, IncidentWord
from tinhso.modules.security.types.incidents import (
    EvidenceHanded,
    EvidenceKept,
    IncidentNoted,
    IncidentTaskMoved,
    TaskState,
)

TEXTS = ("effect", "measures", "helpers", "proposals", "root_cause", "lesson")
LONGEST_TEXT = 8_000


@transaction.atomic(durable=True)
def note_incident(
    incident_id: uuid.UUID, *, text: str, happened_at: datetime | None = None, viewer: Viewer, now: datetime
) -> IncidentWord:
    """Put a line into the timeline of an incident. happened_at: when it was; not in the future."""
    incident, seat = lock_incident(incident_id, viewer)
    said = checked(text, "diễn biến", "note")
    if happened_at is not None and happened_at > now:
        raise IncidentIncomplete("Diễn biến không được ghi ở tương lai.", code="happened_at")
    made = write(incident, said, viewer, now, happened_at=happened_at)
    act_on(incident, IncidentNoted(0), viewer, seat, now)
    return made


@transaction.atomic(durable=True)
def describe_incident(incident_id: uuid.UUID, texts: dict[str, str], *, viewer: Viewer, now: datetime) -> Incident:
    """Keep what the reports say besides: effect, measures, helpers, proposals, root cause, lesson."""
    incident, seat = lock_incident(incident_id, viewer)
    kept = {name: texts.get(name, "").replace("\x00", "").strip() for name in TEXTS}
    too_long = next((name for name, text in kept.items() if len(text) > LONGEST_TEXT), None)
    if too_long:
        raise IncidentIncomplete(f"Nội dung dài quá {LONGEST_TEXT} ký tự. Hãy rút gọn.", code=too_long)
    changed = [name for name, text in kept.items() if getattr(incident, name) != text]
    if changed:
        Incident.objects.filter(case_id=incident_id).update(**kept)
        act_on(incident, IncidentNoted(0), viewer, seat, now)
    return Incident.objects.get(case_id=incident_id)


@transaction.atomic(durable=True)
def move_task(
    incident_id: uuid.UUID, key: str, state: TaskState, *, text: str = "", viewer: Viewer, now: datetime
) -> IncidentTask:
    """Move a task of the playbook: ask for approval, approve (back to open, with who did), do, or leave out with words.

    Raises IncidentIncomplete when it needs approval first, NotYourAlert for who may not approve.
    """
    incident, seat = lock_incident(incident_id, viewer)
    task = IncidentTask.objects.select_for_update().get(incident_id=incident_id, key=key)
    if task.state in (TaskState.DONE, TaskState.SKIPPED):
        return task
    words = text.replace("\x00", "").strip()
    if state is TaskState.OPEN:
        if not policies.may_approve(viewer, incident.case.unit_id):
            raise NotYourAlert("Việc này cần người phụ trách, lãnh đạo đơn vị hoặc quản trị vận hành đồng ý.")
        task.approved_by_id = viewer.as_officer
    if state is TaskState.DONE and task.needs_approval and task.approved_by_id is None:
        raise IncidentIncomplete(
            "Việc này dừng hoạt động hoặc không lấy lại được nên phải được đồng ý trước.", code=key
        )
    if state is TaskState.SKIPPED:
        words = checked(words, "vì sao bỏ qua việc này", key)
    task.state, task.changed_at = state, now
    task.words = words or task.words
    if state in (TaskState.DONE, TaskState.SKIPPED):
        task.done_by_id = viewer.as_officer
    task.save()
    payload = IncidentTaskMoved(key, state)
    act_on(incident, payload, viewer, seat, now)
    return task


@dataclass(frozen=True)
class EvidenceTold:
    """A file as it came, and where it is from (machine, disk, person)."""

    name: str
    data: bytes
    origin: str


def keep_evidence(incident_id: uuid.UUID, told: EvidenceTold, *, viewer: Viewer, now: datetime) -> IncidentEvidence:
    """Keep a file as evidence with its SHA-256; from here on every hand-over is written down.

    Raises IncidentIncomplete without an origin, FileRefused for a file that cannot be taken.
    """
    origin = checked(told.origin, "chứng cứ lấy từ đâu", "origin")
    with transaction.atomic(durable=True):
        incident, seat = lock_incident(incident_id, viewer)
    document = documents.store_upload(
        told.data,
        filename=told.name,
        title=told.name,
        kind=DocumentKind.ATTACHMENT,
        owner=f"unit:{incident.case.unit_id}",
        retention=Retention.PERMANENT,
        now=now,
        by=viewer.actor(seat),
        case_id=incident_id,
    )
    digest = hashlib.sha256(told.data).hexdigest()
    with transaction.atomic(durable=True):
        incident, seat = lock_incident(incident_id, viewer)
        kept = IncidentEvidence.objects.create(
            incident=incident, document=document, sha256=digest, origin=origin[:300], kept_at=now,
            kept_by_id=viewer.as_officer,
        )  # fmt: skip
        act_on(incident, EvidenceKept(digest), viewer, seat, now, evidence=[str(document.id)])
    return kept


@transaction.atomic(durable=True)
def hand_over_evidence(evidence_id: uuid.UUID, *, to: str, why: str, viewer: Viewer, now: datetime) -> Custody:
    """Write down that evidence goes into other hands."""
    evidence = IncidentEvidence.objects.select_for_update().get(id=evidence_id)
    incident, seat = lock_incident(evidence.incident_id, viewer, living=False)
    if len(to.strip()) < 3:
        raise IncidentIncomplete("Hãy ghi họ tên, đơn vị người nhận.", code="to")
    said = checked(why, "giao để làm gì", "why")
    made = Custody.objects.create(
        evidence=evidence, to=to.strip()[:200], why=said[:300], at=now, by_id=viewer.as_officer
    )
    act_on(incident, EvidenceHanded(evidence.sha256), viewer, seat, now)
    return made
