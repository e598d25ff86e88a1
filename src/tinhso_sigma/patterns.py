# SPDX-License-Identifier: EUPL-1.2
"""Regular expressions that may take exponential time are told before they meet an event; they are run by `linear`.

Exponential is a repetition whose body can be split in several ways: `(a+)+`, `(.*a)*`, `(\\w|\\d)*`. It is found on the
parsed expression: inside an unbounded repetition stands another one, and nothing beside it forces a character the inner
one cannot take. It errs on the side of caution. Polynomial time (`.*a.*b.*c`) is let through, see known limits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from tinhso_sigma.errors import Unsupported
from tinhso_sigma.linear import CATEGORIES

LONGEST = 10_000  # characters of one expression
UNBOUNDED = 16  # so many repetitions, or more, count as unbounded
REPEATS = (c.MAX_REPEAT, c.MIN_REPEAT)
SAMPLE = frozenset(map(chr, range(128))) | frozenset("ăâđêôơưÀÿ–—―\u0130")
Part = tuple[Any, Any]
Chars = frozenset[str]


def is_dangerous(pattern: str, flags: int = 0) -> bool:
    """Tell whether an expression may take exponential time. Raises Unsupported when it is invalid or too long."""
    if len(pattern) > LONGEST:
        raise Unsupported(f"biểu thức chính quy dài hơn {LONGEST:,} ký tự")
    try:
        re.compile(pattern, flags)
        parsed = _parser.parse(pattern, flags)
    except (re.error, RecursionError, OverflowError) as error:
        raise Unsupported(f"biểu thức chính quy “{pattern[:80]}” không hợp lệ ({error})") from error
    return _Examiner(parsed.state.flags).is_dangerous(list(parsed))


def required_literal(pattern: str, flags: int = 0) -> str:
    """Return a text without case that every match must contain, maybe empty; for ASCII expressions only."""
    parsed = _parser.parse(pattern, flags)
    runs, run = [""], ""
    for op, argument in _flat(list(parsed)):
        if op is c.LITERAL and argument < 128:
            run += chr(argument)
        else:
            run = "" if op is not c.AT else run
        runs.append(run)
    return max(runs, key=len).lower()


def _flat(parts: Iterable[Part]) -> Iterator[Part]:
    for op, argument in parts:
        if op is c.SUBPATTERN:
            yield from _flat(argument[-1])
        elif op in REPEATS and argument[0] >= 1:
            yield (op, argument)
            yield from _flat(argument[2])
            yield (op, argument)
        else:
            yield op, argument


class _Examiner:
    def __init__(self, flags: int) -> None:
        self.flags = flags

    def is_dangerous(self, parts: Sequence[Part]) -> bool:
        for op, argument in parts:
            for body in _bodies(op, argument):
                if self.is_dangerous(body):
                    return True
            if op in REPEATS and argument[1] >= UNBOUNDED and self.is_ambiguous(list(argument[2])):
                return True
        return False

    def is_ambiguous(self, body: Sequence[Part]) -> bool:
        """Tell whether repeating the body can divide one text in several ways."""
        if self._overlapping_choice(body):
            return True
        return any(not self._leaves(rest, self.chars(inner)) for inner, rest in _inner_repeats(body))

    def _overlapping_choice(self, body: Sequence[Part]) -> bool:
        if len(body) != 1:
            return False
        op, argument = body[0]
        if op is c.SUBPATTERN:
            return self._overlapping_choice(list(argument[-1]))
        if op is not c.BRANCH:
            return False
        seen: set[str] = set()
        for choice in argument[1]:
            chars = self.chars(choice)
            if len(choice) == 1 and seen & chars:
                return True
            seen |= chars if len(choice) == 1 else set()
        return False

    def _leaves(self, parts: Iterable[Part], chars: Chars) -> bool:
        """Tell whether every match of the parts holds a character outside `chars`."""
        return any(self._one_leaves(op, argument, chars) for op, argument in parts)

    def _one_leaves(self, op: Any, argument: Any, chars: Chars) -> bool:
        if op is c.BRANCH:
            return all(self._leaves(choice, chars) for choice in argument[1])
        if op is c.SUBPATTERN:
            return self._leaves(argument[-1], chars)
        if op in REPEATS:
            return argument[0] >= 1 and self._leaves(argument[2], chars)
        own = self._own(op, argument)
        return bool(own) and not own & chars

    def chars(self, parts: Iterable[Part]) -> Chars:
        """Return the characters of the sample that can occur in a match of the parts."""
        found: Chars = frozenset()
        for op, argument in parts:
            bodies = list(_bodies(op, argument))
            found |= self._own(op, argument).union(*map(self.chars, bodies)) if bodies else self._own(op, argument)
        return found

    def _own(self, op: Any, argument: Any) -> Chars:
        if op is c.LITERAL:
            return self._cases(frozenset(chr(argument)))
        if op is c.NOT_LITERAL:
            return SAMPLE - {chr(argument)}
        if op is c.ANY:
            return SAMPLE if self.flags & re.DOTALL else SAMPLE - {"\n"}
        if op is c.IN:
            return self._cases(frozenset(char for char in self._sampled(argument) if _in_set(char, argument)))
        return SAMPLE if op in (c.GROUPREF, c.GROUPREF_EXISTS) else frozenset()

    def _cases(self, chars: Chars) -> Chars:
        if not self.flags & re.IGNORECASE:
            return chars
        return chars | {char.lower() for char in chars} | {char.upper() for char in chars}

    @staticmethod
    def _sampled(items: Iterable[Part]) -> Chars:
        return SAMPLE | {chr(argument) for op, argument in items if op is c.LITERAL}


def _in_set(char: str, items: Sequence[Part]) -> bool:
    negated = bool(items) and items[0][0] is c.NEGATE
    return negated != any(_in_item(char, op, argument) for op, argument in items)


def _in_item(char: str, op: Any, argument: Any) -> bool:
    if op is c.LITERAL:
        return bool(ord(char) == argument)
    if op is c.RANGE:
        return bool(argument[0] <= ord(char) <= argument[1])
    return op is c.CATEGORY and re.match(CATEGORIES[argument], char) is not None


def _bodies(op: Any, argument: Any) -> Iterator[Sequence[Part]]:
    if op is c.BRANCH:
        yield from argument[1]
    elif op is c.SUBPATTERN:
        yield argument[-1]
    elif op in (*REPEATS, c.POSSESSIVE_REPEAT):
        yield argument[2]
    elif op in (c.ASSERT, c.ASSERT_NOT):
        yield argument[1]
    elif op is c.ATOMIC_GROUP:
        yield argument


def _inner_repeats(body: Sequence[Part]) -> Iterator[tuple[Sequence[Part], list[Part]]]:
    """Give each unbounded repetition inside a body, and what stands beside it on its way down."""
    for at, (op, argument) in enumerate(body):
        beside = [*body[:at], *body[at + 1 :]]
        if op in REPEATS and argument[1] >= UNBOUNDED:
            yield argument[2], beside
        for inside in _bodies(op, argument):
            for inner, rest in _inner_repeats(list(inside)):
                yield inner, [*beside, *rest]
