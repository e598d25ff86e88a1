# SPDX-License-Identifier: EUPL-1.2
"""Appointments: book, cancel, arrive, be reminded, be told that the day became a day off."""

import secrets
import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.calendar.queries import work_calendar
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import SYSTEM, Actor
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop.actions.queue_tickets import KIOSK, check_open, fill, issue, lock_day
from tinhso.modules.onestop.errors import SlotFull, VisitImpossible
from tinhso.modules.onestop.models import QueuePlace, Ticket, Visit
from tinhso.modules.onestop.queries.queue import device_by_key, procedures_named
from tinhso.modules.onestop.queries.visits import COUNTING, visit_of
from tinhso.modules.onestop.queue import slots
from tinhso.modules.onestop.queue.policies import check_desk
from tinhso.modules.onestop.queue.types import (
    DeviceKind,
    Source,
    VisitArrived,
    VisitBooked,
    VisitCancelled,
    VisitDropped,
    VisitReminded,
    VisitState,
)

DIGITS = "0123456789"
REMIND_BEFORE = timedelta(hours=24)
"""A house rule: once, within a day before the hour."""


@transaction.atomic(durable=True)
def book_visit(
    unit_id: uuid.UUID, slot_at: datetime, procedures: Sequence[str], *, viewer: Viewer, now: datetime
) -> Visit:
    """Book an hour at a desk; the same hour again returns the appointment that is there.

    Raises VisitImpossible for an hour not offered or a second open appointment at this place, SlotFull.
    """
    person_id = _person(viewer)
    place = QueuePlace.objects.select_for_update(of=("self",)).select_related("unit").get(unit_id=unit_id)
    standing = Visit.objects.filter(place=place, person_id=person_id, state=VisitState.OPEN).first()
    if standing is not None:
        return _same(standing, slot_at)
    _check_offered(place, slot_at, now)
    day = timezone.localtime(slot_at).date()
    if Visit.objects.filter(place=place, slot_at=slot_at, state__in=COUNTING).count() >= place.slot_capacity:
        raise SlotFull("Giờ này vừa có người khác đặt hết chỗ. Hãy chọn giờ khác.")
    visit = Visit.objects.create(
        place=place,
        person_id=person_id,
        day=day,
        slot_at=slot_at,
        procedures=[one.code for one in procedures_named(procedures)],
        code=_free_code(place, day),
        state=VisitState.OPEN,
        booked_at=now,
    )
    note_visit(visit, VisitBooked(until=slot_at, procedures=tuple(visit.procedures)), viewer.actor(), now)
    return visit


def _person(viewer: Viewer) -> uuid.UUID:
    if viewer.person_id is None:
        raise VisitImpossible("Đặt lịch dành cho người dân. Hãy đăng nhập bằng định danh điện tử.")
    return viewer.person_id


def _same(standing: Visit, slot_at: datetime) -> Visit:
    if standing.slot_at == slot_at:
        return standing
    when = f"{timezone.localtime(standing.slot_at):%H:%M ngày %d/%m/%Y}"
    raise VisitImpossible(f"Ông/bà đã có lịch hẹn ở nơi này lúc {when}. Hãy hủy lịch đó trước khi đặt giờ khác.")


def _check_offered(place: QueuePlace, slot_at: datetime, now: datetime) -> None:
    if place.slot_capacity < 1:
        raise VisitImpossible("Nơi này chưa nhận đặt lịch. Mời ông/bà đến lấy số trong giờ làm việc.")
    today = timezone.localtime(now).date()
    span = {"minutes": place.slot_minutes, "days": place.days_ahead}
    if not slots.is_offered(slot_at, today=today, calendar=work_calendar(), **span):
        raise VisitImpossible("Giờ này không nhận đặt lịch (ngày nghỉ, ngoài giờ hoặc quá xa). Hãy chọn giờ khác.")


def _free_code(place: QueuePlace, day: date) -> str:
    """Return six digits nobody has on that day at that place; the place is locked."""
    taken = set(Visit.objects.filter(place=place, day=day).values_list("code", flat=True))
    while (code := "".join(secrets.choice(DIGITS) for _ in range(6))) in taken:
        pass
    return code


