# SPDX-License-Identifier: EUPL-1.2
"""A desk with two counters: 1 serves everything, 2 only land; opened by the clerk and by the head."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tinhso.kernel.calendar.types import TIMEZONE
from tinhso.kernel.events.models import Act
from tinhso.modules.onestop.actions.queue_room import open_counter
from tinhso.modules.onestop.actions.queue_settings import Settings, issue_device, set_counter, set_place
from tinhso.modules.onestop.actions.queue_tickets import Wish, take_at_desk, take_at_kiosk
from tinhso.modules.onestop.models import QueueCounter, QueuePlace, Ticket
from tinhso.modules.onestop.queue.types import DeviceKind
from tinhso.modules.onestop.tests import world

EIGHT = datetime(2026, 11, 2, 8, 0, tzinfo=TIMEZONE)
"""A Monday."""
LAND, MARRIAGE = "1.013978", world.MARRIAGE_STATUS


@dataclass
class Room:
    """The place, its counters, the key of its kiosk and screen."""

    people: world.Staff
    place: QueuePlace
    first: QueueCounter
    second: QueueCounter
    kiosk: str
    screen: str

    def take(self, minute: int = 0, *codes: str, priority: bool = False, key: str = "") -> Ticket:
        """Take a number at the kiosk so many minutes after eight."""
        wish = Wish(key or uuid.uuid4().hex, codes, priority)
        return take_at_kiosk(self.kiosk, wish, now=after(minute))

    def take_from_clerk(self, minute: int = 0, *codes: str) -> Ticket:
        wish = Wish(uuid.uuid4().hex, codes)
        return take_at_desk(self.people.unit.id, wish, viewer=self.people.reception, now=after(minute))


def after(minutes: float) -> datetime:
    return EIGHT + timedelta(minutes=minutes)


def made(people: world.Staff, *, capacity: int = 2, opened: bool = True, second: bool = False) -> Room:
    """Set a room up by the acts of its head; the clerk sits at counter 1, the head at 2 when `second`."""
    unit_id, head, now = people.unit.id, people.head, after(-30)
    groups = ["elderly", "disabled", "pregnant"]
    place = set_place(unit_id, Settings(groups, slot_capacity=capacity), viewer=head, now=now)
    counters = [
        set_counter(unit_id, number, sectors=sectors, viewer=head, now=now)
        for number, sectors in ((1, []), (2, ["dat_dai"]))
    ]
    if opened:
        open_counter(counters[0].id, viewer=people.reception, now=now)
    if second:
        open_counter(counters[1].id, viewer=head, now=now)
    keys = [issue_device(unit_id, kind, "Sảnh", viewer=head, now=now)[1] for kind in DeviceKind]
    return Room(people, place, *counters, *keys)


def verbs(subject: str) -> list[str]:
    """Return the verbs recorded of a subject, in order."""
    return list(Act.objects.filter(subject=subject).order_by("seq").values_list("verb", flat=True))


def next_working(days: int = 1) -> date:
    return EIGHT.date() + timedelta(days=days)
