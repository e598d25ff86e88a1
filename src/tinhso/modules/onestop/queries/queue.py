# SPDX-License-Identifier: EUPL-1.2
"""The room: places with a queue, their counters and devices, and what screen, kiosk and counter show of a day."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from tinhso.lib.vntext import sort_key
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.errors import DeviceUnknown
from tinhso.modules.onestop.models import Procedure, QueueCounter, QueueDay, QueueDevice, QueuePlace, Ticket
from tinhso.modules.onestop.queue import rules
from tinhso.modules.onestop.queue.types import DeviceKind, PriorityGroup, TicketState, Window

SHOWN_ON_SCREEN = 8
RECENT_SERVICES = 30
"""The estimate looks at the latest services of today; what the morning was like matters less in the afternoon."""


def places(on: date) -> list[QueuePlace]:
    """Return the places with a queue whose unit exists on a day, in Vietnamese order."""
    found = QueuePlace.objects.filter(unit__valid__contains=on).select_related("unit")
    return list(found.order_by("unit__sort_key"))


def place(unit_id: uuid.UUID) -> QueuePlace:
    return QueuePlace.objects.select_related("unit").get(unit_id=unit_id)


def place_or_none(unit_id: uuid.UUID) -> QueuePlace | None:
    return QueuePlace.objects.select_related("unit").filter(unit_id=unit_id).first()


def priority_groups(found: QueuePlace) -> list[PriorityGroup]:
    """Return the groups this place gives priority to, in the order of the list."""
    return [one for one in definitions.queue_priority() if one.key in found.priority_groups]


def counters(unit_id: uuid.UUID, *, unused: bool = False) -> list[QueueCounter]:
    """Return the counters of a place by number; those out of use only when asked for."""
    found = QueueCounter.objects.filter(place_id=unit_id).select_related("officer").order_by("number")
    return list(found if unused else found.filter(in_use=True))


def open_windows(all_counters: Sequence[QueueCounter], day: date) -> list[Window]:
    return [one.window for one in all_counters if one.is_open_on(day)]


def digest_of_key(token: str) -> str:
    """Return what is kept of a device's key."""
    return hashlib.sha256(token.encode()).hexdigest()


def device_by_key(token: str, kind: DeviceKind) -> QueueDevice:
    """Return the device behind an address; raises DeviceUnknown with one sentence for every reason."""
    related = QueueDevice.objects.select_related("place__unit")
    found = related.filter(token_digest=digest_of_key(token), kind=kind, withdrawn_at=None).first()
    if found is None:
        raise DeviceUnknown("Địa chỉ này không còn dùng được. Hãy báo người phụ trách Bộ phận Một cửa cấp lại khóa.")
    return found


def devices(unit_id: uuid.UUID) -> list[QueueDevice]:
    return list(QueueDevice.objects.filter(place_id=unit_id).order_by("withdrawn_at", "-issued_at"))


def waiting(unit_id: uuid.UUID, day: date) -> list[Ticket]:
    """Return who waits on a day, by number."""
    found = Ticket.objects.filter(place_id=unit_id, day=day, state=TicketState.WAITING)
    return list(found.select_related("counter").order_by("number"))


@dataclass(frozen=True)
class Board:
    """What a screen shows of a day: numbers at counters, latest call first, and how many wait."""

    called: list[Ticket]
    waiting: int
    open_counters: int
    closed: bool


def board(unit_id: uuid.UUID, now: datetime) -> Board:
    """Return what the screen of a place shows now; four queries."""
    day = timezone.localtime(now).date()
    called = Ticket.objects.filter(place_id=unit_id, day=day, state=TicketState.CALLED).select_related("counter")
    return Board(
        called=list(called.order_by("-last_called_at")[:SHOWN_ON_SCREEN]),
        waiting=Ticket.objects.filter(place_id=unit_id, day=day, state=TicketState.WAITING).count(),
        open_counters=len(open_windows(counters(unit_id), day)),
        closed=QueueDay.objects.filter(place_id=unit_id, day=day, closed_at__isnull=False).exists(),
    )


