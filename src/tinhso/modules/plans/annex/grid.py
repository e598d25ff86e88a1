# SPDX-License-Identifier: EUPL-1.2
"""A table as a grid of cells, whether it came from Word or Excel; a merged cell stands in every place it covers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from tinhso.kernel.documents.rules.intake import clean_text
from tinhso.modules.plans.annex.errors import MOST_CHARACTERS, MOST_CHARACTERS_IN_ALL, MOST_ROWS, unreadable
from tinhso.modules.plans.annex.types import Doubt

_BULLET: Final = re.compile(r"^[-–—+•*·▪●○]\s*")


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """One cell. text: lines without blanks around them; number: what a cell of a spreadsheet holds as a number.

    Two places are the same cell when they hold the same object.
    """

    text: str = ""
    number: Decimal | None = None


Row = tuple[Cell, ...]
NOTHING: Final = Cell()
"""Stands where a row has no cell at all."""


@dataclass(frozen=True)
class Grid:
    """A table. place: how sentences name it; numbers: the number of each row there; above: the lines before it.

    is_ruled: every column lines up exactly (a spreadsheet), so places decide, not the count of cells in a row.
    """

    place: str
    rows: tuple[Row, ...]
    numbers: tuple[int, ...]
    above: tuple[str, ...]
    is_ruled: bool
    notes: tuple[Doubt, ...] = ()

    def where(self, index: int) -> str:
        """Return how sentences name a row: "Bảng 1, dòng 3"."""
        return place_of(self.place, self.numbers[index])

    def said_before(self, index: int) -> tuple[str, ...]:
        """Return what is said above a row: the lines before the table, then its own rows, one line each."""
        rows = (filled(row) for row in self.rows[:index])
        return self.above + tuple(" ".join(one_line(cell.text) for cell in row) for row in rows if row)


def place_of(place: str, number: int) -> str:
    """Return how sentences name a row of a table or sheet."""
    return f"{place}, dòng {number}"


def lines_of(raw: str, where: str) -> str:
    """Return the text of a cell: control characters gone, blank lines and blanks around lines too.

    Raises AnnexUnreadable for a cell that is too long.
    """
    if len(raw) > 4 * MOST_CHARACTERS:
        raise unreadable("cell_too_long", where=where)
    cleaned = clean_text(raw.replace("\r\n", "\n").replace("\r", "\n")).replace("\ufffe", "").replace("\uffff", "")
    text = "\n".join(line for line in (line.strip() for line in cleaned.split("\n")) if line)
    if len(text) > MOST_CHARACTERS:
        raise unreadable("cell_too_long", where=where)
    return text


def distinct(row: Sequence[Cell]) -> list[Cell]:
    """Return the cells of a row once each, in order, without places that have no cell."""
    found: list[Cell] = []
    for cell in row:
        if cell is not NOTHING and (not found or found[-1] is not cell):
            found.append(cell)
    return found


def filled(row: Sequence[Cell]) -> list[Cell]:
    """Return the cells of a row that say something, once each."""
    return [cell for cell in distinct(row) if cell.text]


def one_line(text: str) -> str:
    """Return a text on one line, single blanks between its words."""
    return " ".join(text.split())


def each_line(text: str) -> str:
    """Return a text with its lines, single blanks between the words of each."""
    return "\n".join(one_line(line) for line in text.split("\n"))


def without_bullet(line: str) -> str:
    """Return a line without the dash or dot a list puts before it."""
    return _BULLET.sub("", line.strip())


def has_bullet(line: str) -> bool:
    """Tell whether a line begins as an item of a list does."""
    return bool(_BULLET.match(line.strip()))


class Budget:
    """Counts rows and characters of all tables together; an annex larger than anybody writes is refused early."""

    def __init__(self) -> None:
        self._rows = self._characters = 0

    def row(self) -> None:
        """Count one row."""
        self._rows += 1
        if self._rows > MOST_ROWS:
            raise unreadable("too_many_rows")

    def text(self, raw: str, where: str) -> str:
        """Count a text and return it as `lines_of` does."""
        self._characters += len(raw)
        if self._characters > MOST_CHARACTERS_IN_ALL:
            raise unreadable("too_much_text")
        return lines_of(raw, where)
