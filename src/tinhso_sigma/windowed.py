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


class Entry(NamedTuple):
    """A match in time order. place: of its rule in the correlation, so that equal times stand in the wanted order.

    value: what value_… counts (text) or adds up (number), None where the event has none.
    """

    at: float
    place: int
    origin: str
    value: str | float | None = None


class Hit(NamedTuple):
    """A window of which the condition holds: its end, its first match, what the condition was asked of."""

    at: float
    first_at: float
    number: float


def number_of(correlation: Correlation, window: Sequence[Entry]) -> float | None:
    """Return what the condition of a type but event_count is asked of; None: nothing to ask."""
    kind = correlation.kind
    if kind == "temporal":
        return len({entry.place for entry in window})
    if kind == "temporal_ordered":
        return _in_order(window)
    if kind == "value_count":
        return len({entry.value for entry in window if entry.value is not None})
    return _amount(kind, correlation.percentile, [one.value for one in window if isinstance(one.value, float)])


def _in_order(window: Sequence[Entry]) -> int:
    """Return how many of the rules, from the first on, are met one after the other."""
    met = 0
    for entry in window:
        met += entry.place == met
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


def number_at(correlation: Correlation, entries: Sequence[Entry], last: int) -> float | None:
    """Return what the condition is asked of in the window that ends at an entry; None: nothing to ask."""
    first = bisect_left(entries, entries[last].at - correlation.span_seconds, key=_at)
    if correlation.kind == "event_count":
        return last + 1 - first
    return number_of(correlation, entries[first : last + 1])


def hits(correlation: Correlation, entries: Sequence[Entry], begin: float, end: float) -> list[Hit]:
    """Return the hits among windows that end from `begin` to `end`; entries are in order."""
    found: list[Hit] = []
    for last in range(bisect_left(entries, begin, key=_at), bisect_right(entries, end, key=_at)):
        at = entries[last].at
        if last + 1 < len(entries) and entries[last + 1].at == at:
            continue  # the window that ends at this instant holds all matches of it
        number = number_at(correlation, entries, last)
        if number is not None and correlation.holds(number):
            first = bisect_left(entries, at - correlation.span_seconds, key=_at)
            found.append(Hit(at, entries[first].at, number))
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


def _at(entry: Entry) -> float:
    return entry.at
