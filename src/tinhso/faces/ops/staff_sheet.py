# SPDX-License-Identifier: EUPL-1.2
"""Read a sheet of staff from CSV or Excel into lines; what is in them is judged by `kernel.identity.staff.sheets`."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from tinhso.config import env
from tinhso.kernel.documents.rules.intake import inspect
from tinhso.kernel.documents.rules.sniffing import XLSX
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.identity.staff.sheets import LONGEST_SHEET
from tinhso.kernel.identity.types_of_staff import StaffLine
from tinhso.lib.vntext import search_key

HEADERS = ("Họ và tên", "Tên đăng nhập", "Thư điện tử", "Điện thoại", "Đơn vị", "Chức vụ")
LIMIT_BYTES = 2 * 1_048_576


def lines_of(upload: UploadedFile) -> list[StaffLine]:
    """Return the lines of a sheet, told by its bytes and not by its name.

    Raises Refused with a sentence when it is neither, too large, or its first row is not HEADERS.
    """
    data = upload.read(LIMIT_BYTES + 1)
    rows = _excel(data) if data.startswith(b"PK") else _csv(data)
    first = next(rows, [])
    if [search_key(cell) for cell in first[: len(HEADERS)]] != [search_key(name) for name in HEADERS]:
        sentence = _("Hàng đầu của tệp phải là: %(names)s. Hãy tải tệp mẫu rồi điền vào.")
        raise Refused(sentence % {"names": "; ".join(HEADERS)}, code="tep")
    return [_line(number, row) for number, row in enumerate(rows, start=2) if any(row)]


def _line(number: int, row: Sequence[str]) -> StaffLine:
    name, login, email, phone, unit, title = (*row[:6], *[""] * (6 - len(row[:6])))
    return StaffLine(number, name, login.lower(), email, phone, unit, title)


def _csv(data: bytes) -> Iterator[list[str]]:
    if len(data) > LIMIT_BYTES:
        raise Refused(_("Tệp quá lớn. Hãy chia danh sách theo đơn vị, mỗi tệp không quá 2 MB."), code="tep")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(_("Tệp không phải Excel hay CSV mã UTF-8. Hãy lưu lại rồi chọn lần nữa."), code="tep") from error
    delimiter = ";" if text.partition("\n")[0].count(";") >= len(HEADERS) - 1 else ","
    try:
        yield from _plain(islice(csv.reader(io.StringIO(text), delimiter=delimiter), LONGEST_SHEET + 2))
    except csv.Error as error:
        raise Refused(
            _("Không đọc được tệp CSV này. Hãy lưu lại từ bảng tính rồi chọn lần nữa."), code="tep"
        ) from error


def _excel(data: bytes) -> Iterator[list[str]]:
    seen = inspect(
        data,
        filename="danh-sach.xlsx",
        limit_bytes=min(LIMIT_BYTES, env.UPLOAD_LIMIT_MB << 20),
        allowed=frozenset({XLSX}),
    )
    assert seen.media_type == XLSX
    try:
        sheet = load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
        yield from _plain(sheet.iter_rows(max_row=LONGEST_SHEET + 2, max_col=len(HEADERS), values_only=True))
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError) as error:
        raise Refused(
            _("Không đọc được bảng tính này. Hãy lưu lại thành .xlsx rồi chọn lần nữa."), code="tep"
        ) from error


def _plain(rows: Iterable[Sequence[object]]) -> Iterator[list[str]]:
    for row in rows:
        yield ["" if cell is None else " ".join(str(cell).split()).lstrip("'") for cell in row]
