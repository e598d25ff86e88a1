# SPDX-License-Identifier: EUPL-1.2
"""The clock of an exercise. Pure: what is due follows from the start and the pauses, no timer runs anywhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST_MINUTE = 3 * 24 * 60
"""Ours, against slips of the pen: no text that was read limits an exercise."""

FURTHEST_AHEAD = timedelta(days=366)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Pause:
    """The exercise stood still. ended_at: None while it still does."""

    began_at: datetime
    ended_at: datetime | None = None


def elapsed(started_at: datetime, pauses: Iterable[Pause], at: datetime) -> timedelta:
    """Return what the clock of the exercise shows at an instant: time since the start without its pauses.

    >>> from datetime import UTC
    >>> nine = datetime(2026, 3, 2, 9, tzinfo=UTC)
    >>> elapsed(nine, [Pause(nine + timedelta(minutes=10), nine + timedelta(minutes=25))], nine + timedelta(minutes=30))
    datetime.timedelta(seconds=900)
    """
    stood = timedelta()
    for one in pauses:
        if one.began_at < at:
            stood += min(one.ended_at or at, at) - one.began_at
    return max(at - started_at - stood, timedelta())


def minute_of(started_at: datetime, pauses: Iterable[Pause], at: datetime) -> int:
    """Return the whole minutes the clock of the exercise shows."""
    return int(elapsed(started_at, pauses, at).total_seconds()) // 60


def instant_of(minute: int, started_at: datetime, pauses: Iterable[Pause]) -> datetime | None:
    """Return when the clock of the exercise shows a minute; None when a pause that still lasts comes before it."""
    found = started_at + timedelta(minutes=minute)
    for one in sorted(pauses, key=lambda pause: pause.began_at):
        if one.began_at >= found:
            break
        if one.ended_at is None:
            return None
        found += one.ended_at - one.began_at
    return found


def minutes_between(started_at: datetime, pauses: Iterable[Pause], since: datetime, until: datetime) -> int:
    """Return the whole minutes of the exercise's clock from one instant to another."""
    stood = list(pauses)
    span = elapsed(started_at, stood, until) - elapsed(started_at, stood, since)
    return int(span.total_seconds()) // 60
