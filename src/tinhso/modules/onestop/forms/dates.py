# SPDX-License-Identifier: EUPL-1.2
"""Dates as people write them on forms: three boxes or one text, whole or only the year, and in words."""

import calendar
import re
from datetime import date
from typing import Final

from tinhso.lib.vntext import spell_number
from tinhso.modules.onestop.forms.errors import Unreadable

FIRST_YEAR: Final = 1850
LAST_YEAR: Final = 2150

_ISO: Final = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_VIETNAMESE: Final = re.compile(r"(?:(?:([0-9]{1,2})[/. -])?([0-9]{1,2})[/. -])?([0-9]{4})")
_TIME: Final = re.compile(r"([0-9]{1,2})(?:\s*(?::|h|giờ)\s*([0-9]{1,2})?)?(?:\s*phút)?(?::[0-9]{2})?")


def split_date(text: str) -> tuple[str, str, str]:
    """Return (day, month, year) of one text, ISO or Vietnamese order; missing parts are empty.

    Raises Unreadable.
    """
    match = _ISO.fullmatch(text)
    if match:
        return match[3] or "", match[2] or "", match[1]
    match = _VIETNAMESE.fullmatch(text)
    if match:
        return match[1] or "", match[2] or "", match[3]
    raise Unreadable("Nhập ngày theo thứ tự ngày, tháng, năm, ví dụ 06/03/2026.")


def join_date(day: str, month: str, year: str, *, partial: bool) -> str:
    """Return the ISO form of the three parts; with partial the day, or day and month, may be left out.

    Raises Unreadable with what is missing or wrong.
    """
    if not all(re.fullmatch(r"[0-9]{0,4}", part) for part in (day, month, year)):
        raise Unreadable("Chỉ nhập chữ số vào các ô ngày, tháng, năm.")
    if not year or (day and not month) or (not partial and not (day and month)):
        raise Unreadable(
            "Nhập ít nhất năm, đủ bốn chữ số; đã nhập ngày thì nhập cả tháng."
            if partial
            else "Nhập đủ ngày, tháng và năm, ví dụ 06 03 2026."
        )
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise Unreadable("Nhập năm đủ bốn chữ số, ví dụ 1990.")
    if month and not 1 <= int(month) <= 12:
        raise Unreadable("Nhập tháng từ 1 đến 12.")
    if day and not 1 <= int(day) <= calendar.monthrange(int(year), int(month))[1]:
        raise Unreadable(f"Tháng {int(month)} năm {int(year)} không có ngày {int(day)}; kiểm tra lại ngày, tháng.")
    parts = [f"{int(year):04d}", *(f"{int(part):02d}" for part in (month, day) if part)]
    return "-".join(parts)


def join_time(text: str) -> str:
    """Return "HH:MM" of a text such as "9:05", "9 giờ 5", "09h05". Raises Unreadable."""
    match = _TIME.fullmatch(text.strip().lower())
    if not match or int(match[1]) > 23 or int(match[2] or 0) > 59:
        raise Unreadable("Nhập giờ và phút từ 00:00 đến 23:59, ví dụ 09:05.")
    return f"{int(match[1]):02d}:{int(match[2] or 0):02d}"


def earliest(iso: str) -> date:
    """Return the first day a whole or partial ISO date can mean."""
    year, month, day = (*(int(part) for part in iso[:10].split("-")), 1, 1)[:3]
    return date(year, month, day)


def latest(iso: str) -> date:
    """Return the last day a whole or partial ISO date can mean."""
    parts = [int(part) for part in iso[:10].split("-")]
    month = parts[1] if len(parts) > 1 else 12
    return date(parts[0], month, parts[2] if len(parts) > 2 else calendar.monthrange(parts[0], month)[1])


def add_years(day: date, years: int) -> date:
    """Return the same day of another year; 29 February becomes 28 February (Bộ luật Dân sự 2015, Điều 147-148)."""
    last = calendar.monthrange(day.year + years, day.month)[1]
    return date(day.year + years, day.month, min(day.day, last))


def full_years(born: date, today: date) -> int:
    """Return the completed years of age on a day."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def show_date(iso: str) -> str:
    """Return "06/03/2026", "03/2026" or "2026"."""
    return "/".join(reversed(iso[:10].split("-")))


def date_in_words(iso: str) -> str:
    """Return a date in words: "Ngày sáu tháng ba năm hai nghìn không trăm hai mươi sáu"; parts left out stay out."""
    year, month, day = (*(int(part) for part in iso[:10].split("-")), 0, 0)[:3]
    words = [f"ngày {spell_number(day)}"] if day else []
    words += [f"tháng {'tư' if month == 4 else spell_number(month)}"] if month else []
    text = " ".join([*words, f"năm {spell_number(year)}"])
    return text[0].upper() + text[1:]
