# SPDX-License-Identifier: EUPL-1.2
"""When a roster lacks somebody. Pure: spans in, spans out; the numbers of people are those the operator told."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from tinhso.modules.security.types.duty import ReviewKind

LONGEST_SHIFT = timedelta(hours=24)
"""Ours, against slips of the pen: no text that was read limits a shift."""

FURTHEST_AHEAD = timedelta(days=366)


@dataclass(frozen=True)
class Span:
    """Somebody of a role is there from an instant up to another."""

    role: str
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Gap:
    """From an instant up to another fewer are there than have to be. role: empty when nobody at all is there."""

    role: str
    begins_at: datetime
    ends_at: datetime
    there: int
    least: int

    @property
    def length(self) -> timedelta:
        return self.ends_at - self.begins_at


def gaps(spans: Sequence[Span], since: datetime, until: datetime, least: Mapping[str, int]) -> list[Gap]:
    """Return where fewer people are on duty than told, from `since` up to `until`, in order of time.

    least: people by role at any time. Without any, somebody of any role has to be there: duty is continuous.
    """
    wanted = {role: number for role, number in least.items() if number > 0} or {"": 1}
    found = [gap for role, number in wanted.items() for gap in _of_role(spans, since, until, role, number)]
    return sorted(found, key=lambda gap: (gap.begins_at, gap.role))


def _of_role(spans: Iterable[Span], since: datetime, until: datetime, role: str, least: int) -> list[Gap]:
    mine = [one for one in spans if (not role or one.role == role) and one.begins_at < until and one.ends_at > since]
    turns = {since, until}
    for one in mine:
        turns |= {max(one.begins_at, since), min(one.ends_at, until)}
    found: list[Gap] = []
    ordered = sorted(turns)
    for begins, ends in pairwise(ordered):
        there = sum(one.begins_at <= begins and one.ends_at >= ends for one in mine)
        if there >= least:
            continue
        if found and found[-1].ends_at == begins and found[-1].there == there:
            begins = found.pop().begins_at
        found.append(Gap(role, begins, ends, there, least))
    return found


def hours(spans: Iterable[Span], since: datetime, until: datetime) -> float:
    """Return how many person-hours of the spans lie between two instants."""
    lengths = (min(one.ends_at, until) - max(one.begins_at, since) for one in spans)
    return sum(max(one, timedelta()).total_seconds() for one in lengths) / 3600


def last_whole(kind: ReviewKind, today: date) -> tuple[date, date]:
    """Return first and last day of the last week (from Monday), month or half-year that is over.

    >>> last_whole(ReviewKind.HALF_YEAR, date(2026, 3, 9))
    (datetime.date(2025, 7, 1), datetime.date(2025, 12, 31))
    """
    if kind is ReviewKind.WEEK:
        monday = today - timedelta(days=today.weekday() + 7)
        return monday, monday + timedelta(days=6)
    if kind is ReviewKind.MONTH:
        last = today.replace(day=1) - timedelta(days=1)
        return last.replace(day=1), last
    half = date(today.year, 1 if today.month <= 6 else 7, 1)
    last = half - timedelta(days=1)
    return date(last.year, 1 if last.month <= 6 else 7, 1), last
