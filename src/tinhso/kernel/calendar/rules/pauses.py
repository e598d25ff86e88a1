# SPDX-License-Identifier: EUPL-1.2
"""Pauses as the day count and the hour count need them.

A pause takes out the dates after the day it begins, up to and including the day it ends: the day of the
request was still worked on, and the day of the answer is the day of an event, which is not counted (Bộ luật
Dân sự 2015, Điều 147). So a pause moves a due date by exactly the days that a limit of its length would
count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tinhso.kernel.calendar.errors import ClockStopped
from tinhso.kernel.calendar.rules.receipt import counted_from
from tinhso.kernel.calendar.rules.working_days import local
from tinhso.kernel.calendar.types import Pause, WorkCalendar


@dataclass(frozen=True)
class PausedTime:
    """The pauses of one clock, in order of their beginning, in Vietnamese time."""

    spans: tuple[tuple[datetime, datetime | None], ...] = ()

    def require_running(self, day: date) -> None:
        """Raise ClockStopped if an open pause began before the date: counting cannot reach it."""
        for begin, end in self.spans:
            if end is None and begin.date() < day:
                raise ClockStopped(begin)

    def covers(self, day: date) -> bool:
        """Tell whether the date is taken out of a count of days."""
        return any(begin.date() < day and (end is None or day <= end.date()) for begin, end in self.spans)

    def cut(self, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
        """Return what is left of a span of time when the pauses are taken out."""
        left: list[tuple[datetime, datetime]] = []
        for begin, finish in self.spans:
            if begin > start:
                left.append((start, min(begin, end)))
            start = max(start, end if finish is None else finish)
            if start >= end:
                return [piece for piece in left if piece[0] < piece[1]]
        return [*left, (start, end)]


def paused_time(
    pauses: Sequence[Pause], calendar: WorkCalendar, *, late_rule: bool, supposed_resume: datetime | None
) -> PausedTime:
    """Return the pauses ready for counting; an open one ends at `supposed_resume`, if that is given.

    late_rule: an answer after 15:00 counts from the next working day, like a filing.
    """
    spans: list[tuple[datetime, datetime | None]] = []
    for pause in sorted(pauses, key=lambda pause: pause.begin):
        end = pause.end or supposed_resume
        if end is not None:
            end = max(counted_from(end, calendar, late_rule=late_rule, online=False), local(pause.begin))
        spans.append((local(pause.begin), end))
    return PausedTime(tuple(spans))
