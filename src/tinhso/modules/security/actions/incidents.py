# SPDX-License-Identifier: EUPL-1.2
"""Open an incident, from alerts or by word; grade it, move it along, merge it and take it apart again."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.calendar.queries import work_calendar
from tinhso.kernel.casework.actions import check_possible, open_case, take_step
from tinhso.kernel.casework.models import Case
from tinhso.kernel.documents.actions.numbers import next_number
from tinhso.kernel.events.actions import record
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.lib.vntext import search_key
from tinhso.modules.security import policies
from tinhso.modules.security.errors import IncidentIncomplete, IncidentOver, NotYourAlert
from tinhso.modules.security.incidents import rules
from tinhso.modules.security.incidents.playbooks import playbook
from tinhso.modules.security.incidents.words import DUTY_WORDS
from tinhso.modules.security.incidents.workflow import ENDED_STEPS, INCIDENT
from tinhso.modules.security.models import Alert, Incident, IncidentDuty, IncidentTask, IncidentWord
from tinhso.modules.security.types.alerts import AlertState
from tinhso.modules.security.types.incidents import (
    Category,
    DutyKind,
    IncidentGraded,
    IncidentMerged,
    IncidentNoted,
    IncidentOpened,
    IncidentStepped,
    IncidentTold,
    IncidentUnmerged,
    TaskState,
)

SHORTEST_WORDS = 10
LONGEST_BACK = timedelta(days=366)
BY_THEMSELVES = frozenset({"merge", "unmerge"})
"""Steps with an action of their own."""


def subject_of(case_id: uuid.UUID) -> str:
    return f"incident:{case_id}"


@transaction.atomic(durable=True)
def open_incident(
    incident_id: uuid.UUID, told: IncidentTold, *, alert_ids: Sequence[uuid.UUID] = (), viewer: Viewer, now: datetime
) -> Incident:
    """Open an incident under the id of its form, with the alerts it was seen by; the same form twice opens one.

    Raises NotYourAlert, IncidentIncomplete.
    """
    seat = policies.check_handle(viewer, told.unit_id)
    before = Incident.objects.filter(case_id=incident_id).select_related("case").first()
    if before is not None:
        return before
    _check(told, now)
    year = timezone.localdate(now).year
    number = f"{next_number('security-incident', year):03d}/SC-{year}"
    case = open_case(
        kind="security_incident",
        title=told.title.strip(),
        unit_id=told.unit_id,
        search_key=search_key(f"{number} {told.title} {told.system_name} {told.addresses}"),
        now=now,
        payload=IncidentOpened(told.category, told.severity, len(set(alert_ids)), told.is_drill),
        actor=viewer.actor(seat),
        subject=subject_of(incident_id),
        number=number,
        confidential=True,
        case_id=incident_id,
        rule="Thông tư 20/2017/TT-BTTTT",
    )
    incident = Incident.objects.create(
        case=case,
        category=told.category,
        severity=told.severity,
        system_name=told.system_name.strip(),
        system_level=told.system_level,
        addresses=told.addresses.strip(),
        is_archive=told.is_archive,
        is_drill=told.is_drill,
        detected_at=told.detected_at,
        description=told.description.strip(),
        opened_by_id=viewer.as_officer,
    )
    due_at = rules.notice_due(told.detected_at, is_archive=told.is_archive, calendar=work_calendar())
    IncidentDuty.objects.create(incident=incident, kind=DutyKind.NOTICE, due_at=due_at)
    keep_due(case)
    _join_alerts(incident, alert_ids, viewer)
    return incident


@transaction.atomic(durable=True)
def join_alerts(incident_id: uuid.UUID, alert_ids: Sequence[uuid.UUID], *, viewer: Viewer, now: datetime) -> int:
    """Put alerts into an open incident; those of another incident stay where they are. Return how many came."""
    incident, seat = lock_incident(incident_id, viewer)
    joined = _join_alerts(incident, alert_ids, viewer)
    write(incident, f"Thêm {joined} cảnh báo.", viewer, now)
    act_on(incident, IncidentNoted(0), viewer, seat, now)
    return joined


def _join_alerts(incident: Incident, alert_ids: Iterable[uuid.UUID], viewer: Viewer) -> int:
    joined = 0
    for alert in Alert.objects.select_for_update(of=("self",)).filter(id__in=set(alert_ids)).order_by("id"):
        policies.check_handle(viewer, alert.unit_id)
        if alert.state in (AlertState.NEW, AlertState.TAKEN):
            Alert.objects.filter(id=alert.id).update(state=AlertState.IN_INCIDENT, incident_id=incident.case_id)
            joined += 1
    return joined


@transaction.atomic(durable=True)
def grade_incident(
    incident_id: uuid.UUID,
    *,
    category: Category,
    severity: int,
    grading: rules.Grading,
    viewer: Viewer,
    now: datetime,
) -> Incident:
    """Say how grave an incident is; what is beyond one's ability has to be reported at once (Form 03)."""
    incident, seat = lock_incident(incident_id, viewer)
    if severity not in (1, 2, 3, 4):
        raise IncidentIncomplete("Hãy chọn mức độ từ 1 đến 4.", code="severity")
    severe = rules.is_severe(grading)
    Incident.objects.filter(case_id=incident_id).update(
        category=category,
        severity=severity,
        system_level=grading.system_level,
        is_listed=grading.is_listed,
        harms=" ".join(one for one in rules.HARMS if one in grading.harms),
        beyond_ability=grading.beyond_ability,
        is_severe=severe,
    )
    if grading.beyond_ability:
        IncidentDuty.objects.get_or_create(incident=incident, kind=DutyKind.INITIAL, defaults={"due_at": now})
    keep_due(incident.case)
    payload = IncidentGraded(category, severity, severe)
    act_on(incident, payload, viewer, seat, now)
    incident.refresh_from_db()
    return incident


