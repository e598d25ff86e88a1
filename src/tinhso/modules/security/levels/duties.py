# SPDX-License-Identifier: EUPL-1.2
"""What is due again and again, for a system or a unit, and when (Nghị định 85/2016, Điều 20; Thông tư 03/2017)."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tinhso.modules.security.levels.reading import Trust, table, trust

AGENCY_CHECK, ASSESSMENT, REPORT, SHARING = "agency_check", "assessment", "yearly_report", "sharing"


@dataclass(frozen=True)
class Due:
    """One duty that is due. period: what a record of it names; last: when it was done before, None never."""

    code: str
    text: str
    period: str
    due_on: date
    last: date | None
    source: str
    trust: Trust

    def is_overdue(self, on: date) -> bool:
        return on > self.due_on


def codes() -> list[str]:
    return [one["code"] for one in table("duties")["duties"]]


def per(code: str) -> str:
    """Return what a record of a duty is of: system or unit."""
    return str(_rule(code)["per"])


def text_of(code: str) -> str:
    return str(_rule(code)["text"])


def _rule(code: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = next(one for one in table("duties")["duties"] if one["code"] == code)
    return found


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later, the last of the month when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def interval_months(level: int | None) -> int | None:
    """Return after how many months a system is assessed again; None where its level has no interval of its own."""
    found: int | None = _rule(ASSESSMENT)["months_by_level"].get(level)
    return found


def assessment_due(level: int | None, approved_on: date, last: date | None, on: date) -> Due | None:
    """Return when a system is to be assessed next; levels 1 and 2 have no interval of their own.

    The first one is counted from the approval of the level: the decree does not say from when (ours).
    """
    months = interval_months(level)
    if months is None:
        return None
    return _due(ASSESSMENT, add_months(last or approved_on, months), last, on)


def agency_check_due(since: date, last: date | None, on: date) -> Due:
    """Return when the whole agency is to be checked next: every two years, first counted from `since`."""
    return _due(AGENCY_CHECK, add_months(last or since, _rule(AGENCY_CHECK)["months"]), last, on)


def report_due(level: int | None, approved_on: date, done: Mapping[str, date], on: date) -> Due | None:
    """Return the yearly report an owner of level 3, 4 or 5 owes: "before 30 November", so by the 29th.

    done: period → day. The oldest year that has none since the approval of the level is owed first.
    """
    rule = _rule(REPORT)
    if level not in rule["levels"]:
        return None
    last_day = date(on.year, rule["before"]["month"], rule["before"]["day"]) - timedelta(days=1)
    first = approved_on.year if approved_on <= last_day.replace(year=approved_on.year) else approved_on.year + 1
    owed = next((year for year in range(first, on.year + 1) if str(year) not in done), max(first, on.year + 1))
    return _due(REPORT, last_day.replace(year=owed), max(done.values(), default=None), on, str(owed))


def sharing_due(since: date, done: Mapping[str, date], on: date) -> Due:
    """Return the quarter whose sharing is owed: the oldest since `since` without a record, by its last day."""
    year, quarter = since.year, (since.month - 1) // 3 + 1
    while f"{year}-Q{quarter}" in done:
        year, quarter = (year, quarter + 1) if quarter < 4 else (year + 1, 1)
    last = date(year, quarter * 3, calendar.monthrange(year, quarter * 3)[1])
    return _due(SHARING, last, max(done.values(), default=None), on, f"{year}-Q{quarter}")


def _due(code: str, due_on: date, last: date | None, on: date, period: str = "") -> Due:
    rule = _rule(code)
    return Due(code, rule["text"], period or f"{due_on:%Y-%m}", due_on, last, rule["source"], trust(rule, on))