@dataclass(frozen=True)
class Line:
    """One person who waits, as the officer sees it: whether this counter may call, and the place in the order."""

    ticket: Ticket
    is_mine: bool
    is_next: bool


def lines_of(all_waiting: Sequence[Ticket], window: Window | None, found: QueuePlace, now: datetime) -> list[Line]:
    """Return who waits in the order this counter calls them; the others behind, by number."""
    by_number = {one.number: one for one in all_waiting}
    own = rules.callable_by(window, [one.standing() for one in all_waiting]) if window else []
    streak = window.streak if window else 0
    ordered = [one.number for one in rules.order(own, streak=streak, now=now, rule=found.rule)]
    rest = [number for number in by_number if number not in set(ordered)]
    first = ordered[:1]
    return [Line(by_number[number], number in ordered, number in first) for number in ordered + rest]


def services_today(unit_id: uuid.UUID, day: date) -> list[float]:
    """Return minutes of the latest services of a day, from the call to the end."""
    found = Ticket.objects.filter(place_id=unit_id, day=day, state=TicketState.SERVED, last_called_at__isnull=False)
    spans = found.order_by("-ended_at").values_list("last_called_at", "ended_at")[:RECENT_SERVICES]
    return [(ended - called).total_seconds() / 60 for called, ended in spans if called and ended]


def procedures_named(codes: Sequence[str]) -> list[Procedure]:
    """Return procedures by code, in Vietnamese order; unknown codes are left out."""
    return list(Procedure.objects.filter(code__in=list(codes)).order_by("sort_key", "code"))


def sectors_here() -> list[tuple[str, str]]:
    """Return the fields of all procedures with their titles, in Vietnamese order."""
    found = Procedure.objects.order_by().values_list("sector", flat=True).distinct()
    return sorted(((one, definitions.sector_title(one)) for one in found), key=lambda pair: sort_key(pair[1]))


def procedures_in(sector: str) -> list[Procedure]:
    """Return the procedures of a field in Vietnamese order."""
    return list(Procedure.objects.filter(sector=sector).order_by("sort_key", "code"))


def sectors_of(unit_id: uuid.UUID) -> list[tuple[str, str]]:
    """Return the fields a number can be taken for at a place: those its counters serve, all when one serves all."""
    served = [set(one.sectors) for one in counters(unit_id)]
    everything = not served or any(not one for one in served)
    return [pair for pair in sectors_here() if everything or any(pair[0] in one for one in served)]


def counter_of(officer_id: uuid.UUID, unit_id: uuid.UUID, now: datetime) -> QueueCounter | None:
    """Return the counter an officer sits at today in a place."""
    found = QueueCounter.objects.select_related("place__unit").filter(place_id=unit_id, officer_id=officer_id).first()
    return found if found and found.is_open_on(timezone.localtime(now).date()) else None


def current_of(counter: QueueCounter) -> Ticket | None:
    return Ticket.objects.filter(counter=counter, state=TicketState.CALLED).first()


def last_served_at(counter: QueueCounter, day: date) -> Ticket | None:
    found = Ticket.objects.filter(counter=counter, day=day, state=TicketState.SERVED)
    return found.order_by("-ended_at").first()


def missed(unit_id: uuid.UUID, day: date) -> list[Ticket]:
    """Return the numbers of a day that were called and did not come, the latest first."""
    found = Ticket.objects.filter(place_id=unit_id, day=day, state=TicketState.MISSED)
    return list(found.order_by("-ended_at"))


def ticket_at_hand(officer_id: uuid.UUID, now: datetime) -> Ticket | None:
    """Return the number at the counter this officer sits at, else the one served there last today."""
    counter = QueueCounter.objects.filter(officer_id=officer_id).first()
    if counter is None:
        return None
    return current_of(counter) or last_served_at(counter, timezone.localtime(now).date())


def all_procedures() -> list[Procedure]:
    return list(Procedure.objects.order_by("sort_key", "code"))


def counter(counter_id: uuid.UUID) -> QueueCounter:
    return QueueCounter.objects.select_related("place__unit").get(id=counter_id)
