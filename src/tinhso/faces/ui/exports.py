# SPDX-License-Identifier: EUPL-1.2
"""Lists as files: Excel and CSV. Cells that a spreadsheet would run as a formula are made plain text."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def excel_file(name: str, headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """Return the rows as an .xlsx attachment; instants are written in local time."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31])
    sheet.append(list(headers))
    for row in rows:
        sheet.append([_cell(value) for value in row])
    stream = io.BytesIO()
    book.save(stream)
    return attachment(stream.getvalue(), filename=f"{name}.xlsx", media_type=EXCEL)


def csv_file(name: str, headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """Return the rows as a CSV attachment with a byte-order mark, so that Excel reads the diacritics."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(headers)
    writer.writerows([_cell(value) for value in row] for row in rows)
    data = ("\ufeff" + stream.getvalue()).encode()
    return attachment(data, filename=f"{name}.csv", media_type="text/csv; charset=utf-8")


def attachment(data: bytes, *, filename: str, media_type: str) -> HttpResponse:
    """Return bytes to be saved, never shown: nothing uploaded is opened inside our origin."""
    response = HttpResponse(data, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    if isinstance(value, (int, float, Decimal)) or value is None:
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


FILES = {"xlsx": excel_file, "csv": csv_file}
"""How a list leaves, by what the address asks for (`?dang=`)."""
