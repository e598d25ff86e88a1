# SPDX-License-Identifier: EUPL-1.2
"""Take a number, at the kiosk or from an officer; the row of the day is locked, so there is no gap and no double."""

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.calendar.queries import work_calendar
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import Actor
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop.errors import QueueShut
from tinhso.modules.onestop.models import QueueCounter, QueueDay, QueueDevice, QueuePlace, Ticket, Visit
from tinhso.modules.onestop.queries import queue as queries
from tinhso.modules.onestop.queue.policies import check_desk
from tinhso.modules.onestop.queue.types import DeviceKind, Source, TicketState, TicketTaken

KIOSK = "system:kiosk"
"""Whoever stands at a kiosk; the house does not learn who it is."""

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 12
MOST_PROCEDURES = 10


@dataclass(frozen=True)
class Wish:
    """What somebody wants a number for. client_key: the same again gives the ticket that was made first."""

    client_key: str
    procedures: Sequence[str] = ()
    is_priority: bool = False


def take_at_kiosk(key: str, wish: Wish, *, now: datetime) -> Ticket:
    """Hand out a number at the kiosk with this key; raises DeviceUnknown, QueueShut."""
    device = queries.device_by_key(key, DeviceKind.KIOSK)
    return _take(device.place, wish, Source.KIOSK, Actor(KIOSK, device.place_id), now, device)


def take_at_desk(unit_id: uuid.UUID, wish: Wish, *, viewer: Viewer, now: datetime) -> Ticket:
    """Hand out a number for somebody who cannot use the kiosk, or where there is none; raises NotYourQueue."""
    seat = check_desk(viewer, unit_id)
    return _take(queries.place(unit_id), wish, Source.DESK, viewer.actor(seat), now)


@transaction.atomic(durable=True)
def _take(
    place: QueuePlace, wish: Wish, source: Source, actor: Actor, now: datetime, device: QueueDevice | None = None
) -> Ticket:
    key = f"{place.unit_id.hex[-12:]}:{wish.client_key}"[:64]
    day = lock_day(place.unit_id, now)
    first = Ticket.objects.filter(client_key=key).first()
    if first is not None:
        return first
    check_open(day, now)
    ticket = Ticket(client_key=key, source=source, device=device, is_priority=wish.is_priority)
    fill(ticket, wish.procedures)
    return issue(ticket, day, now=now, actor=actor)


def lock_day(unit_id: uuid.UUID, now: datetime) -> QueueDay:
    """Return the row of today, locked until the transaction ends; whoever changes a queue goes through it."""
    day = timezone.localtime(now).date()
    QueueDay.objects.bulk_create([QueueDay(place_id=unit_id, day=day)], ignore_conflicts=True)
    locked = QueueDay.objects.select_for_update(of=("self",)).select_related("place__unit")
    return locked.get(place_id=unit_id, day=day)


def check_open(day: QueueDay, now: datetime) -> None:
    """Raise QueueShut when the day is over, or on a day off while nobody sits at a counter."""
    if day.closed_at is not None:
        raise QueueShut("Hôm nay Bộ phận Một cửa đã ngừng nhận số. Mời ông/bà đặt lịch hoặc đến vào ngày làm việc sau.")
    if work_calendar().is_working_day(day.day):
        return
    found = QueueCounter.objects.filter(place_id=day.place_id, in_use=True)
    if not any(one.is_open_on(day.day) for one in found):
        raise QueueShut("Hôm nay là ngày nghỉ và chưa có quầy nào mở nên chưa nhận số.")


def fill(ticket: Ticket, codes: Sequence[str]) -> None:
    """Write down what the ticket is for; codes that are no procedures are left out."""
    found = queries.procedures_named(list(codes)[:MOST_PROCEDURES])
    ticket.procedures = [one.code for one in found]
    ticket.sectors = sorted({one.sector for one in found})


def issue(ticket: Ticket, day: QueueDay, *, now: datetime, actor: Actor) -> Ticket:
    """Give a ticket the next number of a locked day, inside the caller's transaction.

    A clock that was set back does not bring anybody forward: no ticket is older than the one before it.
    """
    day.last_number += 1
    day.last_at = max(now, day.last_at) if day.last_at else now
    day.save(update_fields=["last_number", "last_at"])
    ticket.place, ticket.day, ticket.number = day.place, day.day, day.last_number
    ticket.taken_at, ticket.state = day.last_at, TicketState.WAITING
    ticket.code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    ticket.save(force_insert=True)
    visit: Visit | None = ticket.visit
    payload = TicketTaken(
        day=ticket.day,
        number=ticket.number,
        source=ticket.source,
        procedures=tuple(ticket.procedures),
        favoured=ticket.is_priority,
        device=ticket.device_id,
        visit=visit.id if visit else None,
    )
    note(ticket, payload, now=now, actor=actor)
    return ticket


def note(ticket: Ticket, payload: object, *, now: datetime, actor: Actor) -> None:
    """Record an act of a ticket for the unit of its place."""
    unit = ticket.place.unit
    record(payload, at=now, actor=actor, subject=f"ticket:{ticket.id}", unit_id=unit.id, area=unit.area_code)
