# SPDX-License-Identifier: EUPL-1.2
"""What a browser sent, read into plain values; wrong input gives a sentence, never an exception."""

from collections.abc import Mapping
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

Raw = dict[str, str | list[str]]


def read_date(data: Mapping[str, str], name: str) -> tuple[date | None, str]:
    """Return the day in three boxes and what is wrong with it; nothing typed is no day and no fault."""
    parts = [str(data.get(f"{name}-{box}", "")).strip() for box in ("year", "month", "day")]
    if not any(parts):
        return None, ""
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day), ""
    except (ValueError, OverflowError):
        return None, _("Ngày này không có trong lịch. Nhập đủ ngày, tháng, năm, ví dụ 27 3 2026.")


def read_text(data: Mapping[str, str], name: str, *, longest: int = 200) -> str:
    """Return one text as sent, without what no database keeps, cut at `longest`: hostile input is long."""
    return storable(str(data.get(name, "")))[:longest]


def storable(text: str) -> str:
    """Return the text without NUL and lone surrogates; line ends and tabs stay."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def raw_of(data: QueryDict) -> Raw:
    """Return a posted form as the form engine reads it: one text, or a list where several were sent."""
    found: Raw = {}
    for name, values in data.lists():
        texts = [storable(str(value)) for value in values]
        found[storable(name)] = texts if len(texts) > 1 else texts[0]
    return found
