# SPDX-License-Identifier: EUPL-1.2
"""The bundled list and lists that must not be loaded; steps over working days."""

import pytest

from tinhso.kernel.calendar.errors import HolidayListError
from tinhso.kernel.calendar.rules import (
    add_working_days,
    decided_years,
    is_working_day,
    next_working_day,
    read_holiday_rows,
)
from tinhso.kernel.calendar.tests.calendars import VIETNAM, at, bundled_rows, on
from tinhso.kernel.calendar.types import DayKind, DayStatus, OfficeHours

GOOD = {
    "date": "2028-01-03",
    "name": "Nghỉ bù",
    "kind": "compensation_off",
    "status": "decided",
    "basis": "Điều 111",
}


def test_the_bundled_list_is_decided_to_2026_and_projected_for_2027():
    overrides = read_holiday_rows(bundled_rows())

    assert len(overrides) == 118
    assert decided_years(overrides) == (2020, 2021, 2022, 2023, 2024, 2025, 2026)
    assert {o.status for o in overrides if o.day.year == 2027} == {DayStatus.PROJECTED}
    assert sum(o.kind is DayKind.MAKEUP_WORK for o in overrides) == 4


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"kind": "party"}, "không có loại ngày"),
        ({"basis": " "}, "thiếu basis"),
        ({"date": "3/1/2028"}, "dòng 2"),
        ({"status": "maybe"}, "dòng 2"),
        ({"swapped_with": "2028-01-08"}, "hoán đổi với 08/01/2028"),
    ],
)
def test_a_faulty_row_is_named_and_nothing_is_read(changes, problem):
    with pytest.raises(HolidayListError) as refusal:
        read_holiday_rows([{**GOOD, **changes}])

    assert problem in refusal.value.sentence


def test_a_day_twice_and_a_missing_column_are_faults():
    with pytest.raises(HolidayListError, match="hai lần"):
        read_holiday_rows([GOOD, GOOD])
    with pytest.raises(HolidayListError, match="basis"):
        read_holiday_rows([{key: value for key, value in GOOD.items() if key != "basis"}])


def test_steps_over_tet_2026():
    assert next_working_day(on("2026-02-13"), VIETNAM) == on("2026-02-23")
    assert add_working_days(on("2026-02-24"), -2, VIETNAM) == on("2026-02-13")
    assert add_working_days(on("2026-02-14"), 0, VIETNAM) == on("2026-02-14")
    assert is_working_day(on("2026-01-10"), VIETNAM)
    assert not is_working_day(on("2026-01-02"), VIETNAM)


def test_office_hours_are_in_order_and_do_not_overlap():
    early, noon, late = (
        at("2026-01-05 07:00").time(),
        at("2026-01-05 11:00").time(),
        at("2026-01-05 17:00").time(),
    )

    assert OfficeHours(((early, late),)).closing == late
    for sessions in ((), ((late, early),), ((early, noon), (noon, late))):
        with pytest.raises(ValueError, match="office hours"):
            OfficeHours(sessions)
