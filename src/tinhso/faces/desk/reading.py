# SPDX-License-Identifier: EUPL-1.2
"""What an officer's browser sent, read into plain values; wrong input gives a sentence beside its box."""

import re
import uuid
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from tinhso.kernel.events.errors import HouseError
from tinhso.lib.money import MoneyError, parse_vnd

LONGEST_NUMBER = 24
FIRST_YEAR, LAST_YEAR = 2, 9998
"""Years a moment may lie in: at the ends of the calendar it cannot be told in every zone."""

NUMBER = re.compile(r"-?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?")
"""A dot before anything but three figures may be a decimal point of another country: asked again, never guessed."""
Choice = TypeVar("Choice", bound=StrEnum)


class FormFault(Exception):
    """What was typed cannot be read; carries a sentence for each box by its name."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = dict(errors)


def lines(data: QueryDict, name: str) -> list[str]:
    """Return the lines typed into a box, empty ones left out."""
    return [line.strip() for line in data.get(name, "").splitlines() if line.strip()]


def identifier(data: Mapping[str, str], name: str, sentence: str) -> uuid.UUID:
    """Return a chosen row; raises FormFault with the sentence when none was chosen."""
    try:
        return uuid.UUID(data.get(name, ""))
    except ValueError as error:
        raise FormFault({name: sentence}) from error


def optional_identifier(data: Mapping[str, str], name: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(data.get(name, ""))
    except ValueError:
        return None


def instant(typed: str) -> datetime | None:
    """Return a moment of local time as browsers and lists write it, 2026-03-02T08:30; None for anything else."""
    try:
        at = parse_datetime(typed.strip().replace(" ", "T"))
    except ValueError:
        return None
    if at is None or not FIRST_YEAR <= at.year <= LAST_YEAR:
        return None
    return timezone.make_aware(at) if timezone.is_naive(at) else at


def optional_instant(data: Mapping[str, str], name: str) -> datetime | None:
    """Return a typed moment, None when nothing was typed. Raises FormFault for what is none."""
    typed = data.get(name, "").strip()
    at = instant(typed) if typed else None
    if typed and at is None:
        raise FormFault({name: _("Thời gian phải ghi như 2026-03-02T08:00. Hãy chọn lại.")})
    return at


def day(data: Mapping[str, str], name: str) -> date | None:
    """Return the day in three boxes; None when nothing was typed. Raises FormFault for a day that is none."""
    parts = [data.get(f"{name}-{box}", "").strip() for box in ("year", "month", "day")]
    if not any(parts):
        return None
    try:
        year, month, number = (int(part) for part in parts)
        return date(year, month, number)
    except (ValueError, OverflowError) as error:
        sentence = _("Ngày này không có trong lịch. Nhập đủ ngày, tháng, năm, ví dụ 27 3 2026.")
        raise FormFault({name: sentence}) from error


def required_day(data: Mapping[str, str], name: str) -> date:
    found = day(data, name)
    if found is None:
        raise FormFault({name: _("Hãy nhập ngày, ví dụ 27 3 2026.")})
    return found


def amount(data: Mapping[str, str], name: str) -> int:
    """Return đồng typed with or without dots; raises FormFault for anything else."""
    try:
        return parse_vnd(data.get(name, ""))
    except MoneyError as error:
        raise FormFault({name: error.sentence}) from error


def sheets(data: Mapping[str, str]) -> int:
    """Return a number of sheets; raises FormFault for anything that is no whole number."""
    typed = data.get("sheets", "").strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 5):
        raise FormFault({"sheets": _("Hãy ghi số tờ bằng chữ số, ví dụ 5.")})
    return int(typed)


def end_of(on: date) -> datetime:
    """Return the last instant of a day, which stands for the 24:00 of the law."""
    return timezone.make_aware(datetime.combine(on, time.max))


def start_of(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time.min))


def version(data: Mapping[str, str]) -> int:
    """Return the version of the case the page was opened with; 0, which no case has, when it cannot be read."""
    typed = data.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def choice(data: Mapping[str, str], name: str, words: type[Choice], sentence: str) -> Choice:
    """Return a chosen word; raises FormFault with the sentence for none or an unknown one."""
    try:
        return words(data.get(name, ""))
    except ValueError as error:
        raise FormFault({name: sentence}) from error


def year(data: Mapping[str, str], name: str) -> int:
    typed = data.get(name, "").strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) == 4):
        raise FormFault({name: _("Hãy ghi năm bằng bốn chữ số, ví dụ 2026.")})
    return int(typed)


def number(data: Mapping[str, str], name: str) -> Decimal | None:
    """Return a number in Vietnamese writing ("1.234,5"); None when nothing was typed."""
    typed = data.get(name, "").strip().replace(" ", "")
    if not typed:
        return None
    if len(typed) > LONGEST_NUMBER or not NUMBER.fullmatch(typed):
        raise FormFault(
            {name: _("Hãy ghi con số như 95, 1.250 hoặc 35,13: dấu chấm ngăn hàng nghìn, dấu phẩy thập phân.")}
        )
    return Decimal(typed.replace(".", "").replace(",", "."))


def placed(refusal: HouseError) -> dict[str, str]:
    """Return the sentence of a refusal beside the box it names, or above the form when it names none."""
    return {refusal.code if refusal.code.islower() else "": refusal.sentence}
