# SPDX-License-Identifier: EUPL-1.2
"""Whom a code and a register let act for another. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from tinhso.lib.vntext import search_key
from tinhso.modules.onestop.proactive.rules import is_under

LAW = "118/2025/NĐ-CP"
CODE_MINUTES, CODE_DIGITS, MOST_TRIES = 15, 6, 5
"""House rules for the code; `data/mandates.yaml` says the same, and a test compares."""


def is_live(asked_at: datetime, now: datetime, tries: int) -> bool:
    """Tell whether a code may still be tried."""
    return tries < MOST_TRIES and now <= asked_at + timedelta(minutes=CODE_MINUTES)


def same_name(typed: str, known: str) -> bool:
    """Tell whether a typed name is the known one; case, marks and spaces do not count.

    >>> same_name(" le van  duc", "Lê Văn Đức")
    True
    """
    return bool(search_key(typed)) and search_key(typed).split() == search_key(known).split()


def is_parent(number: str, told: Mapping[str, str], relation: Iterable[str]) -> bool:
    """Tell whether a register names somebody as father or mother."""
    return bool(number) and any(told.get(name) == number for name in relation)


def is_minor(born: str, under_years: int, today: date) -> bool:
    """Tell whether a person born on a day (ISO) is not of age (91/2015/QH13, Điều 21); False for an unreadable day."""
    try:
        return is_under(date.fromisoformat(born), under_years, today)
    except ValueError:
        return False
