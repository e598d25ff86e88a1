# SPDX-License-Identifier: EUPL-1.2
"""Simulated time: arrivals by hour and weekday, and delays counted in working time."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from tinhso.kernel.calendar.types import TIMEZONE, WorkCalendar

HOURS = {7: 8, 8: 22, 9: 20, 10: 14, 11: 5, 13: 12, 14: 11, 15: 6, 16: 2}
"""Weights of arrivals at the desk by hour: the morning peak of a one-stop, design load PA-73."""
ONLINE_HOURS = {6: 2, 7: 6, 8: 12, 9: 12, 10: 9, 11: 6, 12: 5, 13: 8, 14: 8, 15: 7, 16: 5, 19: 7, 20: 9, 21: 6, 22: 3}
WEEKDAYS = (1.35, 1.1, 1.0, 0.95, 0.9, 0.12, 0.08)
"""Load of each weekday against an average one: Monday is the peak, weekends are on line only."""


def arrivals(day: date, per_day: float, calendar: WorkCalendar, dice: Random) -> Iterator[tuple[datetime, bool]]:
    """Yield when dossiers come in on a day and whether on line, in order of time."""
    working = calendar.is_working_day(day)
    weight = WEEKDAYS[day.weekday()] if working else 0.1
    expected = per_day * weight
    count = int(expected) + (dice.random() < expected % 1)
    moments = []
    for _ in range(count):
        online = not working or dice.random() < 0.55
        hours = ONLINE_HOURS if online else HOURS
        hour = dice.choices(list(hours), weights=list(hours.values()))[0]
        at = datetime.combine(day, time(hour, dice.randrange(60), dice.randrange(60)), TIMEZONE)
        moments.append((at, online))
    yield from sorted(moments)


def after_working(start: datetime, minutes: float, calendar: WorkCalendar) -> datetime:
    """Return the instant when `minutes` of office time have passed since `start`."""
    left = timedelta(minutes=minutes)
    day = start.astimezone(TIMEZONE).date()
    while True:
        for opens, closes in calendar.sessions_on(day):
            begin = max(opens, start)
            if begin >= closes:
                continue
            if begin + left <= closes:
                return begin + left
            left -= closes - begin
        day += timedelta(days=1)
