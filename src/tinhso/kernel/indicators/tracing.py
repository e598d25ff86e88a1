# SPDX-License-Identifier: EUPL-1.2
"""A fold run once for every answer its questions can have: what it adds, and under which conditions (ADR 0052). Pure.

A fold is ordinary code over one act. Run on an act that stands for all acts of a verb, it comes to questions (“is the
channel on line?”); each answer is a path of its own. What all paths add stands under no condition.
"""

import typing
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, cast

from tinhso.kernel.events import catalogue
from tinhso.kernel.events.types import ActRow
from tinhso.kernel.indicators.folding import Fold
from tinhso.kernel.indicators.symbols import (
    ABSENT,
    CLOSE,
    OPEN,
    AnyAct,
    Number,
    Path,
    Symbol,
    Text,
    Undecided,
    Unit,
    Unreadable,
    literal,
)
from tinhso.kernel.indicators.types import Delta

MOST_PATHS = 5_000
"""A fold with more is folded act by act."""
STRINGS = (str, date, datetime, uuid.UUID)
UNIT_IS_NULL = "act.unit_id IS NULL"
NO_UNIT = "NULL::uuid"

Answered = tuple[str, frozenset[str]]
"""A question with the answers under which something holds."""


@dataclass(frozen=True)
class Added:
    """One addition as SQL over a row `act`. conditions: all of them hold for the acts it is made for."""

    fact: str
    amount: str
    unit: str
    area: str
    dimension: str
    conditions: frozenset[Answered] = frozenset()


@dataclass(frozen=True)
class Traced:
    """What a fold adds for acts of one verb. fields: of the data, which it reads.

    kinds: for each question about a kind, the answers that were followed; unread: conditions of paths it could not be
    followed on. Of acts of another kind or on such a path nothing is said.
    """

    fold: Fold
    added: tuple[Added, ...]
    fields: frozenset[str]
    kinds: Mapping[str, frozenset[str]]
    unread: frozenset[frozenset[Answered]]


@dataclass
class _Tracing:
    fold: Fold
    verb: str
    declared: Mapping[str, tuple[str, ...]]
    kinds: dict[str, frozenset[str]] = field(default_factory=dict)
    unread: set[frozenset[Answered]] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)
    paths: int = 0

    def follow(self, answers: dict[str, str]) -> Counter[Added]:
        """Return what is added on all paths that begin with these answers."""
        self.paths += 1
        if self.paths > MOST_PATHS:
            raise Unreadable("the fold asks too much")
        path = Path(answers, self.declared, self.fields)
        try:
            return Counter(_added(delta) for delta in self.fold(cast(ActRow, AnyAct(self.verb, path))))
        except Undecided as undecided:
            question, choices = undecided.question, undecided.answers
        except (Unreadable, KeyError, TypeError, ValueError):
            self.unread.add(frozenset((one, frozenset({answer})) for one, answer in answers.items()))
            return Counter()
        if choices != ("true", "false"):
            self.kinds[question] = self.kinds.get(question, frozenset()) | frozenset(choices)
        return _merged(question, {one: self.follow({**answers, question: one}) for one in choices})


@lru_cache(maxsize=1_000)
def trace(fold: Fold, verb: str) -> Traced:
    """Return what a fold adds for each act of a verb."""
    tracing = _Tracing(fold, verb, declared_kinds(verb))
    try:
        added = tracing.follow({})
    except Unreadable:
        return Traced(fold, (), frozenset(), {}, frozenset({frozenset()}))
    rows = tuple(sorted(added.elements(), key=str))
    return Traced(fold, rows, frozenset(tracing.fields), tracing.kinds, frozenset(tracing.unread))


@cache
def declared_kinds(verb: str) -> Mapping[str, tuple[str, ...]]:
    """Return the kinds of JSON the fields of a verb's payload can have; a verb no longer declared has none."""
    known = catalogue.VERBS.get(verb)
    hints = typing.get_type_hints(known.payload) if known else {}
    return {name: tuple(_kinds(hint)) for name, hint in hints.items()}


def _kinds(hint: Any) -> Iterator[str]:
    origin, options = typing.get_origin(hint), typing.get_args(hint)
    if hint is bool:
        yield from ("true", "false")
    elif hint is int:
        yield "number"
    elif hint in STRINGS:
        yield "string"
    elif hint is type(None):
        yield ABSENT
    elif origin is tuple:
        yield "array"
    else:
        for one in options:
            yield from _kinds(one)


def _merged(question: str, parts: Mapping[str, Counter[Added]]) -> Counter[Added]:
    """Return what the answers add, each under the answers it is added for; under none where it is all of them."""
    if question == UNIT_IS_NULL:
        parts = {"true": _named_alike(parts["true"], parts["false"]), "false": parts["false"]}
    found: Counter[Added] = Counter()
    for added in {one for part in parts.values() for one in part}:
        for times in range(1, max(part[added] for part in parts.values()) + 1):
            under = frozenset(answer for answer, part in parts.items() if part[added] >= times)
            more = frozenset() if len(under) == len(parts) else frozenset({(question, under)})
            found[replace(added, conditions=added.conditions | more)] += 1
    return found


def _named_alike(without: Counter[Added], with_unit: Counter[Added]) -> Counter[Added]:
    """Name the unit of an act that has none like that of one that has: both are NULL there, and the two agree."""
    found: Counter[Added] = Counter()
    for added, times in without.items():
        alike = replace(added, unit="act.unit_id")
        same = added.unit == NO_UNIT and with_unit[alike] and not with_unit[added]
        found[alike if same else added] += times
    return found


def _added(delta: Delta) -> Added:
    return Added(
        _text(delta.fact), _amount(delta.amount), _unit(delta.unit_id), _text(delta.area), _text(delta.dimension)
    )


def _amount(amount: object) -> str:
    if isinstance(amount, Number):
        return amount.sql
    if isinstance(amount, int):
        return str(int(amount))
    raise Unreadable("an amount is no number")


def _unit(unit: object) -> str:
    if unit is None:
        return NO_UNIT
    if isinstance(unit, uuid.UUID):
        return f"{literal(str(unit))}::uuid"
    if isinstance(unit, Unit):
        return unit.sql
    raise Unreadable("a unit is no identifier")


def _text(text: object) -> str:
    """Return a text as SQL; what stands between the marks within it is SQL already."""
    if isinstance(text, Text):
        return text.sql
    if not isinstance(text, str) or isinstance(text, Symbol):
        raise Unreadable("a name is no text")
    pieces = [literal(str(text))] if OPEN not in text else []
    for place, piece in enumerate(text.split(OPEN)) if not pieces else ():
        inner, _mark, rest = piece.partition(CLOSE) if place else ("", "", piece)
        pieces += [part for part in (inner, literal(rest) if rest else "") if part]
    return " || ".join(pieces)
