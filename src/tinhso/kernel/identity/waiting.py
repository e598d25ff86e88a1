# SPDX-License-Identifier: EUPL-1.2
"""The waiting room of sign-in (phòng chờ đăng nhập): numbers in the order of arrival, let in at a steady pace.

A bucket that fills at `pace` people per second and holds a few seconds' worth: in quiet hours nobody waits, in a surge
everybody has a place that only moves forward. Nothing of it is an act: it names nobody and ends with the day.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from tinhso.kernel.identity.models import WaitingRoom

BURST_SECONDS = 5
"""A pause of this long may be made up for at once."""

KEPT = timedelta(minutes=15)
"""How long a number holds after its turn came: somebody who put the telephone down is not sent to the end."""


@dataclass(frozen=True)
class Served:
    """How far the room had let people in at an instant; between two instants it moves by the pace."""

    number: float
    at: datetime
    drawn: int
    pace: float

    def reached(self, now: datetime) -> float:
        """Return the last number whose turn has come; never more than a burst ahead of those drawn."""
        moved = self.number + self.pace * max((now - self.at).total_seconds(), 0.0)
        return min(moved, self.drawn + self.pace * BURST_SECONDS)

    def wait_of(self, number: int, now: datetime) -> float:
        """Return the seconds until a number's turn, nought when it has come."""
        return max(number - self.reached(now), 0.0) / self.pace

    def is_over(self, number: int, now: datetime) -> bool:
        """Whether the turn of a number came so long ago that it no longer holds."""
        return self.reached(now) - number > self.pace * KEPT.total_seconds()


_DRAW = """
INSERT INTO identity_waitingroom AS room (id, drawn, served, at) VALUES (1, 1, %(burst)s, %(now)s)
ON CONFLICT (id) DO UPDATE SET drawn = room.drawn + 1, at = greatest(room.at, excluded.at),
    served = least(room.served + %(pace)s * greatest(extract(epoch FROM excluded.at - room.at), 0),
                   room.drawn + %(burst)s)
RETURNING drawn, served, at
"""


@transaction.atomic
def draw(*, pace: float, now: datetime) -> tuple[int, Served]:
    """Draw the next number and return it with how far the room is. pace: people let in per second."""
    with connection.cursor() as cursor:
        cursor.execute(_DRAW, {"pace": pace, "burst": pace * BURST_SECONDS, "now": now})
        drawn, served, at = cursor.fetchone()
    return drawn, Served(float(served), at, drawn, pace)


def served(*, pace: float, now: datetime) -> Served:
    """Return how far the room is, without drawing."""
    room = WaitingRoom.objects.filter(id=1).first()
    return Served(room.served, room.at, room.drawn, pace) if room else Served(0.0, now, 0, pace)
