# SPDX-License-Identifier: EUPL-1.2
"""A second evaluator, slow and obvious: it walks the YAML of a rule and knows neither pySigma nor the engine.

Strings become regular expressions, conditions are read by recursive descent, fields are looked up one by one.
"""

import base64
import fnmatch
import ipaddress
import itertools
import re
from datetime import date
from typing import Any

from tinhso_sigma.values import fold

Event = dict[str, Any]
ENCODINGS = {"wide": "utf-16-le", "utf16le": "utf-16-le", "utf16be": "utf-16-be", "utf16": "utf-16"}
DATE_PARTS = ("minute", "hour", "day", "week", "month", "year")
COMPARISONS = ("lt", "lte", "gt", "gte")


def matches(detection: dict[str, Any], event: Event) -> bool:
    """Tell whether a detection section is true of a flat event."""
    conditions = detection["condition"]
    named = {name: one for name, one in detection.items() if name != "condition"}
    every = conditions if isinstance(conditions, list) else [conditions]
    return any(Condition(one, named, event).value() for one in every)


class Condition:
    """or < and < not < x of < ( ), read token by token; everything is evaluated, nothing is skipped."""

    def __init__(self, text: str, named: dict[str, Any], event: Event) -> None:
        self.tokens = re.findall(r"[()]|[^\s()]+", text)
        self.named, self.event = named, event

    def value(self) -> bool:
        found = self.either()
        assert not self.tokens, self.tokens
        return found

    def either(self) -> bool:
        values = [self.both()]
        while self.tokens and self.tokens[0] == "or":
            self.tokens.pop(0)
            values.append(self.both())
        return any(values)

    def both(self) -> bool:
        values = [self.single()]
        while self.tokens and self.tokens[0] == "and":
            self.tokens.pop(0)
            values.append(self.single())
        return all(values)

    def single(self) -> bool:
        token = self.tokens.pop(0)
        if token == "not":
            return not self.single()
        if token == "(":
            found = self.either()
            assert self.tokens.pop(0) == ")"
            return found
        if token in ("1", "any", "all") and self.tokens and self.tokens[0] == "of":
            self.tokens.pop(0)
            pattern = self.tokens.pop(0)
            glob = "*" if pattern == "them" else pattern
            names = [name for name in self.named if fnmatch.fnmatchcase(name, glob)]
            values = [self.search(name) for name in names if glob.startswith("_") or not name.startswith("_")]
            return all(values) if token == "all" else any(values)
        return self.search(token)

    def search(self, name: str) -> bool:
        return search(self.named[name], self.event)


def search(definition: Any, event: Event) -> bool:
    if isinstance(definition, dict):
        return all([item(key, value, event) for key, value in definition.items()])
    if isinstance(definition, list):
        return any([search(one, event) for one in definition])
    return keyword(definition, [], event)


def item(key: str, value: Any, event: Event) -> bool:
    field, *modifiers = key.split("|")
    wanted = value if isinstance(value, list) else [value]
    wanted = wanted or [None]
    negated, every = "neq" in modifiers, "all" in modifiers
    rest = [one for one in modifiers if one not in ("neq", "all")]
    one_holds = [keyword(one, rest, event) if not field else holds(field, one, rest, event) for one in wanted]
    return negated != (all(one_holds) if every else any(one_holds))


def lookup(field: str, event: Event) -> list[Any]:
    """Return the values of a field; a missing field has none."""
    found: list[Any] = []
    for name, value in event.items():
        if name.replace(" ", "").lower() == field.replace(" ", "").lower():
            found += value if isinstance(value, list) else [value]
    return found


def is_there(field: str, event: Event) -> bool:
    return any(name.replace(" ", "").lower() == field.replace(" ", "").lower() for name in event)


def keyword(wanted: Any, modifiers: list[str], event: Event) -> bool:
    values = [one for name in event for one in lookup(name, event) if one is not None]
    if "re" in modifiers:
        return any(compare(one, wanted, modifiers) for one in values)
    return any(compare(one, str(wanted), [*modifiers, "contains"]) for one in values)


def holds(field: str, wanted: Any, modifiers: list[str], event: Event) -> bool:
    if modifiers == ["exists"]:
        return is_there(field, event) is wanted
    values = [one for one in lookup(field, event) if one is not None]
    if wanted is None:
        return not values
    if "fieldref" in modifiers:
        others = [one for one in lookup(wanted, event) if one is not None]
        return any(refers(text(mine), text(other), modifiers) for mine in values for other in others)
    return any(compare(one, wanted, modifiers) for one in values)


def refers(mine: str, other: str, modifiers: list[str]) -> bool:
    mine, other = fold(mine), fold(other)
    if "contains" in modifiers:
        return other in mine
    if "startswith" in modifiers:
        return mine.startswith(other)
    return mine.endswith(other) if "endswith" in modifiers else mine == other


def text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else repr(value)


