# SPDX-License-Identifier: EUPL-1.2
"""At the counter: call the next, call again, nobody came, send on, done. Two officers at once never get one number."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.events.types import Actor
from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop.actions.queue_tickets import lock_day, note
from tinhso.modules.onestop.errors import CounterBusy, NobodyWaits, NotYourQueue, TicketMovedOn
from tinhso.modules.onestop.models import QueueCounter, Ticket
from tinhso.modules.onestop.queries import queue as queries
from tinhso.modules.onestop.queue import rules
from tinhso.modules.onestop.queue.policies import check_desk
from tinhso.modules.onestop.queue.types import (
    Lane,
    Standing,
    TicketCalled,
    TicketMissed,
    TicketMoved,
    TicketServed,
    TicketState,
)


@transaction.atomic(durable=True)
def call_next(counter_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> Ticket:
    """Call whose turn it is at a counter (see `queue.rules`); raises CounterBusy, NobodyWaits, NotYourQueue."""
    counter, actor = _my_counter(counter_id, viewer, now)
    _check_free(counter)
    place = counter.place
    all_waiting = queries.waiting(place.unit_id, timezone.localtime(now).date())
    mine = rules.callable_by(counter.window, [one.standing() for one in all_waiting])
    chosen = rules.next_up(mine, streak=counter.streak, now=now, rule=place.rule)
    if chosen is None:
        raise NobodyWaits("Không còn ai chờ ở quầy này.")
    ticket = next(one for one in all_waiting if one.number == chosen.number)
    lane = rules.lane_of(chosen, now, place.rule)
    _note_streak(counter, lane, [one for one in mine if one != chosen], now)
    return _call(ticket, counter, lane, now=now, actor=actor)


def _note_streak(counter: QueueCounter, lane: Lane, left: Sequence[Standing], now: datetime) -> None:
    ordinary_waits = any(rules.lane_of(one, now, counter.place.rule) is Lane.ORDINARY for one in left)
    counter.streak = rules.streak_after(counter.streak, lane, ordinary_waits=ordinary_waits)
    counter.save(update_fields=["streak"])


@transaction.atomic(durable=True)
def call_again(ticket_id: uuid.UUID, counter_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> Ticket:
    """Call a number once more: the one at this counter, or one of today that did not come and is there now."""
    counter, actor = _my_counter(counter_id, viewer, now)
    ticket = _ticket(ticket_id, counter)
    if ticket.state == TicketState.MISSED and ticket.day == timezone.localtime(now).date():
        _check_free(counter)
    elif ticket.state != TicketState.CALLED or ticket.counter_id != counter.id:
        raise _moved_on(ticket)
    return _call(ticket, counter, Lane(ticket.lane), now=now, actor=actor)


def _call(ticket: Ticket, counter: QueueCounter, lane: Lane, *, now: datetime, actor: Actor) -> Ticket:
    is_first = ticket.called_at is None
    ticket.counter, ticket.lane, ticket.state, ticket.ended_at = counter, lane, TicketState.CALLED, None
    ticket.last_called_at = max(now, ticket.taken_at)
    ticket.called_at = ticket.called_at or ticket.last_called_at
    ticket.calls += 1
    ticket.save()
    waited = ticket.minutes_until(now) if is_first else None
    payload = TicketCalled(counter=counter.number, lane=lane.value, calls=ticket.calls, minutes=waited)
    note(ticket, payload, now=now, actor=actor)
    return ticket


@transaction.atomic(durable=True)
def note_missed(ticket_id: uuid.UUID, counter_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> Ticket:
    """Note that nobody came; the number can be called again while the day lasts."""
    ticket, counter, actor = _at_counter(ticket_id, counter_id, viewer, now)
    _end(ticket, TicketState.MISSED, now)
    note(ticket, TicketMissed(counter=counter.number, calls=ticket.calls), now=now, actor=actor)
    return ticket


@transaction.atomic(durable=True)
def serve(ticket_id: uuid.UUID, counter_id: uuid.UUID, *, viewer: Viewer, now: datetime) -> Ticket:
    """Note that the person was served; what was filed stands in the dossiers, not here."""
    ticket, counter, actor = _at_counter(ticket_id, counter_id, viewer, now)
    began = ticket.last_called_at or now
    _end(ticket, TicketState.SERVED, now)
    spent = max(0, int((now - began).total_seconds() // 60))
    note(ticket, TicketServed(counter=counter.number, minutes=spent), now=now, actor=actor)
    return ticket


@transaction.atomic(durable=True)
def move(ticket_id: uuid.UUID, counter_id: uuid.UUID, *, to: int, viewer: Viewer, now: datetime) -> Ticket:
    """Send a person on to another open counter of the same place, where the number is called first."""
    ticket, counter, actor = _at_counter(ticket_id, counter_id, viewer, now)
    target = QueueCounter.objects.filter(place=counter.place, number=to, in_use=True).exclude(id=counter.id).first()
    if target is None or not target.is_open_on(timezone.localtime(now).date()):
        raise TicketMovedOn("Quầy nhận chưa mở nên chưa chuyển được; số vẫn ở quầy của bạn. Hãy chọn quầy đang mở.")
    ticket.counter, ticket.state = target, TicketState.WAITING
    ticket.save(update_fields=["counter", "state"])
    note(ticket, TicketMoved(counter_from=counter.number, counter_to=target.number), now=now, actor=actor)
    return ticket


def _end(ticket: Ticket, state: TicketState, now: datetime) -> None:
    ticket.state, ticket.ended_at = state, max(now, ticket.last_called_at or ticket.taken_at)
    ticket.save(update_fields=["state", "ended_at"])


def _my_counter(counter_id: uuid.UUID, viewer: Viewer, now: datetime) -> tuple[QueueCounter, Actor]:
    """Return the counter this officer sits at, its day locked; raises CounterBusy when it is not (any more) theirs."""
    found = QueueCounter.objects.get(id=counter_id)
    seat = check_desk(viewer, found.place_id)
    day = lock_day(found.place_id, now)
    counter = QueueCounter.objects.select_for_update().get(id=counter_id)
    counter.place = day.place
    if counter.officer_id != viewer.as_officer or not counter.is_open_on(day.day):
        raise CounterBusy(
            "Bạn không còn ngồi ở quầy này: quầy đã đóng hoặc người khác đã mở. Hãy mở quầy rồi gọi tiếp."
        )
    return counter, viewer.actor(seat)


def _check_free(counter: QueueCounter) -> None:
    current = Ticket.objects.filter(counter=counter, state=TicketState.CALLED).first()
    if current is not None:
        raise CounterBusy(f"Số {current.number} đang ở quầy. Hãy bấm Xong hoặc Không đến rồi gọi tiếp.")


def _ticket(ticket_id: uuid.UUID, counter: QueueCounter) -> Ticket:
    ticket = Ticket.objects.select_for_update(of=("self",)).select_related("counter").get(id=ticket_id)
    if ticket.place_id != counter.place_id:
        raise NotYourQueue("Số này của nơi khác.")
    ticket.place = counter.place
    return ticket


def _at_counter(
    ticket_id: uuid.UUID, counter_id: uuid.UUID, viewer: Viewer, now: datetime
) -> tuple[Ticket, QueueCounter, Actor]:
    counter, actor = _my_counter(counter_id, viewer, now)
    ticket = _ticket(ticket_id, counter)
    if ticket.state != TicketState.CALLED or ticket.counter_id != counter.id:
        raise _moved_on(ticket)
    return ticket, counter, actor


def _moved_on(ticket: Ticket) -> TicketMovedOn:
    return TicketMovedOn(f"Số {ticket.number} không còn ở quầy này; việc vừa bấm chưa được ghi. Hãy xem lại danh sách.")
