# SPDX-License-Identifier: EUPL-1.2
"""When a time limit ends, and the arithmetic that leads there, for every unit in which limits are published.

Source: Bộ luật Dân sự 2015 (91/2015/QH13), Điều 147 (beginning) and Điều 148 (end); days off: Bộ luật Lao
động 2019 (45/2019/QH14), Điều 111–112.
"""

import calendar as month_lengths
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tinhso.kernel.calendar.errors import ClockStopped, LimitUnknown
from tinhso.kernel.calendar.rules import reasons
from tinhso.kernel.calendar.rules.pauses import PausedTime, paused_time
from tinhso.kernel.calendar.rules.receipt import counted_from, days_before_count
from tinhso.kernel.calendar.rules.working_days import ONE_DAY, local, working_day_from
from tinhso.kernel.calendar.types import (
    TIMEZONE,
    DayCount,
    Due,
    LimitUnit,
    Pause,
    ResumeMode,
    TimeLimit,
    WorkCalendar,
)


@dataclass(frozen=True)
class _Clock:
    """What stays the same however often one clock is stopped."""

    limit: TimeLimit
    calendar: WorkCalendar
    late_rule: bool
    supposed_resume: datetime | None = None

    def run(
        self,
        begin: datetime,
        pauses: Sequence[Pause],
        *,
        online: bool = False,
        first_day: str = reasons.FIRST_DAY,
    ) -> Due:
        """Return the end of the limit counted from an instant, pauses taken out."""
        calendar = self.calendar
        start = self.start_of(begin, online=online)
        days = days_before_count(begin, start, calendar, late_rule=self.late_rule, first_day=first_day)
        paused = paused_time(pauses, calendar, late_rule=self.late_rule, supposed_resume=self.supposed_resume)
        at = _run(start, self.limit, calendar, paused, days)
        return Due(at, at.date(), calendar.is_provisional(local(begin).date(), at.date()), tuple(days))

    def start_of(self, begin: datetime, *, online: bool) -> datetime:
        """Return from when the clock counts, see `counted_from`."""
        return counted_from(begin, self.calendar, late_rule=self.late_rule, online=online)

    def begins_anew(self, pause: Pause, mode: ResumeMode | None) -> bool:
        """Tell whether the pause grants the full time again; a limit of one day always does."""
        return (mode or pause.resume) is ResumeMode.RESET or self.limit.unit is LimitUnit.SAME_DAY

    def end_of(self, pause: Pause) -> datetime:
        """Return when the pause ends or is supposed to end. Raises ClockStopped if neither is known."""
        end = pause.end or self.supposed_resume
        if end is None:
            raise ClockStopped(local(pause.begin))
        return max(end, pause.begin)


def due(
    received_at: datetime,
    limit: TimeLimit,
    calendar: WorkCalendar,
    *,
    late_rule: bool | None = None,
    online: bool = False,
) -> Due:
    """Return the end of a time limit (hạn giải quyết) with its arithmetic day by day.

    late_rule: count what comes after 15:00 from the next working day; None: as the limit itself says.
    online: filed on the network, see `counted_from`.
    Raises LimitUnknown if nothing is published, ValueError for an instant without time zone.
    Source: Bộ luật Dân sự 2015, Điều 147–148.
    """
    return _Clock(limit, calendar, _is_late_ruled(limit, late_rule)).run(received_at, (), online=online)


def due_with_pauses(
    received_at: datetime,
    limit: TimeLimit,
    calendar: WorkCalendar,
    pauses: Sequence[Pause],
    *,
    mode: ResumeMode | None = None,
    supposed_resume: datetime | None = None,
    late_rule: bool | None = None,
    online: bool = False,
) -> Due:
    """Return the end of a limit whose clock was stopped, always computed anew from the stored pauses.

    mode: for all pauses alike, to compare both readings of the law: CONTINUE takes them out (Quyết định
    766/QĐ-TTg), RESET grants the full time again from the resuming (Nghị định 61/2018/NĐ-CP); None: as each
    pause says. A pause that began after the limit had ended changes nothing.
    supposed_resume: when an open pause is supposed to end ("if supplied today").
    Raises ClockStopped if the limit runs into a pause that has no end; otherwise as `due`.
    """
    clock = _Clock(limit, calendar, _is_late_ruled(limit, late_rule), supposed_resume)
    begin, is_online, first_day = received_at, online, reasons.FIRST_DAY
    taken_out: list[Pause] = []
    for pause in sorted(pauses, key=lambda pause: pause.begin):
        if not clock.begins_anew(pause, mode):
            taken_out.append(pause)
            continue
        found = clock.run(begin, taken_out, online=is_online)
        if pause.begin > found.at:
            break
        resumed_at = clock.end_of(pause)
        if resumed_at <= clock.start_of(begin, online=is_online):
            continue  # the clock had not begun yet, as after an online filing at night
        begin, is_online, first_day = resumed_at, False, reasons.RESUMED_FIRST_DAY
        taken_out = [earlier for earlier in taken_out if earlier.end is None or earlier.end > begin]
    return clock.run(begin, taken_out, online=is_online, first_day=first_day)


def _is_late_ruled(limit: TimeLimit, late_rule: bool | None) -> bool:
    return limit.after_15h if late_rule is None else late_rule


