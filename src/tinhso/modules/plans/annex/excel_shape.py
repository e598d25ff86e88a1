# SPDX-License-Identifier: EUPL-1.2
"""What a sheet is besides its values: merged cells, hidden rows, formulas without a result, how far it reaches.

Read from the part itself and bounded, because a spreadsheet library unfolds a merged range of 17 billion cells.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree
from openpyxl.utils.cell import column_index_from_string

from tinhso.modules.plans.annex.errors import MOST_COLUMNS, MOST_ROWS, unreadable

M: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_PLACE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
MOST_MERGED: Final = 20_000


@dataclass(frozen=True)
class Area:
    """A merged range, cut to what is read; rows and columns count from 1, both ends within."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Shape:
    """merged: ranges of more than one cell; hidden: rows; uncomputed: places (row, column) of unsaved formulas."""

    merged: list[Area] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    uncomputed: list[tuple[int, int]] = field(default_factory=list)
    last_row: int = 0
    last_column: int = 0


def shape_of(part: bytes) -> Shape:
    """Return the shape of a sheet. Raises AnnexUnreadable when filled cells reach further than an annex does."""
    shape = Shape()
    row = column = 0
    for event, element in _events(part):
        if event == "start" and element.tag == f"{M}row":
            row, column = _number(element.get("r"), row + 1), 0
            if element.get("hidden") in ("1", "true") and row <= MOST_ROWS:
                shape.hidden.append(row)
        elif event == "end" and element.tag == f"{M}c":
            row, column = _place(element.get("r"), row, column + 1)
            _take_cell(element, row, column, shape)
        elif event == "end" and element.tag == f"{M}mergeCell":
            _take_merged(element.get("ref", ""), shape)
        if event == "end" and element.tag in (f"{M}c", f"{M}row"):
            element.clear(keep_tail=False)
    return shape


def _events(part: bytes) -> Iterator[tuple[str, Any]]:
    parser = etree.XMLPullParser(
        events=("start", "end"), tag=[f"{M}row", f"{M}c", f"{M}mergeCell"], resolve_entities=False, no_network=True
    )
    for begin in range(0, len(part), 1 << 16):
        parser.feed(part[begin : begin + (1 << 16)])
        yield from parser.read_events()
    parser.close()
    yield from parser.read_events()


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else otherwise


def _place(name: str | None, row: int, column: int) -> tuple[int, int]:
    found = _PLACE.fullmatch(name or "")
    return (int(found[2]), column_index_from_string(found[1])) if found else (row, column)


def _take_cell(element: Any, row: int, column: int, shape: Shape) -> None:
    value, formula = element.find(f"{M}v"), element.find(f"{M}f")
    says = value is not None and bool((value.text or "").strip())
    if not says and element.find(f"{M}is") is None:
        if formula is not None and row <= MOST_ROWS:
            shape.uncomputed.append((row, column))
        return
    if row > MOST_ROWS:
        raise unreadable("too_many_rows")
    if column > MOST_COLUMNS:
        raise unreadable("too_many_columns")
    shape.last_row, shape.last_column = max(shape.last_row, row), max(shape.last_column, column)


def _take_merged(reference: str, shape: Shape) -> None:
    ends = [_PLACE.fullmatch(end) for end in reference.split(":")]
    if len(ends) != 2 or not ends[0] or not ends[1] or len(shape.merged) >= MOST_MERGED:
        raise unreadable("broken")
    (left, top), (right, bottom) = ((column_index_from_string(end[1]), int(end[2])) for end in ends if end)
    if left > MOST_COLUMNS or top > MOST_ROWS:
        return
    shape.merged.append(Area(top, left, min(bottom, MOST_ROWS), min(right, MOST_COLUMNS)))
