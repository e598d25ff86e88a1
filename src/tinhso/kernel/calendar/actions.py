# SPDX-License-Identifier: EUPL-1.2
"""Changes of the working calendar.

None of them records an act: each returns a `CalendarChange`, and the one who calls (with `by=`) records it in
the same transaction and recomputes the clocks it touches. An empty change is false: nothing to record.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Final

from django.db import transaction

from tinhso.kernel.calendar.models import CalendarState, DayOverride, PublishedYear
from tinhso.kernel.calendar.rules import decided_years, read_holiday_rows
from tinhso.kernel.calendar.types import TIMEZONE, CalendarChange, DayStatus, OfficeHours
from tinhso.kernel.calendar.types import DayOverride as Override
from tinhso.lib.uuid7 import uuid7

BUNDLED_LIST: Final = Path(__file__).parent / "data" / "holidays_vn.csv"


def load_bundled_holidays(*, now: datetime) -> CalendarChange:
    """Load the list of Vietnamese holidays that comes with the release; see `load_holidays`."""
    with BUNDLED_LIST.open(encoding="utf-8", newline="") as file:
        return load_holidays(csv.DictReader(file), now=now)


def load_holidays(rows: Iterable[Mapping[str, str]], *, now: datetime) -> CalendarChange:
    """Take over a published list of holidays; loading the same list again changes nothing.

    rows: columns of data/holidays_vn.csv. A day read differently so far is ended and added anew; when a year
    is decided, days of it that were only projected and are not in the list end. Days announced otherwise
    stay. What is first loaded into an empty year counts as known since its `known_from`; later changes
    without a date of their own are known from today.
    Raises HolidayListError before anything is touched.
    """
    return _take_over(read_holiday_rows(rows), now)


@transaction.atomic(savepoint=False)
def _take_over(listed: tuple[Override, ...], now: datetime) -> CalendarChange:
    _lock_state()
    current = _current_in({override.day.year for override in listed})
    filled_years = {day.year for day in current}
    decided = decided_years(listed)
    new = [
        _known_from(override, now) if override.day.year in filled_years else override
        for override in listed
        if override.day not in current or not _is_same(current[override.day], override)
    ]
    withdrawn = current.keys() - {override.day for override in listed}
    withdrawn = {day for day in withdrawn if day.year in decided and _is_projected(current[day])}
    superseded = _supersede(withdrawn | {override.day for override in new}, now)
    DayOverride.objects.bulk_create(DayOverride.from_type(override) for override in new)
    published = _publish(decided, filled_years, now)
    return _changed(CalendarChange(tuple(override.day for override in new), superseded, published))


@transaction.atomic(savepoint=False)
def announce_day_off(override: Override, *, now: datetime) -> CalendarChange:
    """Make one day a holiday, a day off in lieu or a day worked, known from today unless it says otherwise.

    For a swap call it for both days. Dossiers promised before keep both dates: the promised one, and the one
    computed on the new calendar.
    """
    _lock_state()
    current = _current_in({override.day.year}).get(override.day)
    if current is not None and _is_same(current, override):
        return CalendarChange()
    superseded = _supersede([override.day], now)
    DayOverride.from_type(_known_from(override, now)).save()
    return _changed(CalendarChange((override.day,), superseded))


@transaction.atomic(savepoint=False)
def withdraw_day_off(day: date, *, now: datetime) -> CalendarChange:
    """Let a day follow its weekday again, from today's knowledge on; an empty change if it already does."""
    _lock_state()
    return _changed(CalendarChange(superseded=_supersede([day], now)))


@transaction.atomic(savepoint=False)
def set_office_hours(hours: OfficeHours) -> None:
    """Set the office hours of the installation; clocks in working hours computed from now on use them."""
    _lock_state()
    sessions = [[f"{start:%H:%M}", f"{end:%H:%M}"] for start, end in hours.sessions]
    CalendarState.objects.update(sessions=sessions, version=uuid7())


def _lock_state() -> None:
    """Let one change at a time through, and make sure that the row of the version exists."""
    CalendarState.objects.bulk_create([CalendarState()], ignore_conflicts=True)
    CalendarState.objects.select_for_update().get()


def _changed(change: CalendarChange) -> CalendarChange:
    """Move the version on, so that every process reads the calendar anew."""
    if change:
        CalendarState.objects.update(version=uuid7())
    return change


def _current_in(years: Iterable[int]) -> dict[date, Override]:
    """Return how the days of these years are read now."""
    rows = DayOverride.objects.filter(date__year__in=list(years), known_until__isnull=True)
    return {row.date: row.as_type() for row in rows}


def _known_from(override: Override, now: datetime) -> Override:
    """Return the override known from today, unless it carries the date of its decision."""
    return replace(override, known_from=override.known_from or now.astimezone(TIMEZONE).date())


def _is_projected(override: Override) -> bool:
    return override.status is DayStatus.PROJECTED


def _is_same(current: Override, listed: Override) -> bool:
    """Compare in substance: a list without dates of knowledge does not contradict those recorded."""
    return replace(listed, known_from=listed.known_from or current.known_from) == current


def _supersede(days: Iterable[date], now: datetime) -> tuple[date, ...]:
    """End what is known of these days as of today; return the days that were known."""
    rows = DayOverride.objects.filter(date__in=list(days), known_until__isnull=True)
    superseded = tuple(rows.order_by("date").values_list("date", flat=True))
    rows.update(known_until=now.astimezone(TIMEZONE).date())
    return superseded


def _publish(decided: Iterable[int], filled_years: set[int], now: datetime) -> tuple[int, ...]:
    """Record newly decided years; a year that was only projected here so far is published today."""
    known = set(PublishedYear.objects.values_list("year", flat=True))
    today = now.astimezone(TIMEZONE).date()
    new = [
        PublishedYear(year=year, published_on=today if year in filled_years else None)
        for year in decided
        if year not in known
    ]
    PublishedYear.objects.bulk_create(new)
    return tuple(row.year for row in new)
