# SPDX-License-Identifier: EUPL-1.2
"""Whose turn it is, why, and how long it may take: pure functions, no clock, no database.

No text of law orders the queue; 61/2018/NĐ-CP wants the room and the machine. The order below is a rule of the house,
told on the pages in the same words (ADR 0026):
who was sent on by another counter goes first there; then who booked and is in time, and who has priority, by who has
waited longer; after so many of them in a row one ordinary number gets its turn; ordinary numbers go by number.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil
from statistics import median

from tinhso.modules.onestop.queue.types.words import Estimate, FairRule, Lane, Standing, Why, Window

FAVOURED = frozenset({Lane.BOOKED, Lane.PRIORITY})
ENOUGH_SERVICES = 3
"""Fewer services today say nothing about the next one: the wait is then unknown, and is said to be."""

ROUND_TO_MINUTES = 5


def lane_of(ticket: Standing, now: datetime, rule: FairRule) -> Lane:
    """Return as what a ticket would be called now.

    A booked hour counts from the hour on, for who came no later than `grace_minutes` after it; before the hour, and
    for who came too late, the ticket is an ordinary one.
    """
    if ticket.counter:
        return Lane.RETURNED
    if ticket.slot_at is not None and _is_due(ticket, ticket.slot_at, now, rule):
        return Lane.BOOKED
    return Lane.PRIORITY if ticket.is_priority else Lane.ORDINARY


def _is_due(ticket: Standing, slot_at: datetime, now: datetime, rule: FairRule) -> bool:
    return slot_at <= now and ticket.arrived_at <= slot_at + timedelta(minutes=rule.grace_minutes)


def waits_since(ticket: Standing) -> datetime:
    """Return from when a wait counts: from the booked hour for who came before it, else from arrival."""
    return max(ticket.arrived_at, ticket.slot_at) if ticket.slot_at else ticket.arrived_at


def next_up(waiting: Sequence[Standing], *, streak: int, now: datetime, rule: FairRule) -> Standing | None:
    """Return the ticket to be called now among those a counter may call; nothing when nobody waits."""
    lanes: dict[Lane, list[Standing]] = {lane: [] for lane in Lane}
    for ticket in waiting:
        lanes[lane_of(ticket, now, rule)].append(ticket)
    if lanes[Lane.RETURNED]:
        return min(lanes[Lane.RETURNED], key=lambda one: one.number)
    favoured = lanes[Lane.BOOKED] + lanes[Lane.PRIORITY]
    ordinary = min(lanes[Lane.ORDINARY], key=lambda one: one.number, default=None)
    if not favoured or (ordinary is not None and streak >= rule.favoured_in_row):
        return ordinary
    return min(favoured, key=lambda one: (_precedence(one, now, rule), one.number))


def _precedence(ticket: Standing, now: datetime, rule: FairRule) -> datetime:
    """Return the instant favoured tickets are compared by: the booked hour, or arrival."""
    booked = lane_of(ticket, now, rule) is Lane.BOOKED and ticket.slot_at is not None
    return ticket.slot_at if booked and ticket.slot_at else ticket.arrived_at


def streak_after(streak: int, lane: Lane, *, ordinary_waits: bool) -> int:
    """Return how many favoured calls in a row a counter has made past ordinary people who waited.

    lane: as what the ticket was just called; ordinary_waits: whether an ordinary one was passed over by it.
    """
    if lane is Lane.ORDINARY:
        return 0
    return streak + 1 if lane in FAVOURED and ordinary_waits else streak


def order(waiting: Sequence[Standing], *, streak: int, now: datetime, rule: FairRule) -> list[Standing]:
    """Return everybody in the order they would be called if all were called now."""
    left, found = list(waiting), []
    while (ticket := next_up(left, streak=streak, now=now, rule=rule)) is not None:
        left.remove(ticket)
        lane = lane_of(ticket, now, rule)
        passed = any(lane_of(one, now, rule) is Lane.ORDINARY for one in left)
        streak = streak_after(streak, lane, ordinary_waits=passed)
        found.append(ticket)
    return found


def serves(window: Window, ticket: Standing) -> bool:
    """Tell whether a counter may call a ticket: sent to it, or one of the ticket's fields is served there.

    A ticket for several procedures is called by any counter that serves one of them; the officer sends it on.
    """
    if ticket.counter:
        return ticket.counter == window.number
    return not window.sectors or not ticket.sectors or bool(window.sectors & ticket.sectors)


def callable_by(window: Window, waiting: Sequence[Standing]) -> list[Standing]:
    return [one for one in waiting if serves(window, one)]


def stranded(waiting: Sequence[Standing], windows: Sequence[Window]) -> list[Standing]:
    """Return who waits for something no open counter serves."""
    return [one for one in waiting if not any(serves(window, one) for window in windows)]


def ahead_of(
    mine: Standing, waiting: Sequence[Standing], windows: Sequence[Window], *, now: datetime, rule: FairRule
) -> int:
    """Return how many are called before mine as things stand now; only those count who want one of my counters.

    Several counters call at once, each with its own streak; the least of them is taken, so that the number errs on the
    long side for ordinary people.
    """
    own = [window for window in windows if serves(window, mine)]
    rivals = [one for one in waiting if one == mine or any(serves(window, one) for window in own)]
    streak = min((window.streak for window in own), default=0)
    return order(rivals, streak=streak, now=now, rule=rule).index(mine)


def estimate(ahead: int, windows: int, services: Sequence[float]) -> Estimate | None:
    """Return about how long the wait is, from the minutes of today's services; nothing when that is not known.

    Nobody can say with no counter open, or from fewer than three services. The middle of them is taken, because one
    long case must not frighten everybody.

    >>> estimate(4, 2, [6, 8, 30])
    Estimate(minutes=20, services=3)
    """
    if windows < 1 or len(services) < ENOUGH_SERVICES:
        return None
    raw = median(services) * ahead / windows
    return Estimate(ceil(raw / ROUND_TO_MINUTES) * ROUND_TO_MINUTES, len(services))


def why_before(mine: Standing, window: Window, lane: Lane, calls: int) -> Why:
    """Return why a ticket with a later number was called at a counter while mine waited."""
    if not serves(window, mine):
        return Why.ELSEWHERE
    if calls > 1:
        return Why.AGAIN
    known = {Lane.RETURNED: Why.RETURNED, Lane.BOOKED: Why.BOOKED, Lane.PRIORITY: Why.PRIORITY}
    return known.get(lane, Why.PASSED)
