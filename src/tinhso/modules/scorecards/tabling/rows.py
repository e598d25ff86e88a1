# SPDX-License-Identifier: EUPL-1.2
"""Rows of texts become scores of components: which column says what, which component is meant, what is doubtful. Pure.

No layout of the ministry's table is published; columns are told by the words of their heads, on the first sheet that
has them. A number is a share when it is written in percent, or when a column of maxima stands beside it.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final

from tinhso.lib.vntext import search_key
from tinhso.modules.scorecards.declaring.rules import SHARE_PLACES
from tinhso.modules.scorecards.dti.types import Part
from tinhso.modules.scorecards.errors import TableUnreadable
from tinhso.modules.scorecards.tabling.files import Sheet, Text

HEAD_WITHIN: Final = 40
CODE: Final = re.compile(r"\d{1,2}[.,]\d{1,3}")
PLAIN: Final = re.compile(r"-?\d{1,12}(?:[.,]\d{1,12})?")
DOTTED: Final = re.compile(r"-?\d{1,3}(?:\.\d{3})+")
QUANTUM: Final = Decimal(1).scaleb(-SHARE_PLACES)
NO_TABLE = (
    "Không thấy bảng điểm. Bảng cần hàng đầu cột có “Mã” hoặc “Mã chỉ số” và ít nhất một trong “Tự đánh giá”, "
    "“Thẩm định”, “Công nhận”."
)


class Column(StrEnum):
    """What a column says."""

    CODE = "code"
    NAME = "name"
    MOST = "most"
    OWN = "own"
    APPRAISED = "appraised"
    FINAL = "final"


SCORES: Final = (Column.OWN, Column.APPRAISED, Column.FINAL)
WORDS: Final = (
    (Column.MOST, ("diem toi da", "diem chuan", "thang diem")),
    (Column.OWN, ("tu danh gia", "tu cham")),
    (Column.APPRAISED, ("tham dinh",)),
    (Column.FINAL, ("cong nhan", "cong bo")),
    (Column.CODE, ("ma", "ma chi so", "ma so", "ma tieu chi", "ma thanh phan", "chi so thanh phan ma")),
    (Column.NAME, ("ten chi so", "chi so thanh phan", "ten tieu chi", "tieu chi", "chi so", "noi dung")),
)
"""Words of heads without diacritics; codes and names must be the whole head, the others may stand within it."""
WHOLE: Final = (Column.CODE, Column.NAME)


@dataclass(frozen=True)
class Value:
    """One score as it was read. share: of one, None with the problem in words; said: as the cell shows it."""

    said: str
    share: Decimal | None
    problem: str = ""
    note: str = ""


@dataclass(frozen=True)
class TableRow:
    """One row of the table. component: code, empty with the problem; values by column, blank cells left out."""

    where: str
    said_code: str
    name: str
    component: str
    problem: str
    values: Mapping[Column, Value]
    note: str = ""


@dataclass(frozen=True)
class Head:
    """Where the head of the table stands, and the column of each thing; percents: which are headed in percent."""

    row: int
    columns: Mapping[Column, int]
    percents: frozenset[Column]


def read_table(sheets: Sequence[Sheet], parts: Sequence[Part]) -> tuple[list[TableRow], list[str]]:
    """Return the rows of the first sheet that has a table of scores, and the sheets that were passed over.

    Raises TableUnreadable when none has one.
    """
    for place, sheet in enumerate(sheets):
        head = find_head(sheet)
        if head is not None:
            passed = [one.name for number, one in enumerate(sheets) if number != place and one.rows]
            return _told_once(_rows(sheet, head, parts)), passed
    raise TableUnreadable(NO_TABLE, code="table")


def find_head(sheet: Sheet) -> Head | None:
    """Return the first row that names a column of codes and one of scores; None without one."""
    for number, row in enumerate(sheet.rows[:HEAD_WITHIN]):
        found: dict[Column, int] = {}
        for place, cell in enumerate(row):
            column = _column(cell.text)
            if column is not None and column not in found:
                found[column] = place
        if Column.CODE in found and any(one in found for one in SCORES):
            percents = frozenset(one for one in SCORES if one in found and _in_percent(row[found[one]].text))
            return Head(number, found, percents)
    return None


def _column(head: str) -> Column | None:
    key = search_key(head)
    for column, words in WORDS:
        if key in words if column in WHOLE else any(word in key for word in words):
            return column
    return None


def _in_percent(head: str) -> bool:
    return "%" in head or "ty le" in search_key(head)


def _rows(sheet: Sheet, head: Head, parts: Sequence[Part]) -> list[TableRow]:
    by_code = {one.code: one for one in parts}
    found = []
    for number, row in enumerate(sheet.rows[head.row + 1 :], start=head.row + 2):
        code, name = _at(row, head, Column.CODE), _at(row, head, Column.NAME).text
        if CODE.fullmatch(code.text):
            where = f"{sheet.name}, dòng {number}" if sheet.name else f"dòng {number}"
            component, problem = _component(code, name, by_code)
            note = _name_note(name, by_code.get(component))
            found.append(TableRow(where, code.text, name, component, problem, _values(row, head), note))
        elif any(_at(row, head, one).text for one in SCORES) and code.text:
            where = f"{sheet.name}, dòng {number}" if sheet.name else f"dòng {number}"
            said = "Không phải mã chỉ số thành phần (như 1.1): dòng này không được đọc."
            found.append(TableRow(where, code.text[:40], name, "", said, {}))
    return found


def _at(row: Sequence[Text], head: Head, column: Column) -> Text:
    place = head.columns.get(column)
    return row[place] if place is not None and place < len(row) else Text("")


def _component(cell: Text, name: str, parts: Mapping[str, Part]) -> tuple[str, str]:
    """Return the component meant, or what is doubtful: a number typed as 1.10 is kept by Excel as 1.1."""
    code = cell.text.replace(",", ".")
    tried = (code, f"{code}0") if cell.is_loose else (code,)
    meant = [one for one in tried if one in parts]
    if len(meant) > 1:
        named = [one for one in meant if name and search_key(name) == search_key(parts[one].title or "")]
        if len(named) != 1:
            return "", f"Ô này là số nên không rõ là {meant[0]} hay {meant[1]}. Hãy định dạng cột mã là chữ."
        meant = named
    if not meant:
        return "", "Bộ chỉ số của kỳ này không có mã như vậy."
    return meant[0], ""


def _name_note(name: str, part: Part | None) -> str:
    """Return that the table calls a component otherwise than the edition, when both have a name."""
    if part is None or not name or not part.title or search_key(part.title) in search_key(name):
        return ""
    told = f"Trong bảng tên là “{name[:120]}”, trong bộ chỉ số là “{part.title[:120]}”"
    return f"{told}: hãy xem có cùng một thành phần không."


def _values(row: Sequence[Text], head: Head) -> dict[Column, Value]:
    most = _at(row, head, Column.MOST).text
    found = {}
    for column in SCORES:
        said = _at(row, head, column).text
        if said and said not in {"-", "–"}:
            is_percent, has_most = column in head.percents, Column.MOST in head.columns
            found[column] = value_of(said, most, is_percent=is_percent, has_most=has_most)
    return found


def value_of(said: str, most: str, *, is_percent: bool, has_most: bool) -> Value:
    """Return a score as a share of one. most: of its row as written; is_percent: its column is headed in percent.

    >>> value_of("3,5", "7", is_percent=False, has_most=True).share
    Decimal('0.5')
    """
    told = said.removesuffix("%").strip()
    number = _number(told)
    if number is None:
        return Value(said, None, _unclear(told))
    if said.endswith("%") or is_percent:
        return _share(said, number / 100)
    if not has_most:
        return Value(said, None, "Không rõ là phần trăm hay điểm. Hãy thêm cột “Điểm tối đa” hoặc ghi dấu %.")
    whole = _number(most)
    if whole is None or whole <= 0:
        return Value(said, None, "Dòng này thiếu điểm tối đa nên không tính được mức đạt.")
    return _share(said, number / whole)


def _share(said: str, share: Decimal) -> Value:
    if not 0 <= share <= 1:
        return Value(said, None, "Vượt ngoài khoảng từ 0 đến mức tối đa. Hãy xem lại cột hoặc đơn vị tính.")
    kept = share.quantize(QUANTUM, ROUND_HALF_UP)
    if kept == share:
        return Value(said, kept.normalize() if kept else Decimal(0))
    return Value(said, kept, note=f"{said}: mức đạt được làm tròn đến {SHARE_PLACES} chữ số.")


def _number(text: str) -> Decimal | None:
    """Return a number in Vietnamese writing; None for what can be read in two ways, as "1.250"."""
    if DOTTED.fullmatch(text) or not PLAIN.fullmatch(text):
        return None
    return Decimal(text.replace(",", "."))


def _unclear(text: str) -> str:
    if DOTTED.fullmatch(text):
        return "Không rõ dấu chấm ngăn hàng nghìn hay phần thập phân. Hãy viết lại, ví dụ 1250 hoặc 1,25."
    return "Không phải một con số."


def _told_once(rows: list[TableRow]) -> list[TableRow]:
    """Return the rows; a component that stands in two of them is doubtful in both."""
    counted = Counter(one.component for one in rows if one.component)
    said = "Mã này có ở nhiều dòng nên không rõ dòng nào đúng."
    return [
        TableRow(one.where, one.said_code, one.name, "", said, one.values) if counted[one.component] > 1 else one
        for one in rows
    ]
