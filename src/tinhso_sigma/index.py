# SPDX-License-Identifier: EUPL-1.2
"""All predicates on one field at once: from a value to the bits of those that hold, remembered.

Only values not seen lately are scanned. A scan does not try predicate by predicate: whole values are looked up, ends by
their last or first six characters, texts inside by their rarest four (or all they have, when these are fewer); what has
no such text is tried.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from tinhso_sigma.patterns import required_literal
from tinhso_sigma.planning import Atom
from tinhso_sigma.predicates import Boolean, Number, Regex
from tinhso_sigma.texts import Text
from tinhso_sigma.values import Scalar, Value

END = 6
GRAM = 4
FEW = 24  # texts inside that are tried one by one: cheaper than taking a value to pieces
MOST_VALUES = 1 << 16  # of one generation of a memo
MOST_CHARACTERS = 8 << 20
LONGEST_REMEMBERED = 4096
Holds = Callable[[Value], bool]


class Memo:
    """Two generations of remembered values: full, the older one is forgotten. Bounded by number and by characters."""

    __slots__ = ("_left", "_room", "new", "old")

    def __init__(self) -> None:
        self.new: dict[object, int] = {}
        self.old: dict[object, int] = {}
        self._left, self._room = MOST_VALUES, MOST_CHARACTERS

    def keep(self, key: object, size: int, found: int) -> None:
        if size > LONGEST_REMEMBERED:
            return
        self._left -= 1
        self._room -= size
        if self._left < 0 or self._room < 0:
            self.new, self.old = {}, self.new
            self._left, self._room = MOST_VALUES, MOST_CHARACTERS
        self.new[key] = found


class FieldIndex:
    """entries: predicate and its bit (a power of two); equal predicates are merged."""

    def __init__(self, entries: Iterable[tuple[Atom, int]]) -> None:
        self.memo = Memo()
        self._exact: dict[str, int] = {}
        self._ends: dict[int, dict[str, list[tuple[str, int]]]] = {}
        self._starts: dict[int, dict[str, list[tuple[str, int]]]] = {}
        self._grams: dict[int, dict[str, list[tuple[str, Holds, int]]]] = {}
        self._few: list[tuple[str, Holds, int]] = []
        self._regexes: list[tuple[Holds, int]] = []
        self._floats: list[tuple[Holds, int]] = []
        self._tried: list[tuple[Holds, int]] = []
        inside: list[tuple[str, Holds, int]] = []
        for (_, predicate), bit in entries:
            self._enter(predicate, bit, inside)
        self._enter_inside(inside)

    def find(self, raw: Scalar) -> int:
        """Return the bits of the predicates that hold on a value, from memory where it is there."""
        key: object = raw if raw.__class__ is str else (raw.__class__, raw)
        memo = self.memo
        found = memo.new.get(key)
        if found is None:
            found = memo.old.get(key)
            if found is None:
                found = self.scan(Value(raw))
            memo.keep(key, len(raw) if isinstance(raw, str) else 8, found)
        return found

    def scan(self, value: Value) -> int:
        text = value.folded
        bits = self._exact.get(text, 0)
        for size, table in self._ends.items():
            for literal, bit in table.get(text[-size:], ()):
                if text.endswith(literal):
                    bits |= bit
        for size, table in self._starts.items():
            for literal, bit in table.get(text[:size], ()):
                if text.startswith(literal):
                    bits |= bit
        bits |= self._inside(value, text)
        bits |= _tried(self._tried, value)
        if not text.isascii():
            # Case in a regular expression and in `fold` are not the same beyond ASCII (ſ, İ): try them all.
            bits |= _tried(self._regexes, value)
        if value.raw.__class__ is float:  # 4.0 equals 4 and is written otherwise
            bits |= _tried(self._floats, value)
        return bits

    def _inside(self, value: Value, text: str) -> int:
        bits = 0
        for literal, holds, bit in self._few:
            if literal in text and holds(value):
                bits |= bit
        for size, table in self._grams.items():
            for gram in table.keys() & {text[at : at + size] for at in range(len(text) - size + 1)}:
                for literal, holds, bit in table[gram]:
                    if literal in text and holds(value):
                        bits |= bit
        return bits

    def _enter(self, predicate: object, bit: int, inside: list[tuple[str, Holds, int]]) -> None:
        if isinstance(predicate, Text):
            self._enter_text(predicate, bit, inside)
        elif isinstance(predicate, Boolean):
            for text in ("true", "1") if predicate.wanted else ("false", "0"):
                self._exact[text] = self._exact.get(text, 0) | bit
        elif isinstance(predicate, Regex):
            literal = required_literal(predicate.pattern, predicate.flags)
            self._regexes.append((predicate.holds, bit))
            inside.append((literal, predicate.holds, bit))
        else:
            if isinstance(predicate, Number) and predicate.op == "eq":
                text = repr(predicate.number)
                self._exact[text] = self._exact.get(text, 0) | bit
                self._floats.append((predicate.holds, bit))
                return
            self._tried.append((predicate.holds, bit))  # type: ignore[attr-defined]

    def _enter_text(self, text: Text, bit: int, inside: list[tuple[str, Holds, int]]) -> None:
        literal, kind = text.literal, text.kind
        if text.cased or kind in ("glob", "contains"):
            folded = literal.lower() if literal.isascii() else ""
            holds = text.holds if text.cased or kind == "glob" else _always
            inside.append((folded if text.cased else literal, holds, bit))
        elif kind == "exact":
            self._exact[literal] = self._exact.get(literal, 0) | bit
        else:
            tables = self._ends if kind == "suffix" else self._starts
            size = min(END, len(literal))
            end = literal[-size:] if kind == "suffix" else literal[:size]
            tables.setdefault(size, {}).setdefault(end, []).append((literal, bit))

    def _enter_inside(self, inside: list[tuple[str, Holds, int]]) -> None:
        self._tried += [(holds, bit) for literal, holds, bit in inside if not literal]
        texts = [entry for entry in inside if entry[0]]
        if len(texts) <= FEW:
            self._few = texts
            return
        common = Counter(gram for literal, _, _ in texts for gram in set(_grams(literal)))
        for entry in texts:
            rarest = min(_grams(entry[0]), key=lambda gram: (common[gram], gram))
            self._grams.setdefault(len(rarest), {}).setdefault(rarest, []).append(entry)


def _grams(text: str) -> list[str]:
    size = min(GRAM, len(text))
    return [text[at : at + size] for at in range(len(text) - size + 1)]


def _tried(some: list[tuple[Holds, int]], value: Value) -> int:
    bits = 0
    for holds, bit in some:
        if holds(value):
            bits |= bit
    return bits


def _always(value: Value) -> bool:
    return True
