# SPDX-License-Identifier: EUPL-1.2
"""Text with wildcards, and the test of it: linear in the value whatever the wildcards."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from tinhso_sigma.values import Value


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
