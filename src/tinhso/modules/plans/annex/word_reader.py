# SPDX-License-Identifier: EUPL-1.2
"""Read the annex of a plan from Word: every table with a heading we recognise, in the order of the document."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import docx
from docx.opc.exceptions import OpcError
from lxml import etree

from tinhso.modules.plans.annex.assembly import assemble
from tinhso.modules.plans.annex.door import check_word
from tinhso.modules.plans.annex.errors import MOST_COLUMNS, unreadable
from tinhso.modules.plans.annex.grid import NOTHING, Budget, Cell, Grid, Row, distinct, place_of
from tinhso.modules.plans.annex.headings import find_header
from tinhso.modules.plans.annex.sentences import doubt
from tinhso.modules.plans.annex.types import Annex, Doubt
from tinhso.modules.plans.annex.word_text import Numbers, W, number_or, paragraphs_of, text_of, value_of

# What a bent file makes python-docx and lxml raise (found by throwing bent files at them).
BENT: Final = (
    OpcError,
    etree.LxmlError,
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    KeyError,
    ValueError,
    AttributeError,
    TypeError,
    IndexError,
    NotImplementedError,
    OSError,
    EOFError,
)
_CHANGES: Final = tuple(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_FRAMES: Final = tuple(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml"))
NARROW: Final = 3
"""Columns; a smaller table holds a signature or a letterhead and is passed over without a word."""
MOST_LINES_ABOVE: Final = 40


@dataclass
class _Walk:
    """What is known while the document is walked through."""

    numbers: Numbers
    above: list[str] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    tables: int = 0
    heading_cells: int = 0
    budget: Budget = field(default_factory=Budget)


def read_docx(data: bytes) -> Annex:
    """Return the annex a .docx holds.

    Raises AnnexUnreadable, with one Vietnamese sentence, for a file that is hostile, broken, too large, of another
    kind or without a table of tasks.
    """
    check_word(data)
    body, numbering, styles = _opened(data)
    walk = _Walk(Numbers(numbering, styles))
    if next(body.iter(*_CHANGES), None) is not None:
        walk.doubts.append(doubt("Tệp", "tracked"))
    _go(body, walk)
    return assemble(walk.grids, walk.doubts)


def _opened(data: bytes) -> tuple[Any, Any | None, Any | None]:
    """Return the body and the roots of the parts of numbers and styles: all that is asked of python-docx.

    What a bent file makes the library raise becomes AnnexUnreadable; our own walk afterwards is guarded by nothing.
    """
    try:
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
        parts = _part(document, "/numbering"), _part(document, "/styles")
    except BENT as error:
        raise unreadable("broken") from error
    if body is None:
        raise unreadable("broken")
    return body, *parts


def _part(document: Any, kind: str) -> Any | None:
    """Return the root of a related part without making one, as python-docx would."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith(kind) and not relation.is_external:
            return getattr(relation.target_part, "element", None)
    return None


def _go(element: Any, walk: _Walk) -> None:
    for child in element:
        if child.tag == f"{W}p":
            walk.above.append(_line(child, walk.numbers))
        elif child.tag == f"{W}tbl":
            _table(child, walk)
        elif child.tag in _FRAMES:
            _go(child, walk)


def _line(paragraph: Any, numbers: Numbers) -> str:
    label, text = numbers.label(paragraph), text_of(paragraph)
    return f"{label} {text}" if label and text.strip() else label or text


def _table(table: Any, walk: _Walk) -> None:
    """Take a table that is an annex, or what stands inside one that is not."""
    place = f"Bảng {walk.tables + 1}"
    grid = _grid(table, place, walk)
    header = find_header(grid)
    goes_on = bool(walk.heading_cells and grid.rows) and len(distinct(grid.rows[0])) == walk.heading_cells
    if header or goes_on:
        walk.tables += 1
        walk.heading_cells = header.cells if header else walk.heading_cells
        walk.grids.append(grid)
        walk.above = []
        return
    inner = [cell for cell in table.iter(f"{W}tc") if cell.find(f"{W}tbl") is not None]
    if inner:
        for cell in _outermost(inner):
            _go(cell, walk)
    elif max((len(row) for row in grid.rows), default=0) >= NARROW:
        walk.tables += 1
        walk.doubts.append(doubt(place, "unknown_table"))


def _outermost(cells: list[Any]) -> list[Any]:
    chosen = set(cells)
    return [cell for cell in cells if not any(above in chosen for above in cell.iterancestors(f"{W}tc"))]


def _grid(table: Any, place: str, walk: _Walk) -> Grid:
    rows: list[Row] = []
    places: list[int] = []
    notes: list[Doubt] = []
    for number, row in enumerate(_children(table, f"{W}tr"), start=1):
        walk.budget.row()
        if row.find(f"{W}trPr/{W}del") is not None:
            continue
        where = place_of(place, number)
        rows.append(_row(row, rows[-1] if rows else (), where, walk, notes))
        places.append(number)
    above = tuple(walk.budget.text(line, place) for line in walk.above[-MOST_LINES_ABOVE:])
    return Grid(place, tuple(rows), tuple(places), above, is_ruled=False, notes=tuple(notes))


def _row(row: Any, before: Row, where: str, walk: _Walk, notes: list[Doubt]) -> Row:
    cells: list[Cell] = [NOTHING] * _bounded(value_of(row, "trPr/gridBefore"), 0)
    for one in _children(row, f"{W}tc"):
        down, across = value_of(one, "tcPr/vMerge"), value_of(one, "tcPr/hMerge")
        span = _bounded(value_of(one, "tcPr/gridSpan"), 1)
        cell = Cell(_cell_text(one, where, walk))
        if down is not None and down != "restart" and len(cells) < len(before):
            cell = before[len(cells)]
        elif across is not None and across != "restart" and cells:
            cell = cells[-1]
        if one.find(f"{W}tbl") is not None:
            notes.append(doubt(where, "nested"))
        cells += [cell] * max(span, 1)
        if len(cells) > MOST_COLUMNS:
            raise unreadable("too_many_columns")
    return tuple(cells)


def _bounded(text: str | None, otherwise: int) -> int:
    number = number_or(text, otherwise)
    if number > MOST_COLUMNS:
        raise unreadable("too_many_columns")
    return number


def _cell_text(cell: Any, where: str, walk: _Walk) -> str:
    return walk.budget.text("\n".join(_line(paragraph, walk.numbers) for paragraph in paragraphs_of(cell)), where)


def _children(element: Any, tag: str) -> Iterator[Any]:
    """Give the rows of a table or the cells of a row, also those in content controls."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _FRAMES:
            yield from _children(child, tag)
