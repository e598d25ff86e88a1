# SPDX-License-Identifier: EUPL-1.2
"""Plan scans, penetration tests and exercises of a system; write down that one was done, with its evidence."""

import hashlib
import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.documents.actions import store_upload
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.types import DocumentKind, Retention
from tinhso.kernel.events.actions import record
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.security import policies
from tinhso.modules.security.actions.systems import locked, subject_of
from tinhso.modules.security.errors import LevelImpossible
from tinhso.modules.security.levels import checks
from tinhso.modules.security.models import Drill, InformationSystem, SystemCheck
from tinhso.modules.security.models.checks import OPEN
from tinhso.modules.security.queries.drills import ended_for
from tinhso.modules.security.types.checks import (
    CheckDone,
    CheckDoneTold,
    CheckDropped,
    CheckKind,
    CheckPlanned,
    CheckTold,
)

LONGEST_DOER, LONGEST_PAPER, LONGEST_BASIS = 300, 200, 300


@transaction.atomic(durable=True)
def plan_check(system_id: uuid.UUID, told: CheckTold, *, viewer: Viewer, now: datetime) -> SystemCheck:
    """Plan the next check of a kind on a system, or plan the one that is open anew.

    It is due the told number of months after the last one; the first one on its planned day, which planning anew does
    not move back. Raises LevelImpossible naming the box of what lacks.
    """
    system = locked(system_id)
    seat = _seat(viewer, system)
    months, basis = _rhythm(told, timezone.localdate(now))
    before = SystemCheck.objects.filter(OPEN, system=system, kind=told.kind).first()
    due_on = _due(system, told, months, before)
    _check_day(told.planned_on, due_on, timezone.localdate(now))
    fields = {
        "rule": told.rule,
        "months": months,
        "basis": basis,
        "due_on": due_on,
        "planned_on": told.planned_on,
        "planned_by_id": viewer.as_officer,
        "planned_at": now,
    }
    if before is not None:
        SystemCheck.objects.filter(id=before.id).update(**fields)
    else:
        before = SystemCheck.objects.create(system=system, kind=told.kind.value, **fields)
    payload = CheckPlanned(told.kind.value, told.planned_on, due_on, months, told.rule)
    record(payload, at=now, actor=viewer.actor(seat), subject=subject_of(system.id), unit_id=system.focal_id)
    return SystemCheck.objects.get(id=before.id)


def _rhythm(told: CheckTold, today: date) -> tuple[int | None, str]:
    """Return months and basis: of the rule where one is named, else those told. Raises LevelImpossible."""
    if told.rule:
        rule = checks.rules(today).get(told.rule)
        if rule is None or rule.kind != told.kind:
            raise LevelImpossible("Kỳ này không phải của loại việc đã chọn. Hãy chọn lại.", code="rhythm")
        return rule.months, rule.source
    if told.months is not None and not 1 <= told.months <= checks.MOST_MONTHS:
        raise LevelImpossible(f"Kỳ phải từ 1 đến {checks.MOST_MONTHS} tháng.", code="months")
    basis = told.basis.strip()
    if not basis or len(basis) > LONGEST_BASIS:
        sentence = "Hãy ghi văn bản, quy chế đặt ra kỳ hoặc lần này, không quá 300 ký tự."
        raise LevelImpossible(sentence, code="basis")
    return told.months, basis


def _due(system: InformationSystem, told: CheckTold, months: int | None, before: SystemCheck | None) -> date:
    if months is None:
        return told.planned_on
    done = SystemCheck.objects.filter(system=system, kind=told.kind, done_on__isnull=False)
    last = done.order_by("-done_on").values_list("done_on", flat=True).first()
    if last is not None:
        return checks.next_due(last, months)
    return before.due_on if before is not None else told.planned_on


def _check_day(planned_on: date, due_on: date, today: date) -> None:
    """Refuse a day gone by, and one after the due day; what is overdue already may be planned for any day to come."""
    if planned_on < today:
        raise LevelImpossible("Ngày dự kiến đã qua. Hãy chọn từ hôm nay trở đi.", code="planned_on")
    if planned_on > due_on >= today:
        sentence = f"Theo kỳ đã chọn, lần này chậm nhất ngày {due_on:%d/%m/%Y}. Hãy chọn ngày sớm hơn."
        raise LevelImpossible(sentence, code="planned_on")


