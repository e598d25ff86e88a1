# SPDX-License-Identifier: EUPL-1.2
"""Which facts count: a period, units or areas, and up to which day they were known."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

OWN = "own"
"""Acts of this installation's own ledger, without those it adopted (ADR 0049)."""


@dataclass(frozen=True)
class Scope:
    """Which facts count: days from `since` to `until`, and units or areas (empty = all).

    known_on: only what the ledger had sealed by the end of that day, which is what pages showed then; None: all that
    is known by now, acts that came late among them. Not before `until`: nobody asks what was known of days to come.
    origin: whose ledger: empty for all together, OWN for this installation's, else the number of an adopted one.
    """

    since: date
    until: date
    unit_ids: tuple[uuid.UUID, ...] = ()
    areas: tuple[str, ...] = ()
    known_on: date | None = None
    origin: str = ""

    def __post_init__(self) -> None:
        """Raise ValueError for a day of knowing before the last day that counts."""
        if self.known_on is not None and self.known_on < self.until:
            raise ValueError(f"known on {self.known_on}, before {self.until}")

    def rows(self, names: Sequence[str], dimensions: Sequence[str] = (), before: date | None = None) -> Q:
        """Return the condition on facts by day or by month, the time left open.

        before: only values of the dimension that begin with an earlier day.
        """
        found = Q(fact__in=[name for name in names if name])
        if self.unit_ids:
            found &= Q(unit_id__in=self.unit_ids)
        if self.areas:
            found &= Q(area__in=self.areas)
        if before is not None:
            found &= Q(dimension__gte="0", dimension__lt=before.isoformat())
        return found & Q(dimension__in=dimensions) if dimensions else found

    @property
    def adopted(self) -> bool:
        """Whether only acts of one adopted ledger count."""
        return self.origin not in ("", OWN)

    def since_ever(self) -> "Scope":
        """Return the same scope from the first day there can be."""
        return replace(self, since=date(1, 1, 1))

    def months(self) -> tuple[date, date]:
        """Return the first day of the first whole month and the day after the last; the same twice for none."""
        first = self.since if self.since.day == 1 else _next_month(self.since)
        return first, max(first, (self.until + timedelta(days=1)).replace(day=1))


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def days_of(since: date, until: date) -> list[date]:
    """Return the days from one to another, both counted; none when the other is earlier. For a few weeks at most."""
    return [since + timedelta(days=number) for number in range((until - since).days + 1)]


def months_of(first: date, after: date) -> list[date]:
    """Return the first days of the months from one first day up to, not including, another."""
    found = []
    while first < after:
        found.append(first)
        first = _next_month(first)
    return found


def end_of(day: date) -> datetime:
    """Return the instant at which a local day is over."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
