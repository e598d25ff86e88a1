# SPDX-License-Identifier: EUPL-1.2
"""Times as plans write them (thời hạn hoàn thành): "Quý III/2026", "trước 30/6/2026", "tháng 12 năm 2026". Pure.

What is said is kept untouched beside what was understood. Only a whole phrase that can be read in one way is
understood; a day without a year, a year of two figures, "theo tiến độ" or a day that does not exist is unknown, never
this year and never a guess.
"""

import calendar
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class DateKind(StrEnum):
    """How exactly a time is said: a day, a span whose last day counts, without end, or not understood."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    STANDING = "standing"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class SaidDate:
    """A time as said. said: untouched; day: the last day it leaves, None when unknown or standing without an end.

    "Trước 30/6" gives 30/6: offices use it for "at the latest". is_list: several times were named, the last is taken.
    """

    said: str
    kind: DateKind
    day: date | None = None
    is_list: bool = False


@dataclass(frozen=True)
class _Period:
    kind: DateKind
    first: date
    last: date


LONGEST: Final = 200
"""Characters; a longer text is a sentence about something else."""

_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_YEAR: Final = r"(?P<y>20[0-9]{2})"
_OF: Final = r"\s?(?:[/.-]|,?\s?nam)\s?"
_END: Final = r"(?:(?:cuoi|het|trong)\s)?"
_PATTERNS: Final = (
    (DateKind.DAY, rf"(?:ngay )?(?P<d>[0-9]{{1,2}})\s?(?P<sep>[/.-])\s?(?P<m>[0-9]{{1,2}})\s?(?P=sep)\s?{_YEAR}"),
    (DateKind.DAY, rf"(?:ngay )?(?P<d>[0-9]{{1,2}})(?: thang |/)(?P<m>[0-9]{{1,2}}),?(?: nam |/){_YEAR}"),
    (DateKind.MONTH, rf"{_END}thang (?P<m>[0-9]{{1,2}}){_OF}{_YEAR}"),
    (DateKind.MONTH, rf"(?P<m>[0-9]{{1,2}})\s?/\s?{_YEAR}"),
    (DateKind.QUARTER, rf"{_END}(?:quy |q)(?P<q>i{{1,3}}|iv|[1-4]){_OF}{_YEAR}"),
    (DateKind.HALF_YEAR, rf"{_END}(?:(?:0?6|sau) thang|nua) (?P<h>dau|cuoi) nam {_YEAR}"),
    (DateKind.YEAR, rf"{_END}(?:nam )?{_YEAR}"),
)
_READERS: Final = tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)
_BEFORE: Final = re.compile(
    r"(?:(?:hoan thanh|hoan tat|xong|ket thuc|thuc hien|trien khai|thoi gian|thoi han|du kien|cham nhat|muon nhat|"
    r"khong qua|truoc|den|toi|het|trong|vao|la)[\s:]+)+"
)
_STANDING: Final = re.compile(r"\b(?:thuong xuyen|lien tuc|dinh ky|hang (?:nam|quy|thang|tuan|ngay))\b")
_LINKS: Final = re.compile(r"\b(?:va|cac|trong)\b|[,;()]")
_THROUGH: Final = re.compile(r"\s?-\s?|\s(?:den|toi)\s")
_SPAN: Final = re.compile(r"(?:tu|giai doan|thoi ky)\s+")
_LIST: Final = re.compile(r"\s*(?:[;,&]|\bva\b)\s*")
_UNIT: Final = re.compile(r"(thang|quy|ngay|nam)\s")
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def read_date(said: str) -> SaidDate:
    """Return the time a text names, with the text.

    >>> read_date("Quý III/2026").day
    datetime.date(2026, 9, 30)
    >>> read_date("trước 30/6").kind
    <DateKind.UNKNOWN: 'unknown'>
    """
    for text in (said, said.replace("\n", " ; ")) if len(said) <= 2 * LONGEST else ():
        folded = _folded(text)
        if folded and len(folded) <= LONGEST:
            found = _standing(said, folded) if _STANDING.search(folded) else _dated(said, folded)
            if found.kind is not DateKind.UNKNOWN:
                return found
    return SaidDate(said, DateKind.UNKNOWN)


def _folded(text: str) -> str:
    """Return small letters without marks, one space between words; figures and separators stay."""
    small = unicodedata.normalize("NFKC", text).lower().translate(_DASHES)
    plain = unicodedata.normalize("NFKD", small).replace("đ", "d")
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split()).strip(" .;,:")


def _standing(said: str, folded: str) -> SaidDate:
    """Return standing work, with its end when the rest is one; a rest with a year that is not understood is unknown."""
    rest = " ".join(_LINKS.sub(" ", _STANDING.sub(" ", folded)).split()).strip(" -:")
    until = _dated(said, rest)
    if re.search(r"20[0-9]{2}", rest) and until.day is None and not _is_beginning(rest):
        return SaidDate(said, DateKind.UNKNOWN)
    return SaidDate(said, DateKind.STANDING, until.day)


def _is_beginning(rest: str) -> bool:
    return rest.startswith("tu ") and _period(rest.removeprefix("tu ")) is not None


def _dated(said: str, folded: str) -> SaidDate:
    text = _without_lead_in(folded)
    single = _period(text) or _span(text)
    if single:
        return SaidDate(said, single.kind, single.last)
    listed = _listed(text)
    return SaidDate(said, listed.kind, listed.last, is_list=True) if listed else SaidDate(said, DateKind.UNKNOWN)


def _without_lead_in(text: str) -> str:
    found = _BEFORE.match(text)
    return text[found.end() :] if found else text


def _period(text: str) -> _Period | None:
    """Return the day or span a whole text names with its year, None when it names none or one that does not exist."""
    for kind, pattern in _READERS:
        found = pattern.fullmatch(text)
        if found:
            return _of(kind, found)
    return None


def _of(kind: DateKind, found: re.Match[str]) -> _Period | None:
    year, named = int(found["y"]), found.groupdict()
    if kind is DateKind.DAY:
        try:
            day = date(year, int(named["m"]), int(named["d"]))
        except ValueError:
            return None
        return _Period(kind, day, day)
    first, last = 1, 12
    if kind is DateKind.MONTH:
        first = last = int(named["m"])
    elif kind is DateKind.QUARTER:
        quarter = _ROMAN.get(named["q"]) or int(named["q"])
        first, last = 3 * quarter - 2, 3 * quarter
    elif kind is DateKind.HALF_YEAR:
        first, last = (1, 6) if named["h"] == "dau" else (7, 12)
    if not 1 <= first <= 12:
        return None
    return _Period(kind, date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))


def _span(text: str) -> _Period | None:
    """Return the end of "từ … đến …": what stands before may leave out its year, never its unit."""
    head = _SPAN.match(text)
    whole = text[head.end() :] if head else text
    for left, right in _cuts(whole):
        end = _end_of(left, right)
        begin = end and (_period(left) or _period(f"{left}/{end.last.year}"))
        # A bare figure before the year could be a day as well as a month.
        if end and begin and begin.first <= end.last and not re.fullmatch(r"[0-9]{1,2}", left):
            return end
        if end and (left == "nay" or _crosses_the_year(left, end)):
            return end
    return None


def _cuts(whole: str) -> Iterator[tuple[str, str]]:
    for cut in _THROUGH.finditer(whole):
        yield whole[: cut.start()].strip(), _without_lead_in(whole[cut.end() :].strip())


def _end_of(left: str, right: str) -> _Period | None:
    unit = _UNIT.match(left)
    return (_period(f"{unit[1]} {right}") if unit and unit[1] != "ngay" else None) or _period(right)


def _crosses_the_year(left: str, end: _Period) -> bool:
    """Whether "tháng 11" stands before "tháng 2/2027": the beginning is in the year before."""
    return bool(_UNIT.match(left)) and _period(f"{left}/{end.last.year - 1}") is not None


def _listed(text: str) -> _Period | None:
    """Return the latest of several times; an item without a year takes that of the item to its right."""
    items = [_without_lead_in(item) for item in _LIST.split(text) if item]
    if len(items) < 2:
        return None
    unit = _UNIT.match(items[0])
    year, latest = "", None
    for item in reversed(items):
        found = _item(item, unit[1] if unit else "", year)
        if found is None:
            return None
        year = str(found.last.year)
        latest = found if latest is None or found.last > latest.last else latest
    return latest


def _item(item: str, unit: str, year: str) -> _Period | None:
    named = item if _UNIT.match(item) or not unit or unit == "ngay" else f"{unit} {item}"
    candidates = [named, item] + ([f"{named}/{year}"] if year else [])
    return next((found for found in map(_period, candidates) if found), None)