@transaction.atomic(durable=True)
def complete_check(check_id: uuid.UUID, told: CheckDoneTold, *, viewer: Viewer, now: datetime) -> SystemCheck:
    """Write down that a check was done, with its report or the exercise it was; the next one is planned by its rhythm.

    The same check again gives the first. Raises LevelImpossible naming the box, FileRefused for a file that is none.
    """
    check = SystemCheck.objects.select_for_update(of=("self",)).get(id=check_id)
    system = locked(check.system_id)
    seat = _seat(viewer, system)
    if check.done_on is not None:
        return check
    if check.dropped_at is not None:
        raise LevelImpossible("Lịch này đã bỏ. Hãy lập lịch mới rồi ghi.")
    _check_done(told, timezone.localdate(now))
    drill = _drill(check, told, viewer)
    document = _evidence(check, told, viewer, seat, now) if told.data or drill is None else None
    digest = hashlib.sha256(told.data).hexdigest() if document is not None else ""
    on_time = told.done_on <= check.due_on
    fields = {
        "done_on": told.done_on,
        "on_time": on_time,
        "doer": told.doer.strip(),
        "paper": told.paper.strip(),
        "findings": told.findings,
        "findings_open": told.findings_open,
        "document": document,
        "sha256": digest,
        "drill": drill,
        "told_by_id": viewer.as_officer,
        "told_at": now,
    }
    SystemCheck.objects.filter(id=check.id).update(**fields)
    payload = CheckDone(check.kind, check.planned_on, check.due_on, told.done_on, on_time, digest)
    evidence = [str(document.id)] if document is not None else []
    subject = subject_of(system.id)
    record(payload, at=now, actor=viewer.actor(seat), subject=subject, unit_id=system.focal_id, evidence=evidence)
    _plan_next(check, told.done_on, viewer, now)
    return SystemCheck.objects.get(id=check.id)


def _plan_next(check: SystemCheck, done_on: date, viewer: Viewer, now: datetime) -> None:
    if check.months is None:
        return
    due_on = checks.next_due(done_on, check.months)
    SystemCheck.objects.create(
        id=uuid7(),
        system_id=check.system_id,
        kind=check.kind,
        rule=check.rule,
        months=check.months,
        basis=check.basis,
        due_on=due_on,
        planned_on=due_on,
        planned_by_id=viewer.as_officer,
        planned_at=now,
    )


def _check_done(told: CheckDoneTold, today: date) -> None:
    if told.done_on > today:
        raise LevelImpossible("Ngày làm không thể ở tương lai.", code="done_on")
    if not told.doer.strip() or len(told.doer) > LONGEST_DOER:
        raise LevelImpossible("Hãy ghi tổ chức hoặc bộ phận đã làm, không quá 300 ký tự.", code="doer")
    if len(told.paper) > LONGEST_PAPER:
        raise LevelImpossible("Số, ngày của báo cáo không quá 200 ký tự.", code="paper")
    if (told.findings is None) != (told.findings_open is None) or (told.findings or 0) < (told.findings_open or 0):
        raise LevelImpossible("Số phát hiện còn mở phải không lớn hơn số phát hiện; ghi cả hai.", code="findings_open")


def _drill(check: SystemCheck, told: CheckDoneTold, viewer: Viewer) -> Drill | None:
    if told.drill_id is None:
        return None
    drill = ended_for(viewer).filter(id=told.drill_id).first()
    if check.kind != CheckKind.EXERCISE or drill is None:
        raise LevelImpossible("Hãy chọn một cuộc diễn tập đã kết thúc trong danh sách.", code="drill")
    return drill


def _evidence(check: SystemCheck, told: CheckDoneTold, viewer: Viewer, seat: Seat, now: datetime) -> Document:
    if not told.data:
        raise LevelImpossible("Hãy đính kèm báo cáo kết quả làm minh chứng.", code="report")
    return store_upload(
        told.data,
        filename=told.filename,
        title=told.filename[:200],
        kind=DocumentKind.ATTACHMENT,
        owner=f"unit:{seat.unit_id}",
        retention=Retention.PERMANENT,
        now=now,
        by=viewer.actor(seat),
    )


@transaction.atomic(durable=True)
def drop_check(check_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> None:
    """Take a planned check off the calendar with its rhythm; what was done stays."""
    check = SystemCheck.objects.select_for_update(of=("self",)).get(id=check_id)
    system = locked(check.system_id)
    seat = _seat(viewer, system)
    if check.done_on is None and check.dropped_at is None:
        SystemCheck.objects.filter(id=check.id).update(dropped_at=now)
        payload = CheckDropped(check.kind, check.due_on)
        record(payload, at=now, actor=viewer.actor(seat), subject=subject_of(system.id), unit_id=system.focal_id)


def _seat(viewer: Viewer, system: InformationSystem) -> Seat:
    return policies.check_keep_register(viewer, system.focal_id, system.owner_id, system.security_unit_id)
