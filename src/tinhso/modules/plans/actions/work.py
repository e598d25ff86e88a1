# SPDX-License-Identifier: EUPL-1.2
"""Work on a task: name who does it, tell how far it is, report it done with proof, confirm, send back, put off."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.casework.actions import check_possible, extend, take_step
from tinhso.kernel.casework.models import Case
from tinhso.kernel.documents import actions as documents
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.types import DocumentKind, Retention
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.identity.queries import sits_in
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.modules.plans import policies
from tinhso.modules.plans.actions.giving import last_instant, subject_of
from tinhso.modules.plans.actions.tasks import STALE_TASK
from tinhso.modules.plans.errors import PlanChangedMeanwhile, PlanIncomplete, PlanNotOpen
from tinhso.modules.plans.models import Task, TaskWord
from tinhso.modules.plans.types import (
    TaskConfirmed,
    TaskPassedOn,
    TaskPutOff,
    TaskReported,
    TaskSentBack,
    TaskTakenBack,
    TaskTold,
    Word,
)

SHORTEST_TEXT = 10
MOST_FILES = 10


@dataclass(frozen=True)
class Proof:
    """What stands behind a report: words, the number and day of a paper, files as (name, bytes)."""

    text: str
    paper: str = ""
    files: tuple[tuple[str, bytes], ...] = ()


def pass_on_task(
    task_id: uuid.UUID, *, officer_id: uuid.UUID, viewer: Viewer, now: datetime, expected_version: int
) -> Task:
    """Name the one person of the lead unit who carries a task out, or another one later."""
    with transaction.atomic(durable=True):
        task = _lock(task_id)
        seat = policies.check_pass_on(viewer, task)
        check_possible(task.case, "pass_on", now=now, expected_version=expected_version)
        if not sits_in(officer_id, task.lead_id, timezone.localdate(now)):
            raise PlanIncomplete("Người được chọn không giữ chức vụ ở đơn vị chủ trì. Hãy chọn lại.", code="officer")
        _step(task, "pass_on", TaskPassedOn(officer=officer_id), viewer, seat, now, holder_id=officer_id)
        Task.objects.filter(case_id=task_id).update(officer_id=officer_id)
        return task


def tell_progress(task_id: uuid.UUID, proof: Proof, *, viewer: Viewer, now: datetime) -> Task:
    """Tell how far a task is, with proof or without; its state stays. The same words twice in a row are told once."""
    text = _checked(proof.text, "tiến độ")
    task = _read(task_id)
    seat = policies.check_carry(viewer, task)
    if task.case.state not in ("to_unit", "to_person"):
        raise PlanNotOpen("Nhiệm vụ không còn đang thực hiện nên không ghi tiến độ được nữa. Hãy tải lại trang.")
    kept = _keep(proof, task, viewer, seat, now)
    with transaction.atomic(durable=True):
        task = _lock(task_id)
        last = task.words.order_by("-id").first()
        if last is not None and last.kind == Word.TOLD and last.text == text and not kept:
            return task
        _write(task, Word.TOLD, text, viewer, now, paper=proof.paper, kept=kept)
        payload, actor = TaskTold(files=len(kept)), viewer.actor(seat)
        subject, evidence = subject_of(task_id), [str(one.id) for one in kept]
        record(payload, at=now, actor=actor, subject=subject, case_id=task_id, unit_id=task.lead_id, evidence=evidence)
        return task


def report_task(task_id: uuid.UUID, proof: Proof, *, viewer: Viewer, now: datetime, expected_version: int) -> Task:
    """Report a task done: words and proof, a file or the number of a paper. The standing office has the turn.

    Raises PlanIncomplete without proof; FileRefused for a file that cannot be taken; SomeoneWasFaster, StepImpossible.
    """
    text = _checked(proof.text, "kết quả thực hiện")
    if not proof.files and not proof.paper.strip():
        raise PlanIncomplete("Báo cáo cần minh chứng: đính kèm tệp hoặc ghi số, ngày văn bản.", code="paper")
    task = _read(task_id)
    seat = policies.check_carry(viewer, task)
    check_possible(task.case, "report", now=now, expected_version=expected_version)
    kept = _keep(proof, task, viewer, seat, now)
    with transaction.atomic(durable=True):
        task = _lock(task_id)
        check_possible(task.case, "report", now=now, expected_version=expected_version)
        today = timezone.localdate(now)
        on_time = task.due_on is None or today <= task.due_on
        payload = TaskReported(plan=task.plan_id, lead=task.lead_id, on_time=on_time, files=len(kept))
        evidence = [str(one.id) for one in kept]
        office, keeper = task.plan.office_id, task.plan.keeper_id
        holder = keeper if sits_in(keeper, office, today) and keeper != viewer.as_officer else None
        _step(task, "report", payload, viewer, seat, now, unit_id=office, holder_id=holder, evidence=evidence)
        Task.objects.filter(case_id=task_id).update(reported_on=today, reporter_id=viewer.as_officer)
        _write(task, Word.REPORTED, text, viewer, now, paper=proof.paper, kept=kept)
        return task


@transaction.atomic(durable=True)
def confirm_task(task_id: uuid.UUID, *, text: str, viewer: Viewer, now: datetime, expected_version: int) -> Task:
    """Confirm a reported task; words are free to be left out. Who reported it never confirms it."""
    task = _lock(task_id)
    check_possible(task.case, "confirm", now=now, expected_version=expected_version)
    seat = policies.check_judge(viewer, task)
    on_time = task.due_on is None or (task.reported_on is not None and task.reported_on <= task.due_on)
    payload = TaskConfirmed(plan=task.plan_id, lead=task.lead_id, on_time=on_time)
    _step(task, "confirm", payload, viewer, seat, now)
    _write(task, Word.CONFIRMED, text.strip(), viewer, now)
    return task


@transaction.atomic(durable=True)
def send_task_back(task_id: uuid.UUID, *, text: str, viewer: Viewer, now: datetime, expected_version: int) -> Task:
    """Send a reported task back to its lead unit, saying what lacks; its day stays."""
    task = _lock(task_id)
    check_possible(task.case, "send_back", now=now, expected_version=expected_version)
    seat = policies.check_judge(viewer, task)
    words = _checked(text, "điều cần làm lại")
    _step(task, "send_back", TaskSentBack(), viewer, seat, now, unit_id=task.lead_id)
    Task.objects.filter(case_id=task_id).update(reported_on=None, reporter=None)
    _write(task, Word.SENT_BACK, words, viewer, now)
    if task.officer_id and sits_in(task.officer_id, task.lead_id, timezone.localdate(now)):
        _step(task, "pass_on", TaskPassedOn(officer=task.officer_id), viewer, seat, now, holder_id=task.officer_id)
    return task


@transaction.atomic(durable=True)
def put_off_task(
    task_id: uuid.UUID, *, due_on: date, text: str, viewer: Viewer, now: datetime, expected_version: int
) -> Task:
    """Give a task another day, saying why; the day before stays in the ledger and under the task."""
    task = _lock(task_id)
    seat = policies.check_manage(viewer, task)
    words = _checked(text, "lý do lùi hạn")
    if task.due_on is None or task.case.state not in ("to_unit", "to_person"):
        raise PlanNotOpen("Chỉ lùi được hạn của nhiệm vụ đang thực hiện và có ngày hoàn thành.")
    if task.case.version != expected_version:
        raise PlanChangedMeanwhile(STALE_TASK)
    if due_on <= task.due_on or due_on < timezone.localdate(now):
        raise PlanIncomplete("Hạn mới phải sau hạn cũ và không ở quá khứ.", code="due_on")
    before, until = task.due_on, last_instant(due_on) or now
    actor, subject = viewer.actor(seat), subject_of(task_id)
    extend(task.case, until=until, reason=words[:200], now=now, actor=actor, subject=subject)
    task.case.version += 1
    task.case.save(update_fields=["due_at", "version"])
    Task.objects.filter(case_id=task_id).update(due_on=due_on)
    payload = TaskPutOff(before=before, due=due_on)
    record(payload, at=now, actor=actor, subject=subject, case_id=task_id, unit_id=task.plan.office_id)
    _write(task, Word.PUT_OFF, words, viewer, now)
    return task


@transaction.atomic(durable=True)
def take_task_back(task_id: uuid.UUID, *, text: str, viewer: Viewer, now: datetime, expected_version: int) -> Task:
    """Take a task that is not confirmed out of the plan, saying why; it stays to be read."""
    task = _lock(task_id)
    check_possible(task.case, "take_back", now=now, expected_version=expected_version)
    seat = policies.check_manage(viewer, task)
    words = _checked(text, "lý do rút")
    _step(task, "take_back", TaskTakenBack(plan=task.plan_id, lead=task.lead_id), viewer, seat, now)
    _write(task, Word.TAKEN_BACK, words, viewer, now)
    return task


def _read(task_id: uuid.UUID) -> Task:
    related = ("case__unit", "plan__office", "plan__keeper", "officer", "lead", "reporter")
    return Task.objects.select_related(*related).get(case_id=task_id)


def _lock(task_id: uuid.UUID) -> Task:
    """Return a task with its case locked; what it says is read after the wait."""
    case = Case.objects.select_for_update(of=("self",)).select_related("unit").get(id=task_id)
    task = _read(task_id)
    task.case = case
    return task


def _keep(proof: Proof, task: Task, viewer: Viewer, seat: Seat, now: datetime) -> list[Document]:
    """Keep the files of a proof before the step, each in its own transaction; a refused one stops the rest."""
    if len(proof.files) > MOST_FILES:
        raise PlanIncomplete(f"Mỗi lần đính kèm nhiều nhất {MOST_FILES} tệp. Hãy gộp bớt.", code="files")
    return [
        documents.store_upload(
            data,
            filename=name,
            title=name,
            kind=DocumentKind.ATTACHMENT,
            owner=f"unit:{task.lead_id}",
            retention=Retention.PERMANENT,
            now=now,
            by=viewer.actor(seat),
            case_id=task.case_id,
        )
        for name, data in proof.files
    ]


def _step(
    task: Task,
    name: str,
    payload: object,
    viewer: Viewer,
    seat: Seat,
    now: datetime,
    *,
    unit_id: uuid.UUID | None = None,
    holder_id: uuid.UUID | None = None,
    evidence: Sequence[str] = (),
) -> None:
    take_step(
        task.case,
        name,
        payload=payload,
        now=now,
        actor=viewer.actor(seat),
        subject=subject_of(task.case_id),
        unit_id=unit_id,
        holder_id=holder_id,
        evidence=evidence,
    )


def _write(
    task: Task, kind: Word, text: str, viewer: Viewer, now: datetime, *, paper: str = "", kept: Sequence[Document] = ()
) -> None:
    word = TaskWord.objects.create(
        task=task, kind=kind, text=text, paper=paper.strip()[:200], officer_id=viewer.as_officer, at=now
    )
    word.files.set(kept)


def _checked(text: str, what: str) -> str:
    if len(text.strip()) < SHORTEST_TEXT:
        raise Refused(f"Hãy ghi rõ {what} (ít nhất {SHORTEST_TEXT} ký tự).")
    return text.strip()