def _run(
    start: datetime, limit: TimeLimit, calendar: WorkCalendar, paused: PausedTime, days: list[DayCount]
) -> datetime:
    """Return the last instant of the limit and append its days to those already listed."""
    if limit.unit is LimitUnit.SAME_DAY:
        return _end_of_day(_same_day(start.date(), calendar, days))
    if limit.value is None:
        raise LimitUnknown
    match limit.unit:
        case LimitUnit.WORKING_DAY:
            return _end_of_day(_working_days(start.date(), limit.value, calendar, paused, days))
        case LimitUnit.CALENDAR_DAY:
            last = _calendar_days(start.date(), limit.value, paused, days)
            return _end_of_day(_off_days_moved(last, calendar, days))
        case LimitUnit.MONTH:
            last = _months(start.date(), limit.value, paused, days)
            return _end_of_day(_off_days_moved(last, calendar, days))
        case LimitUnit.WORKING_HOUR:
            return _working_hours(start, timedelta(hours=limit.value), calendar, paused, days)
        case LimitUnit.MINUTE:
            return _minutes(start, limit.value, paused, days)


def _working_days(day: date, count: int, calendar: WorkCalendar, paused: PausedTime, days: list[DayCount]) -> date:
    ordinal = 0
    while ordinal < count:
        day += ONE_DAY
        if paused.spans:
            paused.require_running(day)
        if not calendar.is_working_day(day):
            days.append(DayCount(day, False, reasons.day_off(day, calendar)))
        elif paused.spans and paused.covers(day):
            days.append(DayCount(day, False, reasons.PAUSED))
        else:
            ordinal += 1
            days.append(DayCount(day, True, reasons.working_day(day, ordinal, calendar)))
    return day


def _calendar_days(day: date, count: int, paused: PausedTime, days: list[DayCount]) -> date:
    ordinal = 0
    while ordinal < count:
        day += ONE_DAY
        paused.require_running(day)
        if paused.covers(day):
            days.append(DayCount(day, False, reasons.PAUSED))
        else:
            ordinal += 1
            days.append(DayCount(day, True, reasons.calendar_day(ordinal)))
    return day


def _months(start: date, months: int, paused: PausedTime, days: list[DayCount]) -> date:
    """Run to the corresponding date, then on by the days that were paused (Điều 148 khoản 4)."""
    end = _corresponding_date(start, months)
    last = _calendar_days(start, (end - start).days, paused, days)
    days[-1] = DayCount(last, True, reasons.month_ends(months, start, end))
    return last


def _corresponding_date(start: date, months: int) -> date:
    """Return the same day some months on, or the last day of that month when it has no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = month_lengths.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def _off_days_moved(last: date, calendar: WorkCalendar, days: list[DayCount]) -> date:
    """Move the end of a limit off days off (Điều 148 khoản 6)."""
    end = working_day_from(last, calendar)
    if end == last:
        return last
    days[-1] = DayCount(last, True, f"{days[-1].reason} {reasons.moved_from(last, calendar)}")
    day = last + ONE_DAY
    while day < end:
        days.append(DayCount(day, False, reasons.day_off(day, calendar)))
        day += ONE_DAY
    days.append(DayCount(end, False, reasons.moved_to()))
    return end


def _same_day(day: date, calendar: WorkCalendar, days: list[DayCount]) -> date:
    end = working_day_from(day, calendar)
    days.pop()
    while day < end:
        days.append(DayCount(day, False, reasons.day_off(day, calendar)))
        day += ONE_DAY
    days.append(DayCount(end, True, reasons.SAME_DAY))
    return end


def _working_hours(
    start: datetime, needed: timedelta, calendar: WorkCalendar, paused: PausedTime, days: list[DayCount]
) -> datetime:
    """Consume office hours from the instant itself: limits in hours begin at once (Điều 147 khoản 1)."""
    days.pop()
    day = start.date()
    while True:
        paused.require_running(day)
        spent = timedelta()
        for opening, closing in calendar.sessions_on(day):
            for begin, end in paused.cut(max(opening, start), closing):
                used = min(max(end - begin, timedelta()), needed - spent)
                spent += used
                if spent == needed:
                    days.append(DayCount(day, True, reasons.working_time(spent)))
                    return begin + used
        needed -= spent
        days.append(_hours_of_day(day, spent, calendar))
        day += ONE_DAY


def _hours_of_day(day: date, spent: timedelta, calendar: WorkCalendar) -> DayCount:
    if spent:
        return DayCount(day, True, reasons.working_time(spent))
    if calendar.is_working_day(day):
        return DayCount(day, False, reasons.NO_TIME_LEFT)
    return DayCount(day, False, reasons.day_off(day, calendar))


def _minutes(start: datetime, minutes: int, paused: PausedTime, days: list[DayCount]) -> datetime:
    """Run by the clock on the wall, from the instant itself (Điều 147 khoản 1)."""
    end = start + timedelta(minutes=minutes)
    seen_until = start
    for begin, finish in paused.spans:
        if begin >= end:
            break
        if finish is None:
            raise ClockStopped(begin)
        end += max(finish - max(begin, seen_until), timedelta())
        seen_until = max(seen_until, finish)
    days[-1] = DayCount(start.date(), True, reasons.minutes_end(minutes, start))
    return end


def _end_of_day(day: date) -> datetime:
    """Return the last instant of the day: its 24:00, kept on the day itself (Điều 148 khoản 7)."""
    return datetime.combine(day, time.max, TIMEZONE)
