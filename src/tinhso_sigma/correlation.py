# SPDX-License-Identifier: EUPL-1.2
"""Correlation over time: matches go in, in whatever order they arrive; findings open, change and are withdrawn.

A group keeps its matches in time order. After each one its windows are looked at again, and what is found is compared
with what was told before: a finding that overlaps one told is the same finding, revised. Thus any order of arrival
(within the lateness allowed) ends in the same findings, and nothing is told twice. Windows that ended longer ago than
the lateness are settled for good.

State is bounded: a group by time (lateness and span before its newest match) and by number, groups by number. Matches
that came too late, or had to make room, are counted in `forgotten`.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right, insort
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from tinhso_sigma.correlated import Correlation
from tinhso_sigma.events import Fields
from tinhso_sigma.types import Rule
from tinhso_sigma.values import Value, fold, written
from tinhso_sigma.windowed import Entry, Hit, hits, joined, number_at

MOST_GROUPS = 100_000
MOST_ENTRIES = 10_000  # of one group
LATENESS_SECONDS = 3_600
MOST_ORIGINS = 100  # named by a finding, the latest
Group = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a correlation found in one group. id: stays when a late match revises it. at: seconds since the epoch.

    number: what the condition was asked of, at the last window. origins: ids of its latest events (or findings).
    """

    id: str
    correlation: Correlation
    group: Group
    first_at: float
    last_at: float
    number: float
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    kind: Literal["opened", "revised", "withdrawn"]
    finding: Finding


@dataclass(slots=True)
class _State:
    entries: list[Entry] = field(default_factory=list)
    origins: dict[str, Entry] = field(default_factory=dict)
    hits: list[Hit] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    opened: int = 0


class Correlator:
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


def group_of(correlation: Correlation, ref: str, fields: Fields) -> Group | None:
    """Return the folded values of group-by; None when one is missing: such a match belongs to no group."""
    group = []
    for name in correlation.group_by:
        values = fields.get(correlation.source_of(name, ref) if correlation.aliases else name)
        if not values or values[0] is None:
            return None
        group.append(fold(written(values[0])))
    return tuple(group)


def value_of(correlation: Correlation, fields: Fields) -> str | float | None:
    """Return what value_… looks at: text of all fields for value_count, else the number of the first."""
    found = [fields.get(name, ()) for name in correlation.fields]
    if not found or any(not values or values[0] is None for values in found):
        return None
    if correlation.kind == "value_count":
        return "\x1f".join(Value(values[0]).folded for values in found)
    number = Value(found[0][0]).number
    return None if number is None else float(number)


def silenced(correlations: Iterable[Correlation]) -> frozenset[str]:
    """Return ids and names of rules whose single matches do not alert: counted somewhere, with generate nowhere."""
    counted = {(ref, one.generate) for one in correlations for ref in one.rules}
    return frozenset(ref for ref, generate in counted if not generate and (ref, True) not in counted)
