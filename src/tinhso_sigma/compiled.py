# SPDX-License-Identifier: EUPL-1.2
"""Tells the C loop (`native/`) what it has to know: layouts, predicates, rules; and answers its one question.

The loop judges whole texts, beginnings, ends, texts inside, numbers as text, null, exists and fieldref by itself. Other
predicates (expressions, wildcards inside, networks, comparisons, case) are told to it as a text that must stand in the
value, maybe an empty one; of each new value in which it stands it asks here whether they hold.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Iterable
from functools import cache
from ipaddress import ip_network
from typing import Any

import orjson

from tinhso_sigma.events import ATTRIBUTE_KEYS, TEXT_KEYS, WRAPPED
from tinhso_sigma.names import field_name
from tinhso_sigma.patterns import required_literal
from tinhso_sigma.planning import ANYWHERE, Atom, guess
from tinhso_sigma.predicates import Boolean, Exists, Network, Null, Number, Regex, SameAs, compiled
from tinhso_sigma.texts import ANY, Text
from tinhso_sigma.types import And, Keyword, Node, Not, Rule, Test
from tinhso_sigma.values import Value, fold
from tinhso_sigma.windows import CHANNEL, EVENT_ID, Shape, WindowsMap

try:
    from tinhso_sigma import _native
except ImportError:  # no compiler where this was installed
    _native = None  # type: ignore[assignment]

EXACT, PREFIX, SUFFIX, CONTAINS, MAYBE, REGEX, VALUE, PRESENT, NETWORK = range(9)
AND, OR, TRUE, FALSE, SAME = -1, -2, -3, -4, -5
BEGINS, ENDS, NEGATED = 1, 2, 4
KINDS = {"exact": EXACT, "prefix": PREFIX, "suffix": SUFFIX, "contains": CONTAINS}
EDITION = 2
MOST_VALUES = 1 << 19  # remembered in one of two generations
MOST_BYTES = 64 << 20  # of one generation
DEEPEST_RULE = 200
LAST_CASED = 0x1F000  # no letter beyond has case (a test looks)
LONGEST_FIELD = 200
Holds = Callable[[Value], bool]
Asked = Callable[[bytes | None, bytes | None], bytes]
Found = list[tuple[int, list[int] | None]]


def is_available() -> bool:
    """Tell whether the C loop was built and is not switched off by TINHSO_SIGMA_PURE."""
    if _native is None or getattr(_native, "EDITION", 0) != EDITION:  # built from other sources
        return False
    return os.environ.get("TINHSO_SIGMA_PURE", "") in ("", "0")


class TooOdd(ValueError):
    """A table of layouts that the loop cannot be told; pure Python takes over."""


@cache
def folds() -> tuple[tuple[int, int], ...]:
    """Return the characters beyond ASCII that change when they lose their case."""
    every = range(0x80, LAST_CASED)
    return tuple((one, ord(low)) for one in every if (low := fold(chr(one))) != chr(one))


class Compiled:
    """The loop of one engine. Raises TooOdd."""

    def __init__(self, rules: Iterable[Rule], mapping: WindowsMap, *, routed: bool) -> None:
        self._loop = _native.Loop(os.urandom(16), MOST_VALUES, MOST_BYTES)
        self._fields: dict[str, int] = {ANYWHERE: 0, CHANNEL: 1, EVENT_ID: 2}
        self._atoms: dict[tuple[int, int, bytes], int] = {}
        self._by_atom: dict[Atom, int] = {}
        self._holds: dict[int, Holds] = {}  # what the loop asks
        for one, other in folds():
            self._loop.fold(one, other)
        for rule in rules:
            self._loop.rule(self._program(rule).tobytes())
        self._tell_layouts(mapping)
        self._loop.ready(len(self._fields), self._fields[CHANNEL], self._fields[EVENT_ID], routed)

    def match(self, lines: list[bytes], tag: int, ask: Asked) -> Found:
        """Return the numbers of lines that need a look: candidates, or None where the line is for Python to judge.

        ask: gives the numbers of the rules (32 bits each) that concern an origin, from channel and number as JSON.
        """
        found: Found = self._loop.match(lines, tag, ask, self._judge)
        return found

    def counters(self) -> dict[str, int]:
        found: dict[str, int] = self._loop.counters()
        return found

    def _judge(self, raw: bytes, numbers: list[int]) -> list[int]:
        """Return those of the predicates that hold on a value, given as JSON."""
        value = Value(orjson.loads(raw))
        return [number for number in numbers if self._holds[number](value)]

    def _field(self, name: str) -> int:
        return self._fields.setdefault(name, len(self._fields))

    def _program(self, rule: Rule) -> array[int]:
        program = self._node(rule.tree, True, 0)
        return array("i", program)

    def _node(self, node: Node, positive: bool, depth: int) -> list[int]:
        """Return the program of a node, or of its negation."""
        if depth > DEEPEST_RULE:
            return [TRUE]
        if isinstance(node, Not):
            return self._node(node.child, not positive, depth + 1)
        if isinstance(node, Test | Keyword):
            return self._test(node, positive)
        wide = isinstance(node, And) == positive
        parts = [self._node(child, positive, depth + 1) for child in node.children]
        return _linked(AND if wide else OR, parts)

    def _test(self, node: Test | Keyword, positive: bool) -> list[int]:
        predicate = node.predicate
        name = node.field if isinstance(node, Test) else ANYWHERE
        if isinstance(node, Test) and not name:
            return [TRUE]  # "" stands for any field here
        if isinstance(predicate, Null | Exists):
            kind = VALUE if isinstance(predicate, Null) else PRESENT
            wanted = predicate.wanted if isinstance(predicate, Exists) else False
            return [self._atom(self._field(name), kind, b"", 1.0) * 2 + (wanted != positive)]
        if isinstance(predicate, SameAs):
            how = BEGINS * predicate.starts | ENDS * predicate.ends | NEGATED * (not positive)
            return [SAME, self._field(name), self._field(predicate.field), how] if predicate.field else [TRUE]
        if isinstance(predicate, Boolean):
            texts = (b"true", b"1") if predicate.wanted else (b"false", b"0")
            each = [[self._atom(self._field(name), EXACT, text, 0.5) * 2 + (not positive)] for text in texts]
            return _linked(OR if positive else AND, each)
        if not positive and name == ANYWHERE:
            return [TRUE]
        key = (name, predicate)
        number = self._by_atom.get(key)
        if number is None:
            number = self._by_atom[key] = self._guarding(key)
        return [number * 2 + (not positive)]

    def _guarding(self, atom: Atom) -> int:
        name, predicate = atom
        kind, literal = _asked(predicate)
        if kind not in (MAYBE, REGEX, NETWORK):
            return self._atom(self._field(name), kind, literal, guess(atom))
        number: int = self._loop.atom(self._field(name), kind, literal, guess(atom))
        self._holds[number] = _quick(predicate)
        return number

    def _atom(self, field: int, kind: int, literal: bytes, price: float) -> int:
        key = (field, kind, literal)
        number = self._atoms.get(key)
        if number is None:
            number = self._atoms[key] = self._loop.atom(field, kind, literal, price)
        return number

    def _tell_layouts(self, mapping: WindowsMap) -> None:
        nodes: dict[tuple[str, ...], int] = {(): 0}
        for number, shape in enumerate(mapping.shapes):
            last = number == len(mapping.shapes) - 1
            if not shape.system and not last:
                continue  # never chosen
            try:
                self._tell_layout(nodes, number, shape)
            except ValueError as error:
                raise TooOdd(f"layout {number}") from error

    def _tell_layout(self, nodes: dict[tuple[str, ...], int], number: int, shape: Shape) -> None:
        attributes = bool(shape.system)
        if attributes:
            self._loop.system(self._node_at(nodes, shape.system), number)
        paths = (shape.system, *(shape.data if attributes else ()))
        for order, path in enumerate(paths):
            wrapped = order > 0 and path[-1] in WRAPPED
            self._loop.section(self._node_at(nodes, path), number, order, attributes, wrapped)
            self._refuse_shadows(path, paths, wrapped)
        for name, field in self._fields.items():
            if name != ANYWHERE and name not in shape.names and name.isascii():
                self._tell_name(number, name, field)
        for name, meant in shape.names.items():
            if meant in self._fields:
                self._tell_name(number, name, self._fields[meant])

    def _tell_name(self, shape: int, name: str, field: int) -> None:
        if len(name) > LONGEST_FIELD:
            raise ValueError(name)
        self._loop.name(shape, name.encode(), field)

    def _node_at(self, nodes: dict[tuple[str, ...], int], path: tuple[str, ...]) -> int:
        if path not in nodes:
            key = path[-1]
            if not key or key.lower() in TEXT_KEYS or key in ATTRIBUTE_KEYS or not key.isascii():
                raise ValueError(key)
            nodes[path] = self._loop.node(self._node_at(nodes, path[:-1]), key.encode())
        return nodes[path]

    def _refuse_shadows(self, path: tuple[str, ...], paths: tuple[tuple[str, ...], ...], wrapped: bool) -> None:
        """Refuse a section inside a section when a rule asks for a field by both names (event_data_Image)."""
        for other in paths:
            if len(other) > len(path) and other[: len(path)] == path:
                shadow = field_name(other[len(path)])
                if wrapped or any(name.startswith((f"{shadow}_", f"{shadow}.")) for name in self._fields):
                    raise ValueError(shadow)


def _linked(op: int, parts: list[list[int]]) -> list[int]:
    """Return the program of AND or OR over programs, without what decides nothing."""
    nothing, all_of_it = (TRUE, FALSE) if op == AND else (FALSE, TRUE)
    if [all_of_it] in parts:
        return [all_of_it]
    parts = [part for part in parts if part != [nothing]]
    if not parts:
        return [nothing]
    if len(parts) == 1:
        return parts[0]
    parts.sort(key=lambda part: part[0] == SAME)  # it costs most, so it is asked last
    inside = [one for part in parts for one in part]
    return [op, len(inside), *inside]


def _quick(predicate: Any) -> Holds:
    """Return `holds`, made once."""
    if not isinstance(predicate, Regex) or predicate.dangerous:
        holds: Holds = predicate.holds
        return holds
    search = compiled(predicate.pattern, predicate.flags).search
    return lambda value: search(value.text) is not None


def _asked(predicate: object) -> tuple[int, bytes]:
    """Return how the loop looks for a predicate: kind and text without case."""
    kind, literal = MAYBE, ""
    if isinstance(predicate, Text):
        literal = predicate.literal
        if predicate.parts == (ANY,):
            kind = VALUE
        elif predicate.cased:
            literal = literal.lower() if literal.isascii() else ""
        elif predicate.kind != "glob":
            kind = KINDS[predicate.kind]
    elif isinstance(predicate, Regex):
        kind, literal = REGEX, required_literal(predicate.pattern, predicate.flags)
    elif isinstance(predicate, Number) and predicate.op == "eq" and isinstance(predicate.number, int):
        kind, literal = EXACT, repr(predicate.number)
    elif isinstance(predicate, Network):
        network = ip_network(predicate.cidr, strict=False)
        return NETWORK, bytes((network.version, network.prefixlen)) + network.network_address.packed
    return kind, literal.encode("utf-8", "surrogatepass")


__all__ = ["Compiled", "TooOdd", "is_available"]
