# SPDX-License-Identifier: EUPL-1.2
"""The correlator as it was first written, the slow and plain reference of `correlation.py`: one object for each match,
every window of a group at unrest looked at again after each. `test_correlation_random.py` wants the same changes of it.
"""

from __future__ import annotations

import math
import statistics
from bisect import bisect_left, bisect_right, insort
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tinhso_sigma.correlated import Correlation
from tinhso_sigma.correlation import LATENESS_SECONDS, MOST_ENTRIES, MOST_GROUPS
from tinhso_sigma.events import Fields
from tinhso_sigma.groups import MOST_ORIGINS, Change, Finding, group_of, value_of
from tinhso_sigma.groups import Name as Group
from tinhso_sigma.types import Rule
from tinhso_sigma.windowed import Hit, joined


class Entry(NamedTuple):
    """A match in time order. place: of its rule in the correlation, so that equal times stand in the wanted order.

    value: what value_… counts (text) or adds up (number), None where the event has none.
    """

    at: float
    place: int
    origin: str
    value: str | float | None = None


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


def _at(entry: Entry) -> float:
    return entry.at


@dataclass(slots=True)
class _State:
    entries: list[Entry] = field(default_factory=list)
    origins: dict[str, Entry] = field(default_factory=dict)
    hits: list[Hit] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    opened: int = 0


