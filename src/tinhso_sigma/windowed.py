# SPDX-License-Identifier: EUPL-1.2
"""What a window of matches amounts to, and which windows make one finding. Pure: the same matches, the same findings.

A window ends at a match and reaches back by the time span, both ends included. It hits when the condition holds of it.
Hits whose windows share a match are one finding, which lasts from the first match of its first window to its last hit.
"""

from __future__ import annotations

import math
import statistics
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from tinhso_sigma.correlated import Correlation


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A match in time order. place: of its rule in the correlation, so that equal times stand in the wanted order.

    value: what value_… counts (text) or adds up (number), None where the event has none.
    """

    at: float
    place: int
    origin: str
    value: str | float | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A finding as positions: the matches from first to last, and the number of the window that ended last."""

    first: int
    last: int
    number: float


def number_of(correlation: Correlation, window: Sequence[Entry]) -> float | None:
    """Return what the condition is asked of; None: nothing to ask."""
    kind = correlation.kind
    if kind == "event_count":
        return len(window)
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


def spans(correlation: Correlation, entries: Sequence[Entry], since: float = -math.inf) -> list[Span]:
    """Return the findings among entries in order, of windows that end at `since` or later."""
    found: list[Span] = []
    for last in range(bisect_left(entries, since, key=lambda one: one.at), len(entries)):
        entry = entries[last]
        if last + 1 < len(entries) and entries[last + 1].at == entry.at:
            continue  # the window that ends at this instant holds all matches of it
        first = bisect_left(entries, entry.at - correlation.span_seconds, key=lambda one: one.at)
        number = number_of(correlation, entries[first : last + 1])
        if number is None or not correlation.holds(number):
            continue
        if found and first <= found[-1].last:
            found[-1] = Span(found[-1].first, last, number)
        else:
            found.append(Span(first, last, number))
    return found
