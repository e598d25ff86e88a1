# SPDX-License-Identifier: EUPL-1.2
"""The leader's morning brief: what moved, what presses, what waits, computed on the day; lines lead to lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.faces.ui import plan_words
from tinhso.faces.ui.figure_words import value_words
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.indicators import queries as indicators
from tinhso.kernel.indicators.queries import Scope
from tinhso.modules.onestop.queries import statistics
from tinhso.modules.onestop.queries.statistics import Table
from tinhso.modules.plans import pressing
from tinhso.modules.plans.pressing import Press, UnitPress
from tinhso.modules.plans.queries import Row
from tinhso.modules.scorecards import pressing as declaring

Line = TypeVar("Line")
MOST = 5
MOST_FIGURES = 8
"""Lines of one part, so that the whole fits on one printed page."""


@dataclass(frozen=True)
class Moved:
    """A figure of the year that is another now than it was before yesterday began."""

    title: str
    before: str
    now: str
    address: str


@dataclass(frozen=True)
class Late:
    """Open dossiers past their day of one unit."""

    unit: str
    count: int
    address: str


@dataclass(frozen=True)
class Part(Generic[Line]):
    """One part of the brief: the first lines, and how many there are."""

    lines: Sequence[Line]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.lines)


@dataclass(frozen=True)
class Brief:
    """Everything on the page. before: the last day the former values count; is_whole: figures of the province."""

    before: date
    is_whole: bool
    figures: Part[Moved]
    units: Part[UnitPress]
    waiting: Part[Row]
    late: Part[Late]
    declarers: Part[declaring.UnitPress]
    rounds: Part[declaring.Closing]
    to_judge: int
    ageing: int


def brief_of(viewer: Viewer, today: date) -> Brief:
    """Return the brief of a leader for a day; yesterday counts as a whole, and today up to now."""
    table = Table(since=date(today.year, 1, 1), until=today, by="don_vi")
    units, before = statistics.units_of(viewer, table), today - timedelta(days=2)
    moved = moved_figures(today, before, units)
    pressed, waiting = pressing.pressed_units(viewer, today), pressing.pressing(viewer, today, Press.WAITING)
    late = _late(viewer, table)
    declarers, rounds = declaring.pressed_units(viewer, today), declaring.closing_rounds(viewer, today)
    return Brief(
        before=before,
        is_whole=not units,
        figures=Part(moved[:MOST_FIGURES], len(moved)),
        units=Part(pressed[:MOST], len(pressed)),
        waiting=Part(waiting[:MOST], len(waiting)),
        late=Part(late[:MOST], len(late)),
        declarers=Part(declarers[:MOST], len(declarers)),
        rounds=Part(rounds[:MOST], len(rounds)),
        to_judge=len(declaring.pressing(viewer, today, declaring.Press.JUDGE)),
        ageing=len(declaring.pressing(viewer, today, declaring.Press.AGES)),
    )


def moved_figures(today: date, before: date, units: tuple[Any, ...]) -> list[Moved]:
    """Return the figures of the year of `today` whose value differs from the one up to the end of `before`.

    On the first two days of a year nothing of the year stands before: then the former value is a dash.
    """
    first = date(today.year, 1, 1)
    former = {}
    if before >= first:
        former = {one.definition.code: one for one in indicators.figures(Scope(first, before, units))}
    found = []
    for one in indicators.figures(Scope(first, today, units)):
        old = former.get(one.definition.code)
        if old.value != one.value if old else one.value:
            words = value_words(one.definition, old.value if old else None)
            address = reverse("portal:figure", args=[one.definition.code])
            found.append(Moved(one.definition.title, words, value_words(one.definition, one.value), address))
    return found


def _late(viewer: Viewer, table: Table) -> list[Late]:
    """Return the units with open dossiers past their day, the most first, as the statistic table counts them."""
    lines, _total = statistics.table(viewer, table)
    late = [line for line in lines if line.numbers.open_overdue]
    ordered = sorted(late, key=lambda line: (-line.numbers.open_overdue, line.title))
    return [Late(line.title or _("Không rõ"), line.numbers.open_overdue, _list_of(line.key, table)) for line in ordered]


def _list_of(unit_id: str, table: Table) -> str:
    asked: dict[str, Any] = {"theo": "don_vi", "don_vi": unit_id, "cot": "open_overdue"}
    for name, day in (("tu", table.since), ("den", table.until)):
        asked |= {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}
    return f"{reverse('desk:statistics_list')}?{urlencode(asked)}"


def press_words() -> dict[Press, str]:
    return {
        Press.OVERDUE: _("Nhiệm vụ quá hạn"),
        Press.SOON: _("Nhiệm vụ đến hạn trong ba ngày"),
        Press.WAITING: _("Báo cáo chờ xác nhận"),
    }


@dataclass(frozen=True)
class TaskLine:
    """A task of a list behind a line of the brief."""

    task: Any
    light: str
    phase: str
    why: str


def task_lines(rows: Sequence[Row]) -> list[TaskLine]:
    return [
        TaskLine(row.task, str(plan_words.LIGHTS[row.lit.light][0]), plan_words.LIGHTS[row.lit.light][1],
                 plan_words.why_words(row.lit))
        for row in rows
    ]  # fmt: skip
