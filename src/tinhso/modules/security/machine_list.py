# SPDX-License-Identifier: EUPL-1.2
"""Read a list of machines from Excel or CSV: every line comes out, good or with one sentence about what is wrong."""

import csv
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from tinhso.kernel.documents.errors import FileRefused
from tinhso.kernel.documents.rules.office_files import check_office_file
from tinhso.kernel.documents.rules.sniffing import XLSX, check_no_virus_mark
from tinhso.lib.vntext import search_key
from tinhso.modules.security.errors import MachineListUnreadable
from tinhso.modules.security.types import Antimalware, MachineKind, Protection

LARGEST_BYTES: Final = 5 << 20
MOST_LINES: Final = 5_000
MOST_COLUMNS: Final = 40
LONGEST_CELL: Final = 500
HEADER_WITHIN: Final = 20
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "host": ("ten may", "may", "host", "hostname", "ten may chu", "ten thiet bi"),
    "kind": ("loai", "loai may", "loai thiet bi", "kind"),
    "addresses": ("dia chi ip", "ip", "dia chi", "addresses", "address"),
    "unit": ("don vi", "co quan", "unit"),
    "system": ("he thong", "he thong thong tin", "system"),
    "agent": ("can tac tu", "tac tu", "cai tac tu", "agent"),
    "asset_number": ("so tai san", "ma tai san", "asset number"),
    "antimalware": ("phong chong ma doc", "co phong chong ma doc", "antimalware", "anti-malware"),
    "product": ("phan mem phong chong ma doc", "ten phan mem phong chong ma doc", "anti-malware product"),
    "reported_on": ("phong chong ma doc bao lan cuoi", "phan mem bao lan cuoi", "anti-malware last reported"),
}
KINDS: Final = {
    "may chu": MachineKind.SERVER,
    "server": MachineKind.SERVER,
    "may tram": MachineKind.WORKSTATION,
    "may tinh": MachineKind.WORKSTATION,
    "workstation": MachineKind.WORKSTATION,
    "thiet bi mang": MachineKind.NETWORK,
    "network": MachineKind.NETWORK,
}
YES_NO: Final = {"": True, "co": True, "yes": True, "x": True, "true": True, "1": True,
                 "khong": False, "no": False, "false": False, "0": False}  # fmt: skip
PROTECTED: Final = {
    "": None, "co": Antimalware.PRESENT, "yes": Antimalware.PRESENT, "x": Antimalware.PRESENT,
    "khong": Antimalware.ABSENT, "chua co": Antimalware.ABSENT, "chua": Antimalware.ABSENT, "no": Antimalware.ABSENT,
    "chua biet": Antimalware.UNKNOWN, "unknown": Antimalware.UNKNOWN,
    "khong can": Antimalware.EXEMPT, "not needed": Antimalware.EXEMPT,
}  # fmt: skip
DAYS: Final = ("%d/%m/%Y", "%Y-%m-%d", "%Y-%m-%d %H:%M:%S")
# What a bent workbook makes the reader raise.
BENT: Final = (
    InvalidFileException, ParseError, etree.LxmlError, zipfile.BadZipFile, zlib.error, struct.error, KeyError,
    ValueError, AttributeError, TypeError, IndexError, OverflowError, OSError, EOFError,
)  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """What a list looks like: words of its columns, those it cannot do without, what is said when it is none."""

    columns: Mapping[str, tuple[str, ...]]
    needed: frozenset[str]
    empty: str
    headless: str


MACHINES: Final = Shape(
    columns=COLUMNS,
    needed=frozenset({"host", "kind"}),
    empty="Tệp trống. Hãy chọn tệp Excel (.xlsx) hoặc CSV có danh sách máy.",
    headless="Không thấy dòng tiêu đề có cột “Tên máy” và “Loại”. Hãy tải mẫu, điền theo mẫu rồi thử lại.",
)


@dataclass(frozen=True)
class Line:
    """One line of the list as it was written. number: in the file, from 1."""

    number: int
    cells: Mapping[str, str]

    def get(self, column: str) -> str:
        return self.cells.get(column, "")


def protection_of(line: Line) -> tuple[Protection, str]:
    """Return what a line says of anti-malware software, and one sentence about what is wrong with it or nothing.

    A column left empty says nothing; the name of a product or a day says that there is one.
    """
    said = search_key(line.get("antimalware"))
    if said not in PROTECTED:
        return Protection(), "Cột “Phòng chống mã độc” chỉ ghi “có”, “chưa có”, “không cần” hoặc “chưa biết”."
    on, typed = None, line.get("reported_on")
    if typed and (on := day_of(typed)) is None:
        return Protection(), f"“{typed[:40]}” không phải ngày. Ghi ngày báo lần cuối như 27/03/2026."
    known = Antimalware.PRESENT if line.get("product") or on else Antimalware.UNKNOWN
    return Protection(PROTECTED[said] or known, line.get("product"), on), ""


