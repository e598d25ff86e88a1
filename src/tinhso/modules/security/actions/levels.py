# SPDX-License-Identifier: EUPL-1.2
"""Say which level a part of a system has, by the answers given and the law of a day."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.events.actions import record
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.security import policies
from tinhso.modules.security.actions.systems import locked, subject_of
from tinhso.modules.security.errors import LevelImpossible
from tinhso.modules.security.levels.determination import basis_on, judge, next_question, relevant
from tinhso.modules.security.models import PartDetermination
from tinhso.modules.security.types import DeterminationWithdrawn, LevelDetermined

LONGEST_PART = 200


@dataclass(frozen=True)
class PartTold:
    """Answers about one part of a system. part: its name, empty: the whole; on: the day whose law judges it."""

    system_id: uuid.UUID
    part: str
    answers: Mapping[str, str]
    on: date


@transaction.atomic(durable=True)
def determine_level(made_id: uuid.UUID, told: PartTold, *, viewer: Viewer, now: datetime) -> PartDetermination:
    """Write down the level of one part; an older result of a part of the same name is withdrawn.

    Raises LevelImpossible when a question is open, or when the criteria in force on that day were not read.
    """
    system = locked(told.system_id)
    seat = policies.check_keep_register(viewer, system.focal_id, system.owner_id, system.security_unit_id)
    before = PartDetermination.objects.filter(id=made_id).first()
    if before is not None:
        return before
    part = " ".join(told.part.split())[:LONGEST_PART]
    basis = basis_on(told.on)
    if basis is None or basis.criteria is None or told.on > timezone.localdate(now):
        raise LevelImpossible("Hệ thống chưa có tiêu chí xác định cấp độ của ngày này. Hãy chọn ngày khác.", code="on")
    if next_question(told.answers) is not None:
        raise LevelImpossible("Còn câu hỏi chưa trả lời. Hãy trả lời hết rồi ghi kết quả.", code="answers")
    answers = relevant(told.answers)
    result = judge(answers, basis.criteria)
    for old in PartDetermination.objects.filter(system=system, part=part, withdrawn_at=None):
        _withdraw(old, viewer=viewer, now=now)
    made = PartDetermination.objects.create(
        id=made_id,
        system=system,
        part=part,
        answers=answers,
        level=result.level,
        criteria=[one.code for one in result.met],
        criteria_set=basis.criteria,
        regime=basis.regime,
        on=told.on,
        made_by_id=viewer.as_officer,
        made_at=now,
    )
    payload = LevelDetermined(result.level or 0, tuple(made.criteria), basis.regime, told.on)
    record(payload, at=now, actor=viewer.actor(seat), subject=subject_of(system.id), unit_id=system.focal_id)
    return made


@transaction.atomic(durable=True)
def withdraw_determination(made_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> None:
    """Take the result of a part back; it stays on paper but no longer counts."""
    made = PartDetermination.objects.select_for_update(of=("self",)).select_related("system").get(id=made_id)
    if made.withdrawn_at is None:
        _withdraw(made, viewer=viewer, now=now)


def _withdraw(made: PartDetermination, *, viewer: Viewer, now: datetime) -> None:
    system = made.system
    seat = policies.check_keep_register(viewer, system.focal_id, system.owner_id, system.security_unit_id)
    PartDetermination.objects.filter(id=made.id).update(withdrawn_at=now)
    payload = DeterminationWithdrawn(made.level or 0)
    record(payload, at=now, actor=viewer.actor(seat), subject=subject_of(system.id), unit_id=system.focal_id)
