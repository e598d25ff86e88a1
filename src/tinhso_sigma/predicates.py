# SPDX-License-Identifier: EUPL-1.2
"""What a rule can ask of one value. Frozen, so that equal questions of many rules are asked once."""

from __future__ import annotations

import ipaddress
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from tinhso_sigma.linear import Linear
from tinhso_sigma.texts import Text
from tinhso_sigma.values import Value

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "lt": operator.lt,
    "lte": operator.le,
    "gt": operator.gt,
    "gte": operator.ge,
    "eq": operator.eq,
}
DATE = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d))?", re.ASCII)


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
