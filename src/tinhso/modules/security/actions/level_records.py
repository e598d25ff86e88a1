# SPDX-License-Identifier: EUPL-1.2
"""Write down what levels ask for: answers, duties done, evidence of layers, money, the frozen register."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.events.actions import record
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry.queries import territory
from tinhso.lib.money import LARGEST_VND
from tinhso.modules.security import policies
from tinhso.modules.security.actions.systems import locked, subject_of
from tinhso.modules.security.errors import LevelImpossible
from tinhso.modules.security.levels import duties, layers, spending
from tinhso.modules.security.levels.requirements import Answer, required, standard_on
from tinhso.modules.security.models import (
    DutyRecord,
    InformationSystem,
    LayerEvidence,
    Machine,
    RegisterSnapshot,
    RequirementAnswer,
    SecuritySpending,
)
from tinhso.modules.security.queries import level_records as queries
from tinhso.modules.security.queries.machines_register import covered
from tinhso.modules.security.types import (
    DutyDone,
    LayerEvidenceTold,
    LayerEvidenceWithdrawn,
    RegisterFrozen,
    RequirementAssessed,
    SpendingTold,
)

LONGEST_TEXT, LONGEST_LINE = 4000, 300
ASSESSOR_KINDS = ("licensed", "public_unit", "named")
STAGES = ("planned", "settled")


@dataclass(frozen=True)
class AnswerTold:
    """An answer to one requirement. reason: why it does not apply, or what is missing; evidence: where it is shown."""

    requirement: str
    answer: Answer
    reason: str
    evidence: str
    assessed_on: date
    assessor: str


@dataclass(frozen=True)
class DutyTold:
    """A duty that was done. system_id None: of the whole unit; findings None: not counted."""

    duty: str
    unit_id: uuid.UUID
    system_id: uuid.UUID | None
    done_on: date
    period: str = ""
    assessor: str = ""
    assessor_kind: str = ""
    paper: str = ""
    scope: str = ""
    findings: int | None = None
    findings_open: int | None = None


@dataclass(frozen=True)
class EvidenceTold:
    """A piece of evidence of layer 1 or 2. paper: number and day, or where it lies."""

    system_id: uuid.UUID
    kind: layers.EvidenceKind
    paper: str
    on: date
    until: date | None = None
    organisation: str = ""
    answered: bool = True


@dataclass(frozen=True)
class MoneyTold:
    """Numerator and denominator of one definition of the share of security."""

    year: int
    variant: str
    scope: str
    stage: str
    numerator_vnd: int
    denominator_vnd: int
    basis: str


@transaction.atomic(durable=True)
def answer_requirement(system_id: uuid.UUID, told: AnswerTold, *, viewer: Viewer, now: datetime) -> RequirementAnswer:
    """Add an answer to a requirement; the newest counts. Raises LevelImpossible naming the box of what lacks."""
    system = locked(system_id)
    seat = policies.check_keep_register(viewer, system.focal_id, system.owner_id, system.security_unit_id)
    today = timezone.localdate(now)
    standard = standard_on(told.assessed_on)
    if told.assessed_on > today or standard is None:
        raise LevelImpossible("Ngày đánh giá phải từ 01/07/2017 đến hôm nay.", code="assessed_on")
    if told.requirement not in {one.key for one in required(5)}:
        raise LevelImpossible("Không có yêu cầu này trong danh mục. Hãy mở lại từ danh sách yêu cầu.")
    if told.answer is not Answer.MET and not told.reason.strip():
        raise LevelImpossible("Hãy ghi lý do: còn thiếu gì, hoặc vì sao không áp dụng.", code="reason")
    if told.answer in (Answer.MET, Answer.PARTLY) and not told.evidence.strip():
        raise LevelImpossible("Hãy ghi minh chứng: văn bản, cấu hình, ảnh chụp ở đâu.", code="evidence")
    if not told.assessor.strip() or len(told.assessor) > LONGEST_LINE:
        raise LevelImpossible("Hãy ghi người hoặc tổ chức đánh giá, không quá 300 ký tự.", code="assessor")
    if max(len(told.reason), len(told.evidence)) > LONGEST_TEXT:
        raise LevelImpossible("Lý do và minh chứng mỗi ô không quá 4.000 ký tự.", code="reason")
    made = RequirementAnswer.objects.create(
        system=system,
        standard=standard,
        requirement=told.requirement,
        answer=told.answer.value,
        reason=told.reason.strip(),
        evidence=told.evidence.strip(),
        assessed_on=told.assessed_on,
        assessor=told.assessor.strip(),
        told_by_id=viewer.as_officer,
        told_at=now,
    )
    payload = RequirementAssessed(standard, made.requirement, made.answer)
    record(payload, at=now, actor=viewer.actor(seat), subject=subject_of(system.id), unit_id=system.focal_id)
    return made


@transaction.atomic(durable=True)
def record_duty(record_id: uuid.UUID, told: DutyTold, *, viewer: Viewer, now: datetime) -> DutyRecord:
    """Write down that a duty was done; the same form again gives the first."""
    before = DutyRecord.objects.filter(id=record_id).first()
    if before is not None:
        policies.check_keep_register(viewer, before.unit_id)
        return before
    system = locked(told.system_id) if told.system_id else None
    unit_id = system.focal_id if system else told.unit_id
    seat = policies.check_keep_register(
        viewer, unit_id, *([system.owner_id, system.security_unit_id] if system else [])
    )
    today = timezone.localdate(now)
    _check_duty(told, system, today)
    due = next(
        (
            row.due
            for row in queries.duties_for(viewer, told.done_on)
            if row.due.code == told.duty and (row.system == system if system else row.unit.id == unit_id)
        ),
        None,
    )
    is_counted = told.duty in (duties.REPORT, duties.SHARING)
    period = told.period.strip() if is_counted else f"{told.done_on:%Y-%m}"
    on_time = due is None or told.done_on <= due.due_on
    made = DutyRecord.objects.create(
        id=record_id,
        unit_id=unit_id,
        system=system,
        duty=told.duty,
        period=period or (due.period if due else f"{told.done_on:%Y-%m}"),
        done_on=told.done_on,
        assessor=told.assessor.strip(),
        assessor_kind=told.assessor_kind,
        paper=told.paper.strip(),
        scope=told.scope.strip(),
        findings=told.findings,
        findings_open=told.findings_open,
        on_time=on_time,
        told_by_id=viewer.as_officer,
        told_at=now,
    )
    payload = DutyDone(made.duty, made.period, made.done_on, on_time)
    subject = subject_of(system.id) if system else f"unit:{unit_id}"
    record(payload, at=now, actor=viewer.actor(seat), subject=subject, unit_id=unit_id)
    return made


def _check_duty(told: DutyTold, system: InformationSystem | None, today: date) -> None:
    if told.duty not in duties.codes():
        raise LevelImpossible("Hãy chọn việc đã làm.", code="duty")
    if (duties.per(told.duty) == "system") != (system is not None):
        sentence = (
            "Việc này là của từng hệ thống. Hãy chọn hệ thống." if system is None else "Việc này là của cả đơn vị."
        )
        raise LevelImpossible(sentence, code="system")
    if told.done_on > today:
        raise LevelImpossible("Ngày làm không thể ở tương lai.", code="done_on")
    if not told.paper.strip() or len(told.paper) > 200:
        raise LevelImpossible("Hãy ghi số, ngày của báo cáo hoặc văn bản, không quá 200 ký tự.", code="paper")
    if told.duty == duties.ASSESSMENT:
        if not told.assessor.strip() or len(told.assessor) > LONGEST_LINE:
            raise LevelImpossible("Hãy ghi tổ chức đánh giá, không quá 300 ký tự.", code="assessor")
        if told.assessor_kind not in ASSESSOR_KINDS:
            raise LevelImpossible("Hãy chọn tổ chức đánh giá thuộc loại nào được phép.", code="assessor_kind")
    if len(told.scope) > LONGEST_TEXT:
        raise LevelImpossible("Phạm vi không quá 4.000 ký tự.", code="scope")
    if (told.findings is None) != (told.findings_open is None) or (told.findings or 0) < (told.findings_open or 0):
        raise LevelImpossible("Số phát hiện còn mở phải không lớn hơn số phát hiện; ghi cả hai.", code="findings_open")


@transaction.atomic(durable=True)
def tell_evidence(evidence_id: uuid.UUID, told: EvidenceTold, *, viewer: Viewer, now: datetime) -> LayerEvidence:
    """Write down a piece of evidence of a layer; the same form again gives the first."""
    system = locked(told.system_id)
    seat = policies.check_keep_register(viewer, system.focal_id, system.owner_id, system.security_unit_id)
    before = LayerEvidence.objects.filter(id=evidence_id).first()
    if before is not None:
        return before
    if not told.paper.strip() or len(told.paper) > LONGEST_LINE:
        raise LevelImpossible("Hãy ghi văn bản, hợp đồng hoặc nơi lưu minh chứng, không quá 300 ký tự.", code="paper")
    if told.on > timezone.localdate(now):
        raise LevelImpossible("Ngày của minh chứng không thể ở tương lai.", code="on")
    if told.until is not None and told.until < told.on:
        raise LevelImpossible("Ngày hết hiệu lực không thể trước ngày bắt đầu.", code="until")
    if told.kind is layers.EvidenceKind.CONTRACT and not told.organisation.strip():
        raise LevelImpossible("Hãy ghi tổ chức giám sát, bảo vệ.", code="organisation")
    if len(told.organisation) > LONGEST_LINE:
        raise LevelImpossible("Tên tổ chức không quá 300 ký tự.", code="organisation")
    layer = layers.LAYER_OF[told.kind]
    made = LayerEvidence.objects.create(
        id=evidence_id,
        system=system,
        layer=layer,
        kind=told.kind.value,
        paper=told.paper.strip(),
        organisation=" ".join(told.organisation.split()),
        on=told.on,
        until=told.until,
        answered=told.answered,
        told_by_id=viewer.as_officer,
        told_at=now,
    )
    payload = LayerEvidenceTold(layer, made.kind, made.on)
    record(payload, at=now, actor=viewer.actor(seat), subject=subject_of(system.id), unit_id=system.focal_id)
    return made


@transaction.atomic(durable=True)
def withdraw_evidence(evidence_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> None:
    """Take a piece of evidence back: the layer is judged without it from now on."""
    made = LayerEvidence.objects.select_for_update(of=("self",)).select_related("system").get(id=evidence_id)
    system = made.system
    seat = policies.check_keep_register(viewer, system.focal_id, system.owner_id, system.security_unit_id)
    if made.withdrawn_at is None:
        LayerEvidence.objects.filter(id=made.id).update(withdrawn_at=now)
        payload = LayerEvidenceWithdrawn(made.layer, made.kind)
        record(payload, at=now, actor=viewer.actor(seat), subject=subject_of(system.id), unit_id=system.focal_id)


@transaction.atomic(durable=True)
def tell_spending(spending_id: uuid.UUID, told: MoneyTold, *, viewer: Viewer, now: datetime) -> SecuritySpending:
    """Write down both numbers of one definition for the province; the newest line of a kind counts."""
    seat = policies.check_province(viewer)
    before = SecuritySpending.objects.filter(id=spending_id).first()
    if before is not None:
        return before
    variant = next((one for one in spending.variants() if one.id == told.variant), None)
    if variant is None or told.scope not in variant.scopes:
        raise LevelImpossible("Hãy chọn cách tính và phạm vi mà cách tính đó cho phép.", code="scope")
    if told.stage not in STAGES:
        raise LevelImpossible("Hãy chọn dự toán hay quyết toán.", code="stage")
    if not 2010 <= told.year <= timezone.localdate(now).year + 5:
        raise LevelImpossible("Năm phải từ 2010 đến 5 năm tới.", code="year")
    if not 0 <= told.numerator_vnd <= told.denominator_vnd <= LARGEST_VND or told.denominator_vnd == 0:
        raise LevelImpossible("Tử số không thể lớn hơn mẫu số, và mẫu số phải lớn hơn 0.", code="numerator_vnd")
    if not told.basis.strip() or len(told.basis) > LONGEST_LINE:
        raise LevelImpossible("Hãy ghi văn bản nêu số tiền, không quá 300 ký tự.", code="basis")
    unit_id = territory().root_id
    made = SecuritySpending.objects.create(
        id=spending_id,
        unit_id=unit_id,
        year=told.year,
        variant=told.variant,
        scope=told.scope,
        stage=told.stage,
        numerator_vnd=told.numerator_vnd,
        denominator_vnd=told.denominator_vnd,
        basis=told.basis.strip(),
        told_by_id=viewer.as_officer,
        told_at=now,
    )
    payload = SpendingTold(made.variant, made.year, made.stage, made.numerator_vnd, made.denominator_vnd)
    record(payload, at=now, actor=viewer.actor(seat), subject="security_spending:province", unit_id=unit_id)
    return made


@transaction.atomic(durable=True)
def freeze_register(*, viewer: Viewer, now: datetime) -> RegisterSnapshot:
    """Freeze the register of today with the six counters of each system; once a day, never changed afterwards."""
    seat = policies.check_province(viewer)
    on = timezone.localdate(now)
    before = RegisterSnapshot.objects.filter(on=on).first()
    if before is not None:
        return before
    systems = list(InformationSystem.objects.filter(withdrawn_at=None).select_related("focal").order_by("sort_key"))
    rows = [
        {"id": str(one.system.id), "name": one.system.name, "unit": one.system.focal.name, "level": one.system.level}
        | one.counters
        for one in queries.counted(systems, on)
    ]
    made = RegisterSnapshot.objects.create(on=on, rows=rows, taken_by_id=viewer.as_officer, taken_at=now)
    _units, machines = covered(Machine.objects.all(), on)
    payload = RegisterFrozen(
        on,
        len(rows),
        **queries.sums_of(rows),
        machines=machines.machines,
        agents_expected=machines.expected,
        agents_heard=machines.heard,
        machines_seen=machines.national,
    )
    record(payload, at=now, actor=viewer.actor(seat), subject=f"system_register:{on}", unit_id=territory().root_id)
    return made
