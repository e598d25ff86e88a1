# SPDX-License-Identifier: EUPL-1.2
"""The way of a dossier that proposes a level: drawn up, sent, taken as complete, appraised, approved."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.casework.actions import open_case, start_clock, take_step
from tinhso.kernel.casework.actions.cases import NO_LIMIT, lock
from tinhso.kernel.casework.models import Case
from tinhso.kernel.casework.policies import check_turn
from tinhso.kernel.casework.types import Limit
from tinhso.kernel.casework.workflow import step as step_of
from tinhso.kernel.documents.actions import store_upload
from tinhso.kernel.documents.types import DocumentKind, Retention
from tinhso.kernel.events.actions import record
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.lib.vntext import search_key
from tinhso.modules.security import policies
from tinhso.modules.security.actions.systems import locked
from tinhso.modules.security.errors import DossierChangedMeanwhile, LevelImpossible, NotYourSystem
from tinhso.modules.security.levels import procedure
from tinhso.modules.security.levels.workflow import LEVEL_DOSSIER
from tinhso.modules.security.models import DossierFile, DossierWord, InformationSystem, LevelDossier
from tinhso.modules.security.queries import levels as queries
from tinhso.modules.security.types import (
    LevelApproved,
    LevelDossierAccepted,
    LevelDossierAppraised,
    LevelDossierDrafted,
    LevelDossierDropped,
    LevelDossierSentBack,
    LevelDossierSubmitted,
    LevelDossierWritten,
    LevelFileAdded,
)

WRITERS = ("specialist", "head", "leader")
LONGEST_TEXT, LONGEST_NUMBER = 20_000, 60


@dataclass(frozen=True)
class Appraisal:
    """What the appraiser says. appraiser: who appraised; number: of the paper that says so."""

    text: str
    appraiser: str
    number: str


def subject_of(dossier_id: uuid.UUID) -> str:
    return f"level_dossier:{dossier_id}"


@transaction.atomic(durable=True)
def draft_dossier(
    dossier_id: uuid.UUID, system_id: uuid.UUID, variant: str, *, viewer: Viewer, now: datetime
) -> LevelDossier:
    """Begin the dossier of a system at the level its parts have; the same form again gives the first.

    variant: "new" (built or upgraded) or "running". Raises LevelImpossible without a level, or while one is open.
    """
    before = LevelDossier.objects.filter(case_id=dossier_id).first()
    if before is not None:
        return before
    system = locked(system_id)
    seat = policies.check_keep_register(viewer, system.focal_id, system.owner_id)
    if variant not in ("new", "running"):
        raise LevelImpossible("Hãy chọn hệ thống xây mới, nâng cấp hay đang vận hành.", code="variant")
    if queries.open_dossier(system_id) is not None:
        raise LevelImpossible("Hệ thống đang có một hồ sơ đề xuất cấp độ chưa xong. Hãy mở hồ sơ đó.")
    found = queries.determinations_of(system_id)
    level = queries.proposed_level(found)
    if level is None:
        raise LevelImpossible("Hãy xác định cấp độ của mọi phần của hệ thống trước khi lập hồ sơ.")
    replaced = queries.in_force(system_id)
    case = open_case(
        kind=LEVEL_DOSSIER.kind,
        title=f"Hồ sơ đề xuất cấp độ {level}: {system.name}",
        unit_id=system.focal_id,
        search_key=search_key(f"cấp độ {level} {system.name}"),
        now=now,
        payload=LevelDossierDrafted(system.id, level, replaced.case_id if replaced else None),
        actor=viewer.actor(seat),
        subject=subject_of(dossier_id),
        case_id=dossier_id,
        confidential=True,
    )
    return LevelDossier.objects.create(
        case=case,
        system=system,
        replaces=replaced,
        level=level,
        variant=variant,
        said=dict(replaced.said) if replaced else {},
        standing=asdict(queries.standing_of(system)),
        reasoning=queries.reasoning_of(found),
        regime=found[0].regime,
        drafted_by_id=viewer.as_officer,
    )


@transaction.atomic(durable=True)
def write_dossier(
    dossier_id: uuid.UUID, said: Mapping[str, str], *, viewer: Viewer, now: datetime, expected_version: int
) -> LevelDossier:
    """Keep the texts of a dossier in drafting. Raises DossierChangedMeanwhile for a page older than the texts."""
    dossier, case = _locked(dossier_id)
    seat = _check_write(viewer, case)
    if dossier.version != expected_version:
        raise DossierChangedMeanwhile(
            "Hồ sơ vừa được người khác sửa. Nội dung bạn nhập vẫn còn dưới đây; hãy chép lại, tải lại trang rồi ghi."
        )
    known = {"overview", "reasons", "opinion"}
    known |= {f"plan.{key}" for key, _text in procedure.plan_parts()}
    known |= {f"serious.{key}" for key, _text in procedure.serious_reasons(dossier.level)}
    texts = {key: text.strip() for key, text in said.items() if key in known}
    long = next((key for key, text in texts.items() if len(text) > LONGEST_TEXT), None)
    if long is not None:
        raise LevelImpossible("Mỗi phần không quá 20.000 ký tự. Hãy đưa phần dài vào tệp đính kèm.", code=long)
    changed = tuple(sorted(key for key, text in texts.items() if text != dossier.said.get(key, "")))
    if changed:
        dossier.said = dossier.said | texts
        dossier.version += 1
        dossier.save(update_fields=["said", "version"])
        record(LevelDossierWritten(changed), at=now, actor=viewer.actor(seat), subject=subject_of(case.id),
               case_id=case.id, unit_id=case.unit_id)  # fmt: skip
    return dossier


@transaction.atomic(durable=True)
def add_file(
    dossier_id: uuid.UUID, part: int, upload: BinaryIO, *, filename: str, viewer: Viewer, now: datetime
) -> DossierFile:
    """Add a file to a part of a dossier in drafting. Raises FileRefused with a sentence."""
    dossier, case = _locked(dossier_id)
    seat = _check_write(viewer, case)
    texts = dict(procedure.parts(dossier.level, dossier.variant))
    if part not in texts:
        raise LevelImpossible("Hồ sơ của cấp độ này không có phần được chọn.", code="part")
    actor = viewer.actor(seat)
    document = store_upload(
        upload,
        filename=filename,
        title=filename[:200],
        kind=DocumentKind.ATTACHMENT,
        owner=f"unit:{case.unit_id}",
        retention=Retention.PERMANENT,
        now=now,
        by=actor,
        case_id=case.id,
    )
    record(LevelFileAdded(part, document.id), at=now, actor=actor, subject=subject_of(case.id), case_id=case.id,
           unit_id=case.unit_id, evidence=[str(document.id)])  # fmt: skip
    return DossierFile.objects.create(dossier=dossier, part=part, document=document, added_at=now)


@transaction.atomic(durable=True)
def submit_dossier(dossier_id: uuid.UUID, *, viewer: Viewer, now: datetime, expected_version: int) -> None:
    """Send a complete dossier to the security unit; five working days to say whether it is complete.

    Raises LevelImpossible with everything that lacks, or when the parts of the system now say another level.
    """
    dossier, case = _locked(dossier_id)
    seat = check_turn(viewer, case, step_of(case.kind, "submit"))
    found = queries.determinations_of(dossier.system_id)
    if queries.proposed_level(found) != dossier.level:
        raise LevelImpossible("Kết quả xác định cấp độ nay khác cấp độ của hồ sơ. Hãy bỏ hồ sơ này và lập hồ sơ mới.")
    if lacking := queries.lacking(dossier):
        raise LevelImpossible(f"Hồ sơ chưa đủ. Còn thiếu: {'; '.join(lacking)}.")
    _start(case, "completeness", dossier.level, now)
    system = dossier.system
    dossier.standing = asdict(queries.standing_of(system))
    dossier.reasoning = queries.reasoning_of(found)
    dossier.submitted_at = now
    dossier.submitted_seq = take_step(
        case,
        "submit",
        payload=LevelDossierSubmitted(system.id, dossier.level),
        now=now,
        actor=viewer.actor(seat),
        subject=subject_of(case.id),
        expected_version=expected_version,
        unit_id=system.security_unit_id,
    )
    dossier.save(update_fields=["standing", "reasoning", "submitted_at", "submitted_seq"])


@transaction.atomic(durable=True)
def accept_dossier(dossier_id: uuid.UUID, *, viewer: Viewer, now: datetime, expected_version: int) -> None:
    """Say that a dossier is complete; the limit of the appraisal begins (none is written for levels 1 and 2)."""
    dossier, case = _locked(dossier_id)
    seat = check_turn(viewer, case, step_of(case.kind, "accept"))
    on_time = _in_time(case, now)
    _start(case, "appraisal", dossier.level, now)
    _step(case, "accept", LevelDossierAccepted(on_time), viewer, seat, now, expected_version)
    LevelDossier.objects.filter(case_id=case.id).update(accepted_at=now)


@transaction.atomic(durable=True)
def send_back(dossier_id: uuid.UUID, text: str, *, viewer: Viewer, now: datetime, expected_version: int) -> None:
    """Give a dossier back to who drew it up, with a sentence that says why."""
    dossier, case = _locked(dossier_id)
    seat = check_turn(viewer, case, step_of(case.kind, "send_back"))
    if not text.strip() or len(text) > LONGEST_TEXT:
        raise LevelImpossible("Hãy ghi hồ sơ cần bổ sung gì, không quá 20.000 ký tự.", code="text")
    start_clock(case, NO_LIMIT, at=now)
    unit_id = dossier.system.focal_id
    _step(case, "send_back", LevelDossierSentBack(dossier.level), viewer, seat, now, expected_version, unit_id)
    LevelDossier.objects.filter(case_id=case.id).update(accepted_at=None, appraised_at=None)
    DossierWord.objects.create(dossier=dossier, text=text.strip(), written_by_id=viewer.as_officer, written_at=now)


@transaction.atomic(durable=True)
def appraise_dossier(
    dossier_id: uuid.UUID, said: Appraisal, *, viewer: Viewer, now: datetime, expected_version: int
) -> None:
    """Write the opinion of the appraiser down and lay the dossier before who approves; seven working days."""
    dossier, case = _locked(dossier_id)
    seat = check_turn(viewer, case, step_of(case.kind, "appraise"))
    if not said.text.strip() or len(said.text) > LONGEST_TEXT:
        raise LevelImpossible("Hãy ghi ý kiến thẩm định, không quá 20.000 ký tự.", code="text")
    roles, system = procedure.roles(dossier.level), dossier.system
    appraiser = said.appraiser.strip() or ("" if roles.appraises == "ministry" else system.security_unit.name)
    if not appraiser or len(appraiser) > 300:
        raise LevelImpossible("Hãy ghi cơ quan thẩm định, không quá 300 ký tự.", code="appraiser")
    if len(said.number) > LONGEST_NUMBER or (roles.appraises == "ministry" and not said.number.strip()):
        raise LevelImpossible("Hãy ghi số văn bản thẩm định, không quá 60 ký tự.", code="number")
    on_time, limited = _in_time(case, now), case.due_at is not None
    _start(case, "approval", dossier.level, now)
    approver = system.owner_id if roles.approves == "owner" else system.security_unit_id
    payload = LevelDossierAppraised(on_time, limited)
    _step(case, "appraise", payload, viewer, seat, now, expected_version, approver)
    LevelDossier.objects.filter(case_id=case.id).update(
        appraised_at=now, appraisal=said.text.strip(), appraiser=appraiser, appraisal_number=said.number.strip()
    )


@transaction.atomic(durable=True)
def approve_level(dossier_id: uuid.UUID, number: str, *, viewer: Viewer, now: datetime, expected_version: int) -> None:
    """Approve the level: the system has it from today, the level before it no longer counts."""
    dossier, case = _locked(dossier_id)
    seat = check_turn(viewer, case, step_of(case.kind, "approve"))
    if not number.strip() or len(number.strip()) > LONGEST_NUMBER:
        raise LevelImpossible("Hãy ghi số quyết định phê duyệt, không quá 60 ký tự.", code="number")
    system = InformationSystem.objects.select_for_update(of=("self",)).get(id=dossier.system_id)
    again = system.level is not None
    payload = LevelApproved(system.id, dossier.level, system.focal_id, _in_time(case, now), again)
    seq = _step(case, "approve", payload, viewer, seat, now, expected_version)
    LevelDossier.objects.filter(case_id=case.id).update(
        approved_at=now, approved_seq=seq, decision_number=number.strip()
    )
    on = timezone.localdate(now)
    InformationSystem.objects.filter(id=system.id).update(level=dossier.level, level_on=on)


@transaction.atomic(durable=True)
def drop_dossier(dossier_id: uuid.UUID, *, viewer: Viewer, now: datetime, expected_version: int) -> None:
    """Give a dossier in drafting up; another may be drawn up."""
    dossier, case = _locked(dossier_id)
    seat = check_turn(viewer, case, step_of(case.kind, "drop"))
    _step(case, "drop", LevelDossierDropped(dossier.level), viewer, seat, now, expected_version)
    LevelDossier.objects.filter(case_id=case.id).update(dropped_at=now)


def _locked(dossier_id: uuid.UUID) -> tuple[LevelDossier, Case]:
    case = lock(dossier_id)
    dossier = LevelDossier.objects.select_related("system__security_unit").select_for_update(of=("self",))
    return dossier.get(case_id=dossier_id), case


def _check_write(viewer: Viewer, case: Case) -> Seat:
    if case.state != "drafting":
        raise LevelImpossible("Hồ sơ đã gửi thẩm định nên không sửa được nữa.")
    seat = viewer.seat_in(case.unit_id, *WRITERS)
    if seat is None:
        raise NotYourSystem("Chỉ cán bộ của đơn vị lập hồ sơ mới sửa được hồ sơ này.")
    return seat


def _start(case: Case, step: str, level: int, now: datetime) -> None:
    limit = procedure.limit(step, level, timezone.localdate(now))
    start_clock(case, Limit(limit.value, limit.unit if limit.value is not None else ""), at=now)


def _in_time(case: Case, now: datetime) -> bool:
    return case.due_at is None or now <= case.due_at


def _step(
    case: Case,
    name: str,
    payload: object,
    viewer: Viewer,
    seat: Seat,
    now: datetime,
    expected_version: int,
    unit_id: uuid.UUID | None = None,
) -> int:
    return take_step(
        case,
        name,
        payload=payload,
        now=now,
        actor=viewer.actor(seat),
        subject=subject_of(case.id),
        expected_version=expected_version,
        unit_id=unit_id,
    )
