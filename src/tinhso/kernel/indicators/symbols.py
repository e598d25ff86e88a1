# SPDX-License-Identifier: EUPL-1.2
"""Values that stand for a field of every act of a verb while a fold is traced (ADR 0052). Pure.

A fold may carry such a value into a delta, compare it, ask whether it is empty, add a number to it; each question it
asks is put to the path it is traced on. Whatever else it does raises `Unreadable`: nothing is ever guessed.
"""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NoReturn

from psycopg.sql import Identifier, Literal

from tinhso.kernel.calendar.types import TIMEZONE

OPEN, CLOSE = "\ue001", "\ue002"
"""Around SQL within a text that a fold builds; letters of private use, which no text of a fold holds."""
COLUMNS = {
    "subject": "act.subject",
    "rule": "act.rule",
    "area": "act.area",
    "verb": "act.verb",
    "actor": "act.actor",
    "on_behalf_of": "act.on_behalf_of",
    "actor_kind": "split_part(act.actor, ':', 1)",
}
"""Texts of an act beside its data that a fold may read. Number, instant, case and digest differ from act to act: a
fold that reads those has another answer for each and cannot be a fact."""
ABSENT = "absent"


class Unreadable(Exception):
    """A fold read an act in a way the database cannot: its acts are folded one by one."""


class Undecided(Exception):
    """A path came to a question it has no answer to yet."""

    def __init__(self, question: str, answers: tuple[str, ...]) -> None:
        super().__init__(question)
        self.question, self.answers = question, answers


@dataclass
class Path:
    """The answers one tracing goes by.

    kinds: which kinds of JSON each field of the data may have; read: the fields that were read.
    """

    answers: Mapping[str, str]
    kinds: Mapping[str, tuple[str, ...]]
    read: set[str] = field(default_factory=set)

    def ask(self, question: str, answers: tuple[str, ...]) -> str:
        if question not in self.answers:
            raise Undecided(question, answers)
        return self.answers[question]

    def holds(self, condition: str) -> bool:
        return self.ask(condition, ("true", "false")) == "true"


def literal(value: object) -> str:
    """Return a value as SQL."""
    return Literal(value).as_string(None)


class Symbol:
    """SQL in place of a value. Equality is a question, so a symbol is no key of a dict and of no set."""

    __slots__ = ("_path", "sql")

    def __init__(self, sql: str, path: Path) -> None:
        self.sql, self._path = sql, path

    def __hash__(self) -> int:
        raise Unreadable("a field is looked up in a table")

    def __getattr__(self, name: str) -> NoReturn:
        raise Unreadable(f"a field is asked for “{name}”")

    def __str__(self) -> str:
        raise Unreadable("a field is written as text")

    def __format__(self, spec: str) -> str:
        return str(self) if not spec else self.__getattr__("format")

    def __iter__(self) -> NoReturn:
        raise Unreadable("a field is read part by part")

    def __eq__(self, other: object) -> bool:
        raise Unreadable("a field of this kind is compared")


class Text(Symbol):
    """A text that is there."""

    __slots__ = ()
    __hash__ = Symbol.__hash__

    def __bool__(self) -> bool:
        return self._path.holds(f"{self.sql} <> ''")

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Text):
            return self._path.holds(f"{self.sql} = {other.sql}")
        return isinstance(other, str) and self._path.holds(f"{self.sql} = {literal(str(other))}")

    def __str__(self) -> str:
        return f"{OPEN}{self.sql}{CLOSE}"


class Unit(Symbol):
    """The identifier of a unit that is there."""

    __slots__ = ()
    __hash__ = Symbol.__hash__


class Number(Symbol):
    """A whole number that is there."""

    __slots__ = ()
    __hash__ = Symbol.__hash__

    def __str__(self) -> str:
        return f"{OPEN}{self.sql}::text{CLOSE}"

    def _other(self, other: object) -> str:
        if isinstance(other, Number):
            return other.sql
        if isinstance(other, int):
            return str(int(other)) if other >= 0 else f"({int(other)})"
        raise Unreadable("a number meets what is none")

    def __bool__(self) -> bool:
        return self._path.holds(f"{self.sql} <> 0")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, int | Number) and self._path.holds(f"{self.sql} = {self._other(other)}")

    def __lt__(self, other: object) -> bool:
        return self._path.holds(f"{self.sql} < {self._other(other)}")

    def __gt__(self, other: object) -> bool:
        return self._path.holds(f"{self.sql} > {self._other(other)}")

    def __le__(self, other: object) -> bool:
        return not self > other

    def __ge__(self, other: object) -> bool:
        return not self < other

    def __add__(self, other: object) -> "Number":
        return Number(f"({self.sql} + {self._other(other)})", self._path)

    def __sub__(self, other: object) -> "Number":
        return Number(f"({self.sql} - {self._other(other)})", self._path)

    def __rsub__(self, other: object) -> "Number":
        return Number(f"({self._other(other)} - {self.sql})", self._path)

    def __neg__(self) -> "Number":
        return Number(f"(- {self.sql})", self._path)

    __radd__ = __add__


