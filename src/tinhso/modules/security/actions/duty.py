# SPDX-License-Identifier: EUPL-1.2
"""Keep the roster of the security centre: shifts one by one, from a list, copied from a week; how many are needed."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from tinhso.kernel.events.actions import record
from tinhso.kernel.identity.models import Officer
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.security import policies
from tinhso.modules.security.errors import DutyImpossible
from tinhso.modules.security.models import DutyShift, DutyStaffing
from tinhso.modules.security.queries.duty import shifts_between
from tinhso.modules.security.queries.duty_list import fault_of, is_there, words_of
from tinhso.modules.security.types.duty import DutyRole, ShiftPlanned, ShiftTold, ShiftWithdrawn, StaffingTold

MOST_AT_ONCE = 2_000
WEEK = timedelta(days=7)
MOST_NEEDED = 99


def subject_of(shift_id: uuid.UUID) -> str:
    return f"duty_shift:{shift_id}"


@transaction.atomic(durable=True)
def plan_shift(shift_id: uuid.UUID, told: ShiftTold, *, viewer: Viewer, now: datetime) -> DutyShift:
    """Put somebody on duty under the id of the form; the same form again gives the first.

    Raises NotYourCentre, DutyImpossible.
    """
    seat = policies.check_centre(viewer)
    before = DutyShift.objects.filter(id=shift_id).first()
    return before or _put(shift_id, told, "form", viewer, seat, now)


@transaction.atomic(durable=True)
def take_shifts(many: Sequence[ShiftTold], *, viewer: Viewer, now: datetime) -> list[DutyShift]:
    """Put the shifts of a list on the roster, all or none; one that is there already just so is passed over."""
    seat = policies.check_centre(viewer)
    if len(many) > MOST_AT_ONCE:
        raise DutyImpossible(f"Mỗi lần nhập nhiều nhất {MOST_AT_ONCE} ca. Hãy chia tệp.", code="list")
    return [_put(uuid7(), told, "list", viewer, seat, now) for told in many if not is_there(told)]


@transaction.atomic(durable=True)
def copy_week(monday: datetime, *, viewer: Viewer, now: datetime) -> tuple[int, list[str]]:
    """Copy the shifts that began in the week before `monday` seven days on.

    monday: the first instant of the week that is filled. Clocks do not change in Việt Nam, so days are 24 hours.
    Return how many were made, and a sentence for each that could not be: the others are copied all the same.
    """
    seat = policies.check_centre(viewer)
    made, left = 0, list[str]()
    for one in shifts_between(monday - WEEK, monday):
        if one.begins_at < monday - WEEK:
            continue
        told = ShiftTold(one.officer_id, DutyRole(one.role), one.begins_at + WEEK, one.ends_at + WEEK)
        if is_there(told):
            continue
        if fault := fault_of(told, now):
            left.append(f"{one.officer.full_name}, {words_of(told)}: {fault[1]}")
            continue
        _put(uuid7(), told, "week", viewer, seat, now)
        made += 1
    return made, left


@transaction.atomic(durable=True)
def withdraw_shift(shift_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> DutyShift:
    """Take a shift off the roster before it begins; end a running one now. One that is over stays as it was."""
    seat = policies.check_centre(viewer)
    one = DutyShift.objects.select_for_update().get(id=shift_id)
    if one.withdrawn_at is not None:
        return one
    if one.ends_at <= now:
        raise DutyImpossible("Ca này đã qua. Lịch của những ca đã qua không sửa nữa, để còn đối chiếu.", code="shift")
    running = one.begins_at < now
    if running:
        one.ends_at = now
    else:
        one.withdrawn_at = now
    one.save(update_fields=["ends_at", "withdrawn_at"])
    payload = ShiftWithdrawn(one.officer_id, one.role, now if running else None)
    record(payload, at=now, actor=viewer.actor(seat), subject=subject_of(one.id), unit_id=seat.unit_id)
    return one


@transaction.atomic(durable=True)
def tell_staffing(role: DutyRole, least: int, *, viewer: Viewer, now: datetime) -> None:
    """Say how many of a role have to be there at any time; 0: the role need not be there."""
    seat = policies.check_centre(viewer)
    if not 0 <= least <= MOST_NEEDED:
        raise DutyImpossible(f"Số người trực là số nguyên từ 0 đến {MOST_NEEDED}.", code="least")
    before = DutyStaffing.objects.filter(role=role).first()
    if before is not None and before.least == least:
        return
    told = {"least": least, "told_by_id": viewer.as_officer, "told_at": now}
    DutyStaffing.objects.update_or_create(role=role, defaults=told)
    payload = StaffingTold(role, least)
    record(payload, at=now, actor=viewer.actor(seat), subject=f"duty_staffing:{role}", unit_id=seat.unit_id)


def _put(shift_id: uuid.UUID, told: ShiftTold, way: str, viewer: Viewer, seat: Seat, now: datetime) -> DutyShift:
    Officer.objects.select_for_update(of=("self",)).filter(id=told.officer_id).first()
    if fault := fault_of(told, now):
        raise DutyImpossible(fault[1], code=fault[0])
    one = DutyShift.objects.create(
        id=shift_id,
        officer_id=told.officer_id,
        role=told.role,
        begins_at=told.begins_at,
        ends_at=told.ends_at,
        planned_by_id=viewer.as_officer,
        planned_at=now,
    )
    payload = ShiftPlanned(told.officer_id, told.role, told.begins_at, told.ends_at, way)
    record(payload, at=now, actor=viewer.actor(seat), subject=subject_of(one.id), unit_id=seat.unit_id)
    return one
