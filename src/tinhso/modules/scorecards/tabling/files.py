# SPDX-License-Identifier: EUPL-1.2
"""Bytes from outside become rows of texts: bounds before anything is opened, one sentence for what cannot be read."""

import csv
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from tinhso.kernel.documents.rules.intake import inspect
from tinhso.kernel.documents.rules.sniffing import XLSX
from tinhso.modules.scorecards.errors import TableUnreadable

LARGEST_BYTES: Final = 5 << 20
MOST_XML_BYTES: Final = 32 << 20
MOST_ROWS: Final = 2_000
MOST_COLUMNS: Final = 40
LONGEST_CELL: Final = 1_000
DELIMITERS: Final = ";\t,"
BENT: Final = (
    InvalidFileException, ParseError, etree.LxmlError, zipfile.BadZipFile, zlib.error, struct.error, KeyError,
    ValueError, AttributeError, TypeError, IndexError, OverflowError, OSError, EOFError,
)  # fmt: skip
"""What a bent file makes openpyxl raise."""
_DECLARED: Final = re.compile(rb"<!(?:doctype|entity)", re.IGNORECASE)
_PLACES: Final = re.compile(r"0\.(0{1,4})")
BROKEN = "Không đọc được bảng tính này. Hãy mở tệp, lưu lại thành .xlsx rồi chọn lại."


@dataclass(frozen=True)
class Text:
    """A cell as it is shown. is_loose: a number whose closing noughts the file may have lost ("1.10" kept as 1.1)."""

    text: str
    is_loose: bool = False


@dataclass(frozen=True)
class Sheet:
    """The rows of one table; name: of the sheet, empty for CSV."""

    name: str
    rows: tuple[tuple[Text, ...], ...]


def sheets_of(data: bytes) -> list[Sheet]:
    """Return the tables of an .xlsx or a CSV in UTF-8, told by its bytes and not by its name; hidden ones left out.

    Raises TableUnreadable, or FileRefused of the door, with a sentence.
    """
    if not data.strip(b"\0 \r\n\t"):
        raise TableUnreadable("Tệp rỗng. Hãy mở tệp trên máy để kiểm tra rồi chọn lại.", code="table")
    if len(data) > LARGEST_BYTES:
        raise TableUnreadable("Tệp lớn hơn 5 MB. Hãy chỉ giữ lại bảng điểm rồi chọn lại.", code="table")
    found = _excel(data) if data.startswith(b"PK") else [_csv(data)]
    if sum(len(one.rows) for one in found) > MOST_ROWS:
        raise TableUnreadable("Bảng dài hơn 2.000 dòng. Hãy chỉ giữ lại bảng điểm rồi chọn lại.", code="table")
    return found


def _csv(data: bytes) -> Sheet:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableUnreadable(
            "Tệp không phải Excel (.xlsx) hay CSV mã UTF-8. Hãy lưu lại rồi chọn lần nữa.", code="table"
        ) from error
    if "\0" in text or text.lstrip().startswith(("<", "{", "%PDF")):
        raise TableUnreadable("Tệp không phải bảng. Hãy lưu bảng điểm thành .xlsx hoặc CSV rồi chọn lại.", code="table")
    lines = text.splitlines()[:30]
    delimiter = max(DELIMITERS, key=lambda one: sum(line.count(one) for line in lines))
    try:
        rows = list(_bounded(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)))
    except csv.Error as error:
        raise TableUnreadable(
            "Không đọc được tệp CSV này. Hãy lưu lại từ bảng tính rồi chọn lần nữa.", code="table"
        ) from error
    return Sheet("", tuple(tuple(Text(_clean(cell)) for cell in row) for row in rows))


def _bounded(rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    for number, row in enumerate(rows):
        if number > MOST_ROWS:
            raise TableUnreadable("Bảng dài hơn 2.000 dòng. Hãy chỉ giữ lại bảng điểm rồi chọn lại.", code="table")
        yield row[:MOST_COLUMNS]


def _excel(data: bytes) -> list[Sheet]:
    inspect(data, filename="bang-diem.xlsx", limit_bytes=LARGEST_BYTES, allowed=frozenset({XLSX}))
    try:
        _check_parts(data)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        found = [_sheet(one) for one in book.worksheets if one.sheet_state == "visible"]
        book.close()
    except BENT as error:
        raise TableUnreadable(BROKEN, code="table") from error
    return found


def _check_parts(data: bytes) -> None:
    """Refuse declarations and what unpacks too large; wide letters, which would hide them, are refused too."""
    left = MOST_XML_BYTES
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if not name.lower().endswith((".xml", ".rels", ".vml")):
                continue
            with archive.open(name) as member:
                part = member.read(left + 1)
            left -= len(part)
            if left < 0 or b"\0" in part or _DECLARED.search(part):
                raise TableUnreadable(BROKEN, code="table")


def _sheet(sheet: Any) -> Sheet:
    sheet.reset_dimensions()
    filled = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS)
    rows = tuple(tuple(_cell(one) for one in row) for row in _bounded(filled))
    return Sheet(_clean(sheet.title), rows)


def _cell(one: Any) -> Text:
    value = one.value
    if value is None or one.data_type == "e":
        return Text("")
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return Text(_clean(str(value)))
    return _number(value, str(one.number_format or ""))


def _number(value: int | float, form: str) -> Text:
    """Return a number as its cell shows it, the Vietnamese way: 0.35 shown as percent is 35%."""
    number = Decimal(f"{value:.15g}")
    if not number.is_finite() or abs(number) >= Decimal(10) ** 12:
        return Text(str(value)[:40])
    if form.endswith("%"):
        return Text(f"{(number * 100).normalize():f}%".replace(".", ","))
    places = _PLACES.fullmatch(form)
    if places:
        return Text(f"{number:.{len(places[1])}f}".replace(".", ","))
    return Text(f"{number:f}".removesuffix(".0").replace(".", ","), is_loose=number != number.to_integral_value())


def _clean(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())[:LONGEST_CELL]
