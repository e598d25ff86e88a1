# SPDX-License-Identifier: EUPL-1.2
"""Amounts as plans write them (kinh phí): "1,3 tỷ đồng", "350 triệu", "1.500" under "triệu đồng". Pure.

A point parts thousands and a comma decimals, as Vietnamese texts do. What could mean two amounts ("1,300 tỷ": 1.3 or
1,300) is refused, and so is a figure whose unit nobody said: a slip of a factor 1,000 is the usual error of plans.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from tinhso.lib.money import LARGEST_VND

THOUSAND: Final = 1_000
MILLION: Final = 1_000_000
BILLION: Final = 1_000_000_000
LONGEST: Final = 200
"""Characters; a longer text is a sentence about money, not an amount."""
UNIT_WORDS: Final = {1: "đồng", THOUSAND: "nghìn đồng", MILLION: "triệu đồng", BILLION: "tỷ đồng"}


class Fault(StrEnum):
    """Why figures gave no amount."""

    NO_UNIT = "no_unit"
    TWO_READINGS = "two_readings"
    UNREADABLE = "unreadable"
    NOT_WHOLE = "not_whole"
    TOO_LARGE = "too_large"


@dataclass(frozen=True)
class SaidAmount:
    """An amount as said. said: untouched; vnd: whole đồng or None; fault: why not, None where no figure is said.

    own_unit_vnd: the unit the text itself names, None when it took that of its column; is_rounded: "khoảng", "gần".
    """

    said: str
    vnd: int | None
    fault: Fault | None = None
    own_unit_vnd: int | None = None
    is_rounded: bool = False


_SCALES: Final = {
    "nghin ty": THOUSAND * BILLION,
    "ngan ty": THOUSAND * BILLION,
    "ty": BILLION,
    "ti": BILLION,
    "trieu": MILLION,
    "trd": MILLION,
    "tr": MILLION,
    "nghin": THOUSAND,
    "ngan": THOUSAND,
}
_SCALE: Final = "|".join(_SCALES)
_COIN: Final = r"(?:dong|vnd|d|₫)"
_FIGURES: Final = r"[0-9]+(?:[., ][0-9]+)*"
_TERM: Final = re.compile(rf"(?P<n>{_FIGURES})\s?(?:(?P<scale>{_SCALE})\b\.?)?\s?(?P<coin>{_COIN}\b|₫)?\.?\s*")
_GLUED: Final = re.compile(rf"(?<=[0-9])(?=(?:{_SCALE}|{_COIN})\b)")
_ROUNDED: Final = re.compile(
    r"(?:khoang|du kien|uoc tinh|uoc|gan|hon|tren|duoi|khong qua|toi da|toi thieu|tam tinh)\s+"
)
_PLAIN: Final = re.compile(r"[0-9]+")
_THOUSANDS: Final = re.compile(r"[0-9]{1,3}(?P<sep>[. ])[0-9]{3}(?:(?P=sep)[0-9]{3})*(?:,[0-9]+)?")
_COMMAS: Final = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3}){2,}(?:\.[0-9]+)?|[1-9][0-9]{0,2},[0-9]{3}\.[0-9]+")
_DECIMAL: Final = re.compile(r"[0-9]+,[0-9]+")
_TWO_WAYS: Final = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}|[0-9]+\.[0-9]+")
_IN_HEADING: Final = re.compile(
    rf"(?:(?:don vi tinh|don vi|dvt)\s?:?\s?)?"
    rf"(?:(?P<scale>{_SCALE})\.?\s?(?:{_COIN})?|(?P<count>1[.,]?000(?:[.,]?000)?)?\s?(?:{_COIN}))\.?"
)
_SAID_UNIT: Final = re.compile(r"(?:don vi tinh|don vi|dvt)\s?:\s?([^,;)]{1,30})")
_TAIL: Final = re.compile(rf"\b(?P<scale>{_SCALE}) dong\b")


def read_amount(said: str, unit_vnd: int | None = None) -> SaidAmount:
    """Return the amount a text names; a figure without a unit takes `unit_vnd`, that of its column.

    >>> read_amount("1,3 tỷ đồng").vnd
    1300000000
    >>> read_amount("350").fault
    <Fault.NO_UNIT: 'no_unit'>
    """
    text = _GLUED.sub(" ", _folded(said[:LONGEST]))
    if not any(char in "0123456789" for char in text):
        return SaidAmount(said, None)
    rounded = _ROUNDED.match(text)
    terms = _terms(text[rounded.end() :] if rounded else text) if len(said) <= LONGEST else []
    if not terms:
        return SaidAmount(said, None, Fault.UNREADABLE, is_rounded=bool(rounded))
    values, units = _numbers(terms), [unit for _, unit in terms]
    own = units[-1]
    if own is None:
        units = [unit_vnd]
    if None in values:
        return SaidAmount(said, None, Fault.TWO_READINGS, own, bool(rounded))
    if units[-1] is None:
        zero = values == [Decimal(0)]
        return SaidAmount(said, 0 if zero else None, None if zero else Fault.NO_UNIT, own, bool(rounded))
    total = sum((value * unit for value, unit in zip(values, units, strict=True) if value and unit), Decimal(0))
    return _checked(said, total, own, is_rounded=bool(rounded))


def amount_of_number(number: Decimal, said: str, unit_vnd: int | None) -> SaidAmount:
    """Return the amount of a cell that holds a number, not text; its unit is that of its column or unknown."""
    if number < 0:
        return SaidAmount(said, None, Fault.UNREADABLE)
    if unit_vnd is None and number:
        return SaidAmount(said, None, Fault.NO_UNIT)
    return _checked(said, number * (unit_vnd or 1), None, is_rounded=False)


def unit_in_heading(heading: str) -> int | None:
    """Return the unit a heading of a column or the line above a table names, in đồng; None when it names none.

    >>> unit_in_heading("Kinh phí (triệu đồng)")
    1000000
    """
    text = _folded(heading)
    candidates = [*re.findall(r"\(([^()]{1,40})\)", text), *_SAID_UNIT.findall(text)]
    for candidate in candidates:
        found = _IN_HEADING.fullmatch(_GLUED.sub(" ", candidate.strip()))
        if found:
            return _SCALES.get(found["scale"] or "") or int(re.sub(r"[.,]", "", found["count"] or "1"))
    tail = _TAIL.search(text)
    return _SCALES[tail["scale"]] if tail else None


def say_number(number: Decimal) -> str:
    """Return a number as Vietnamese texts write it, so that it is read back in one way: "1.300", "1,5", "1,1250"."""
    whole, _, decimals = f"{number.normalize():f}".partition(".")
    sign, whole = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    if len(decimals) == 3 and whole != "0":
        decimals += "0"
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{sign}{grouped},{decimals}" if decimals else f"{sign}{grouped}"


def _folded(text: str) -> str:
    small = unicodedata.normalize("NFKC", text).lower()
    plain = unicodedata.normalize("NFKD", small).replace("đ", "d")
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split()).strip(" ;:")


def _terms(text: str) -> list[tuple[str, int | None]]:
    """Return figures and unit of "1 tỷ 200 triệu"; empty when the text is not an amount from end to end."""
    terms: list[tuple[str, int | None]] = []
    place = 0
    while place < len(text):
        found = _TERM.match(text, place)
        if not found or len(terms) == 3:
            return []
        scale = _SCALES.get(found["scale"] or "") or (1 if found["coin"] else None)
        if terms and (scale is None or scale >= (terms[-1][1] or 0)):
            return []
        terms.append((found["n"], scale))
        place = found.end()
    return terms


def _numbers(terms: list[tuple[str, int | None]]) -> list[Decimal | None]:
    return [_number(figures) for figures, _ in terms]


def _number(figures: str) -> Decimal | None:
    """Return the number of Vietnamese figures, None where they could mean two numbers or none."""
    if len(figures) > 40:
        return None
    if _PLAIN.fullmatch(figures):
        return Decimal(figures)
    if _THOUSANDS.fullmatch(figures):
        return Decimal(re.sub(r"[. ]", "", figures).replace(",", "."))
    if _COMMAS.fullmatch(figures):
        return Decimal(figures.replace(",", ""))
    if _DECIMAL.fullmatch(figures) and not _TWO_WAYS.fullmatch(figures):
        return Decimal(figures.replace(",", "."))
    return None


def _checked(said: str, total: Decimal, own: int | None, *, is_rounded: bool) -> SaidAmount:
    if total != total.to_integral_value():
        return SaidAmount(said, None, Fault.NOT_WHOLE, own, is_rounded)
    if total > LARGEST_VND:
        return SaidAmount(said, None, Fault.TOO_LARGE, own, is_rounded)
    return SaidAmount(said, int(total), None, own, is_rounded)
