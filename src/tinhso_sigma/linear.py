# SPDX-License-Identifier: EUPL-1.2
"""Regular expressions that could take exponential time, run as sets of states: linear in the text, always.

Slower than `re` by far, so only what `patterns` calls dangerous comes here; SigmaHQ's rules hold three such. Looking
ahead or behind, back references and atomic groups cannot be run this way and are refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from tinhso_sigma.errors import Unsupported

MOST_STATES = 20_000
Takes = Callable[[str], bool]
Stands = Callable[[str, int], bool]
CATEGORIES = {
    c.CATEGORY_DIGIT: r"\d", c.CATEGORY_NOT_DIGIT: r"\D", c.CATEGORY_SPACE: r"\s",
    c.CATEGORY_NOT_SPACE: r"\S", c.CATEGORY_WORD: r"\w", c.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip


@dataclass(slots=True)
class State:
    """takes: the character that leads on; stands: what must hold where we are; neither: a free step."""

    takes: Takes | None = None
    stands: Stands | None = None
    to: list[State] = field(default_factory=list)


class Linear:
    """Finds whether an expression matches somewhere in a text."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        parsed = _parser.parse(pattern, flags)
        self._made = 0
        self._end = self._state()
        self._begin = self._sequence(list(parsed), parsed.state.flags, self._end)

    def search(self, text: str) -> bool:
        """Tell whether the expression is found; steps are at most characters times states."""
        current: dict[int, State] = {}
        for at in range(len(text) + 1):
            if self._enter(self._begin, text, at, current):
                return True
            if at == len(text):
                return False
            following: dict[int, State] = {}
            for state in current.values():
                if state.takes is not None and state.takes(text[at]):
                    for one in state.to:
                        if self._enter(one, text, at + 1, following):
                            return True
            current = following
        return False

    def _enter(self, state: State, text: str, at: int, into: dict[int, State]) -> bool:
        """Add a state and all that is free from it; tell whether the end is among them."""
        waiting = [state]
        while waiting:
            one = waiting.pop()
            if one is self._end:
                return True
            if id(one) in into:
                continue
            if one.stands is not None and not one.stands(text, at):
                continue
            into[id(one)] = one
            if one.takes is None:
                waiting += one.to
        return False

    def _state(self, takes: Takes | None = None, stands: Stands | None = None, to: Iterable[State] = ()) -> State:
        self._made += 1
        if self._made > MOST_STATES:
            raise Unsupported("biểu thức chính quy quá lớn")
        return State(takes, stands, list(to))

    def _sequence(self, parts: Sequence[tuple[Any, Any]], flags: int, then: State) -> State:
        for op, argument in reversed(parts):
            then = self._part(op, argument, flags, then)
        return then

    def _part(self, op: Any, argument: Any, flags: int, then: State) -> State:
        if op is c.BRANCH:
            return self._state(to=[self._sequence(list(one), flags, then) for one in argument[1]])
        if op is c.SUBPATTERN:
            _, add, remove, inner = argument
            return self._sequence(list(inner), (flags | add) & ~remove, then)
        if op in (c.MAX_REPEAT, c.MIN_REPEAT):
            return self._repeat(argument, flags, then)
        if op is c.AT:
            return self._state(stands=_stands(argument, flags), to=[then])
        return self._state(takes=_takes(op, argument, flags), to=[then])

    def _repeat(self, argument: Any, flags: int, then: State) -> State:
        least, most, inner = argument
        if most is c.MAXREPEAT:
            again = self._state(to=[then])
            again.to.append(self._sequence(list(inner), flags, again))
            then = again
        else:
            for _ in range(most - least):
                then = self._state(to=[then, self._sequence(list(inner), flags, then)])
        for _ in range(least):
            then = self._sequence(list(inner), flags, then)
        return then


def _takes(op: Any, argument: Any, flags: int) -> Takes:
    if op is c.ANY:
        return (lambda char: True) if flags & re.DOTALL else (lambda char: char != "\n")
    sets: dict[Any, Callable[[Any], str]] = {c.LITERAL: _literal, c.NOT_LITERAL: _not_literal, c.IN: _set}
    if op not in sets:
        raise Unsupported(f"biểu thức chính quy dùng {op}, vừa lặp lồng nhau")
    found = re.compile(sets[op](argument), flags & (re.IGNORECASE | re.ASCII) | re.DOTALL)
    return lru_cache(maxsize=4096)(lambda char: found.match(char) is not None)


def _literal(argument: int) -> str:
    return re.escape(chr(argument))


def _not_literal(argument: int) -> str:
    return f"[^{re.escape(chr(argument))}]"


def _set(items: Sequence[tuple[Any, Any]]) -> str:
    written = ""
    for op, argument in items:
        if op is c.NEGATE:
            written += "^"
        elif op is c.LITERAL:
            written += re.escape(chr(argument))
        elif op is c.RANGE:
            written += f"{re.escape(chr(argument[0]))}-{re.escape(chr(argument[1]))}"
        else:
            written += CATEGORIES[argument]
    return f"[{written}]"


def _stands(argument: Any, flags: int) -> Stands:
    lines = bool(flags & re.MULTILINE)
    signs = {
        c.AT_BEGINNING: "^", c.AT_BEGINNING_STRING: r"\A", c.AT_BOUNDARY: r"\b",
        c.AT_NON_BOUNDARY: r"\B", c.AT_END: "$", c.AT_END_STRING: r"\Z",
    }  # fmt: skip
    found = re.compile(signs[argument], flags & re.ASCII | (re.MULTILINE if lines else 0))
    return lambda text, at: found.match(text, at) is not None
