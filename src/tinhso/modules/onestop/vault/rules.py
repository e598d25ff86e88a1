# SPDX-License-Identifier: EUPL-1.2
"""When something in the store may be used again and for what. Pure."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tinhso.lib.vntext import search_key
from tinhso.modules.onestop.vault.types import BAR_WORDS, Bar, Facts, Grade, Kind

SHORTEST_SHARED_NAME = 3
"""Words two names must share as a whole before they mean the same paper."""


def bar_of(facts: Facts, today: date) -> Bar | None:
    """Return what stands against reuse. The last day of validity still counts."""
    if facts.bar is not None:
        return facts.bar
    if facts.expires_on is not None and today > facts.expires_on:
        return Bar.EXPIRED
    return None


def grade_of(facts: Facts, today: date) -> tuple[Grade, str]:
    """Return how far an item may be relied on, and why not when it may not.

    A signed result of this house is authoritative; the copy of a paper result, what an officer scanned or a body
    accepted is to be confirmed; what was merely handed in is a suggestion.
    Source: 45/2020/NĐ-CP, Điều 16; 01/2023/TT-VPCP, Điều 24.
    """
    bar = bar_of(facts, today)
    if bar is not None:
        return Grade.NONE, BAR_WORDS[bar]
    if facts.kind is Kind.RESULT:
        return (Grade.LOCKED if facts.is_signed and not facts.is_scanned else Grade.CONFIRM), ""
    return (Grade.CONFIRM if facts.is_scanned or facts.accepted else Grade.SUGGEST), ""


def expires_on(procedure: str, issued_on: date, terms: Sequence[Mapping[str, Any]]) -> date | None:
    """Return the last day a result is good, None when no law we know ends it."""
    for term in terms:
        if term["procedure"] == procedure:
            return _months_later(issued_on, int(term["months"]))
    return None


def _months_later(day: date, months: int) -> date:
    """Return the corresponding day, or the last of the month without one (Bộ luật Dân sự 2015, Điều 148)."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def fits(item: str, paper: str) -> bool:
    """Tell whether an item is the paper asked for: the same name, or one name whole within the other."""
    one, other = search_key(item).split(), search_key(paper).split()
    if one == other:
        return bool(one)
    short, long = sorted((one, other), key=len)
    if len(short) < SHORTEST_SHARED_NAME:
        return False
    return any(long[start : start + len(short)] == short for start in range(len(long) - len(short) + 1))
