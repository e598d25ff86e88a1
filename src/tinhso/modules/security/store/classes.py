# SPDX-License-Identifier: EUPL-1.2
"""Classes of how long events are kept, and until when a day of a class must stay. Pure.

The column `keep` of the store holds the number of a class; with the day of arrival it is the partition, so that a day
of a class goes with one statement whatever its term is by then. Below 60000 it holds days: rows from before classes,
which keep the term they came with.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FIRST_NUMBER, HELD = 60_000, 65_535


@dataclass(frozen=True)
class KeepClass:
    """Lớp lưu nhật ký. months: the shortest time of the law for it, None: no number was read; confidence: C, I or M."""

    code: str
    number: int
    title: str
    months: int | None
    source: str
    confidence: str


@dataclass(frozen=True)
class Minimum:
    """The shortest time that binds a day of a class. months: 0 when none is known."""

    months: int
    source: str
    confidence: str


@cache
def _told() -> dict[str, Any]:
    path = Path(__file__).parents[1] / "data" / "retention.yaml"
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


@cache
def classes() -> dict[str, KeepClass]:
    """Return the classes by code, in the order they are shown."""
    return {one["code"]: KeepClass(**one) for one in _told()["classes"]}


def number_of(code: str) -> int:
    """Return how the store names a class; a code nobody knows any more counts as the general one."""
    return (classes().get(code) or classes()["general"]).number


def class_of(keep: int) -> KeepClass:
    """Return the class of rows of the store; those of the time before classes are general ones."""
    found = next((one for one in classes().values() if one.number == keep), None)
    return found or classes()["general"]


def minimum_of(one: KeepClass, day: date) -> Minimum:
    """Return the shortest time for what arrived on a day: of its class, or the floor for all since it is in force.

    Source: QCVN 12:2026/BCA (archive systems, 12 months); Nghị định 333/2026/NĐ-CP (12 months, known from secondary
    reports only); Thông tư 12/2022/TT-BTTTT by level: figures not read, so none here.
    """
    floor = _told()["floor"]
    found = [Minimum(one.months, one.source, one.confidence)] if one.months else []
    if day >= floor["from"]:
        found.append(Minimum(floor["months"], floor["source"], floor["confidence"]))
    return max(found, key=lambda each: each.months, default=Minimum(0, "", "M"))


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, the last of the month where there is no such day.

    >>> months_later(date(2024, 2, 29), 12)
    datetime.date(2025, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def legal_until(keep: int, day: date) -> date:
    """Return the last day on which what arrived on a day must be there by law; the day itself when nothing is known."""
    return months_later(day, minimum_of(class_of(keep), day).months)


def kept_until(keep: int, day: date, terms: dict[str, int]) -> date:
    """Return the last day on which a day of the store stays. terms: days by code of class."""
    days = keep if keep < FIRST_NUMBER else terms[class_of(keep).code]
    return max(day + timedelta(days=days), legal_until(keep, day))


def shortest_days(one: KeepClass, today: date) -> int:
    """Return the fewest days a term of a class may have from today on: months counted at their longest, 12 are 366."""
    months = minimum_of(one, today).months
    return -(-months * 366 // 12)
