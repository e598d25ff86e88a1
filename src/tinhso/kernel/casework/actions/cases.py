# SPDX-License-Identifier: EUPL-1.2
"""Open a case and move it along its step table; inside the calling module's transaction."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from tinhso.db import rows
from tinhso.kernel.casework import clock, workflow
from tinhso.kernel.casework.errors import ClockWentBack, SomeoneWasFaster, StepImpossible
from tinhso.kernel.casework.models import Case, Extension, Holding, Pause
from tinhso.kernel.casework.types import CaseExtended, CaseHandedOver, Clock, Limit, Phase, State, Step
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import Actor

STEP_BACK_TOLERATED = timedelta(minutes=5)
NO_LIMIT = Limit(None, "")


def open_case(
    *,
    kind: str,
    title: str,
    unit_id: uuid.UUID,
    search_key: str,
    now: datetime,
    payload: object,
    actor: Actor,
    subject: str,
    number: str = "",
    area_code: str = "",
    parent: Case | None = None,
    confidential: bool = False,
    case_id: uuid.UUID | None = None,
    rule: str = "",
) -> Case:
    """Create a case in the first state of its workflow and record the act that opened it."""
    first = workflow.state(kind, workflow.workflow(kind).initial)
    case = Case(
        kind=kind,
        number=number,
        title=title[:300],
        search_key=search_key,
        unit_id=unit_id,
        area_code=area_code,
        state=first.key,
        phase=first.phase,
        turn=first.turn,
        parent=parent,
        confidential=confidential,
        opened_at=now,
        changed_at=now,
    )
    if case_id is not None:
        case.id = case_id
    rows.insert(case)
    rows.insert(Holding(case=case, unit_id=unit_id, turn=first.turn, begins_at=now))
    record(
        payload,
        at=now,
        actor=actor,
        subject=subject,
        case_id=case.id,
        unit_id=unit_id,
        area=area_code,
        rule=rule,
    )
    return case


def lock(case_id: uuid.UUID) -> Case:
    """Return the case locked for this transaction, parent before child."""
    return Case.objects.select_for_update(of=("self",)).select_related("unit").get(id=case_id)


def take_step(
    case: Case,
    step_name: str,
    *,
    payload: object,
    now: datetime,
    actor: Actor,
    subject: str,
    expected_version: int | None = None,
    unit_id: uuid.UUID | None = None,
    holder_id: uuid.UUID | None = None,
    outcome: str = "",
    reason: str = "",
    evidence: Sequence[str] = (),
    rule: str = "",
) -> int:
    """Take one step of the table on a locked case and record it; return the act's sequence number.

    unit_id, holder_id: where the case goes; the unit stays when None, the holder is whoever is named.
    Raises StepImpossible (not from this state), SomeoneWasFaster (page older than the case), ClockWentBack.
    """
    step = workflow.step(case.kind, step_name)
    at = _checked(case, step, now, expected_version)
    target = workflow.state(case.kind, step.target)
    _move_clock(case, target, at, step.name)
    _move_holder(case, target, unit_id or case.unit_id, holder_id, at, reason)
    case.state, case.phase, case.turn = target.key, target.phase, target.turn
    if target.phase in (Phase.DONE, Phase.DROPPED):
        case.closed_at = case.closed_at or at
        case.outcome = outcome or case.outcome or target.key
    else:
        case.closed_at = None
    case.changed_at = at
    case.version += 1
    rows.update(case)
    return record(
        payload,
        at=at,
        actor=actor,
        subject=subject,
        case_id=case.id,
        unit_id=actor.unit_id or case.unit_id,
        area=case.area_code,
        rule=rule or step.law,
        evidence=evidence,
    )


def check_possible(case: Case, step_name: str, *, now: datetime, expected_version: int | None = None) -> None:
    """Raise what `take_step` would raise, before a caller writes anything of its own."""
    _checked(case, workflow.step(case.kind, step_name), now, expected_version)


def _checked(case: Case, step: Step, now: datetime, expected_version: int | None) -> datetime:
    """Return the instant of the step; a clock a little behind counts as the moment of the last act."""
    if expected_version is not None and expected_version != case.version:
        raise SomeoneWasFaster(
            "Hồ sơ vừa được người khác xử lý sau khi bạn mở trang. Hãy tải lại trang để xem tình trạng mới; "
            "nội dung bạn nhập chưa được ghi."
        )
    if case.state not in step.sources:
        title = workflow.state(case.kind, case.state).title
        raise StepImpossible(
            f"Hồ sơ đang ở trạng thái “{title}” nên không thực hiện được việc “{step.title}”. "
            "Hãy tải lại trang để xem việc có thể làm.",
            source=step.law,
        )
    if now < case.changed_at - STEP_BACK_TOLERATED:
        raise ClockWentBack(
            f"Đồng hồ máy chủ đang chỉ {now:%H:%M %d/%m/%Y}, trước lần xử lý gần nhất của hồ sơ. "
            "Việc này chưa được ghi; hãy báo quản trị viên chỉnh đồng hồ rồi làm lại."
        )
    return max(now, case.changed_at)


def start_clock(case: Case, limit: Limit, *, at: datetime) -> None:
    """Start the legal clock of a locked case and compute its due date; saved by the step that follows."""
    case.clock_from = at
    case.limit_value, case.limit_unit, case.late_rule = limit.value, limit.unit, limit.late_rule
    _keep_due(case, [])


def _keep_due(case: Case, pauses: Sequence[Pause], *, supposing: datetime | None = None) -> None:
    due = clock.due_of(case, pauses, supposing_answer_at=supposing)
    extended = Extension.objects.filter(case=case).order_by("-decided_at").first() if case.version > 1 else None
    case.due_at = due.at if due else None
    case.due_provisional = bool(due and due.provisional)
    if extended is not None and (case.due_at is None or extended.until > case.due_at):
        case.due_at = extended.until


def recompute_due(case: Case) -> bool:
    """Compute the due date of a locked case on the calendar of now and save it; return whether it moved.

    A case whose limit never started is left alone: its date was set by a person.
    """
    if case.clock_from is None:
        return False
    before = (case.due_at, case.due_provisional)
    pauses = list(case.pauses.all())
    standing = next((pause.begins_at for pause in pauses if pause.ends_at is None), None)
    _keep_due(case, pauses, supposing=standing)
    if (case.due_at, case.due_provisional) == before:
        return False
    case.save(update_fields=["due_at", "due_provisional"])
    return True


def _move_clock(case: Case, target: State, at: datetime, reason: str) -> None:
    before = workflow.state(case.kind, case.state).clock
    if before is Clock.STOPPED and target.clock is not Clock.STOPPED:
        Pause.objects.filter(case=case, ends_at=None).update(ends_at=at)
        _keep_due(case, list(case.pauses.all()))
    elif before is Clock.RUNNING and target.clock is Clock.STOPPED:
        Pause.objects.create(case=case, begins_at=at, reason=reason, resets=target.resets)
        _keep_due(case, list(case.pauses.all()), supposing=at)


def _move_holder(
    case: Case, target: State, unit_id: uuid.UUID, holder_id: uuid.UUID | None, at: datetime, reason: str
) -> None:
    if (case.unit_id, case.holder_id, case.turn) == (unit_id, holder_id, target.turn):
        return
    _hold(case, unit_id, holder_id, target.turn, at, reason)


def _hold(case: Case, unit_id: uuid.UUID, holder_id: uuid.UUID | None, turn: str, at: datetime, reason: str) -> None:
    """End the present holding and begin the next."""
    rows.change(Holding, "ends_at = %s WHERE case_id = %s AND ends_at IS NULL", at, case.id)
    rows.insert(Holding(case=case, unit_id=unit_id, officer_id=holder_id, turn=turn, begins_at=at, reason=reason[:200]))
    case.unit_id, case.holder_id = unit_id, holder_id


def hand_over(
    case: Case,
    *,
    to_unit: uuid.UUID,
    holder_id: uuid.UUID | None,
    reason: str,
    now: datetime,
    actor: Actor,
    subject: str,
) -> int:
    """Give a locked case to another unit or officer without moving its state."""
    from_unit = case.unit_id
    _hold(case, to_unit, holder_id, case.turn, now, reason)
    case.changed_at = max(now, case.changed_at)
    case.version += 1
    case.save()
    payload = CaseHandedOver(from_unit=from_unit, to_unit=to_unit, reason=reason)
    return record(payload, at=now, actor=actor, subject=subject, case_id=case.id, unit_id=to_unit, area=case.area_code)


def extend(case: Case, *, until: datetime, reason: str, now: datetime, actor: Actor, subject: str) -> None:
    """Move the due date of a locked case to a decided instant; the old one stays in the row."""
    Extension.objects.create(case=case, until=until, before=case.due_at, reason=reason, decided_at=now)
    case.due_at = until
    payload = CaseExtended(until=until, reason=reason)
    record(
        payload,
        at=now,
        actor=actor,
        subject=subject,
        case_id=case.id,
        unit_id=case.unit_id,
        area=case.area_code,
    )


def reword(case: Case, *, title: str, search_key: str) -> None:
    """Change what a locked case is called and found by; saved by the step that follows."""
    case.title, case.search_key = title[:300], search_key