@transaction.atomic(durable=True)
def cancel_visit(visit_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> Visit:
    """Give up one's own appointment, which frees its place; cancelled twice it is cancelled once."""
    visit = _locked(visit_id)
    if visit.person_id != viewer.person_id:
        raise VisitImpossible("Không có lịch hẹn này trong tài khoản của ông/bà.")
    if visit.state == VisitState.OPEN:
        _end(visit, VisitState.CANCELLED, now)
        note_visit(visit, VisitCancelled(until=visit.slot_at), viewer.actor(), now)
    return visit


def arrive_at_kiosk(key: str, code: str, *, now: datetime) -> Ticket:
    """Turn the appointment with this code into a ticket at a kiosk of its place; typed twice it is one ticket."""
    device = device_by_key(key, DeviceKind.KIOSK)
    today = timezone.localtime(now).date()
    digits = "".join(char for char in code if char.isdigit())
    found = Visit.objects.filter(place_id=device.place_id, day=today, code=digits).first()
    if found is None:
        raise VisitImpossible("Không có lịch hẹn mang mã này ở đây hôm nay. Hãy xem lại mã, hoặc lấy số như thường.")
    return _arrive(found.id, Actor(KIOSK, device.place_id), now)


def arrive_at_desk(visit_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> Ticket:
    """Turn an appointment of today into a ticket at the desk; raises VisitImpossible, NotYourQueue."""
    seat = check_desk(viewer, visit_of(visit_id).place_id)
    return _arrive(visit_id, viewer.actor(seat), now)


@transaction.atomic(durable=True)
def _arrive(visit_id: uuid.UUID, actor: Actor, now: datetime) -> Ticket:
    day = lock_day(visit_of(visit_id).place_id, now)
    visit = _locked(visit_id)
    first = Ticket.objects.filter(visit=visit).first()
    if first is not None:
        return first
    if visit.state != VisitState.OPEN or visit.day != day.day:
        raise VisitImpossible(f"Lịch hẹn này của ngày {visit.day:%d/%m/%Y} hoặc đã hủy. Mời ông/bà lấy số như thường.")
    check_open(day, now)
    _end(visit, VisitState.ARRIVED, now)
    late = int((now - visit.slot_at).total_seconds() // 60)
    note_visit(visit, VisitArrived(until=visit.slot_at, late=late), actor, now)
    ticket = Ticket(client_key=f"visit:{visit.id.hex}", source=Source.BOOKED, visit=visit, slot_at=visit.slot_at)
    fill(ticket, visit.procedures)
    return issue(ticket, day, now=now, actor=actor)


def drop_visits(day: date, *, now: datetime) -> int:
    """End the appointments of a day that became a day off, inside the caller's transaction; return how many."""
    if work_calendar().is_working_day(day):
        return 0
    opened = Visit.objects.select_for_update(of=("self",)).filter(day=day, state=VisitState.OPEN)
    found = list(opened.select_related("place__unit").order_by("id"))
    for visit in found:
        _end(visit, VisitState.DROPPED, now)
        note_visit(visit, VisitDropped(until=visit.slot_at, day=day), SYSTEM, now)
    return len(found)


@transaction.atomic(durable=True)
def remind_visits(*, now: datetime) -> int:
    """Remind, once, everybody whose hour comes within a day; return how many."""
    opened = Visit.objects.select_for_update(of=("self",), skip_locked=True).filter(
        state=VisitState.OPEN, reminded_at=None, slot_at__gt=now, slot_at__lte=now + REMIND_BEFORE
    )
    soon = list(opened.select_related("place__unit").order_by("slot_at", "id"))
    for visit in soon:
        visit.reminded_at = now
        visit.save(update_fields=["reminded_at"])
        note_visit(visit, VisitReminded(until=visit.slot_at), SYSTEM, now)
    return len(soon)


def _locked(visit_id: uuid.UUID) -> Visit:
    return Visit.objects.select_for_update(of=("self",)).select_related("place__unit").get(id=visit_id)


def _end(visit: Visit, state: VisitState, now: datetime) -> None:
    visit.state, visit.ended_at = state, now
    visit.save(update_fields=["state", "ended_at"])


def note_visit(visit: Visit, payload: object, actor: Actor, now: datetime) -> None:
    unit = visit.place.unit
    record(payload, at=now, actor=actor, subject=f"visit:{visit.id}", unit_id=unit.id, area=unit.area_code)
