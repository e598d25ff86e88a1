# SPDX-License-Identifier: EUPL-1.2
"""Numbers of the law as dated data: each with unit, dates of force, source and how sure we are of it.

A norm file is a YAML list of entries:

    - id: onestop.supplement_request        # one id may have several entries, one after the other in time
      value: 3                              # number, text, yes/no, list; null where the text has not been
      seen
      unit: working_day
      valid_from: 2018-06-21
      valid_to: null                        # last day in force, that day included; null = still in force
      source: Nghị định 61/2018/NĐ-CP, Điều 17
      mark: A                               # A read in the text, B seen in use or second hand, C our
      assumption
      note: optional

A value of null stays null: it is never replaced by a guess, the caller has to say what it does without.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, Literal, Self, cast

import yaml

NormValue = int | Decimal | str | bool | list[Any] | None
Mark = Literal["A", "B", "C"]

_REQUIRED: Final = ("id", "value", "unit", "valid_from", "valid_to", "source", "mark")
_ALLOWED: Final = {*_REQUIRED, "note"}


class UnknownNorm(LookupError):
    """No entry of the file carries this id: a slip in the program or a missing file."""


class NormNotInForce(LookupError):
    """The norm exists, but no entry covers the date asked for."""


class NormFileError(ValueError):
    """A norm file that must not be used; `problems` lists every fault, one sentence each."""

    def __init__(self, path: Path, problems: list[str]) -> None:
        super().__init__(f"{path}: " + "; ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Norm:
    """One value of the law over one span of time (định mức, tham số theo văn bản)."""

    id: str
    value: NormValue
    unit: str
    valid_from: date
    valid_to: date | None
    source: str
    mark: Mark
    note: str = ""

    def covers(self, day: date) -> bool:
        """Tell whether the entry is in force on the day; both ends belong to the span."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Norms:
    """The entries of one file, by id and in order of time."""

    entries: dict[str, tuple[Norm, ...]]

    @classmethod
    def load(cls, path: Path) -> Self:
        """Return the norms of a file.

        Raises NormFileError if `check` finds anything, OSError if the file cannot be read.
        """
        rows, problems = _read(path)
        norms = [norm for row in rows if (norm := _norm(row, problems)) is not None]
        by_id = _by_id(norms)
        problems += _problems_in_time(by_id)
        if problems:
            raise NormFileError(path, problems)
        return cls(by_id)

    def at(self, id: str, day: date) -> Norm:
        """Return the entry in force on a day.

        Raises UnknownNorm for an id that is not in the file, NormNotInForce for a day that no entry covers.
        """
        if id not in self.entries:
            raise UnknownNorm(f"no norm {id}; known: {', '.join(sorted(self.entries))}")
        for norm in self.entries[id]:
            if norm.covers(day):
                return norm
        raise NormNotInForce(f"norm {id} has no value on {day.isoformat()}")


def check(path: Path) -> list[str]:
    """Return the faults of a norm file, one sentence each; an empty list if it may be used.

    Faults: fields missing, unknown or of the wrong kind, no source, entries of one id that overlap or leave a
    gap. A gap in the law itself is written as an entry with value null.
    """
    try:
        Norms.load(path)
    except NormFileError as error:
        return error.problems
    return []


def _read(path: Path) -> tuple[list[dict[str, Any]], list[str]]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        return [], [f"not YAML: {' '.join(str(error).split())}"]
    if not isinstance(content, list):
        return [], ["the file is not a list of entries"]
    problems = [f"entry {place} is not a mapping" for place, row in enumerate(content, 1) if not isinstance(row, dict)]
    return [row for row in content if isinstance(row, dict)], problems


def _norm(row: dict[str, Any], problems: list[str]) -> Norm | None:
    """Return the entry, or None after adding its faults to `problems`."""
    name = str(row.get("id") or "entry without id")
    faults = [f"{name}: {fault}" for fault in _faults(row)]
    problems += faults
    if faults:
        return None
    return Norm(
        id=row["id"],
        value=_exact(row["value"]),
        unit=str(row["unit"]),
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        source=row["source"].strip(),
        mark=cast(Mark, row["mark"]),
        note=str(row.get("note") or ""),
    )


def _faults(row: dict[str, Any]) -> Iterable[str]:
    missing = [field for field in _REQUIRED if field not in row]
    if missing:
        yield f"missing {', '.join(missing)}"
    unknown = sorted(str(field) for field in row.keys() - _ALLOWED)
    if unknown:
        yield f"unknown field {', '.join(unknown)}"
    if missing:
        return
    if not (isinstance(row["id"], str) and row["id"].strip()):
        yield "id is not text"
    if not (isinstance(row["source"], str) and row["source"].strip()):
        yield "source is empty: a norm without a source is not used"
    if row["mark"] not in ("A", "B", "C"):
        yield f"mark {row['mark']!r} is not A, B or C"
    if isinstance(row["value"], dict):
        yield "value is a mapping; give each number its own id"
    yield from _date_faults(row["valid_from"], row["valid_to"])


def _date_faults(start: object, end: object) -> Iterable[str]:
    if type(start) is not date:
        yield f"valid_from {start!r} is not a date"
    elif type(end) is date and end < start:
        yield f"ends on {end} before it begins on {start}"
    if end is not None and type(end) is not date:
        yield f"valid_to {end!r} is not a date"


def _exact(value: Any) -> NormValue:
    """Return decimals as Decimal, as written in the file: law is not computed in binary fractions."""
    if isinstance(value, float):
        return Decimal(str(value))
    if isinstance(value, list):
        return [_exact(item) for item in value]
    return cast(NormValue, value)


def _by_id(norms: Iterable[Norm]) -> dict[str, tuple[Norm, ...]]:
    grouped: dict[str, list[Norm]] = {}
    for norm in norms:
        grouped.setdefault(norm.id, []).append(norm)
    return {id: tuple(sorted(group, key=lambda norm: norm.valid_from)) for id, group in grouped.items()}


def _problems_in_time(by_id: dict[str, tuple[Norm, ...]]) -> list[str]:
    problems = []
    for id, group in by_id.items():
        for earlier, later in pairwise(group):
            if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
                problems.append(f"{id}: the entry from {earlier.valid_from} overlaps the one from {later.valid_from}")
            elif earlier.valid_to + timedelta(days=1) < later.valid_from:
                problems.append(f"{id}: gap between {earlier.valid_to} and {later.valid_from}")
    return problems
