# SPDX-License-Identifier: EUPL-1.2
"""The fast engine: route, remembered values, candidates, verification.

1. Where an event comes from (Windows channel and number, or the source its collector names) picks a Route: the rules
   that can concern it.
2. Each value goes through the index of its field (`index`): which rules have a guard that holds (`planning`)?
3. Each candidate is verified by the full rule (`view`). Steps 1 and 2 only ever over-approximate.

Two loops do steps 1 and 2. `match` takes an event that is parsed already, in Python. `match_lines` takes the bytes of
lines and has them done in C (`compiled`, `native/`) where that was built; lines the C loop cannot judge go through
`match`. The contract between both: the C loop gives at least the rules that match, and this class verifies each.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from tinhso_sigma.audit import twins
from tinhso_sigma.compiled import Compiled, TooOdd, is_available
from tinhso_sigma.errors import BadEvent
from tinhso_sigma.events import MOST_FIELDS, Event, Fields, fields_of, origin, parse, sections, shape_of
from tinhso_sigma.route import Route
from tinhso_sigma.types import LogSource, Rule
from tinhso_sigma.values import fold, written
from tinhso_sigma.view import Judge, View, judge
from tinhso_sigma.windows import WindowsMap, windows_map

MOST_ROUTES = 4096
MOST_SOURCES = 1024
NOWHERE = LogSource()
Matches = tuple[Rule, ...]


class Engine:
    """Matches events against rules.

    rules: any number; their order is that of the answers.
    routed: False ignores log sources: every rule sees every event. native: False never uses the C loop.
    audit: rules of process creation see Security 4688 as well (`audit`); answers name the rule as it was given.
    One engine serves one thread at a time.
    """

    def __init__(
        self,
        rules: Iterable[Rule],
        *,
        mapping: WindowsMap | None = None,
        routed: bool = True,
        native: bool = True,
        audit: bool = False,
    ) -> None:
        given = tuple(rules)
        self.mapping = mapping or windows_map()
        self.routed, self.audit = routed, audit and routed
        made = tuple(twins(given, self.mapping)) if self.audit else ()
        self.rules = given + tuple(twin for _, twin, _ in made)
        self._meant = {id(twin): rule for rule, twin, _ in made}
        self._rank = {id(rule): number for number, rule in enumerate(given)}
        self._wheres = [self.mapping.where(rule.logsource) for rule in given] + [found.where for _, _, found in made]
        self._judges: dict[int, Judge] = {}
        self._routes: dict[object, Route] = {}
        self._native = native and is_available()
        self._compiled: Compiled | None = None
        self._sources: dict[LogSource | None, int] = {}

    @property
    def compiled(self) -> Compiled | None:
        """The C loop, made when it is first asked for; None where pure Python does its work."""
        if self._native and self._compiled is None:
            try:
                self._compiled = Compiled(self.rules, self.mapping, routed=self.routed)
            except TooOdd:
                self._native = False
        return self._compiled

    def match_lines(self, lines: Iterable[bytes], source: LogSource | None = None) -> list[Matches | BadEvent]:
        """Return for each line of JSON the rules that match, in their order, or why it is no event."""
        listed, tag = list(lines), self._tag(source)
        loop = self.compiled
        if loop is None:
            return [self._match_line(line, source) for line in listed]
        found: list[Matches | BadEvent] = [()] * len(listed)
        for at, candidates in loop.match(
            listed, tag, lambda channel, number: self._concerned_by(channel, number, source)
        ):
            line = listed[at]
            found[at] = self._match_line(line, source) if candidates is None else self._verified(line, candidates)
        return found

    def _match_line(self, line: bytes, source: LogSource | None) -> Matches | BadEvent:
        try:
            return tuple(self.match(parse(line), source))
        except BadEvent as error:
            return error

    def _verified(self, line: bytes, candidates: list[int]) -> Matches | BadEvent:
        try:
            event = parse(line)
            view = View(fields_of(event, shape_of(event, self.mapping)))
        except BadEvent as error:
            return error
        picked = (self.rules[number] for number in sorted(candidates))
        return self._as_given(rule for rule in picked if self._judge(rule)(view))

    def _tag(self, source: LogSource | None) -> int:
        """Return a number for a source; too many: all begin anew, with a loop that knows none."""
        if source not in self._sources and len(self._sources) >= MOST_SOURCES:
            self._sources, self._compiled = {}, None
        return self._sources.setdefault(source, len(self._sources))

    def _concerned_by(self, channel: bytes | None, number: bytes | None, source: LogSource | None) -> bytes:
        """Return the numbers of the rules that concern an origin, given as JSON; what the C loop asks."""
        told = [None if raw is None else orjson.loads(raw) for raw in (channel, number)]
        texts = ["" if raw is None else written(raw) for raw in told]
        found = None if channel is None and number is None else (fold(texts[0]), texts[1])
        concerned = set(map(id, self._concerned(found, source)))
        return array("i", [at for at, rule in enumerate(self.rules) if id(rule) in concerned]).tobytes()

    def match(self, event: Event, source: LogSource | None = None) -> list[Rule]:
        """Return the rules that match, in their order.

        source: where a collector got the event, for what is no Windows event. Raises BadEvent for an event of more
        than 20,000 values or more than 64 levels.
        """
        shape = shape_of(event, self.mapping)
        parts = sections(event, shape)
        fields: Fields | None = None
        found = _quick_origin(parts[0])
        if found is None:
            fields = fields_of(event, shape)
            found = origin(fields)
        key = (found, source) if self.routed else None
        route = self._routes.get(key)
        if route is None:
            route = self._route(key, found, source)
        candidates = self._candidates(route, parts, shape.names) if fields is None else None
        if candidates is None:
            fields = fields if fields is not None else fields_of(event, shape)
            candidates = _candidates_of(route, fields)
        if route.samples and route.due():
            fields = fields if fields is not None else fields_of(event, shape)
            route.sample(fields)
        if not candidates:
            return []
        view = View(fields if fields is not None else fields_of(event, shape))
        return list(self._as_given(rule for rule in route.picked(candidates) if self._judge(rule)(view)))

    def _candidates(self, route: Route, parts: tuple[Any, ...], names: dict[str, str]) -> int | None:
        """Return the bits of the candidates; None when a part holds more than plain values."""
        bits = route.always
        indices, anywhere = route.indices(names), route.anywhere
        for part in parts:
            if part is None:
                continue
            if part.__class__ is not dict or len(part) > MOST_FIELDS:
                return None
            for name, raw in part.items():
                kind = raw.__class__
                if kind is dict or kind is list:
                    return None
                index = indices[name]
                if index is not None and raw is not None:
                    bits |= index.find(raw)
                if anywhere is not None and raw is not None:
                    bits |= anywhere.find(raw)
        return bits

    def _route(self, key: object, found: tuple[str, str] | None, source: LogSource | None) -> Route:
        if len(self._routes) >= MOST_ROUTES:
            self._routes.clear()
        self._routes[key] = route = Route(self._concerned(found, source))
        return route

    def _concerned(self, found: tuple[str, str] | None, source: LogSource | None) -> Iterator[Rule]:
        for rule, where in zip(self.rules, self._wheres, strict=True):
            if not self.routed:
                yield rule
            elif where is not None:
                if found is not None and where.admits(*found):
                    yield rule
            elif rule.logsource.covers(source or NOWHERE):
                yield rule

    def _as_given(self, found: Iterator[Rule]) -> Matches:
        """Return rules as they were given, in their order, each once."""
        if not self._meant:
            return tuple(found)
        meant = {id(one): one for one in (self._meant.get(id(rule), rule) for rule in found)}
        return tuple(sorted(meant.values(), key=lambda rule: self._rank[id(rule)]))

    def _judge(self, rule: Rule) -> Judge:
        made = self._judges.get(id(rule))
        if made is None:
            made = self._judges[id(rule)] = judge(rule.tree)
        return made


def _quick_origin(system: Any) -> tuple[str, str] | None:
    """Return channel and number where they stand as most producers write them, else None."""
    if system.__class__ is not dict:
        return None
    channel, number = system.get("Channel"), system.get("EventID")
    if channel.__class__ is not str or not channel.isascii():
        return None
    if number.__class__ is int:
        return channel.lower(), repr(number)
    return (channel.lower(), number) if number.__class__ is str else None


def _candidates_of(route: Route, fields: Fields) -> int:
    bits = route.always
    for name, values in fields.items():
        index = route.by_field.get(name)
        for raw in values:
            if raw is not None:
                if index is not None:
                    bits |= index.find(raw)
                if route.anywhere is not None:
                    bits |= route.anywhere.find(raw)
    return bits
