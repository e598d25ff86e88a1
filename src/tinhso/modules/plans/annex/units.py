# SPDX-License-Identifier: EUPL-1.2
"""Names of units in one cell: where one ends and the next begins, and whether a cell names exactly one lead.

Names hold commas and "và" themselves ("Sở Văn hóa, Thể thao và Du lịch", "các sở, ban, ngành"), so a comma parts only
before what begins like a name of its own.
"""

import re
import unicodedata
from typing import Final

from tinhso.lib.vntext import search_key
from tinhso.modules.plans.annex.grid import one_line, without_bullet
from tinhso.modules.plans.annex.sentences import doubt
from tinhso.modules.plans.annex.types import Doubt

FIRST_WORDS: Final = (
    "bảo hiểm xã hội", "ban", "báo", "bệnh viện", "bộ", "bưu điện", "các", "chi cục", "công an", "công ty", "cục",
    "đài", "đảng ủy", "điện lực", "đoàn", "hiệp hội", "hội", "hội đồng nhân dân", "kho bạc", "liên đoàn", "liên minh",
    "mặt trận", "ngân hàng", "phòng", "quân khu", "quỹ", "sở", "tập đoàn", "thanh tra", "thành ủy", "thuế", "tỉnh đoàn",
    "tỉnh ủy", "tòa án", "tổ", "tổng công ty", "trung tâm", "trường", "ủy ban", "uỷ ban", "ubmttq", "ubnd", "văn phòng",
    "viện", "viện kiểm sát", "vụ",
)  # fmt: skip
"""Words the name of a unit begins with (tên cơ quan, đơn vị), used to tell names apart, not to check them."""
_SMALL_TOO: Final = ("sở", "ubnd", "ủy ban", "văn phòng", "công an")
_MANY: Final = re.compile(r"(?:(?:ubnd|uy ban nhan dan|phong|truong|so|doanh nghiep) )?cac\b")
_AND: Final = re.compile(r"\s+và\s+")
_HARD: Final = re.compile(r"[;\n]")


def split_units(text: str) -> tuple[str, ...]:
    """Return the units a cell names, parted by semicolons, line ends and commas; "và" never parts.

    >>> split_units("Các sở, ban, ngành, UBND các xã, phường")
    ('Các sở, ban, ngành', 'UBND các xã, phường')
    """
    found: list[str] = []
    for part in _HARD.split(text):
        for piece in _at_commas(one_line(without_bullet(part))):
            cleaned = _bare(piece)
            if cleaned:
                found.append(cleaned)
    return tuple(found)


def _bare(piece: str) -> str:
    """Return a name without bullets, commas and points around it."""
    before, bare = "", piece
    while bare != before:
        before, bare = bare, without_bullet(bare).strip(" ,.")
    return bare


def _at_commas(part: str) -> list[str]:
    pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
    found = pieces[:1]
    for piece in pieces[1:]:
        if _begins_a_name(piece):
            found.append(piece)
        else:
            found[-1] = f"{found[-1]}, {piece}"
    return found


def _begins_a_name(piece: str) -> bool:
    """Whether a piece after a comma is the next unit and not more of the name before it."""
    if not piece:
        return False
    if begins_as_unit(piece):
        return True
    # "Thể thao và Du lịch" ends the name before it; a capital without "và" is a name we do not know.
    return piece[0].isupper() and not _AND.search(piece)


def begins_as_unit(piece: str) -> bool:
    """Tell whether a text begins as names of units do: a known first word and more, or an abbreviation."""
    text = unicodedata.normalize("NFC", piece)
    first = text.split(" ", 1)[0]
    if len(first) > 1 and first.isupper() and first.isalpha():
        return True
    small = text.lower()
    words = FIRST_WORDS if text[:1].isupper() else _SMALL_TOO
    return any(small.startswith(f"{word} ") for word in words)


def joined(text: str) -> tuple[str, ...]:
    """Return the units that "và" joins in one name; a single one when it is part of the name.

    >>> joined("Sở Giáo dục và Đào tạo và Sở Y tế")
    ('Sở Giáo dục và Đào tạo', 'Sở Y tế')
    """
    found: list[str] = []
    for piece in _AND.split(text):
        if found and not begins_as_unit(piece):
            found[-1] = f"{found[-1]} và {piece}"
        else:
            found.append(piece)
    return tuple(found)


def lead_doubts(lead: str, where: str) -> list[Doubt]:
    """Return what is doubtful about the lead of a task: none, several, or a group of units instead of one."""
    if not lead:
        return [doubt(where, "no_lead")]
    units = [unit for part in split_units(lead) for unit in joined(part)]
    units = [unit for part in units for unit in _at_slashes(part)]
    if len(units) > 1:
        return [doubt(where, "two_leads", count=len(units), units="; ".join(units))]
    if _MANY.match(search_key(lead)):
        return [doubt(where, "many_leads", lead=lead)]
    return []


def _at_slashes(part: str) -> list[str]:
    pieces = [piece.strip() for piece in re.split(r"\s*[/&]\s*|\s+-\s+", part)]
    return pieces if all(begins_as_unit(piece) for piece in pieces) else [part]


def coordinating_doubts(units: tuple[str, ...], where: str) -> list[Doubt]:
    """Return one doubt for every coordinating unit that may be two."""
    return [doubt(where, "two_in_one", unit=unit) for unit in units if len(joined(unit)) > 1]
