# SPDX-License-Identifier: EUPL-1.2
"""Which field a column holds, told by the words of its heading; marks, case and order make no difference."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tinhso.lib.said_money import unit_in_heading
from tinhso.lib.vntext import search_key
from tinhso.modules.plans.annex.grid import Cell, Grid, distinct, one_line
from tinhso.modules.plans.annex.sentences import doubt
from tinhso.modules.plans.annex.types import RESULT_FIELDS, Column, Doubt, Field

DEFAULT_HEADINGS: Final = {
    Field.NUMBER: "STT",
    Field.TITLE: "Nội dung nhiệm vụ",
    Field.LEAD: "Cơ quan chủ trì",
    Field.COORDINATING: "Cơ quan phối hợp",
    Field.PERSON: "Người phụ trách",
    Field.DUE: "Thời hạn hoàn thành",
    Field.PRODUCT: "Sản phẩm",
    Field.COST: "Kinh phí",
    Field.SOURCE: "Nguồn kinh phí",
    Field.STATE: "Trạng thái",
    Field.WORDS: "Kết quả thực hiện",
    Field.DONE_ON: "Ngày hoàn thành",
    Field.EVIDENCE: "Minh chứng",
}

EXACT: Final = {
    "stt": Field.NUMBER,
    "tt": Field.NUMBER,
    "so tt": Field.NUMBER,
    "so thu tu": Field.NUMBER,
    "trang thai": Field.STATE,
    "tinh trang": Field.STATE,
    "ket qua thuc hien": Field.WORDS,
    "ngay hoan thanh": Field.DONE_ON,
    "minh chung": Field.EVIDENCE,
    "tai lieu minh chung": Field.EVIDENCE,
    "nguon": Field.SOURCE,
    "nguon von": Field.SOURCE,
}
"""Headings that must be said exactly so, folded."""

CONTAINED: Final = (
    (
        r"chu tri.*phoi hop|phoi hop.*chu tri|bat dau|(?<!san pham )ket qua (?:thuc hien|dat duoc|trien khai)",
        Field.UNKNOWN,
    ),
    (r"nguon (?:kinh phi|von|ngan sach|luc tai chinh)|(?:kinh phi|du toan).* nguon", Field.SOURCE),
    (r"kinh phi|du toan|so tien", Field.COST),
    (r"phoi hop", Field.COORDINATING),
    (r"chu tri", Field.LEAD),
    (r"phu trach|nguoi thuc hien", Field.PERSON),
    (r"thoi gian|thoi han|han hoan thanh|tien do hoan thanh", Field.DUE),
    (r"san pham|dau ra|ket qua", Field.PRODUCT),
    (r"noi dung|nhiem vu|cong viec|dau viec", Field.TITLE),
)
"""Words a heading contains, folded, the first that is found decides."""
_CONTAINED: Final = tuple((re.compile(rf"\b(?:{words})\b"), field) for words, field in CONTAINED)

LONGEST_HEADING: Final = 120
_FIGURE: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3})*[.)]?|[IVX]{1,5}[.)]?")
FURTHEST_ROW: Final = 60
TALLEST: Final = 3


@dataclass(frozen=True)
class Header:
    """Where each field stands. places: field → column; ordinals: field → which cell of the lowest heading row.

    start, height: rows of the grid it takes up; cells: how many cells its lowest row has.
    """

    start: int
    height: int
    places: dict[Field, int]
    ordinals: dict[Field, int]
    cells: int
    columns: tuple[Column, ...]
    doubts: tuple[Doubt, ...]

    @property
    def unit_vnd(self) -> int | None:
        """The unit of its column of money, None when nobody said one."""
        return next((column.unit_vnd for column in self.columns if column.field is Field.COST), None)


@dataclass(frozen=True)
class _Leaf:
    """A cell of the lowest heading row with what stands above it."""

    place: int
    ordinal: int
    heading: str
    field: Field
    is_exact: bool


def field_of(heading: str) -> Field:
    """Return what a heading says its column holds; UNKNOWN when it says none of the fields, or two."""
    if len(heading) > LONGEST_HEADING:
        return Field.UNKNOWN
    key = search_key(re.sub(r"\([^()]*\)", " ", heading)) or search_key(heading)
    if key in EXACT:
        return EXACT[key]
    return next((field for words, field in _CONTAINED if words.search(key)), Field.UNKNOWN)


def find_header(grid: Grid) -> Header | None:
    """Return the heading of a table, one to three rows among the first of it; None when the table has none."""
    for start in range(min(len(grid.rows), FURTHEST_ROW)):
        if len([cell for cell in distinct(grid.rows[start]) if cell.text]) < 2:
            continue
        height = _height(grid, start)
        leaves = _leaves(grid, start, height)
        if _is_header(leaves):
            return _header(grid, start, height, leaves)
    return None


def _is_header(leaves: Sequence[_Leaf]) -> bool:
    """Words of headings occur in tasks too; a task bears its number, a heading never does."""
    if any(_FIGURE.fullmatch(leaf.heading) for leaf in leaves):
        return False
    known = {leaf.field for leaf in leaves} - {Field.UNKNOWN}
    return Field.TITLE in known and (len(known) >= 3 or Field.LEAD in known)


def _height(grid: Grid, start: int) -> int:
    """Return how many rows a heading takes: as deep as its deepest merged cell, or two under a wide one."""
    row = grid.rows[start]
    height = 1
    for cell in distinct(row):
        deep = 1
        while deep < TALLEST and start + deep < len(grid.rows) and cell in grid.rows[start + deep] and cell.text:
            deep += 1
        height = max(height, deep)
    if height == 1 and start + 1 < len(grid.rows) and _stands_over(row, grid.rows[start + 1]):
        return 2
    return height


def _stands_over(upper: Sequence[Cell], lower: Sequence[Cell]) -> bool:
    """Whether a wide cell parts into named cells below it while what stands beside it has nothing below."""
    parted = False
    for place, cell in enumerate(upper):
        if place >= len(lower) or not lower[place].text:
            continue
        if upper.count(cell) < 2 or not cell.text or lower.count(lower[place]) >= upper.count(cell):
            return False
        parted = True
    return parted


def _leaves(grid: Grid, start: int, height: int) -> list[_Leaf]:
    rows = grid.rows[start : start + height]
    lowest = rows[-1]
    leaves: list[_Leaf] = []
    seen: list[Cell] = []
    for place, cell in enumerate(lowest):
        if cell in seen:
            continue
        seen.append(cell)
        parts: list[str] = []
        for row in rows:
            text = one_line(row[place].text) if place < len(row) else ""
            if text and text not in parts:
                parts.append(text)
        heading = " – ".join(parts)
        own, whole = field_of(parts[-1]) if parts else Field.UNKNOWN, field_of(heading)
        field = whole if own is Field.UNKNOWN else own
        exact = (
            bool(parts) and field is not Field.UNKNOWN and search_key(parts[-1]) == search_key(DEFAULT_HEADINGS[field])
        )
        leaves.append(_Leaf(place, len(seen) - 1, heading, field, exact))
    return leaves


def _header(grid: Grid, start: int, height: int, leaves: Sequence[_Leaf]) -> Header:
    chosen = {field: _chosen(field, leaves) for field in Field if field is not Field.UNKNOWN}
    kept = {leaf.place: leaf for leaf in chosen.values() if leaf}
    doubts: list[Doubt] = []
    columns: list[Column] = []
    said_above = next((unit for line in reversed(grid.said_before(start)) if (unit := unit_in_heading(line))), None)
    for leaf in leaves:
        doubts += _doubts_of(grid, start + height, leaf, kept)
        unit = None
        if leaf.place in kept and leaf.field is Field.COST:
            own = unit_in_heading(leaf.heading)
            unit = own or said_above
            doubts += [doubt(grid.place, "two_units")] if own and said_above and own != said_above else []
        if leaf.heading and leaf.field not in RESULT_FIELDS:
            columns.append(Column(leaf.field if leaf.place in kept else Field.UNKNOWN, leaf.heading, unit))
    places = {leaf.field: leaf.place for leaf in kept.values()}
    if Field.LEAD not in places:
        doubts.append(doubt(grid.place, "no_lead_column"))
    ordinals = {leaf.field: leaf.ordinal for leaf in kept.values()}
    return Header(start, height, places, ordinals, len(leaves), tuple(columns), tuple(doubts))


def _chosen(field: Field, leaves: Sequence[_Leaf]) -> _Leaf | None:
    """Return the column read for a field: the total among columns of money, else the exact name, else the first."""
    found = [leaf for leaf in leaves if leaf.field is field]
    if field is Field.COST:
        found.sort(key=lambda leaf: "tong" not in search_key(leaf.heading).split())
    else:
        found.sort(key=lambda leaf: not leaf.is_exact)
    return found[0] if found else None


def _doubts_of(grid: Grid, below: int, leaf: _Leaf, kept: dict[int, _Leaf]) -> list[Doubt]:
    if leaf.field in RESULT_FIELDS:
        return [doubt(grid.place, "result_column", heading=leaf.heading)]
    if leaf.place in kept:
        return []
    if leaf.field is not Field.UNKNOWN:
        other = next(one.heading for one in kept.values() if one.field is leaf.field)
        return [doubt(grid.place, "twice_column", heading=leaf.heading, other=other)]
    if leaf.heading:
        return [doubt(grid.place, "unknown_column", heading=leaf.heading)]
    has_text = grid.is_ruled and any(_stands_alone(row, leaf.place) for row in grid.rows[below:])
    return [doubt(grid.place, "unnamed_column", number=leaf.place + 1)] if has_text else []


def _stands_alone(row: Sequence[Cell], place: int) -> bool:
    """Whether a row says something in this column alone, not in a cell that covers others too."""
    return place < len(row) and bool(row[place].text) and row.count(row[place]) == 1
