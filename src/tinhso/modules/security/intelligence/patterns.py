# SPDX-License-Identifier: EUPL-1.2
"""STIX patterns that say "one of these values": read into values to watch. Everything else is not watched.

Read: `[a = 'x']`, `[a = 'x' OR b = 'y']`, `[a IN ('x', 'y')]`, `[ipv4-addr:value ISSUBSET '10.0.0.0/8']`, several such
in `OR`, and a value with its own type beside it. Anything that needs two facts at once (AND, FOLLOWEDBY, NOT,
qualifiers, LIKE, MATCHES) is more than a value.
Source: STIX Version 2.1, 9 (patterning).
"""

import re
from collections.abc import Iterator

from tinhso.modules.security.intelligence import values
from tinhso.modules.security.types import IndicatorKind

TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^'\\]|\\.)*')|(?P<path>[a-z0-9-]+:[A-Za-z0-9_.\[\]*'-]+)"
    r"|(?P<word>[A-Za-z]+)|(?P<sign>[\[\]()=,]))"
)
LONGEST = 20_000
MOST_VALUES = 1_000
KINDS = {
    "ipv4-addr:value": IndicatorKind.ADDRESS,
    "ipv6-addr:value": IndicatorKind.ADDRESS,
    "network-traffic:dst_ref.value": IndicatorKind.ADDRESS,
    "network-traffic:src_ref.value": IndicatorKind.ADDRESS,
    "domain-name:value": IndicatorKind.DOMAIN,
    "url:value": IndicatorKind.URL,
}
TYPED = {f"network-traffic:{end}_ref.type": f"network-traffic:{end}_ref.value" for end in ("src", "dst")}
HASHES = re.compile(r"file:hashes\.'?(?:MD5|SHA-?1|SHA-?224|SHA-?256|SHA-?384|SHA-?512)'?", re.IGNORECASE)

Value = tuple[IndicatorKind, str]


class _TooMuch(Exception):
    """The pattern says more than one of several values."""


def watched_values(pattern: str) -> list[Value] | None:
    """Return the values of which any one fulfils the pattern; None when the pattern is none of that kind."""
    if len(pattern) > LONGEST:
        return None
    try:
        tokens = list(_tokens(pattern))
        found = _observations(tokens)
    except _TooMuch:
        return None
    return list(dict.fromkeys(found)) if found and len(found) <= MOST_VALUES else None


def _tokens(pattern: str) -> Iterator[tuple[str, str]]:
    at, end = 0, len(pattern.rstrip())
    while at < end:
        found = TOKEN.match(pattern, at)
        if found is None:
            raise _TooMuch
        yield str(found.lastgroup), str(found[str(found.lastgroup)])
        at = found.end()


def _observations(tokens: list[tuple[str, str]]) -> list[Value]:
    """Read `[…] OR […] OR …`."""
    tokens, found = [*tokens, ("end", "")], []
    at = 0
    while True:
        _expect(tokens[at], "[")
        at, more = _comparisons(tokens, at + 1)
        found += more
        _expect(tokens[at], "]")
        if tokens[at + 1] == ("end", ""):
            return found
        _expect(tokens[at + 1], "OR")
        at += 2


def _comparisons(tokens: list[tuple[str, str]], at: int) -> tuple[int, list[Value]]:
    found: list[Value] = []
    while True:
        at, more = _comparison(tokens, at)
        found += more
        if tokens[at][1].upper() != "OR":
            return at, found
        at += 1


def _comparison(tokens: list[tuple[str, str]], at: int) -> tuple[int, list[Value]]:
    (is_path, path), (_kind, sign) = tokens[at], tokens[min(at + 1, len(tokens) - 1)]
    if is_path != "path":
        raise _TooMuch
    if path in TYPED and sign == "=":
        # A type said beside the value is no second fact: the value says it too. MISP writes addresses so.
        _expect(tokens[min(at + 3, len(tokens) - 1)], "AND")
        if tokens[at + 4] != ("path", TYPED[path]) or tokens[at + 2][1] not in ("'ipv4-addr'", "'ipv6-addr'"):
            raise _TooMuch
        return _comparison(tokens, at + 4)
    if sign in ("=", "ISSUBSET"):
        return at + 3, [_value(path, tokens[min(at + 2, len(tokens) - 1)], sign == "ISSUBSET")]
    if sign != "IN":
        raise _TooMuch
    at += 2
    _expect(tokens[at], "(")
    found: list[Value] = []
    while True:
        found.append(_value(path, tokens[at + 1], False))
        at += 2
        if tokens[at] == ("sign", ")"):
            return at + 1, found
        _expect(tokens[at], ",")


def _value(path: str, token: tuple[str, str], is_subset: bool) -> Value:
    kind = KINDS.get(path) or (IndicatorKind.HASH if HASHES.fullmatch(path) else None)
    if kind is None or token[0] != "text" or (is_subset and kind != IndicatorKind.ADDRESS):
        raise _TooMuch
    said = re.sub(r"\\(.)", r"\1", token[1][1:-1], flags=re.DOTALL)
    found = values.of_kind(kind, said)
    if found is None:
        raise _TooMuch
    return found


def _expect(token: tuple[str, str], text: str) -> None:
    if token[0] == "text" or token[1] != text:
        raise _TooMuch


def pattern_of(kind: IndicatorKind, value: str) -> str:
    """Return the STIX pattern of one value to watch."""
    said = value.replace("\\", "\\\\").replace("'", "\\'")
    if kind in (IndicatorKind.ADDRESS, IndicatorKind.NETWORK):
        family = "ipv6-addr" if ":" in value else "ipv4-addr"
        return f"[{family}:value {'ISSUBSET' if kind == IndicatorKind.NETWORK else '='} '{said}']"
    if kind == IndicatorKind.HASH:
        name = {32: "MD5", 40: "'SHA-1'", 56: "'SHA-224'", 64: "'SHA-256'", 96: "'SHA-384'", 128: "'SHA-512'"}
        return f"[file:hashes.{name[len(value)]} = '{said}']"
    return f"[{'domain-name' if kind == IndicatorKind.DOMAIN else 'url'}:value = '{said}']"
