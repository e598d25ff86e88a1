# SPDX-License-Identifier: EUPL-1.2
"""Prepare an exercise: its scenario, who takes part, what is put in; taken from another one or from a starter."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from tinhso.kernel.events.actions import record
from tinhso.kernel.identity.models import Officer
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.kernel.registry.models import Unit
from tinhso.lib.uuid7 import uuid7
from tinhso.lib.vntext import format_int, search_key
from tinhso.modules.security import policies
from tinhso.modules.security.drill_rules import FURTHEST_AHEAD, LONGEST_MINUTE, ONE_DAY
from tinhso.modules.security.errors import DrillImpossible
from tinhso.modules.security.incidents.drills import starters
from tinhso.modules.security.models import Drill, DrillInject, DrillMember
from tinhso.modules.security.types.drills import (
    DrillCancelled,
    DrillChanged,
    DrillMemberAdded,
    DrillMemberRemoved,
    DrillPrepared,
    DrillState,
    DrillTold,
    InjectRemoved,
    InjectTold,
    InjectWritten,
)

SHORTEST_WORDS = 10
LONGEST_WORDS = 4_000
MOST_INJECTS = 200
MOST_MEMBERS = 100
LIVING = (DrillState.PREPARED, DrillState.RUNNING, DrillState.PAUSED)
BEGUN = "Diễn tập này đã bắt đầu hoặc đã hủy nên kịch bản không sửa được nữa. Hãy chép sang cuộc diễn tập mới."
OVER = "Diễn tập này đã kết thúc hoặc đã hủy. Hãy tải lại trang."


def subject_of(drill_id: uuid.UUID) -> str:
    return f"drill:{drill_id}"


@transaction.atomic(durable=True)
def prepare_drill(
    drill_id: uuid.UUID,
    told: DrillTold,
    *,
    starter: str = "",
    source: Drill | None = None,
    viewer: Viewer,
    now: datetime,
) -> Drill:
    """Prepare an exercise under the id of its form, with the injects of a starter or of another exercise.

    source: its members come along too. The same form again gives the first. Raises NotYourDrill, DrillImpossible.
    """
    seat = policies.check_drill(viewer)
    before = Drill.objects.filter(id=drill_id).first()
    if before is not None:
        return before
    _check(told, now)
    begun_with = starters().get(starter)
    drill = Drill.objects.create(
        id=drill_id,
        **_columns(told),
        starter=begun_with.key if begun_with else "",
        copied_from=source,
        prepared_by_id=viewer.as_officer,
        prepared_at=now,
    )
    injects = begun_with.injects if begun_with else ()
    made = _copied(source, drill) if source is not None else _put(drill, injects)
    payload = DrillPrepared(told.category, made, source.id if source else None, drill.starter)
    act_on(drill, payload, viewer, seat, now)
    return drill


@transaction.atomic(durable=True)
def change_drill(drill_id: uuid.UUID, told: DrillTold, *, viewer: Viewer, now: datetime) -> Drill:
    """Change what a scenario says before the exercise begins."""
    seat = policies.check_drill(viewer)
    drill = lock_drill(drill_id, DrillState.PREPARED, sentence=BEGUN)
    _check(told, now)
    Drill.objects.filter(id=drill_id).update(**_columns(told))
    act_on(drill, DrillChanged(told.category, told.planned_at), viewer, seat, now)
    return Drill.objects.get(id=drill_id)


@transaction.atomic(durable=True)
def cancel_drill(drill_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> Drill:
    """Cancel an exercise that has not begun."""
    seat = policies.check_drill(viewer)
    drill = lock_drill(drill_id, DrillState.PREPARED, sentence=BEGUN)
    drill.cancelled_at = now
    drill.save(update_fields=["cancelled_at"])
    act_on(drill, DrillCancelled(), viewer, seat, now)
    return drill


@transaction.atomic(durable=True)
def add_member(
    drill_id: uuid.UUID, unit_id: uuid.UUID, officer_id: uuid.UUID | None, *, viewer: Viewer, now: datetime
) -> DrillMember:
    """Let an officer of a unit take part, or everybody there who handles incidents; once each."""
    seat = policies.check_drill(viewer)
    drill = lock_drill(drill_id, *LIVING)
    mine = drill.members.filter(officer_id=officer_id) if officer_id else drill.members.filter(unit_id=unit_id)
    before = mine.filter(officer__isnull=officer_id is None).first()
    if before is not None:
        return before
    if drill.members.count() >= MOST_MEMBERS:
        raise DrillImpossible(f"Mỗi cuộc diễn tập có nhiều nhất {MOST_MEMBERS} bên tham gia.", code="member_unit")
    if not Unit.objects.filter(id=unit_id).exists():
        raise DrillImpossible("Hãy chọn đơn vị tham gia.", code="member_unit")
    if officer_id and not Officer.objects.filter(id=officer_id).exists():
        raise DrillImpossible("Không có cán bộ này. Hãy chọn lại.", code="member_officer")
    made = DrillMember.objects.create(drill=drill, unit_id=unit_id, officer_id=officer_id)
    act_on(drill, DrillMemberAdded(unit_id, officer_id), viewer, seat, now)
    return made


@transaction.atomic(durable=True)
def remove_member(drill_id: uuid.UUID, member_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> None:
    """Take a participant out before the exercise begins; what was meant for it goes to everybody."""
    seat = policies.check_drill(viewer)
    drill = lock_drill(drill_id, DrillState.PREPARED, sentence=BEGUN)
    member = drill.members.filter(id=member_id).first()
    if member is None:
        return
    drill.injects.filter(member=member).update(member=None)
    payload = DrillMemberRemoved(member.unit_id, member.officer_id)
    member.delete()
    act_on(drill, payload, viewer, seat, now)


@transaction.atomic(durable=True)
def write_inject(
    drill_id: uuid.UUID, inject_id: uuid.UUID, told: InjectTold, *, viewer: Viewer, now: datetime
) -> DrillInject:
    """Put an inject into a scenario under the id of its form, or change one that was not put in yet.

    Possible while the exercise runs too: what happens may ask for more. Raises DrillImpossible.
    """
    seat = policies.check_drill(viewer)
    drill = lock_drill(drill_id, *LIVING)
    _check_inject(drill, told)
    before = DrillInject.objects.filter(id=inject_id).first()
    if before is not None and (before.drill_id != drill_id or before.released_at or before.skipped_at):
        raise DrillImpossible("Tình huống này đã đưa ra hoặc đã bỏ qua nên không sửa được nữa.", code="text")
    if before is None and drill.injects.count() >= MOST_INJECTS:
        raise DrillImpossible(f"Mỗi cuộc diễn tập có nhiều nhất {MOST_INJECTS} tình huống.", code="text")
    columns = {"minute": told.minute, "text": told.text.strip(), "expected": told.expected.strip()}
    made, _new = DrillInject.objects.update_or_create(
        id=inject_id, defaults=columns | {"drill": drill, "member_id": told.member_id}
    )
    act_on(drill, InjectWritten(made.id, made.minute), viewer, seat, now)
    return made


@transaction.atomic(durable=True)
def remove_inject(drill_id: uuid.UUID, inject_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> None:
    """Take an inject out of the scenario before the exercise begins; afterwards it is skipped with a reason."""
    seat = policies.check_drill(viewer)
    drill = lock_drill(drill_id, DrillState.PREPARED, sentence=BEGUN)
    inject = drill.injects.filter(id=inject_id).first()
    if inject is None:
        return
    payload = InjectRemoved(inject.id, inject.minute)
    inject.delete()
    act_on(drill, payload, viewer, seat, now)


def lock_drill(drill_id: uuid.UUID, *states: DrillState, sentence: str = OVER) -> Drill:
    """Return an exercise locked, when it stands as told; raises DrillImpossible with the sentence otherwise."""
    drill = Drill.objects.select_for_update(of=("self",)).get(id=drill_id)
    if drill.state not in states:
        raise DrillImpossible(sentence)
    return drill


def act_on(drill: Drill, payload: object, viewer: Viewer, seat: Seat, now: datetime) -> None:
    """Record an act on an exercise. It names no case: what is folded by case knows nothing of exercises."""
    record(payload, at=now, actor=viewer.actor(seat), subject=subject_of(drill.id), unit_id=seat.unit_id)


def checked(text: str, sentence: str, code: str) -> str:
    """Return words that are long enough and can be kept; raises DrillImpossible beside the box otherwise."""
    said = text.replace("\x00", "").strip()
    if not SHORTEST_WORDS <= len(said) <= LONGEST_WORDS:
        raise DrillImpossible(f"{sentence} (từ {SHORTEST_WORDS} đến {format_int(LONGEST_WORDS)} ký tự).", code=code)
    return said


def _columns(told: DrillTold) -> dict[str, object]:
    title, system = told.title.strip(), told.system_name.strip()
    return {
        "title": title,
        "purpose": told.purpose.strip(),
        "search_key": search_key(f"{title} {system}")[:400],
        "category": told.category,
        "severity": told.severity,
        "unit_id": told.unit_id,
        "system_name": system,
        "planned_at": told.planned_at,
    }


def _check(told: DrillTold, now: datetime) -> None:
    if not SHORTEST_WORDS <= len(told.title.strip()) <= 280:
        raise DrillImpossible(f"Hãy đặt tên cuộc diễn tập (từ {SHORTEST_WORDS} đến 280 ký tự).", code="title")
    checked(told.purpose, "Hãy ghi mục đích diễn tập", "purpose")
    if not told.system_name.strip() or len(told.system_name.strip()) > 300:
        raise DrillImpossible("Hãy ghi hệ thống giả định bị sự cố (nhiều nhất 300 ký tự).", code="system_name")
    if told.severity not in (1, 2, 3, 4):
        raise DrillImpossible("Hãy chọn mức độ từ 1 đến 4.", code="severity")
    if not Unit.objects.filter(id=told.unit_id).exists():
        raise DrillImpossible("Hãy chọn đơn vị giả định bị sự cố.", code="unit")
    if not now - ONE_DAY <= told.planned_at <= now + FURTHEST_AHEAD:
        raise DrillImpossible("Ngày giờ diễn tập phải từ hôm nay đến một năm tới.", code="planned_at")


def _check_inject(drill: Drill, told: InjectTold) -> None:
    if not 0 <= told.minute <= LONGEST_MINUTE:
        raise DrillImpossible(f"Phút đưa ra là số nguyên từ 0 đến {format_int(LONGEST_MINUTE)}.", code="minute")
    checked(told.text, "Hãy ghi tình huống đưa ra", "text")
    checked(told.expected, "Hãy ghi hành động mong đợi", "expected")
    if told.member_id and not drill.members.filter(id=told.member_id).exists():
        raise DrillImpossible("Hãy chọn người nhận trong danh sách tham gia.", code="member")


def _put(drill: Drill, injects: Iterable[InjectTold]) -> int:
    made = [
        DrillInject(id=uuid7(), drill=drill, minute=one.minute, text=one.text, expected=one.expected) for one in injects
    ]
    return len(DrillInject.objects.bulk_create(made))


def _copied(source: Drill, drill: Drill) -> int:
    """Copy members and injects, each inject to the copy of whom it was meant for; nothing of how it went."""
    members = {
        one.id: DrillMember.objects.create(drill=drill, unit_id=one.unit_id, officer_id=one.officer_id)
        for one in source.members.all()
    }
    made = [
        DrillInject(
            id=uuid7(), drill=drill, minute=one.minute, text=one.text, expected=one.expected,
            member=members[one.member_id] if one.member_id else None,
        )
        for one in source.injects.order_by("minute", "id")
    ]  # fmt: skip
    return len(DrillInject.objects.bulk_create(made))
