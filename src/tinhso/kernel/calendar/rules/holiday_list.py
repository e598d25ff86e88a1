# SPDX-License-Identifier: EUPL-1.2
"""Reading a published list of holidays: rows of text in, overrides or sentences about faults out."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from tinhso.kernel.calendar.errors import HolidayListError
from tinhso.kernel.calendar.types import DayKind, DayOverride, DayStatus

_KINDS: Final = {
    "statutory": DayKind.HOLIDAY,
    "tet": DayKind.HOLIDAY,
    "holiday": DayKind.HOLIDAY,
    "compensatory_day_off": DayKind.COMPENSATION_OFF,
    "swap_day_off": DayKind.COMPENSATION_OFF,
    "compensation_off": DayKind.COMPENSATION_OFF,
    "swap_working_day": DayKind.MAKEUP_WORK,
    "makeup_work": DayKind.MAKEUP_WORK,
}
"""Kinds of the list and the three kinds of the calendar: a swap is told by `swapped_with`."""


def read_holiday_rows(rows: Iterable[Mapping[str, str]]) -> tuple[DayOverride, ...]:
    """Return the overrides of a list with the columns of data/holidays_vn.csv, in order of date.

    Required: date, name, kind, status, basis. Optional: swapped_with, known_from, lunar_date.
    Raises HolidayListError naming every faulty row: unknown kind, no basis, a date twice, a swap whose other
    half is missing. Dates are ISO (2026-08-22).
    """
    problems: list[str] = []
    days: dict[date, DayOverride] = {}
    for line, row in enumerate(rows, 2):
        try:
            override = _override(row)
        except (KeyError, ValueError) as fault:
            problems.append(f"dòng {line}: {fault.args[0]}")
            continue
        if override.day in days:
            problems.append(f"dòng {line}: ngày {override.day:%d/%m/%Y} có hai lần")
        days[override.day] = override
    problems += _broken_swaps(days)
    if problems:
        raise HolidayListError(problems)
    return tuple(days[day] for day in sorted(days))


def decided_years(overrides: Iterable[DayOverride]) -> tuple[int, ...]:
    """Return the years of a list in which no day is only projected: their calendar is published."""
    years: dict[int, bool] = {}
    for override in overrides:
        is_decided = override.status is DayStatus.DECIDED
        years[override.day.year] = years.get(override.day.year, True) and is_decided
    return tuple(sorted(year for year, is_decided in years.items() if is_decided))


def _override(row: Mapping[str, str]) -> DayOverride:
    for column in ("name", "basis"):
        if not row[column].strip():
            raise ValueError(f"thiếu {column}")
    if row["kind"] not in _KINDS:
        raise ValueError(f"không có loại ngày “{row['kind']}”")
    return DayOverride(
        day=date.fromisoformat(row["date"]),
        kind=_KINDS[row["kind"]],
        name=row["name"].strip(),
        basis=row["basis"].strip(),
        status=DayStatus(row["status"]),
        swapped_with=_optional_date(row, "swapped_with"),
        known_from=_optional_date(row, "known_from"),
        lunar_date=row.get("lunar_date", "").strip(),
    )


def _optional_date(row: Mapping[str, str], column: str) -> date | None:
    text = row.get(column, "").strip()
    return date.fromisoformat(text) if text else None


def _broken_swaps(days: Mapping[date, DayOverride]) -> list[str]:
    """Return a sentence for each swapped day whose counterpart does not point back: a day would be lost."""
    return [
        f"ngày {day:%d/%m/%Y} hoán đổi với {other:%d/%m/%Y} nhưng ngày kia không có trong danh sách"
        for day, override in days.items()
        if (other := override.swapped_with) is not None and (other not in days or days[other].swapped_with != day)
    ]
