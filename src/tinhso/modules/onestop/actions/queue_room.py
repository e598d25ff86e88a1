# SPDX-License-Identifier: EUPL-1.2
"""Open and close a counter, end the day: nobody who waits is forgotten, each ticket says what became of it."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.calendar.types import TIMEZONE
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import SYSTEM, Actor
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop.actions.queue_tickets import lock_day, note
from tinhso.modules.onestop.errors import CounterBusy, NotYourQueue
from tinhso.modules.onestop.models import QueueCounter, QueueDay, QueuePlace, Ticket, Visit
from tinhso.modules.onestop.queries import queue as queries
from tinhso.modules.onestop.queue import rules
from tinhso.modules.onestop.queue.policies import can_set, check_desk
from tinhso.modules.onestop.queue.types import (
    CounterClosed,
    CounterOpened,
    DayClosed,
    TicketClosed,
    TicketMoved,
    TicketState,
    VisitMissed,
    VisitState,
)

LIVING = (TicketState.WAITING, TicketState.CALLED)


@transaction.atomic(durable=True)
def open_counter(counter_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> QueueCounter:
    """Sit down at a counter; pressed twice it is open once. Raises CounterBusy when somebody else sits there."""
    found = QueueCounter.objects.get(id=counter_id)
    seat = check_desk(viewer, found.place_id)
    day = lock_day(found.place_id, now)
    if day.closed_at is not None:
        raise CounterBusy("Hôm nay đã kết thúc ngày lấy số nên không mở quầy được nữa.")
    _leave_yesterday(found.place_id, day.day)
    counter = QueueCounter.objects.select_for_update().get(id=counter_id)
    if counter.officer_id == viewer.as_officer:
        return counter
    if counter.officer_id is not None or not counter.in_use:
        raise CounterBusy(f"Quầy {counter.number} đang có người khác ngồi hoặc không còn dùng. Hãy chọn quầy khác.")
    if QueueCounter.objects.filter(officer_id=viewer.as_officer).exists():
        raise CounterBusy("Bạn đang mở một quầy khác. Hãy đóng quầy đó trước.")
    counter.officer_id, counter.opened_at, counter.streak = viewer.as_officer, now, 0
    counter.save(update_fields=["officer", "opened_at", "streak"])
    _note(counter, day.place, CounterOpened(counter=counter.number), viewer.actor(seat), now)
    return counter


def _leave_yesterday(unit_id: uuid.UUID, today: date) -> None:
    """Empty the chairs nobody left the evening before."""
    for counter in QueueCounter.objects.select_for_update().filter(place_id=unit_id, officer__isnull=False):
        if not counter.is_open_on(today):
            _stand_up(counter)


def _stand_up(counter: QueueCounter) -> None:
    counter.officer, counter.opened_at, counter.streak = None, None, 0
    counter.save(update_fields=["officer", "opened_at", "streak"])


@transaction.atomic(durable=True)
def close_counter(counter_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> int:
    """Close a counter, one's own or as head another's; return how many wait whom no open counter serves any more.

    Who had been sent to this counter goes back into the common queue with the old number. Raises CounterBusy while
    somebody stands in front of it. Closed twice it is closed once.
    """
    found = QueueCounter.objects.get(id=counter_id)
    seat = check_desk(viewer, found.place_id)
    day = lock_day(found.place_id, now)
    counter = QueueCounter.objects.select_for_update().get(id=counter_id)
    if counter.officer_id is None:
        return 0
    if counter.officer_id != viewer.as_officer and not can_set(viewer, counter.place_id):
        raise NotYourQueue("Quầy này do người khác mở; chỉ người đó hoặc người phụ trách đóng được.")
    current = Ticket.objects.filter(counter=counter, state=TicketState.CALLED).first()
    if current is not None:
        raise CounterBusy(f"Số {current.number} đang ở quầy. Hãy bấm Xong, Không đến hoặc chuyển quầy rồi mới đóng.")
    actor = viewer.actor(seat)
    _stand_up(counter)
    _take_back(counter, day, actor, now)
    left = [one.standing() for one in queries.waiting(counter.place_id, day.day)]
    alone = rules.stranded(left, queries.open_windows(queries.counters(counter.place_id), day.day))
    _note(counter, day.place, CounterClosed(counter=counter.number, stranded=len(alone)), actor, now)
    return len(alone)


def _take_back(counter: QueueCounter, day: QueueDay, actor: Actor, now: datetime) -> None:
    for ticket in Ticket.objects.select_for_update().filter(counter=counter, state=TicketState.WAITING):
        ticket.counter, ticket.place = None, day.place
        ticket.save(update_fields=["counter"])
        note(ticket, TicketMoved(counter_from=counter.number, counter_to=0), now=now, actor=actor)


def _note(counter: QueueCounter, place: QueuePlace, payload: object, actor: Actor, now: datetime) -> None:
    subject, unit = f"queue_counter:{counter.id}", place.unit
    record(payload, at=now, actor=actor, subject=subject, unit_id=unit.id, area=unit.area_code)


@transaction.atomic(durable=True)
def close_day(unit_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> int:
    """End today's queue; return how many people were not served. Pressed twice it ends once.

    No more numbers are handed out. Every ticket that waits or stands at a counter ends as "closed" and its page says
    so; appointments of today nobody came for end as missed; counters close.
    """
    seat = check_desk(viewer, unit_id)
    day = lock_day(unit_id, now)
    return 0 if day.closed_at else _close(day, viewer.actor(seat), now)


def close_past_days(*, now: datetime) -> int:
    """End the days that nobody ended, and appointments of days without a queue; return how many days.

    A number ends with its day, so the acts bear the last instant of that day and count for it.
    """
    today = timezone.localtime(now).date()
    past = QueueDay.objects.filter(day__lt=today, closed_at=None).order_by("day", "place_id")
    return sum(_close_past(one, now) for one in past.values_list("id", flat=True)) + _miss_past(today, now)


@transaction.atomic(durable=True)
def _close_past(day_id: int, now: datetime) -> int:
    locked = QueueDay.objects.select_for_update(of=("self",)).select_related("place__unit").get(id=day_id)
    if locked.closed_at is not None:
        return 0
    _close(locked, SYSTEM, min(now, datetime.combine(locked.day, time.max, TIMEZONE)))
    return 1


@transaction.atomic(durable=True)
def _miss_past(today: date, now: datetime) -> int:
    """End appointments of days on which no number was taken; they are no days of their own."""
    left = Visit.objects.select_for_update(of=("self",)).filter(state=VisitState.OPEN, day__lt=today)
    _miss(left.select_related("place__unit"), SYSTEM, now)
    return 0


def _close(day: QueueDay, actor: Actor, now: datetime) -> int:
    place, unserved = day.place, 0
    living = Ticket.objects.select_for_update().filter(place=place, day=day.day, state__in=LIVING)
    for ticket in living.order_by("number"):
        ticket.place = place
        minutes = ticket.minutes_until(ticket.called_at or now)
        ticket.state, ticket.ended_at = TicketState.CLOSED, max(now, ticket.taken_at)
        ticket.save(update_fields=["state", "ended_at"])
        note(ticket, TicketClosed(minutes=minutes), now=now, actor=actor)
        unserved += 1
    opened = Visit.objects.select_for_update(of=("self",)).filter(place=place, day=day.day, state=VisitState.OPEN)
    _miss(opened.select_related("place__unit"), actor, now)
    for counter in QueueCounter.objects.select_for_update().filter(place=place, officer__isnull=False):
        if counter.opened_at is not None and timezone.localtime(counter.opened_at).date() <= day.day:
            _stand_up(counter)
    day.closed_at = now
    day.save(update_fields=["closed_at"])
    payload = DayClosed(day=day.day, taken=day.last_number, waiting=unserved)
    subject, unit = f"queue_day:{place.unit_id}:{day.day.isoformat()}", place.unit
    record(payload, at=now, actor=actor, subject=subject, unit_id=unit.id, area=unit.area_code)
    return unserved


def _miss(visits: Iterable[Visit], actor: Actor, now: datetime) -> None:
    for visit in visits:
        visit.state, visit.ended_at = VisitState.MISSED, now
        visit.save(update_fields=["state", "ended_at"])
        unit = visit.place.unit
        payload = VisitMissed(until=visit.slot_at)
        record(payload, at=now, actor=actor, subject=f"visit:{visit.id}", unit_id=unit.id, area=unit.area_code)