@transaction.atomic(durable=True)
def step_incident(
    incident_id: uuid.UUID, name: str, *, text: str, viewer: Viewer, now: datetime, expected_version: int
) -> Incident:
    """Take a step of the table with words on what was done; playbook and closing duty come with their steps.

    Raises StepImpossible, SomeoneWasFaster, NotYourAlert, IncidentIncomplete.
    """
    incident, _ = lock_incident(incident_id, viewer, living=False)
    if name in BY_THEMSELVES:
        raise IncidentIncomplete("Hãy dùng nút gộp hoặc tách của sự cố.")
    check_possible(incident.case, name, now=now, expected_version=expected_version)
    taken = INCIDENT.steps[name]
    seat = policies.step_seat(viewer, incident.case.unit_id, taken.roles)
    if seat is None:
        raise NotYourAlert(f"Việc “{taken.title}” do người phụ trách, lãnh đạo đơn vị hoặc quản trị vận hành làm.")
    said = checked(text, "đã làm gì ở bước này", "text")
    if name == "close":
        _check_closable(incident)
    move(incident, name, viewer, seat, now)
    write(incident, said, viewer, now, step=name)
    if name == "verify":
        _lay_tasks(incident, now)
    if name in ENDED_STEPS:
        Incident.objects.filter(case_id=incident_id).update(ended_at=now)
        due_at = rules.closing_due(now, work_calendar())
        IncidentDuty.objects.update_or_create(
            incident=incident, kind=DutyKind.CLOSING, defaults={"due_at": due_at}, create_defaults={"due_at": due_at}
        )
    if name == "dismiss":
        Alert.objects.filter(incident_id=incident_id).update(state=AlertState.TAKEN, incident=None)
        incident.duties.filter(done_at=None).delete()
    keep_due(incident.case)
    return incident


def _check_closable(incident: Incident) -> None:
    """The coordinator records an incident as closed only after the closing report (Thông tư 20/2017/TT-BTTTT)."""
    lacking = [one.kind for one in incident.duties.filter(done_at=None)]
    if lacking and not incident.is_drill:
        names = ", ".join(DUTY_WORDS[DutyKind(one)] for one in lacking)
        raise IncidentIncomplete(f"Chưa kết thúc được: còn phải gửi {names}.", source="Thông tư 20/2017/TT-BTTTT")
    if incident.tasks.filter(state__in=(TaskState.OPEN, TaskState.ASKED)).exists():
        raise IncidentIncomplete("Chưa kết thúc được: còn việc trong kịch bản chưa làm hoặc chưa bỏ qua có lý do.")


def _lay_tasks(incident: Incident, now: datetime) -> None:
    for place, one in enumerate(playbook(Category(incident.category))):
        told = {"place": place, "title": one.title, "about": one.about, "needs_approval": one.needs_approval}
        told |= {"state": TaskState.OPEN, "changed_at": now}
        IncidentTask.objects.get_or_create(incident=incident, key=one.key, defaults=told)


@transaction.atomic(durable=True)
def merge_incident(
    incident_id: uuid.UUID, into_id: uuid.UUID, *, text: str, viewer: Viewer, now: datetime, expected_version: int
) -> Incident:
    """Merge an incident into another: work goes on there, everything of this one stays with it to be taken apart.

    Raises IncidentIncomplete for itself, for one that is over or merged itself, or that others were merged into.
    """
    first, second = sorted((incident_id, into_id))
    list(Case.objects.select_for_update(of=("self",)).filter(id__in=(first, second)).order_by("id"))
    incident, seat = lock_incident(incident_id, viewer, living=False)
    into, _seat = lock_incident(into_id, viewer, living=False)
    check_possible(incident.case, "merge", now=now, expected_version=expected_version)
    if into.case_id == incident.case_id or into.case.closed_at is not None:
        raise IncidentIncomplete("Hãy chọn một sự cố khác đang xử lý để gộp vào.", code="into")
    if incident.merged.exists():
        sentence = "Sự cố này đang chứa sự cố khác. Hãy gộp sự cố kia vào sự cố này thay vì ngược lại."
        raise IncidentIncomplete(sentence, code="into")
    said = checked(text, "vì sao gộp", "text")
    _take(incident, "merge", IncidentMerged(into_id), viewer, seat, now)
    Incident.objects.filter(case_id=incident_id).update(merged_into=into)
    write(incident, said, viewer, now, step="merge")
    return incident


