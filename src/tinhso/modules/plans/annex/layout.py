# SPDX-License-Identifier: EUPL-1.2
"""What is written of an annex, the same for Word and Excel: columns, tables, headings of groups, texts of cells."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from tinhso.lib.said_dates import DateKind
from tinhso.lib.said_money import UNIT_WORDS, say_number, unit_in_heading
from tinhso.modules.plans.annex.headings import DEFAULT_HEADINGS, field_of
from tinhso.modules.plans.annex.keys import results_of
from tinhso.modules.plans.annex.outline import Outline
from tinhso.modules.plans.annex.types import RESULT_FIELDS, ROW_FIELDS, Annex, AnnexRow, Column, Field, Result, Results

WEIGHTS: Final = {
    Field.NUMBER: 10, Field.TITLE: 48, Field.LEAD: 26, Field.COORDINATING: 30, Field.PERSON: 20, Field.DUE: 20,
    Field.PRODUCT: 30, Field.COST: 19, Field.SOURCE: 20, Field.STATE: 18, Field.WORDS: 34, Field.DONE_ON: 20,
    Field.EVIDENCE: 24,
}  # fmt: skip
"""Widths of the columns in proportion to each other."""
CENTRED: Final = frozenset((Field.NUMBER, Field.DUE, Field.STATE, Field.DONE_ON))
_NEEDED: Final = (Field.NUMBER, Field.TITLE, Field.LEAD)


@dataclass(frozen=True)
class WrittenRow:
    """One row of a written table. heading: of a group, then there are no values; values: by column."""

    heading: str = ""
    values: tuple[str | date, ...] = ()


@dataclass(frozen=True)
class Layout:
    """What is written: columns in order, tables of rows; a new table begins where no heading could say the group."""

    columns: tuple[Column, ...]
    tables: tuple[tuple[WrittenRow, ...], ...]


def layout_of(annex: Annex, results: Results) -> Layout:
    """Return what is written of an annex and its results. Raises ResultWithoutRow."""
    columns = _columns(annex)
    written = columns + tuple(Column(field, DEFAULT_HEADINGS[field]) for field in RESULT_FIELDS)
    found = results_of(annex.rows, results)
    tables: list[list[WrittenRow]] = [[]]
    outline = Outline()
    for row, result in zip(annex.rows, found, strict=True):
        group = _group(row)
        steps = outline.steps_to(group, row.number)
        if steps is None:
            outline = Outline()
            steps = outline.steps_to(group, row.number) or ()
            tables.append([])
        tables[-1] += [WrittenRow(heading=heading) for heading in steps]
        tables[-1].append(WrittenRow(values=tuple(_values(row, result, written))))
    return Layout(written, tuple(tuple(table) for table in tables))


def _group(row: AnnexRow) -> tuple[str, ...]:
    """Return the headings above a row as they are written.

    A path no annex can show (two headings of one rank, as goals without numbers are) is written as one heading.
    """
    group = tuple(heading for heading in (" ".join(plain(one).split()) for one in row.group) if heading)
    return group if Outline().steps_to(group, row.number) is not None else (" – ".join(group),)


def _columns(annex: Annex) -> tuple[Column, ...]:
    """Return the columns of the annex as it heads them, then those for what its rows hold without a column."""
    known: dict[Field, Column] = {}
    for column in annex.columns:
        if column.field in ROW_FIELDS:
            known.setdefault(column.field, _headed(column))
    used = [field for field in ROW_FIELDS if field in _NEEDED or any(_said(row, field) for row in annex.rows)]
    missing = [Column(field, DEFAULT_HEADINGS[field]) for field in used if field not in known]
    columns = [*known.values(), *missing]
    return tuple(columns if known else sorted(columns, key=lambda column: ROW_FIELDS.index(column.field)))


def _headed(column: Column) -> Column:
    """Return a column whose heading, read again, says the same field and the same unit."""
    heading = plain(" ".join(column.heading.split()))
    if field_of(heading) is not column.field:
        heading = DEFAULT_HEADINGS[column.field]
    if column.field is Field.COST and unit_in_heading(heading) != column.unit_vnd:
        words = f" ({UNIT_WORDS[column.unit_vnd]})" if column.unit_vnd in UNIT_WORDS else ""
        heading = f"{DEFAULT_HEADINGS[Field.COST]}{words}"
    return replace(column, heading=heading)


def _values(row: AnnexRow, result: Result, columns: Sequence[Column]) -> Iterator[str | date]:
    outcome: dict[Field, str | date] = {
        Field.STATE: result.state_words,
        Field.WORDS: result.words,
        Field.DONE_ON: result.done_on or "",
        Field.EVIDENCE: result.evidence,
    }
    for column in columns:
        value = outcome[column.field] if column.field in outcome else _said(row, column.field, column.unit_vnd)
        yield plain(value) if isinstance(value, str) else value


def _said(row: AnnexRow, field: Field, unit_vnd: int | None = None) -> str:
    if field is Field.COORDINATING:
        return "; ".join(row.coordinating)
    if field is Field.DUE:
        return row.due.said or _due_in_words(row)
    if field is Field.COST:
        return row.cost_said or _cost_in_words(row.cost_vnd, unit_vnd)
    return str(getattr(row, field.value))


def _due_in_words(row: AnnexRow) -> str:
    """Return words for a task that never was in an annex and so has no text of its own."""
    if row.due.kind is DateKind.STANDING:
        return "Thường xuyên"
    return f"{row.due.day:%d/%m/%Y}" if row.due.day else ""


def _cost_in_words(amount_vnd: int | None, unit_vnd: int | None) -> str:
    if amount_vnd is None:
        return ""
    figures = say_number(Decimal(amount_vnd) / (unit_vnd or 1))
    return figures if unit_vnd else f"{figures} đồng"


def plain(text: str) -> str:
    """Return a text as files of Word and Excel can hold it: no control characters but line ends and tabs."""
    kept = (char for char in text if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs"))
    return "".join(kept).replace("\ufffe", "").replace("\uffff", "")
