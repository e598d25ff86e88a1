# SPDX-License-Identifier: EUPL-1.2
"""What a rule can ask of one value. Frozen, so that equal questions of many rules are asked once.

Text is compared in its written form: a number is its digits, a boolean `true` or `false` (Sigma rules 2.1, Detection,
General: "All values are treated as case-insensitive strings").
"""

from __future__ import annotations

import ipaddress
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from tinhso_sigma.linear import Linear

Scalar = str | int | float | bool
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
    "eq": operator.eq,
}
NUMBER = re.compile(r"\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\s*", re.ASCII)
DATE = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d))?", re.ASCII)
LONGEST_NUMBER = 400  # characters; int() of more is quadratic, and no log holds it


def _fold_one(char: str) -> str:
    low = char.lower()
    if low == "ς":
        return "σ"
    return low if len(low) == 1 else char


def fold(text: str) -> str:
    """Return the text without case, character by character: as long as before, and equal in every context."""
    return text.lower() if text.isascii() else "".join(map(_fold_one, text))


def written(raw: Scalar) -> str:
    """Return a value as text: true and false for booleans, digits for numbers."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return "true" if raw else "false"
    return repr(raw)


class Value:
    """One value of an event: as it came, as text, without case."""

    __slots__ = ("folded", "raw", "text")

    def __init__(self, raw: Scalar) -> None:
        self.raw = raw
        self.text = written(raw)
        self.folded = fold(self.text)

    @property
    def number(self) -> float | int | None:
        """Return the value as a number; None when it is none (a boolean is none)."""
        if isinstance(self.raw, bool):
            return None
        if isinstance(self.raw, int | float):
            return self.raw
        if len(self.text) > LONGEST_NUMBER or not NUMBER.fullmatch(self.text):
            return None
        try:
            return int(self.text)
        except ValueError:
            return float(self.text)


class Wild:
    """`*` (any) or `?` (one) inside a text pattern."""

    __slots__ = ("sign",)

    def __init__(self, sign: str) -> None:
        self.sign = sign

    def __repr__(self) -> str:
        return self.sign

    def __reduce__(self) -> str:
        """Return the name of the one object, so that rules read from a pickle mean the same."""
        return "ANY" if self.sign == "*" else "ONE"


ANY, ONE = Wild("*"), Wild("?")
Part = str | Wild
Kind = Literal["exact", "prefix", "suffix", "contains", "glob"]


@dataclass(frozen=True, slots=True)
class Text:
    """Text with wildcards. parts: literals are folded unless cased; neighbours are merged, `**` is `*`."""

    parts: tuple[Part, ...]
    cased: bool = False

    @property
    def kind(self) -> Kind:
        shapes: dict[tuple[bool, ...], Kind] = {
            (): "exact",
            (True,): "exact",
            (True, False): "prefix",
            (False, True): "suffix",
            (False, True, False): "contains",
        }
        if ONE in self.parts or self.parts == (ANY,):
            return "glob"
        return shapes.get(tuple(isinstance(part, str) for part in self.parts), "glob")

    @property
    def literal(self) -> str:
        """Return the longest piece that must stand in the value, maybe empty."""
        return max((part for part in self.parts if isinstance(part, str)), key=len, default="")

    def holds(self, value: Value) -> bool:
        return matcher(self)(value.text if self.cased else value.folded)


@lru_cache(maxsize=200_000)
def matcher(pattern: Text) -> Callable[[str], bool]:
    """Return the test of a text pattern; linear in the value whatever the wildcards."""
    literal, kind = pattern.literal, pattern.kind
    if kind == "exact":
        return literal.__eq__
    if kind == "prefix":
        return lambda text: text.startswith(literal)
    if kind == "suffix":
        return lambda text: text.endswith(literal)
    if kind == "contains":
        return lambda text: literal in text
    return _glob(pattern.parts)


def _glob(parts: tuple[Part, ...]) -> Callable[[str], bool]:
    """Match piece by piece, each as far left as it goes: right for `*`, and without backtracking."""
    pieces: list[list[Part]] = [[]]
    for part in parts:
        if part is ANY:
            pieces.append([])
        else:
            pieces[-1].append(part)
    first, *rest = [
        re.compile("".join("." if part is ONE else re.escape(str(part)) for part in piece), re.DOTALL)
        for piece in pieces
    ]
    if not rest:
        return lambda text: first.fullmatch(text) is not None
    *middle, last = rest
    tail = sum(1 if isinstance(part, Wild) else len(part) for part in pieces[-1])

    def match(text: str) -> bool:
        at = first.match(text)
        if at is None:
            return False
        for piece in middle:
            at = piece.search(text, at.end())
            if at is None:
                return False
        return len(text) - tail >= at.end() and last.match(text, len(text) - tail) is not None

    return match


@dataclass(frozen=True, slots=True)
class Regex:
    """A regular expression found anywhere in the text, with case unless its flags say otherwise.

    dangerous: it could take exponential time in `re` and is run state by state instead.
    """

    pattern: str
    flags: int = 0
    dangerous: bool = False

    def holds(self, value: Value) -> bool:
        if self.dangerous:
            return linear(self.pattern, self.flags).search(value.text)
        return compiled(self.pattern, self.flags).search(value.text) is not None


@lru_cache(maxsize=50_000)
def compiled(pattern: str, flags: int) -> re.Pattern[str]:
    return re.compile(pattern, flags)


@lru_cache(maxsize=1_000)
def linear(pattern: str, flags: int) -> Linear:
    return Linear(pattern, flags)


@dataclass(frozen=True, slots=True)
class Number:
    """A number compared as a number; a text that is no number is false, with `eq` it may be the same digits."""

    op: str
    number: int | float

    def holds(self, value: Value) -> bool:
        if self.op == "eq" and value.text == repr(self.number):
            return True
        if self.op == "eq" and isinstance(value.raw, str):
            return False
        found = value.number
        return found is not None and COMPARE[self.op](found, self.number)


@dataclass(frozen=True, slots=True)
class Boolean:
    """A boolean, or how logs write one: `true`, `1`."""

    wanted: bool

    def holds(self, value: Value) -> bool:
        return value.folded in (("true", "1") if self.wanted else ("false", "0"))


@dataclass(frozen=True, slots=True)
class Null:
    """The field is not there, or null."""

    def holds(self, value: Value) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class Exists:
    """The field is there, be it empty or null."""

    wanted: bool

    def holds(self, value: Value) -> bool:
        return self.wanted


@dataclass(frozen=True, slots=True)
class Network:
    """An address inside a network, IPv4 or IPv6; what is no address is outside."""

    cidr: str

    def holds(self, value: Value) -> bool:
        found = address(value.text)
        network = _network(self.cidr)
        return found is not None and found.version == network.version and found in network


@lru_cache(maxsize=10_000)
def _network(cidr: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    return ipaddress.ip_network(cidr, strict=False)


@lru_cache(maxsize=1 << 16)
def address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    if len(text) > 64:
        return None
    try:
        return ipaddress.ip_address(text.strip())
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class SameAs:
    """The field equals another field of the event, without case; or begins with, ends with, contains it."""

    field: str
    starts: bool = False
    ends: bool = False

    def agrees(self, mine: Value, other: Value) -> bool:
        if self.starts and self.ends:
            return other.folded in mine.folded
        if self.starts:
            return mine.folded.startswith(other.folded)
        if self.ends:
            return mine.folded.endswith(other.folded)
        return mine.folded == other.folded

    def holds(self, value: Value) -> bool:
        raise TypeError("SameAs needs two values")


@dataclass(frozen=True, slots=True)
class DatePart:
    """A part of a date written year first (ISO 8601), as it is written: no time zone is applied. week: ISO week."""

    part: str
    op: str
    number: int | float

    def holds(self, value: Value) -> bool:
        found = DATE.match(value.text) if isinstance(value.raw, str) else None
        part = found and _part_of(found, self.part)
        return part is not None and COMPARE[self.op](part, self.number)


def _part_of(found: re.Match[str], part: str) -> int | None:
    if part in ("hour", "minute"):
        text = found[4 if part == "hour" else 5]
        return None if text is None else int(text)
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return {"year": day.year, "month": day.month, "day": day.day, "week": day.isocalendar().week}[part]


Predicate = Text | Regex | Number | Boolean | Null | Exists | Network | SameAs | DatePart