@transaction.atomic(durable=True)
def unmerge_incident(
    incident_id: uuid.UUID, *, text: str, viewer: Viewer, now: datetime, expected_version: int
) -> Incident:
    """Take a merged incident out again; its alerts, words, tasks and evidence never left it."""
    incident, seat = lock_incident(incident_id, viewer, living=False)
    check_possible(incident.case, "unmerge", now=now, expected_version=expected_version)
    said, out_of = checked(text, "vì sao tách", "text"), incident.merged_into_id
    if out_of is None:
        raise IncidentIncomplete("Sự cố này chưa gộp vào sự cố nào. Hãy tải lại trang.")
    _take(incident, "unmerge", IncidentUnmerged(out_of), viewer, seat, now)
    Incident.objects.filter(case_id=incident_id).update(merged_into=None)
    write(incident, said, viewer, now, step="unmerge")
    keep_due(incident.case)
    return incident


def move(incident: Incident, name: str, viewer: Viewer, seat: Seat, now: datetime) -> None:
    """Take one step of the table on a locked incident and record it."""
    _take(incident, name, IncidentStepped(name), viewer, seat, now)


def _take(incident: Incident, name: str, payload: object, viewer: Viewer, seat: Seat, now: datetime) -> None:
    take_step(
        incident.case, name, payload=payload, now=now, actor=viewer.actor(seat), subject=subject_of(incident.case_id)
    )


def lock_incident(incident_id: uuid.UUID, viewer: Viewer, *, living: bool = True) -> tuple[Incident, Seat]:
    """Return an incident with its case locked, and the seat from which it is handled.

    Raises NotYourAlert; IncidentOver for one that is over when `living`.
    """
    case = Case.objects.select_for_update(of=("self",)).select_related("unit").get(id=incident_id)
    incident = Incident.objects.select_related("merged_into").get(case_id=incident_id)
    incident.case = case
    seat = policies.check_handle(viewer, case.unit_id)
    if living and case.closed_at is not None:
        raise IncidentOver("Sự cố này đã kết thúc hoặc đã gộp. Hãy mở sự cố khác nếu cần.")
    return incident, seat


def keep_due(case: Case) -> None:
    """Let the case be due when the first of its open duties is."""
    first = IncidentDuty.objects.filter(incident_id=case.id, done_at=None).order_by("due_at").first()
    case.due_at = first.due_at if first else None
    case.save(update_fields=["due_at"])


def write(
    incident: Incident, text: str, viewer: Viewer, now: datetime, *, step: str = "", happened_at: datetime | None = None
) -> IncidentWord:
    """Put a line into the timeline. happened_at: when it was, if not now."""
    return IncidentWord.objects.create(
        incident=incident, step=step, text=text, happened_at=happened_at or now, at=now, officer_id=viewer.as_officer
    )


def act_on(
    incident: Incident, payload: object, viewer: Viewer, seat: Seat, now: datetime, *, evidence: Sequence[str] = ()
) -> None:
    """Record an act on an incident that is no step."""
    case = incident.case
    subject = subject_of(case.id)
    record(
        payload, at=now, actor=viewer.actor(seat), subject=subject, case_id=case.id, unit_id=case.unit_id,
        evidence=evidence,
    )  # fmt: skip


def checked(text: str, what: str, code: str) -> str:
    said = text.replace("\x00", "").strip()
    if len(said) < SHORTEST_WORDS:
        raise IncidentIncomplete(f"Hãy ghi rõ {what} (ít nhất {SHORTEST_WORDS} ký tự).", code=code)
    return said


def _check(told: IncidentTold, now: datetime) -> None:
    if len(told.title.strip()) < SHORTEST_WORDS:
        raise IncidentIncomplete(f"Hãy đặt tên sự cố, ít nhất {SHORTEST_WORDS} ký tự.", code="title")
    if not told.system_name.strip():
        raise IncidentIncomplete("Hãy ghi hệ thống hoặc máy bị sự cố.", code="system_name")
    checked(told.description, "mô tả sự cố", "description")
    if told.severity not in (1, 2, 3, 4):
        raise IncidentIncomplete("Hãy chọn mức độ từ 1 đến 4.", code="severity")
    if told.system_level is not None and told.system_level not in (1, 2, 3, 4, 5):
        raise IncidentIncomplete("Cấp độ hệ thống từ 1 đến 5, hoặc để trống khi chưa biết.", code="system_level")
    if not now - LONGEST_BACK <= told.detected_at <= now:
        raise IncidentIncomplete("Lúc phát hiện không được ở tương lai và không quá một năm trước.", code="detected_at")
