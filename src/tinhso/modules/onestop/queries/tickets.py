# SPDX-License-Identifier: EUPL-1.2
"""One ticket as its holder sees it: how many before me, about how long, and who was called earlier and why."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from tinhso.modules.onestop.models import QueueCounter, QueueDevice, Ticket
from tinhso.modules.onestop.queries import queue
from tinhso.modules.onestop.queue import rules
from tinhso.modules.onestop.queue.types import Estimate, Lane, TicketState, Why, Window

MOST_EXPLAINED = 6
PRINT_AGAIN = timedelta(minutes=5)


@dataclass(frozen=True)
class Overtaken:
    """A later number that was called earlier, and why."""

    number: int
    counter: int
    why: Why


@dataclass(frozen=True)
class Position:
    """Where a ticket stands. ahead: how many come first, nothing once it was called; served_by: open counters."""

    ticket: Ticket
    lane: Lane
    ahead: int | None = None
    estimate: Estimate | None = None
    served_by: list[int] = field(default_factory=list)
    overtaken: list[Overtaken] = field(default_factory=list)


def ticket_by_code(code: str) -> Ticket:
    return Ticket.objects.select_related("place__unit", "counter").get(code=code)


def ticket_of(ticket_id: uuid.UUID) -> Ticket:
    return Ticket.objects.select_related("place__unit", "counter").get(id=ticket_id)


def last_of_device(device: QueueDevice, now: datetime) -> Ticket | None:
    """Return the ticket this kiosk handed out in the last minutes, to be printed again; later it is private."""
    found = Ticket.objects.filter(device=device, taken_at__gt=now - PRINT_AGAIN).order_by("-taken_at", "-number")
    return found.first()


def position(ticket: Ticket, now: datetime) -> Position:
    """Return where a ticket stands now; at most five queries however many wait."""
    mine, rule = ticket.standing(), ticket.place.rule
    if ticket.state != TicketState.WAITING:
        return Position(ticket, Lane(ticket.lane) if ticket.lane else rules.lane_of(mine, now, rule))
    everybody = [one.standing() for one in queue.waiting(ticket.place_id, ticket.day)]
    counters = queue.counters(ticket.place_id)
    windows = queue.open_windows(counters, timezone.localtime(now).date())
    own = [one for one in windows if rules.serves(one, mine)]
    known = own or [one.window for one in counters if rules.serves(one.window, mine)]
    ahead = rules.ahead_of(mine, everybody, known, now=now, rule=rule)
    services = queue.services_today(ticket.place_id, ticket.day)
    return Position(
        ticket,
        rules.lane_of(mine, now, rule),
        ahead,
        rules.estimate(ahead, len(own), services),
        [one.number for one in own],
        _overtaken(ticket, counters),
    )


def _overtaken(ticket: Ticket, counters: list[QueueCounter]) -> list[Overtaken]:
    """Return the latest calls of later numbers while this one waited."""
    windows = {one.id: one.window for one in counters}
    later = Ticket.objects.filter(
        place_id=ticket.place_id, day=ticket.day, number__gt=ticket.number, called_at__isnull=False
    )
    found = later.exclude(counter=None).order_by("-last_called_at")[:MOST_EXPLAINED]
    return [_explained(ticket, one, windows.get(one.counter_id) if one.counter_id else None) for one in found]


def _explained(mine: Ticket, other: Ticket, window: Window | None) -> Overtaken:
    seen = window or Window(0)
    return Overtaken(other.number, seen.number, rules.why_before(mine.standing(), seen, Lane(other.lane), other.calls))
