# SPDX-License-Identifier: EUPL-1.2
"""How often a system is scanned, tested, exercised: what was read (QCVN 12:2026/BCA), and the months of a year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tinhso.modules.security.levels.duties import add_months
from tinhso.modules.security.levels.reading import Trust, table, trust

MOST_MONTHS = 60
"""Ours, against slips of the pen: no text that was read limits an interval of one's own."""


@dataclass(frozen=True)
class Rule:
    """An interval of a text. kind: one of CheckKind; months: between two of them."""

    code: str
    kind: str
    months: int
    text: str
    source: str
    trust: Trust


def rules(on: date) -> dict[str, Rule]:
    """Return the intervals that were read, by code, with how sure each is on a day."""
    return {
        one["code"]: Rule(one["code"], one["kind"], one["months"], one["text"], one["source"], trust(one, on))
        for one in table("checks")["rules"]
    }


def next_due(done_on: date, months: int) -> date:
    return add_months(done_on, months)


def foreseen(planned_on: date, months: int | None, first: date, last: date) -> Iterator[date]:
    """Yield the days on which one planned and those after it would fall, from `first` to `last` (both included)."""
    day, turn = planned_on, 0
    while day <= last:
        if day >= first:
            yield day
        if months is None:
            return
        turn += 1
        day = add_months(planned_on, months * turn)
