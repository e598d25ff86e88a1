# SPDX-License-Identifier: EUPL-1.2
"""What a row of a table is: a task, a heading above tasks, a total, or nothing that counts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tinhso.lib.vntext import search_key
from tinhso.modules.plans.annex.grid import NOTHING, Cell, Grid, Row, distinct, filled, has_bullet, one_line
from tinhso.modules.plans.annex.headings import Header
from tinhso.modules.plans.annex.outline import FIGURE, LOWER, PART, ROMAN, UPPER, clean_number, rank_of
from tinhso.modules.plans.annex.types import RESULT_FIELDS, ROW_FIELDS, Field


class Kind(StrEnum):
    """What a row is."""

    TASK = "task"
    HEADING = "heading"
    UNSURE_HEADING = "unsure_heading"
    TOTAL = "total"
    NOTHING = "nothing"


TOTALS: Final = frozenset(
    (
        "tong",
        "tong cong",
        "tong so",
        "cong",
        "tong kinh phi",
        "tong cong kinh phi",
        "tong nhu cau kinh phi",
        "tong du toan",
    )
)
_SUBTOTAL: Final = re.compile(r"(?:cong|tong cong|tong) (?:nhom|muc|phan)\b.*|cong (?:[ivx]+|[a-d])")
_COUNTING: Final = re.compile(r"\(?\s*([0-9]{1,2}|[A-E])\s*\)?")
LONGEST_TOTAL: Final = 60
LONGEST_NUMBER: Final = 10
"""Characters; more in the column of numbers is the heading of a group typed there."""
_MONEY: Final = (Field.COST, Field.SOURCE)
_WORK: Final = (Field.LEAD, Field.COORDINATING, Field.PERSON, Field.DUE, Field.PRODUCT)


@dataclass(frozen=True)
class Line:
    """A row of a table by fields. is_wide: the cell of the task's title covers columns beside it as well."""

    index: int
    cells: dict[Field, Cell]
    is_wide: bool
    first_text: str

    def text(self, field: Field) -> str:
        """Return the text of a field, empty when the table or the row has none."""
        return self.cells.get(field, NOTHING).text


def read_line(grid: Grid, header: Header, index: int) -> Line:
    """Return a row by fields: cell for cell when it has as many as the heading, otherwise by place."""
    row = grid.rows[index]
    own = distinct(row)
    by_count = not grid.is_ruled and len(own) == header.cells
    cells: dict[Field, Cell] = {}
    order = sorted(header.places, key=lambda field: (field is not Field.TITLE, header.places[field]))
    for field in order:
        cell = own[header.ordinals[field]] if by_count else _at(row, header.places[field])
        # A cell merged over several columns is the title if it covers that, otherwise it belongs to the first of them.
        cells[field] = NOTHING if cell in cells.values() and cell is not NOTHING else cell
    texts = filled(row)
    return Line(index, cells, not by_count and _is_wide(row, header), texts[0].text if texts else "")


def _at(row: Row, place: int) -> Cell:
    return row[place] if place < len(row) else NOTHING


def _is_wide(row: Row, header: Header) -> bool:
    title = _at(row, header.places[Field.TITLE])
    beside = [place for field, place in header.places.items() if field is not Field.TITLE]
    return bool(title.text) and any(_at(row, place) is title for place in beside)


def kinds_of(lines: Sequence[Line]) -> list[Kind]:
    """Return what each row of a table is; some are told only by the row that follows."""
    blank = [_is_blank(line) for line in lines]
    found: list[Kind] = []
    for place, line in enumerate(lines):
        if blank[place]:
            found.append(Kind.NOTHING)
            continue
        later = next((lines[one] for one in range(place + 1, len(lines)) if not blank[one]), None)
        found.append(_kind(line, later))
    return found


def _is_blank(line: Line) -> bool:
    """A row that says nothing, a number printed ahead, or the row that counts the columns: (1) (2) (3)."""
    said = [cell.text for field, cell in line.cells.items() if cell.text and field not in RESULT_FIELDS]
    if line.is_wide or not said:
        return not line.is_wide
    if len(said) == 1 and 0 < len(line.text(Field.NUMBER)) <= LONGEST_NUMBER:
        return True
    return len(said) >= 3 and all(_COUNTING.fullmatch(text) for text in said)


def _kind(line: Line, later: Line | None) -> Kind:
    if is_total(line):
        return Kind.TOTAL
    if any(line.text(field) for field in _WORK if field in line.cells):
        return Kind.TASK
    if not line.text(Field.TITLE) and not (line.is_wide or line.text(Field.NUMBER)):
        return Kind.TASK
    if line.is_wide or (not line.text(Field.TITLE) and len(line.text(Field.NUMBER)) > LONGEST_NUMBER):
        return Kind.HEADING
    if not line.text(Field.TITLE):
        return Kind.TASK
    return _kind_of_bare_title(line, later)


def _kind_of_bare_title(line: Line, later: Line | None) -> Kind:
    """A number and a title alone: a heading if numbered as headings are or if the next row is numbered under it."""
    number = line.text(Field.NUMBER)
    rank = rank_of(number)
    if rank in (PART, UPPER, ROMAN):
        return Kind.HEADING
    if not number:
        is_item = has_bullet(line.text(Field.TITLE)) or any(line.text(field) for field in _MONEY)
        return Kind.TASK if is_item else Kind.UNSURE_HEADING
    below = clean_number(later.text(Field.NUMBER)) if later else ""
    under = below.startswith(f"{clean_number(number)}.") or (rank == FIGURE and below and rank_of(below) == LOWER)
    return Kind.HEADING if under else Kind.TASK


def is_total(line: Line) -> bool:
    """Tell whether a row sums up others: it is called so, and nobody leads it."""
    if line.text(Field.LEAD) or len(line.first_text) > LONGEST_TOTAL:
        return False
    return search_key(line.first_text) in TOTALS or is_subtotal(line)


def is_subtotal(line: Line) -> bool:
    """Tell whether a row that sums up others does so for one group only."""
    return bool(_SUBTOTAL.fullmatch(search_key(line.first_text)))


def heading_of(line: Line) -> str:
    """Return a heading on one line, its number before it: "I. Nhận thức số"."""
    number, title = one_line(line.text(Field.NUMBER)), one_line(line.text(Field.TITLE))
    cleaned = clean_number(number)
    return f"{cleaned}. {title}" if cleaned and title else title or number


def fields_of(header: Header) -> list[Field]:
    """Return the fields of an annex a table has, in the order of its columns."""
    return sorted((field for field in header.places if field in ROW_FIELDS), key=header.places.__getitem__)
