# SPDX-License-Identifier: EUPL-1.2
"""What a correlator remembers of a group, and how a match is brought to its group quickly."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from tinhso_sigma.correlated import Correlation
from tinhso_sigma.events import Fields
from tinhso_sigma.values import Value, fold, written
from tinhso_sigma.windowed import Hit, Matches, least_of

Name = tuple[str, ...]
Mark = str | tuple[str, int]
CAREFUL = 1e-9  # more than sums of floats are off
MOST_ORIGINS = 100  # named by a finding, the latest
MOST_WRITINGS = 8  # of one group, remembered as they came


class Finding(NamedTuple):
    """What a correlation found in one group. id: stays when a late match revises it. at: seconds since the epoch.

    number: what the condition was asked of, at the last window. origins: ids of its latest events (or findings).
    """

    id: str
    correlation: Correlation
    group: Name
    first_at: float
    last_at: float
    number: float
    origins: tuple[str, ...]


class Change(NamedTuple):
    kind: Literal["opened", "revised", "withdrawn"]
    finding: Finding


class Group(Matches):
    """Matches of one group, what was found in them and what was told.

    seen: marks of the matches. rests_until: as long as the instant before which the group is settled is not later than
    this, the findings are the joined hits, one for one: inf without hits, -inf when that is not known. quiet_until: a
    newest match up to then leaves the group at rest and nothing to forget; a guess on the safe side. has_final:
    findings are kept that no hit supports any more.
    """

    __slots__ = ("findings", "has_final", "hits", "key", "opened", "quiet_until", "rests_until", "seen", "writings")

    def __init__(self, key: tuple[str, Name], *, is_narrow: bool) -> None:
        super().__init__(is_narrow=is_narrow)
        self.key = key
        self.seen: set[Mark] = set()
        self.hits: list[Hit] = []
        self.findings: list[Finding] = []
        self.opened = 0
        self.rests_until = math.inf
        self.has_final = False
        self.quiet_until = -math.inf
        self.writings: list[tuple[Feed, Any]] = []

    def rest(self) -> None:
        """Set how long the group rests, after its findings were told."""
        if self.findings:
            self.rests_until = self.findings[0].first_at
        else:
            self.rests_until = -math.inf if self.hits else math.inf

    def quieten(self, lateness: float, span: float) -> None:
        """Set how long the group is quiet, after its matches changed."""
        until = min(self.rests_until, self.ats[0] + span) + lateness if self.ats else -math.inf
        self.quiet_until = until - 1 - abs(until) * CAREFUL


@dataclass(eq=False, slots=True)
class Feed:
    """A rule as one correlation counts it. place: of the rule in the correlation; is_named: findings are counted too.

    least: matches a window must have for a hit. few: with fewer before it no match is a hit or makes room.
    known: group by its value as it came (of several fields: the tuple of them), text only.
    """

    correlation: Correlation
    place: int
    is_named: bool
    ref: str
    field: str | None
    fields: tuple[str, ...]
    span: int
    least: float
    few: float
    counts_events: bool
    is_valued: bool
    is_narrow: bool
    known: dict[Any, Group]

    def raw(self, fields: Fields) -> Any:
        """Return the values of the group as they came; None when one is missing or no text."""
        values = [fields.get(name) for name in self.fields]
        found = tuple(each[0] if each else None for each in values)
        return found if all(isinstance(one, str) for one in found) else None


def feed_of(correlation: Correlation, place: int, is_named: bool, most: int) -> Feed:
    ref, kind = correlation.rules[place], correlation.kind
    fields = tuple(correlation.source_of(name, ref) for name in correlation.group_by)
    least = least_of(correlation)
    return Feed(
        correlation, place, is_named, ref, fields[0] if len(fields) == 1 else None, fields, correlation.span_seconds,
        least, min(least - 1, most), kind == "event_count", kind.startswith("value_"),
        kind == "event_count" and len(correlation.rules) == 1, {},
    )  # fmt: skip


class Groups:
    """Groups by correlation and name, the longest unused of them let go where there are too many."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.by_key: dict[tuple[str, Name], Group] = {}
        self.by_use: OrderedDict[Group, None] = OrderedDict()
        self.forgotten = 0

    def group(self, feed: Feed, raw: Any, fields: Fields) -> Group | None:
        """Return the group of a match of which `known` knows nothing; None: it belongs to none."""
        name = group_of(feed.correlation, feed.ref, fields)
        if name is None:
            return None
        key = (feed.correlation.key, name)
        group = self.by_key.get(key)
        if group is None:
            group = self.by_key[key] = Group(key, is_narrow=feed.is_narrow)
            self.by_use[group] = None
            if len(self.by_key) > self.most:
                self._let_go()
        self.by_use.move_to_end(group)
        if raw is not None and len(group.writings) < MOST_WRITINGS:
            feed.known[raw] = group
            group.writings.append((feed, raw))
        return group

    def _let_go(self) -> None:
        group, _ = self.by_use.popitem(last=False)
        del self.by_key[group.key]
        self.forgotten += len(group.ats)
        for feed, raw in group.writings:
            del feed.known[raw]


def group_of(correlation: Correlation, ref: str, fields: Fields) -> Name | None:
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


def marks_of(feed: Feed, origin: str) -> set[Mark]:
    return {origin, *((origin, place) for place in range(1, len(feed.correlation.rules)))}


def stands(told: Finding, hit: Hit, since: float, at: float, group: Group) -> bool:
    """Tell whether a finding is what would be found again. False: it has to be looked at."""
    first_at, last_at = told.first_at, told.last_at
    if group.rests_until == -math.inf or first_at != hit.first_at or last_at != hit.at or told.number != hit.number:
        return False
    return first_at >= since and first_at > group.ats[0] and (at < first_at or at > last_at)


def opened_name(feed: Feed, group: Group) -> str:
    group.opened += 1
    return f"{feed.correlation.key}/{'/'.join(group.key[1])}/{group.opened}"


def finding_of(feed: Feed, group: Group, hit: Hit, id: str) -> Finding:
    end = bisect_right(group.ats, hit.at)
    begin = bisect_left(group.ats, hit.first_at)
    origins = tuple(group.origins[max(begin, end - MOST_ORIGINS) : end])
    return Finding(id, feed.correlation, group.key[1], hit.first_at, hit.at, hit.number, origins)


def goes_on(group: Group, since: float) -> bool:
    """Tell whether findings stay one for one, and as they are, although the first is settled in part or room is made.

    That is so when it has more matches than it names: nearly always in a group that never rests.
    """
    findings = group.findings
    if not findings or group.has_final or group.rests_until == -math.inf or findings[0].last_at < since:
        return False
    if len(findings) > 1 and findings[1].first_at < since:
        return False
    if since <= group.rests_until and group.ats[0] < findings[0].first_at:
        return True
    first_at = group.hits[bisect_left(group.hits, since, key=lambda hit: hit.at)].first_at
    inside = bisect_right(group.ats, findings[0].last_at) - bisect_left(group.ats, first_at)
    return first_at >= findings[0].first_at and inside > MOST_ORIGINS
