# SPDX-License-Identifier: EUPL-1.2
"""What a province issues every year (văn bản phải ban hành hằng năm): each with its basis, day and how sure it is.

Read from `data/law/yearly.yaml` once. A duty whose basis is no longer in force stays in the list and says so: nobody
here read whether the newer text keeps it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tinhso.kernel.events.catalogue import act
from tinhso.lib.citations import citations
from tinhso.modules.scorecards import instruments
from tinhso.modules.scorecards.errors import RegisterFaulty, UnknownDuty
from tinhso.modules.scorecards.instruments import Mark

FILE = Path(__file__).parent / "data" / "law" / "yearly.yaml"


class Progress(StrEnum):
    """How a duty of a year stands."""

    ISSUED = "issued"
    LATE = "late"
    OPEN = "open"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Duty:
    """Văn bản phải ban hành hằng năm. before: day and month it must be there before, None where no text gives one.

    component: of the index that asks for it, if any; is_plan: a plan of the house can be what was issued.
    """

    code: str
    title: str
    who: str
    basis: str
    component: str | None
    before: tuple[int, int] | None
    mark: Mark
    is_plan: bool
    note: str

    def due_before(self, year: int) -> date | None:
        """Return the day it must be there before in a year (30/11: the last day is 29/11); None where none is known."""
        return None if self.before is None else date(year, self.before[1], self.before[0])


@act("yearly_issue:noted", title="Ghi văn bản hằng năm đã ban hành")
@dataclass(frozen=True)
class YearlyIssueNoted:
    """duty: code of what is issued every year; number, issued: of the paper; plan: id of the plan it is, if one."""

    duty: str
    year: int
    number: str
    issued: date
    plan: str
    files: int


@act("yearly_issue:taken_back", title="Bỏ ghi văn bản hằng năm đã ban hành")
@dataclass(frozen=True)
class YearlyIssueTakenBack:
    """Undoes a note: the paper was another one, or of another year. Why stands in the row."""

    duty: str
    year: int
    number: str


@cache
def duties() -> tuple[Duty, ...]:
    """Return everything to be issued in a year; raises RegisterFaulty naming the entry."""
    return read(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def read(told: Iterable[Mapping[str, Any]]) -> tuple[Duty, ...]:
    found = tuple(_duty(one) for one in told)
    codes = [one.code for one in found]
    if len(set(codes)) != len(codes):
        raise RegisterFaulty(f"{FILE.name}: a code stands twice")
    for one in found:
        cited = citations(one.basis)
        if not cited or not instruments.named(cited[0].number):
            raise RegisterFaulty(f"{one.code}: its basis is not in the register")
    return found


DUTY_KEYS = {"code", "title", "who", "basis", "component", "before", "mark", "is_plan", "note"}


def _duty(entry: Mapping[str, Any]) -> Duty:
    if strange := set(entry) - DUTY_KEYS:
        raise RegisterFaulty(f"{entry['code']}: {', '.join(sorted(strange))} is no part of a duty")
    before = entry["before"]
    return Duty(
        code=entry["code"],
        title=entry["title"],
        who=entry["who"],
        basis=entry["basis"],
        component=entry["component"],
        before=None if before is None else (before["day"], before["month"]),
        mark=Mark(entry["mark"]),
        is_plan=entry["is_plan"],
        note=entry.get("note", ""),
    )


def duty(code: str) -> Duty:
    """Return one duty by its code; raises UnknownDuty."""
    found = next((one for one in duties() if one.code == code), None)
    if found is None:
        raise UnknownDuty("Không có văn bản hằng năm nào mang mã này. Hãy tải lại danh sách.")
    return found


def progress(due_before: date | None, issued_on: date | None, today: date) -> Progress:
    """Return how a duty stands; without a day nothing is late.

    >>> progress(date(2026, 6, 20), date(2026, 6, 20), date(2026, 7, 1)).value
    'late'
    """
    if issued_on is not None:
        return Progress.LATE if due_before is not None and issued_on >= due_before else Progress.ISSUED
    return Progress.OVERDUE if due_before is not None and today >= due_before else Progress.OPEN


def basis_over(one: Duty, day: date) -> tuple[str, ...]:
    """Return the numbers in its basis that are no longer in force on a day."""
    numbers = dict.fromkeys(cited.number for cited in citations(one.basis))
    return tuple(number for number in numbers if instruments.no_longer(number, day))