class PlainCorrelator:
    """Takes matches of rules and gives changes of findings.

    correlations: they may name rules (by id or name) and one another. lateness_seconds: how much older than the newest
    match of its group a match may be, beyond the span, and still count.
    """

    def __init__(
        self, correlations: Iterable[Correlation], *, lateness_seconds: int = LATENESS_SECONDS,
        most_groups: int = MOST_GROUPS, most_entries: int = MOST_ENTRIES,
    ) -> None:  # fmt: skip
        self.correlations = tuple(correlations)
        self.lateness_seconds, self.most_groups, self.most_entries = lateness_seconds, most_groups, most_entries
        self.forgotten = 0
        self._by_ref: dict[str, list[tuple[Correlation, int]]] = {}
        for one in self.correlations:
            for place, ref in enumerate(one.rules):
                self._by_ref.setdefault(ref, []).append((one, place))
        self._states: OrderedDict[tuple[str, Group], _State] = OrderedDict()

    def add(self, rule: Rule | Correlation, fields: Fields, at: float, origin: str) -> list[Change]:
        """Take a match and return what it changes. at: time of the event; origin: its id, the same when sent again."""
        if rule.id in self._by_ref or rule.name in self._by_ref:
            return list(self._feed((rule.id, rule.name), fields, at, origin))
        return []

    def _feed(self, refs: tuple[str, str], fields: Fields, at: float, origin: str) -> Iterator[Change]:
        for ref in refs:
            for correlation, place in self._by_ref.get(ref, ()) if ref else ():
                group = group_of(correlation, ref, fields)
                if group is not None:
                    value = value_of(correlation, fields) if correlation.fields else None
                    entry = Entry(at, place, f"{origin}#{place}", value)
                    state = self._state(correlation, group)
                    if not self._is_quiet(correlation, state, entry):
                        yield from self._enter(correlation, group, state, entry)

    def _is_quiet(self, correlation: Correlation, state: _State, entry: Entry) -> bool:
        """Take the match of a group in which nothing was found, that comes in time order and finds nothing either.

        False: it was not taken. Nearly all matches are of this kind; the long way would say the same.
        """
        entries, at = state.entries, entry.at
        if state.hits or state.findings or entry.origin in state.origins or (entries and at <= entries[-1].at):
            return False
        entries.append(entry)
        number = number_at(correlation, entries, len(entries) - 1)
        if number is not None and correlation.holds(number):
            entries.pop()
            return False
        state.origins[entry.origin] = entry
        oldest = at - self.lateness_seconds - correlation.span_seconds
        if entries[0].at < oldest or len(entries) > self.most_entries:
            self._shorten(correlation, state)
        return True

    def _enter(self, correlation: Correlation, group: Group, state: _State, entry: Entry) -> Iterator[Change]:
        if entry.origin in state.origins:
            return
        if entry.at < self._since(state):
            self.forgotten += 1
            return
        insort(state.entries, entry, key=_order)
        state.origins[entry.origin] = entry
        self._shorten(correlation, state)
        self._look_again(correlation, state, entry.at)
        yield from self._settle(correlation, group, state)

    @staticmethod
    def _look_again(correlation: Correlation, state: _State, at: float) -> None:
        """Look at the windows that hold an instant; no others can have changed."""
        end = at + correlation.span_seconds
        first = bisect_left(state.hits, at, key=_ended)
        last = bisect_right(state.hits, end, key=_ended)
        state.hits[first:last] = hits(correlation, state.entries, at, end)

    def _since(self, state: _State) -> float:
        """Return the instant before which a group is settled."""
        return state.entries[-1].at - self.lateness_seconds if state.entries else -math.inf

    def _settle(self, correlation: Correlation, group: Group, state: _State) -> Iterator[Change]:
        """Find anew, compare with what was told, and tell what differs; then those who count findings."""
        since = self._since(state)
        left = list(state.findings)
        settled: list[Finding] = []
        changes: list[Change] = []
        for hit in joined(state.hits[bisect_left(state.hits, since, key=_ended) :]):
            same = next((one for one in left if one.first_at <= hit.at and hit.first_at <= one.last_at), None)
            if same:
                left.remove(same)
            found = self._finding(correlation, group, state, hit, same, since)
            settled.append(found)
            if found != same:
                changes.append(Change("revised" if same else "opened", found))
        final = [one for one in left if one.first_at < since]
        state.findings = [one for one in final if one.last_at >= since - correlation.span_seconds] + settled
        changes += [Change("withdrawn", one) for one in left if one not in final]
        for change in changes:
            yield change
            yield from self._chain(change)

    @staticmethod
    def _finding(
        correlation: Correlation, group: Group, state: _State, hit: Hit, same: Finding | None, since: float
    ) -> Finding:  # fmt: skip
        """Return what is found; what a finding told before began with stays once it is settled."""
        first_at = hit.first_at
        if same is None:
            state.opened += 1
            name = f"{correlation.key}/{'/'.join(group)}/{state.opened}"
        else:
            name = same.id
            first_at = min(first_at, same.first_at) if same.first_at < since else first_at
        begin = bisect_left(state.entries, hit.first_at, key=_happened)
        end = bisect_right(state.entries, hit.at, key=_happened)
        inside = state.entries[max(begin, end - MOST_ORIGINS) : end]
        origins = tuple(entry.origin.rpartition("#")[0] for entry in inside)
        return Finding(name, correlation, group, first_at, hit.at, hit.number, origins)

    def _chain(self, change: Change) -> Iterator[Change]:
        """Count a finding where another correlation names this one: at its end, with the fields of its group."""
        finding = change.finding
        one = finding.correlation
        if not (one.id in self._by_ref or one.name in self._by_ref):
            return
        for (key, group), state in list(self._states.items()):
            gone = [origin for origin in state.origins if origin.rpartition("#")[0] == finding.id]
            above = next(each for each in self.correlations if each.key == key)
            for origin in gone if change.kind != "opened" else ():
                entry = state.origins.pop(origin)
                state.entries.remove(entry)
                self._look_again(above, state, entry.at)
            if gone and change.kind == "withdrawn":
                yield from self._settle(above, group, state)
        if change.kind != "withdrawn":
            fields: Fields = {name: (text,) for name, text in zip(one.group_by, finding.group, strict=True)}
            yield from self._feed((one.id, one.name), fields, finding.last_at, finding.id)

    def _state(self, correlation: Correlation, group: Group) -> _State:
        key = (correlation.key, group)
        state = self._states.get(key)
        if state is None:
            state = self._states[key] = _State()
            if len(self._states) > self.most_groups:
                _, dropped = self._states.popitem(last=False)
                self.forgotten += len(dropped.entries)
        self._states.move_to_end(key)
        return state

    def _shorten(self, correlation: Correlation, state: _State) -> None:
        oldest = self._since(state) - correlation.span_seconds
        settled = bisect_left(state.entries, oldest, key=_happened)
        crowded = max(0, len(state.entries) - settled - self.most_entries)
        self.forgotten += crowded
        for entry in state.entries[: settled + crowded]:
            state.origins.pop(entry.origin)
        del state.entries[: settled + crowded]
        del state.hits[: bisect_left(state.hits, oldest, key=_ended)]


def _ended(hit: Hit) -> float:
    return hit.at


def _happened(entry: Entry) -> float:
    return entry.at


def _order(entry: Entry) -> tuple[float, int, str]:
    return entry.at, entry.place, entry.origin