def day_of(typed: str) -> date | None:
    """Return a day as lists write it; None for what is none."""
    for form in DAYS:
        try:
            return datetime.strptime(typed.strip(), form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def read_list(data: bytes, filename: str, shape: Shape = MACHINES) -> list[Line]:
    """Return the lines of a list under its header, empty ones left out.

    Raises MachineListUnreadable with one sentence for a file that is none, too large, or without the columns that
    its shape needs (of a machine its name and its kind).
    """
    if not data.strip():
        raise MachineListUnreadable(shape.empty)
    if len(data) > LARGEST_BYTES:
        raise MachineListUnreadable("Tệp lớn quá 5 MB. Hãy chia danh sách thành nhiều tệp.")
    end = filename.rpartition(".")[2].lower()
    if end not in {"xlsx", "csv"}:
        raise MachineListUnreadable("Hãy chọn tệp Excel (.xlsx) hoặc CSV (.csv).")
    rows = _excel(data) if end == "xlsx" else _csv(data)
    return _under_header(rows, shape)


def _excel(data: bytes) -> list[tuple[int, list[str]]]:
    try:
        check_no_virus_mark(data)
        kind, _text = check_office_file(data)
    except FileRefused as refusal:
        raise MachineListUnreadable(refusal.sentence) from refusal
    if kind != XLSX:
        raise MachineListUnreadable("Tệp không phải bảng tính Excel (.xlsx). Hãy lưu lại dạng .xlsx hoặc .csv.")
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = list(_bounded(enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), start=1)))
        book.close()
    except BENT as error:
        raise MachineListUnreadable("Không đọc được bảng tính này. Hãy mở bằng Excel, lưu lại rồi thử lại.") from error
    return rows


def _bounded(rows: Iterator[tuple[int, Sequence[Any]]] | Any) -> Iterator[tuple[int, list[str]]]:
    said = 0
    for number, row in rows:
        cells = [_cell(one) for one in row[:MOST_COLUMNS]]
        if any(cells):
            said += 1
            if said > MOST_LINES + HEADER_WITHIN:
                raise MachineListUnreadable(f"Danh sách dài quá {MOST_LINES} dòng. Hãy chia thành nhiều tệp.")
            yield number, cells
        if number > 20 * MOST_LINES:
            raise MachineListUnreadable("Bảng tính có quá nhiều dòng trống. Hãy xóa các dòng trống rồi thử lại.")


def _csv(data: bytes) -> list[tuple[int, list[str]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        sentence = "Tệp CSV không ở bảng mã UTF-8. Trong Excel hãy chọn “CSV UTF-8” khi lưu."
        raise MachineListUnreadable(sentence) from error
    if "\x00" in text:
        raise MachineListUnreadable("Tệp CSV có ký tự không đọc được. Hãy lưu lại dạng CSV UTF-8.")
    separator = max(",;\t", key="".join(text.splitlines()[:HEADER_WITHIN]).count)
    try:
        return list(_bounded(enumerate(csv.reader(io.StringIO(text), delimiter=separator), start=1)))
    except csv.Error as error:
        raise MachineListUnreadable("Không đọc được tệp CSV này: dấu nháy hoặc ô quá dài. Hãy lưu lại.") from error


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "".join(one for one in str(value) if one.isprintable() or one in "\n\t").strip()[:LONGEST_CELL]


def _under_header(rows: list[tuple[int, list[str]]], shape: Shape) -> list[Line]:
    for place, (_number, cells) in enumerate(rows[:HEADER_WITHIN]):
        columns = _columns(cells, shape)
        if shape.needed <= columns.keys():
            body = rows[place + 1 :]
            if len(body) > MOST_LINES:
                raise MachineListUnreadable(f"Danh sách dài quá {MOST_LINES} dòng. Hãy chia thành nhiều tệp.")
            return [
                Line(number, {name: row[at] for name, at in columns.items() if at < len(row)}) for number, row in body
            ]
    raise MachineListUnreadable(shape.headless)


def _columns(cells: Sequence[str], shape: Shape) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        said = search_key(cell)
        for name, words in shape.columns.items():
            if said in words and name not in found:
                found[name] = at
    return found
