# SPDX-License-Identifier: EUPL-1.2
"""Correlation over time: matches go in, in whatever order they arrive; findings open, change and are withdrawn.

A group keeps its matches in time order. After each one its windows are looked at again, and what is found is compared
with what was told before: a finding that overlaps one told is the same finding, revised. Thus any order of arrival
(within the lateness allowed) ends in the same findings, and nothing is told twice. Windows that ended longer ago than
the lateness are settled for good.

`_enter` is that, word for word. Nearly all matches come in time order, or a little late, to a group at rest: `_next`
and `_late` are short ways that end in the same state and tell the same.

State is bounded: a group by time (lateness and span before its newest match) and by number, its hits by time alone,
groups by number. Matches that came too late, or had to make room, are counted in `forgotten`.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from tinhso_sigma.correlated import Correlation
from tinhso_sigma.events import Fields
from tinhso_sigma.groups import (
    Change,
    Feed,
    Finding,
    Group,
    Groups,
    Mark,
    feed_of,
    finding_of,
    goes_on,
    group_of,
    marks_of,
    opened_name,
    stands,
    value_of,
)  # fmt: skip
from tinhso_sigma.types import Rule
from tinhso_sigma.windowed import Amount, Hit, hits, joined, number_of

MOST_GROUPS = 100_000
MOST_ENTRIES = 10_000  # of one group
LATENESS_SECONDS = 3_600
AT_ONCE = 1_000  # settled hits let go together; what is older than the lateness is looked at nowhere

__all__ = ["Change", "Correlator", "Finding", "silenced"]


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
        self.lateness_seconds, self.most_entries = lateness_seconds, most_entries
        self.groups = Groups(most_groups)
        self._touch = self.groups.by_use.move_to_end
        named = {ref for one in self.correlations for ref in one.rules}
        self._feeds: dict[str, list[Feed]] = {}
        for one in self.correlations:
            for place, ref in enumerate(one.rules):
                if ref:
                    self._feeds.setdefault(ref, []).append(
                        feed_of(one, place, not named.isdisjoint((one.id, one.name)), most_entries)
                    )

    @property
    def forgotten(self) -> int:
        return self.groups.forgotten

    def add(self, rule: Rule | Correlation, fields: Fields, at: float, origin: str) -> list[Change]:
        """Take a match and return what it changes. at: time of the event; origin: its id, the same when sent again."""
        return self._feed(rule.id, rule.name, fields, at, origin)

    def _feed(self, id: str, name: str, fields: Fields, at: float, origin: str) -> list[Change]:
        by_id, by_name = self._feeds.get(id), self._feeds.get(name)
        feeds = by_id + by_name if by_id and by_name else by_id or by_name or ()
        changes: list[Change] = []
        for feed in feeds:
            if feed.field is not None:
                values = fields.get(feed.field)
                raw = values[0] if values else None
                raw = raw if type(raw) is str else None
            else:
                raw = feed.raw(fields)
            group = feed.known.get(raw) if raw is not None else None
            if group is not None:
                self._touch(group)
            else:
                group = self.groups.group(feed, raw, fields)
                if group is None:
                    continue
            mark = (origin, feed.place) if feed.place else origin
            if mark in group.seen:
                continue
            ats = group.ats
            # Most matches: the newest of a group at rest, with too few before it for a hit.
            if at <= group.quiet_until and at > ats[-1]:
                size = len(ats)
                if size < feed.few or (
                    size < self.most_entries and size - bisect_left(ats, at - feed.span) < feed.least - 1
                ):
                    ats.append(at)
                    group.origins.append(origin)
                    group.seen.add(mark)
                    if not group.is_narrow:
                        group.places.append(feed.place)
                        group.values.append(value_of(feed.correlation, fields) if feed.is_valued else None)
                    continue
            value = value_of(feed.correlation, fields) if feed.is_valued else None
            if not ats or at > ats[-1]:
                changes += self._next(feed, group, mark, at, origin, value)
            else:
                changes += self._late(feed, group, mark, at, origin, value)
        return changes

    def _next(
        self, feed: Feed, group: Group, mark: Mark, at: float, origin: str, value: Amount
    ) -> Iterable[Change]:  # fmt: skip
        """Take a match that is the newest of its group."""
        since = at - self.lateness_seconds
        ats = group.ats
        size, first = len(ats), bisect_left(ats, at - feed.span)
        is_full = size >= self.most_entries
        if (since > group.rests_until or (is_full and group.hits)) and not goes_on(group, since):
            return self._enter(feed, group, mark, at, origin, value)
        if is_full and group.hits and first + self.most_entries <= size:  # what makes room is missed in the window
            return self._enter(feed, group, mark, at, origin, value)
        group.append(at, feed.place, origin, value)
        hit: Hit | None = None
        if size + 1 - first >= feed.least:
            number = size + 1 - first if feed.counts_events else number_of(feed.correlation, group, first, size)
            if number is not None and feed.correlation.holds(number):
                if first + self.most_entries <= size:
                    group.remove(size, size + 1)
                    return self._enter(feed, group, mark, at, origin, value)
                hit = Hit(at, ats[first], number)
        group.seen.add(mark)
        if ats[0] < since - feed.span or is_full:
            self._shorten(feed, group)
        group.quieten(self.lateness_seconds, feed.span)
        return self._extend(feed, group, hit) if hit else ()

    def _extend(self, feed: Feed, group: Group, hit: Hit) -> Iterable[Change]:
        """Tell a hit after all others of a group at rest: the last finding goes on, or another begins."""
        if group.findings and hit.first_at <= group.hits[-1].at:
            last = group.findings[-1]
            found = finding_of(feed, group, Hit(hit.at, last.first_at, hit.number), last.id)
            group.findings[-1] = found
            change = Change("revised", found)
        else:
            found = finding_of(feed, group, hit, opened_name(feed, group))
            group.findings.append(found)
            change = Change("opened", found)
        group.hits.append(hit)
        group.rest()
        group.quieten(self.lateness_seconds, feed.span)
        return (change, *self._chain(change)) if feed.is_named else (change,)

    def _late(
        self, feed: Feed, group: Group, mark: Mark, at: float, origin: str, value: Amount
    ) -> Iterable[Change]:  # fmt: skip
        """Take a match that is not the newest of its group: only windows that hold its instant can change."""
        ats = group.ats
        since = ats[-1] - self.lateness_seconds
        if at < since or since > group.rests_until or len(ats) >= self.most_entries:
            return self._enter(feed, group, mark, at, origin, value)
        group.insert(at, feed.place, origin, value)
        group.seen.add(mark)
        group.quieten(self.lateness_seconds, feed.span)
        end = at + feed.span
        if not group.hits and bisect_right(ats, end) - bisect_left(ats, at - feed.span) < feed.least:
            return ()
        if not self._look_again(feed, group, at) and not any(
            one.first_at <= at <= one.last_at for one in group.findings
        ):
            return ()
        return self._settle(feed, group, at)

    def _enter(
        self, feed: Feed, group: Group, mark: Mark, at: float, origin: str, value: Amount
    ) -> Iterable[Change]:  # fmt: skip
        """Take any match."""
        if at < self._since(group):
            self.groups.forgotten += 1
            return ()
        group.insert(at, feed.place, origin, value)
        group.seen.add(mark)
        self._shorten(feed, group)
        self._look_again(feed, group, at)
        return self._settle(feed, group, at)

    @staticmethod
    def _look_again(feed: Feed, group: Group, at: float) -> bool:
        """Look at the windows that hold an instant; no others can have changed. Return whether hits did."""
        end = at + feed.span
        first = bisect_left(group.hits, at, key=_ended)
        last = bisect_right(group.hits, end, lo=first, key=_ended)
        found = hits(feed.correlation, group, at, end)
        if found == group.hits[first:last]:
            return False
        group.hits[first:last] = found
        return True

    def _since(self, group: Group) -> float:
        """Return the instant before which a group is settled."""
        return group.ats[-1] - self.lateness_seconds if group.ats else -math.inf

    def _settle(self, feed: Feed, group: Group, at: float) -> Iterable[Change]:
        """Find anew, compare with what was told, and tell what differs; then those who count findings.

        at: of the match that came, or was taken back.
        """
        since = self._since(group)
        left = list(group.findings)
        settled: list[Finding] = []
        changes: list[Change] = []
        for hit in joined(group.hits[bisect_left(group.hits, since, key=_ended) :]):
            same = next((one for one in left if one.first_at <= hit.at and hit.first_at <= one.last_at), None)
            if same:
                left.remove(same)
            if same and stands(same, hit, since, at, group):
                settled.append(same)
                continue
            found = finding_of(feed, group, hit, same.id if same else opened_name(feed, group))
            if same and same.first_at < min(since, hit.first_at):  # what it began with is settled, and stays
                found = found._replace(first_at=same.first_at)
            settled.append(found)
            if found != same:
                changes.append(Change("revised" if same else "opened", found))
        final = [one for one in left if one.first_at < since]
        group.findings = [one for one in final if one.last_at >= since - feed.span] + settled
        group.has_final = len(group.findings) > len(settled)
        group.rest()
        group.quieten(self.lateness_seconds, feed.span)
        changes += [Change("withdrawn", one) for one in left if one not in final]
        if not feed.is_named:
            return changes
        return [one for change in changes for one in (change, *self._chain(change))]

    def _chain(self, change: Change) -> list[Change]:
        """Count a finding where another correlation names this one: at its end, with the fields of its group."""
        finding = change.finding
        below = finding.correlation
        fields: Fields = {name: (text,) for name, text in zip(below.group_by, finding.group, strict=True)}
        changes: list[Change] = []
        if change.kind != "opened":
            for feed, group in self._counted_in(finding, fields):
                self._take_back(feed, group, finding.id)
                if change.kind == "withdrawn":
                    changes += self._settle(feed, group, math.nan)
        if change.kind != "withdrawn":
            changes += self._feed(below.id, below.name, fields, finding.last_at, finding.id)
        return changes

    def _counted_in(self, finding: Finding, fields: Fields) -> list[tuple[Feed, Group]]:
        """Return the groups that count a finding, the longest unused first."""
        below = finding.correlation
        found: dict[Group, Feed] = {}
        for ref in (below.id, below.name):
            for feed in self._feeds.get(ref, ()):
                name = group_of(feed.correlation, ref, fields)
                group = None if name is None else self.groups.by_key.get((feed.correlation.key, name))
                if group is not None and marks_of(feed, finding.id) & group.seen:
                    found.setdefault(group, feed)
        order = self.groups.by_use if len(found) > 1 else found
        return [(found[group], group) for group in order if group in found]

    @staticmethod
    def _take_back(feed: Feed, group: Group, origin: str) -> None:
        for index in reversed([at for at, one in enumerate(group.origins) if one == origin]):
            at, place = group.ats[index], group.place(index)
            group.remove(index, index + 1)
            group.seen.discard((origin, place) if place else origin)
            Correlator._look_again(feed, group, at)
        group.rests_until = group.quiet_until = -math.inf  # until its findings follow

    def _shorten(self, feed: Feed, group: Group) -> None:
        oldest = self._since(group) - feed.span
        settled = bisect_left(group.ats, oldest)
        crowded = max(0, len(group.ats) - settled - self.most_entries)
        self.groups.forgotten += crowded
        for index in range(settled + crowded):
            place = group.place(index)
            group.seen.remove((group.origins[index], place) if place else group.origins[index])
        group.remove(0, settled + crowded)
        old = 0 if len(group.hits) < AT_ONCE else AT_ONCE - 1
        if group.hits and group.hits[old].at < oldest:
            del group.hits[: bisect_left(group.hits, oldest, key=_ended)]


def _ended(hit: Hit) -> float:
    return hit.at


def silenced(correlations: Iterable[Correlation]) -> frozenset[str]:
    """Return ids and names of rules whose single matches do not alert: counted somewhere, with generate nowhere."""
    counted = {(ref, one.generate) for one in correlations for ref in one.rules}
    return frozenset(ref for ref, generate in counted if not generate and (ref, True) not in counted)