def compare(value: Any, wanted: Any, modifiers: list[str]) -> bool:
    parts = [one for one in modifiers if one in DATE_PARTS]
    signs = [one for one in modifiers if one in COMPARISONS]
    if parts:
        part = date_part(value, parts[0])
        return part is not None and measure(part, wanted, signs[0] if signs else "eq")
    if signs:
        number = as_number(value)
        return number is not None and measure(number, wanted, signs[0])
    if isinstance(wanted, bool):
        return text(value).lower() in (("true", "1") if wanted else ("false", "0"))
    if isinstance(wanted, int | float):
        same = not isinstance(value, bool | str) and value == wanted
        return text(value) == repr(wanted) or same
    if "cidr" in modifiers:
        return in_network(text(value), wanted)
    if "re" in modifiers:
        flags = sum({"i": re.I, "m": re.M, "s": re.S}.get(one, 0) for one in modifiers)
        return re.search(wanted, text(value), flags) is not None
    cased = "cased" in modifiers
    return any(like(text(value), one, cased) for one in written_ways(wanted, modifiers))


def measure(found: float, wanted: float, sign: str) -> bool:
    return {"lt": found < wanted, "lte": found <= wanted, "gt": found > wanted, "gte": found >= wanted}.get(
        sign, found == wanted
    )


def as_number(value: Any) -> float | int | None:
    if isinstance(value, bool):
        return None
    if not isinstance(value, str):
        return value
    if not re.fullmatch(r"\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*", value, re.ASCII):
        return None
    return int(value) if re.fullmatch(r"\s*[+-]?\d+\s*", value) else float(value)


def date_part(value: Any, part: str) -> int | None:
    found = re.match(r"\s*(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d))?", value, re.A) if isinstance(value, str) else None
    if not found:
        return None
    if part in ("hour", "minute"):
        digits = found[4] if part == "hour" else found[5]
        return int(digits) if digits else None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return day.isocalendar()[1] if part == "week" else getattr(day, part)


def in_network(value: str, cidr: str) -> bool:
    try:
        return ipaddress.ip_address(value.strip()) in ipaddress.ip_network(cidr, strict=False)
    except ValueError:
        return False


def written_ways(wanted: Any, modifiers: list[str]) -> list[str]:
    """Return the patterns (with wildcards) that a string and its modifiers stand for, modifier by modifier."""
    ways: list[str | bytes] = [str(wanted)]
    for modifier in modifiers:
        if modifier in ENCODINGS:
            mark = b"\xff\xfe" if modifier == "utf16" else b""
            codec = "utf-16-le" if modifier == "utf16" else ENCODINGS[modifier]
            ways = [mark + unescaped(one).encode(codec) for one in ways]
        elif modifier == "base64":
            ways = [escaped(base64.b64encode(as_bytes(one)).decode()) for one in ways]
        elif modifier == "base64offset":
            ways = [escaped(middle(as_bytes(one), shift)) for one in ways for shift in range(3)]
        elif modifier == "windash":
            ways = [way for one in ways for way in dashed(one)]
        elif modifier == "contains":
            ways = [f"*{one}*" for one in ways]
        elif modifier == "startswith":
            ways = [f"{one}*" for one in ways]
        elif modifier == "endswith":
            ways = [f"*{one}" for one in ways]
    return ways


def as_bytes(one: str | bytes) -> bytes:
    return one if isinstance(one, bytes) else unescaped(one).encode()


def middle(data: bytes, shift: int) -> str:
    """Return the base64 digits that depend on the data alone when `shift` bytes stand before it."""
    digits = base64.b64encode(b"\0" * shift + data + b"\0" * 3).decode()
    first = -(-shift * 8 // 6)
    last = (shift + len(data)) * 8 // 6
    return digits[first:last]


def dashed(one: str) -> list[str]:
    pieces = re.split(r"\B[-/–—―]\b", one)
    gaps = itertools.product("-/–—―", repeat=len(pieces) - 1)
    return ["".join(piece + dash for piece, dash in zip(pieces, (*gap, ""), strict=True)) for gap in gaps]


def tokens(pattern: str) -> list[tuple[str, bool]]:
    """Return the characters of a pattern and whether each is a wildcard; backslashes are read as Sigma does."""
    found: list[tuple[str, bool]] = []
    at = 0
    while at < len(pattern):
        if pattern[at] == "\\" and at + 1 < len(pattern) and pattern[at + 1] in "*?\\":
            found.append((pattern[at + 1], False))
            at += 2
        else:
            found.append((pattern[at], pattern[at] in "*?"))
            at += 1
    return found


def unescaped(pattern: str) -> str:
    return "".join(char for char, _ in tokens(pattern))


def escaped(plain: str) -> str:
    return re.sub(r"([*?\\])", r"\\\1", plain)


def like(value: str, pattern: str, cased: bool) -> bool:
    """Tell whether a value has the form of a pattern, by a table over both: no engine of expressions is asked."""
    value = value if cased else fold(value)
    row = [True] + [False] * len(value)
    for char, wild in tokens(pattern):
        char = char if cased else fold(char)
        if wild and char == "*":
            row = list(itertools.accumulate(row, lambda one, two: one or two))
        else:
            row = [False] + [row[at] and (wild or value[at] == char) for at in range(len(value))]
    return row[-1]
