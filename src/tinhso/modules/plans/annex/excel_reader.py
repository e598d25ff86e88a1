# SPDX-License-Identifier: EUPL-1.2
"""Read the annex of a plan from Excel: every sheet that is shown and has a heading we recognise."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from tinhso.lib.money import LARGEST_VND
from tinhso.lib.said_money import say_number
from tinhso.modules.plans.annex.assembly import assemble
from tinhso.modules.plans.annex.door import check_excel
from tinhso.modules.plans.annex.errors import MOST_COLUMNS, unreadable
from tinhso.modules.plans.annex.excel_shape import Area, Shape, shape_of
from tinhso.modules.plans.annex.grid import Budget, Cell, Grid, place_of
from tinhso.modules.plans.annex.headings import find_header
from tinhso.modules.plans.annex.sentences import doubt
from tinhso.modules.plans.annex.types import Annex, Doubt

# What a bent file makes openpyxl raise (found by throwing bent files at it).
BENT: Final = (
    InvalidFileException,
    ParseError,
    etree.LxmlError,
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    KeyError,
    ValueError,
    AttributeError,
    TypeError,
    IndexError,
    OverflowError,
    OSError,
    EOFError,
)
MOST_SHEETS: Final = 60
_ESCAPED: Final = re.compile(r"_x000[DA]_")
_DECIMALS: Final = re.compile(r"0\.(0{1,4})")
_QUOTED: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


def read_xlsx(data: bytes) -> Annex:
    """Return the annex an .xlsx holds; sheets without a table of tasks are passed over and said.

    Raises AnnexUnreadable as `read_docx` does.
    """
    check_excel(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        grids, doubts = _sheets(book, data)
        book.close()
    except BENT as error:
        raise unreadable("broken") from error
    return assemble(grids, doubts)


def _sheets(book: Any, data: bytes) -> tuple[list[Grid], list[Doubt]]:
    grids: list[Grid] = []
    doubts: list[Doubt] = []
    budget = Budget()
    if len(book.worksheets) > MOST_SHEETS:
        raise unreadable("too_much_text")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for sheet in book.worksheets:
            place = f"Trang tính “{' '.join(str(sheet.title).split())[:31]}”"
            if sheet.sheet_state != "visible":
                doubts.append(doubt(place, "hidden_sheet"))
                continue
            grid = _grid(sheet, shape_of(archive.read(sheet._worksheet_path)), place, budget)
            if find_header(grid):
                grids.append(grid)
            elif grid.rows:
                doubts.append(doubt(place, "unknown_sheet"))
    return grids, doubts


def _grid(sheet: Any, shape: Shape, place: str, budget: Budget) -> Grid:
    if not shape.last_row:
        return Grid(place, (), (), (), is_ruled=True)
    wide = min(max([shape.last_column, *(area.right for area in shape.merged)]), MOST_COLUMNS)
    notes = [doubt(place_of(place, row), "formula") for row, _ in shape.uncomputed if row <= shape.last_row]
    filled = sheet.iter_rows(min_row=1, max_row=shape.last_row, min_col=1, max_col=wide)
    cells: list[list[Cell]] = []
    for number, row in enumerate(filled, start=1):
        budget.row()
        where = place_of(place, number)
        cells.append([_cell(one, where, budget, notes) for one in row])
    for area in shape.merged:
        _merge(cells, area)
    notes += [doubt(place_of(place, row), "hidden_row") for row in shape.hidden if _says(cells, row)]
    rows = tuple(tuple(row) for row in cells)
    return Grid(place, rows, tuple(range(1, len(rows) + 1)), (), is_ruled=True, notes=tuple(notes))


def _says(cells: Sequence[Sequence[Cell]], row: int) -> bool:
    return 0 < row <= len(cells) and any(cell.text for cell in cells[row - 1])


def _merge(cells: list[list[Cell]], area: Area) -> None:
    """Let the first cell of a merged range stand in all its places."""
    if area.top > len(cells):
        return
    first = cells[area.top - 1][area.left - 1]
    for row in cells[area.top - 1 : area.bottom]:
        for place in range(area.left - 1, min(area.right, len(row))):
            row[place] = first


def _cell(one: Any, where: str, budget: Budget, notes: list[Doubt]) -> Cell:
    value, form = one.value, _QUOTED.sub("", str(one.number_format or "General")) if one.value is not None else ""
    if value is None:
        return Cell()
    if one.data_type == "e":
        notes.append(doubt(where, "faulty", text=value))
        return Cell()
    if isinstance(value, bool):
        return Cell("Có" if value else "Không")
    if isinstance(value, (int, float)):
        return _number_cell(value, form)
    if isinstance(value, (datetime, date)):
        return Cell(_day_as_shown(value, form))
    if isinstance(value, (time, timedelta)):
        return Cell(str(value))
    return Cell(budget.text(_ESCAPED.sub("\n", str(value)), where))


def _number_cell(value: int | float, form: str) -> Cell:
    """Return a number as it is shown: "1.10" stays so in a column of numbers, 0.35 shown as percent is 35%."""
    # A spreadsheet itself shows fifteen figures; what lies beyond is the noise of its sums.
    number = Decimal(f"{value:.15g}")
    if not number.is_finite() or abs(number) > LARGEST_VND:
        return Cell(str(value)[:40])
    if form.endswith("%"):
        return Cell(f"{say_number(number * 100)}%")
    places = _DECIMALS.fullmatch(form)
    text = f"{number:.{len(places[1])}f}" if places else f"{number:f}"
    return Cell(text.removesuffix(".0"), number)


def _day_as_shown(value: datetime | date, form: str) -> str:
    """Return a day as its cell shows it: a format without days shows a month, one without months a year."""
    small = form.lower()
    if "d" in small:
        return f"{value.day:02d}/{value.month:02d}/{value.year}"
    return f"{value.month:02d}/{value.year}" if "m" in small else str(value.year)
