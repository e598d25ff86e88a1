# SPDX-License-Identifier: EUPL-1.2
"""The queue in a played province: every commune has a desk with counters; who comes in person takes a number first."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import Protocol

from tinhso.kernel.identity.types import Viewer
from tinhso.modules.onestop.actions.queue_calls import call_next, serve
from tinhso.modules.onestop.actions.queue_room import close_day, open_counter
from tinhso.modules.onestop.actions.queue_settings import USUAL, Settings, set_counter, set_place
from tinhso.modules.onestop.actions.queue_tickets import Wish, take_at_desk
from tinhso.modules.onestop.errors import NobodyWaits
from tinhso.modules.onestop.queries import queue as queries
from tinhso.play.teams import Team, Teams

SLOT_CAPACITY = 2
LAND = ("dat_dai", "xay_dung", "tai_nguyen_moi_truong")
PRIORITY = 0.12
"""Share of people who take a priority number (assumption)."""


def set_up(unit_id: uuid.UUID, head: Viewer, *, now: datetime) -> None:
    """Make the place of a unit with two counters, the second for land and building; made before it stays as it is."""
    if queries.place_or_none(unit_id) is not None:
        return
    set_place(unit_id, Settings(USUAL.groups, slot_capacity=SLOT_CAPACITY), viewer=head, now=now)
    for number, sectors in ((1, ()), (2, LAND)):
        set_counter(unit_id, number, sectors=sectors, viewer=head, now=now)


class Clock(Protocol):
    """Something that knows the instant of the simulation."""

    now: datetime


@dataclass
class Desks:
    """The desks of one player. No numbers are played today: they would carry hours that are still to come."""

    teams: Teams
    today: date
    busy: set[uuid.UUID] = field(default_factory=set)

    def wait(self, unit_id: uuid.UUID, code: str, *, dice: Random, clock: Clock) -> Iterator[float]:
        """Take a number, wait, let the clerk call whose turn it is; the dossier is filed afterwards."""
        team = self.teams.of(unit_id)
        if clock.now.date() >= self.today:
            return
        set_up(unit_id, team.head, now=clock.now)
        self.busy.add(unit_id)
        wish = Wish(f"play:{dice.getrandbits(96):024x}", [code], dice.random() < PRIORITY)
        take_at_desk(unit_id, wish, viewer=team.reception, now=clock.now)
        yield dice.uniform(1, 14)
        if clock.now.date() < self.today and unit_id in self.busy:
            _turn(unit_id, team, clock.now)

    def end_day(self, *, now: datetime) -> None:
        """Serve who still waits and end the day at each desk that was busy."""
        for unit_id in sorted(self.busy):
            team = self.teams.of(unit_id)
            while _turn(unit_id, team, now):
                pass
            close_day(unit_id, viewer=team.head, now=now)
        self.busy.clear()


def _turn(unit_id: uuid.UUID, team: Team, now: datetime) -> bool:
    """Finish with who is at the clerk's counter and call the next; false when nobody is left."""
    counter = queries.counters(unit_id)[0]
    open_counter(counter.id, viewer=team.reception, now=now)
    current = queries.current_of(counter)
    if current is not None:
        serve(current.id, counter.id, viewer=team.reception, now=now)
    try:
        call_next(counter.id, viewer=team.reception, now=now)
    except NobodyWaits:
        return False
    return True
