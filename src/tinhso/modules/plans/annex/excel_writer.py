# SPDX-License-Identifier: EUPL-1.2
"""Write an annex with its results to Excel: A4 across, the heading on every page, nothing a spreadsheet would run."""

import io
from collections.abc import Sequence
from copy import copy
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from tinhso.lib.said_money import say_number
from tinhso.modules.plans.annex.layout import CENTRED, WEIGHTS, Layout, WrittenRow, layout_of, plain
from tinhso.modules.plans.annex.types import Annex, Column, Field, Results, Title

FONT: Final = "Times New Roman"
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
CHARACTERS_WIDE: Final = 200
"""Of all columns together; the page is fitted to its width."""
MOST_ROW_POINTS: Final = 400
_THIN: Final = Side(style="thin", color="FF000000")
_BOX: Final = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_SHADE: Final = PatternFill("solid", fgColor="FFEDEDED")


class _Pen:
    """Writes texts into one sheet as texts; a look is slow to work out, so it is copied."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet
        self._looks: dict[tuple[object, ...], Any] = {}

    def write(
        self,
        row: int,
        place: int,
        text: str,
        *,
        bold: bool = False,
        italic: bool = False,
        centred: bool = False,
        size: int = 12,
        boxed: bool = True,
    ) -> Cell:
        """Write a text: a cell of type string is never run, and the quote mark keeps it so when it is edited."""
        cell: Cell = self.sheet.cell(row=row, column=place)
        if text:
            cell.value = text
            cell.data_type = "s"
        quoted = text.startswith(FORMULA_STARTS)
        look = (bold, italic, centred, size, boxed, quoted)
        if look in self._looks:
            cell._style = copy(self._looks[look])
            return cell
        cell.font = Font(name=FONT, size=size, bold=bold, italic=italic)
        cell.alignment = Alignment(horizontal="center" if centred else "left", vertical="center", wrap_text=True)
        cell.quotePrefix = quoted
        if boxed:
            cell.border = _BOX
        self._looks[look] = copy(cell._style)
        return cell


def write_xlsx(annex: Annex, results: Results) -> bytes:
    """Return the annex with the columns of results as an .xlsx file.

    Raises ResultWithoutRow for a result whose row the annex does not have.
    """
    layout = layout_of(annex, results)
    book = Workbook()
    book.remove(book.active)
    for number, table in enumerate(layout.tables, start=1):
        sheet = book.create_sheet("Phụ lục" if number == 1 else f"Phụ lục ({number})")
        _write_sheet(sheet, annex.title, layout, table)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write_sheet(sheet: Any, title: Title, layout: Layout, table: Sequence[WrittenRow]) -> None:
    pen, widths = _Pen(sheet), _widths(layout.columns)
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    row = _write_title(pen, title, len(layout.columns))
    for place, column in enumerate(layout.columns, start=1):
        cell = pen.write(row, place, column.heading, bold=True, centred=True)
        cell.fill = _SHADE
    _set_page(sheet, row)
    for line in table:
        row += 1
        if line.heading:
            _write_heading(pen, row, line.heading, len(layout.columns))
        else:
            _write_values(pen, row, line.values, layout.columns, widths)


def _widths(columns: Sequence[Column]) -> list[float]:
    whole = sum(WEIGHTS[column.field] for column in columns)
    return [max(5.5, round(CHARACTERS_WIDE * WEIGHTS[column.field] / whole, 1)) for column in columns]


def _write_title(pen: _Pen, title: Title, across: int) -> int:
    """Write the lines above the table; return the row of the heading."""
    row = 0
    for text, bold, italic in ((title.label, True, False), (title.name, True, False), (title.attached, False, True)):
        if text:
            row += 1
            cell = pen.write(row, 1, plain(text), bold=bold, italic=italic, centred=True, size=14, boxed=False)
            pen.sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=across)
            pen.sheet.row_dimensions[row].height = 20 * (1 + len(cell.value) // CHARACTERS_WIDE)
    return row + 2


def _set_page(sheet: Any, heading_row: int) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{heading_row}:{heading_row}"
    sheet.freeze_panes = f"A{heading_row + 1}"
    sheet.page_margins.left, sheet.page_margins.right = 1.18, 0.6  # inches: 30 mm and 15 mm
    sheet.page_margins.top = sheet.page_margins.bottom = 0.79  # 20 mm
    sheet.oddHeader.center.text = "&P"


def _write_heading(pen: _Pen, row: int, heading: str, across: int) -> None:
    for place in range(1, across + 1):
        pen.write(row, place, heading if place == 1 else "", bold=True)
    pen.sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=across)


def _write_values(
    pen: _Pen, row: int, values: Sequence[str | date], columns: Sequence[Column], widths: Sequence[float]
) -> None:
    lines = 1
    for place, (value, column) in enumerate(zip(values, columns, strict=True), start=1):
        if isinstance(value, date):
            cell = pen.write(row, place, "", centred=True)
            cell.value, cell.number_format = value, "dd/mm/yyyy"
            continue
        cell = pen.write(row, place, value, centred=column.field in CENTRED)
        number = _as_number(value) if column.field is Field.COST else None
        if number is not None:
            cell.data_type, cell.value = "n", number
            cell.number_format = "#,##0.####" if "," in value else "#,##0"
        lines = max(lines, sum(1 + int(len(part) * 1.15 // widths[place - 1]) for part in value.split("\n")))
    pen.sheet.row_dimensions[row].height = min(MOST_ROW_POINTS, 16 * lines + 4)


def _as_number(text: str) -> Decimal | None:
    """Return a cell of money as a number where reading that number gives back the very same text."""
    try:
        number = Decimal(text.replace(".", "").replace(",", "."))
    except InvalidOperation:
        return None
    return number if len(text) <= 15 and number.is_finite() and number >= 0 and say_number(number) == text else None
