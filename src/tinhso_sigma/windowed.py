# SPDX-License-Identifier: EUPL-1.2
"""What a window of matches amounts to, and which windows make one finding. Pure: the same matches, the same findings.

A window ends at a match and reaches back by the time span, both ends included. It hits when the condition holds of it.
Hits whose windows share a match are one finding, which lasts from the first match of its first window to its last hit.
"""

from __future__ import annotations

import math
import statistics
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from tinhso_sigma.correlated import Correlation

Amount = str | float | None
"""What value_… counts (text) or adds up (number); None where the event has none."""
LIMITED = ("event_count", "value_count", "temporal", "temporal_ordered")  # never more than the window has matches


class Matches:
    """Matches of one group in order of time, then of the rule's place in the correlation, then of the origin.

    A column for each part: one object for each match would cost more than all the rest. is_narrow: places and values
    are left out, since all places are 0 and no value is looked at.
    """

    __slots__ = ("ats", "is_narrow", "origins", "places", "values")

    def __init__(self, *, is_narrow: bool) -> None:
        self.is_narrow = is_narrow
        self.ats: list[float] = []
        self.origins: list[str] = []
        self.places: list[int] = []
        self.values: list[Amount] = []

    def append(self, at: float, place: int, origin: str, value: Amount) -> None:
        self._put(len(self.ats), at, place, origin, value)

    def insert(self, at: float, place: int, origin: str, value: Amount) -> None:
        index = bisect_right(self.ats, at)
        while index and self.ats[index - 1] == at and self._rank(index - 1) > (place, f"{origin}#{place}"):
            index -= 1
        self._put(index, at, place, origin, value)

    def _put(self, index: int, at: float, place: int, origin: str, value: Amount) -> None:
        self.ats.insert(index, at)
        self.origins.insert(index, origin)
        if not self.is_narrow:
            self.places.insert(index, place)
            self.values.insert(index, value)

    def place(self, index: int) -> int:
        return 0 if self.is_narrow else self.places[index]

    def _rank(self, index: int) -> tuple[int, str]:
        place = self.place(index)
        return place, f"{self.origins[index]}#{place}"

    def remove(self, begin: int, end: int) -> None:
        del self.ats[begin:end], self.origins[begin:end], self.places[begin:end], self.values[begin:end]


class Hit(NamedTuple):
    """A window of which the condition holds: its end, its first match, what the condition was asked of."""

    at: float
    first_at: float
    number: float


def least_of(correlation: Correlation) -> float:
    """Return how many matches a window must have at the least for the condition to hold; -inf: not known."""
    if correlation.kind not in LIMITED:
        return -math.inf
    return max((wanted for op, wanted in correlation.tests if op in {"gte", "gt", "eq"}), default=-math.inf)


def number_of(correlation: Correlation, matches: Matches, first: int, last: int) -> float | None:
    """Return what the condition is asked of in the window from one match to another; None: nothing to ask."""
    kind = correlation.kind
    if kind == "event_count":
        return last + 1 - first
    if kind == "temporal":
        return len(set(matches.places[first : last + 1]))
    if kind == "temporal_ordered":
        return _in_order(matches.places[first : last + 1])
    values = matches.values[first : last + 1]
    if kind == "value_count":
        return len({value for value in values if value is not None})
    return _amount(kind, correlation.percentile, [one for one in values if isinstance(one, float)])


def _in_order(places: Sequence[int]) -> int:
    """Return how many of the rules, from the first on, are met one after the other."""
    met = 0
    for place in places:
        met += place == met
    return met


def _amount(kind: str, percentile: float, numbers: list[float]) -> float | None:
    if not numbers:
        return None
    if kind == "value_sum":
        return math.fsum(numbers)
    if kind == "value_avg":
        return math.fsum(numbers) / len(numbers)
    if kind == "value_median":
        return statistics.median(numbers)
    return sorted(numbers)[max(0, math.ceil(percentile / 100 * len(numbers)) - 1)]


def hits(correlation: Correlation, matches: Matches, begin: float, end: float) -> list[Hit]:
    """Return the hits among windows that end from `begin` to `end`."""
    found: list[Hit] = []
    ats, span = matches.ats, correlation.span_seconds
    for last in range(bisect_left(ats, begin), bisect_right(ats, end)):
        at = ats[last]
        if last + 1 < len(ats) and ats[last + 1] == at:
            continue  # the window that ends at this instant holds all matches of it
        first = bisect_left(ats, at - span)
        number = number_of(correlation, matches, first, last)
        if number is not None and correlation.holds(number):
            found.append(Hit(at, ats[first], number))
    return found


def joined(found: Sequence[Hit]) -> list[Hit]:
    """Return hits whose windows share a match as one, with the end and number of the last."""
    whole: list[Hit] = []
    for hit in found:
        if whole and hit.first_at <= whole[-1].at:
            whole[-1] = Hit(hit.at, whole[-1].first_at, hit.number)
        else:
            whole.append(hit)
    return whole