class Several(Symbol):
    """A list that is there: a fold may ask whether it is empty."""

    __slots__ = ()
    __hash__ = Symbol.__hash__

    def __bool__(self) -> bool:
        return self._path.holds(f"{self.sql} <> '[]'")


def text_of(name: str) -> str:
    """Return the column that holds a field of the data as text."""
    return f"act.{_quoted('text ' + name)}"


def kind_of(name: str) -> str:
    """Return the column of the kind of a field: true, false, number, string, array, object, null, absent."""
    return f"act.{_quoted('kind ' + name)}"


def columns_of(name: str) -> str:
    """Return what makes both columns out of the data of an act."""
    value, text = f"data->{literal(name)}", f"data->>{literal(name)}"
    kind = f"coalesce(CASE jsonb_typeof({value}) WHEN 'boolean' THEN {text} ELSE jsonb_typeof({value}) END, '{ABSENT}')"
    return f"{text} AS {_quoted('text ' + name)}, {kind} AS {_quoted('kind ' + name)}"


def _quoted(name: str) -> str:
    return Identifier(name).as_string(None)


class Data(Mapping[str, Any]):
    """The data of an act, whichever it is."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def _kind(self, name: str, *, may_lack: bool) -> str:
        """Return the kind of a field on this path: one its payload declares, or that it is absent."""
        self._path.read.add(name)
        declared = self._path.kinds.get(name, ())
        return self._path.ask(kind_of(name), (*declared, ABSENT) if may_lack or not declared else declared)

    def _value(self, name: str, kind: str) -> Any:
        text = text_of(name)
        match kind:
            case "true" | "false":
                return kind == "true"
            case "string":
                return Text(text, self._path)
            case "number":
                return Number(f"(CASE WHEN {kind_of(name)} = 'number' THEN {text}::bigint END)", self._path)
            case _:
                return Several(text, self._path)

    def __getitem__(self, name: str) -> Any:
        kind = self._kind(name, may_lack=False)
        if kind == ABSENT:
            raise KeyError(name)
        return self._value(name, kind)

    def get(self, name: str, default: Any = None) -> Any:
        kind = self._kind(name, may_lack=True)
        return default if kind == ABSENT else self._value(name, kind)

    def __contains__(self, name: object) -> bool:
        return self._kind(str(name), may_lack=True) != ABSENT

    def __iter__(self) -> Iterator[str]:
        raise Unreadable("all data are read")

    def __len__(self) -> int:
        raise Unreadable("all data are read")


class AnyAct:
    """An act of a verb, whichever it is."""

    def __init__(self, verb: str, path: Path) -> None:
        self.verb, self._path = verb, path
        self.data = Data(path)

    @property
    def unit_id(self) -> Unit | None:
        return None if self._path.holds("act.unit_id IS NULL") else Unit("act.unit_id", self._path)

    def __getattr__(self, name: str) -> Text:
        """Return a column that folds may read; the others differ from act to act."""
        if name in COLUMNS:
            return Text(COLUMNS[name], self._path)
        raise AttributeError(f"a fold must not read “{name}” of an act: it differs from act to act")


def unit_of(value: Any) -> Any:
    """Return a field of an act's data as the identifier of a unit; for folds, in place of `UUID`."""
    return Unit(f"{value.sql}::uuid", value._path) if isinstance(value, Text) else uuid.UUID(value)


def local_day(value: Any) -> Any:
    """Return the local day of an instant kept in an act's data, as `2026-11-20`; for folds."""
    if isinstance(value, Text):
        zone = literal(TIMEZONE.key)
        return Text(f"(({value.sql}::timestamptz AT TIME ZONE {zone})::date::text)", value._path)
    return datetime.fromisoformat(value).astimezone(TIMEZONE).date().isoformat()
