# SPDX-License-Identifier: EUPL-1.2
"""When a limit ends: the vectors of the 2026 calendar, each unit, the arithmetic shown to people."""

from datetime import UTC, datetime

import pytest

from tinhso.kernel.calendar.errors import LimitUnknown
from tinhso.kernel.calendar.rules import due
from tinhso.kernel.calendar.tests.calendars import VIETNAM, at, on, working_days
from tinhso.kernel.calendar.types import LimitUnit, TimeLimit, WorkCalendar

ONE_MONTH = TimeLimit(1, LimitUnit.MONTH)

# Nine cases of the one-stop study, section 5.3, on the calendar of 2026: received, limit, plain due day, due
# day with the 15:00 rule.
# Law: Bộ luật Dân sự 2015, Điều 147–148; Bộ luật Lao động 2019, Điều 111–112; 9441/TB-BNV (16/10/2025).
VECTORS = [
    pytest.param("2026-02-12 09:10", working_days(5), "2026-02-26", "2026-02-26", id="Tết week"),
    pytest.param("2026-02-13 15:30", working_days(3), "2026-02-25", "2026-02-26", id="late on the eve"),
    pytest.param("2026-04-24 10:00", working_days(3), "2026-05-04", "2026-05-04", id="holiday on Sunday"),
    pytest.param("2026-08-20 14:59", working_days(7), "2026-08-28", "2026-08-28", id="make-up Saturday counts"),
    pytest.param("2026-08-21 09:00", working_days(1), "2026-08-22", "2026-08-22", id="due on a Saturday"),
    pytest.param("2026-08-28 16:00", working_days(2), "2026-09-04", "2026-09-07", id="swapped Monday"),
    pytest.param("2026-11-23 09:00", working_days(1), "2026-11-25", "2026-11-25", id="new holiday"),
    pytest.param("2026-12-30 08:00", working_days(3), "2027-01-05", "2027-01-05", id="year end"),
    pytest.param("2026-01-30 10:00", ONE_MONTH, "2026-03-02", "2026-03-02", id="no 30 February"),
]


@pytest.mark.parametrize(("received", "limit", "plain", "late"), VECTORS)
def test_due_days_of_2026(received, limit, plain, late):
    assert due(at(received), limit, VIETNAM, late_rule=False).day == on(plain)
    assert due(at(received), limit, VIETNAM, late_rule=True).day == on(late)


def test_a_holiday_created_during_the_year_leaves_the_earlier_promise_explainable():
    """Nghị quyết 80-NQ/TW of 2026-01-07 made 24 November a day off."""
    before = VIETNAM.as_known_on(on("2026-01-06"))

    assert due(at("2026-11-23 09:00"), working_days(1), before).day == on("2026-11-24")
    assert due(at("2026-11-23 09:00"), working_days(1), VIETNAM).day == on("2026-11-25")


def test_the_limit_itself_may_carry_the_rule_of_15_hours():
    limit = TimeLimit(3, LimitUnit.WORKING_DAY, after_15h=True)

    assert due(at("2026-02-13 15:30"), limit, VIETNAM).day == on("2026-02-26")
    assert due(at("2026-02-13 15:00"), limit, VIETNAM).day == on("2026-02-25")
    assert due(at("2026-02-13 15:30"), limit, VIETNAM, late_rule=False).day == on("2026-02-25")


def test_the_last_instant_is_the_end_of_the_day():
    """Bộ luật Dân sự 2015, Điều 148 khoản 7: 24:00."""
    found = due(at("2026-03-02 08:00"), working_days(1), VIETNAM)

    assert found.at.isoformat() == "2026-03-03T23:59:59.999999+07:00"


def test_a_year_without_published_list_gives_a_provisional_day():
    assert due(at("2026-12-30 08:00"), working_days(3), VIETNAM).provisional
    assert not due(at("2026-12-01 08:00"), working_days(3), VIETNAM).provisional
    assert due(at("2026-12-01 08:00"), working_days(3), WorkCalendar()).provisional


def test_an_instant_is_read_in_the_time_of_vietnam():
    evening_in_london = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)

    assert due(evening_in_london, working_days(1), VIETNAM).day == on("2026-03-04")
    with pytest.raises(ValueError, match="time zone"):
        due(datetime(2026, 3, 2, 18, 0), working_days(1), VIETNAM)


@pytest.mark.parametrize(
    ("received", "day"),
    [
        ("2026-03-03 10:00", "2026-03-04"),
        ("2026-03-03 05:00", "2026-03-04"),
        ("2026-03-03 19:00", "2026-03-05"),
        ("2026-03-06 17:00", "2026-03-10"),
        ("2026-03-07 09:00", "2026-03-10"),
    ],
)
def test_online_filing_outside_hours_counts_from_the_next_working_day(received, day):
    """3142/QĐ-BGDĐT: the start of the next working day is the receipt, the day after it is counted first."""
    assert due(at(received), working_days(1), VIETNAM, online=True).day == on(day)


@pytest.mark.parametrize(
    ("received", "days", "day"),
    [
        ("2026-03-02 10:00", 3, "2026-03-05"),
        ("2026-03-05 10:00", 2, "2026-03-09"),  # Saturday: moved to Monday
        ("2026-02-10 10:00", 5, "2026-02-23"),  # Sunday before Tết week: moved behind it
        ("2026-08-17 10:00", 5, "2026-08-22"),  # a make-up Saturday is a working day
    ],
)
def test_calendar_days_include_days_off_but_do_not_end_on_one(received, days, day):
    """Bộ luật Dân sự 2015, Điều 148 khoản 6."""
    assert due(at(received), TimeLimit(days, LimitUnit.CALENDAR_DAY), VIETNAM).day == on(day)


@pytest.mark.parametrize(
    ("received", "months", "day"),
    [
        ("2026-03-10 10:00", 1, "2026-04-10"),
        ("2024-01-31 10:00", 1, "2024-02-29"),
        ("2025-11-30 10:00", 3, "2026-03-02"),  # 28 February 2026 is a Saturday
        ("2025-03-14 10:00", 12, "2026-03-16"),  # Saturday
        ("2026-03-24 10:00", 8, "2026-11-25"),  # Vietnam Culture Day
    ],
)
def test_months_run_to_the_corresponding_date(received, months, day):
    """Bộ luật Dân sự 2015, Điều 148 khoản 4 and 6."""
    assert due(at(received), TimeLimit(months, LimitUnit.MONTH), VIETNAM).day == on(day)


@pytest.mark.parametrize(
    ("received", "hours", "end"),
    [
        ("2026-03-02 08:00", 2, "2026-03-02 10:00"),
        ("2026-03-02 10:30", 2, "2026-03-02 14:00"),
        ("2026-03-02 08:30", 3, "2026-03-02 11:30"),
        ("2026-03-02 08:00", 8, "2026-03-03 08:00"),
        ("2026-03-06 16:00", 8, "2026-03-09 16:00"),
        ("2026-02-13 16:00", 2, "2026-02-23 08:30"),
        ("2026-03-07 09:00", 1, "2026-03-09 08:30"),
    ],
)
def test_working_hours_are_consumed_within_office_hours(received, hours, end):
    """Bộ luật Dân sự 2015, Điều 147 khoản 1: limits in hours begin at once."""
    assert due(at(received), TimeLimit(hours, LimitUnit.WORKING_HOUR), VIETNAM).at == at(end)


def test_minutes_run_by_the_clock_on_the_wall():
    found = due(at("2026-03-02 11:20"), TimeLimit(30, LimitUnit.MINUTE), VIETNAM)

    assert found.at == at("2026-03-02 11:50")
    assert "30 phút kể từ 11:20" in found.days[0].reason


@pytest.mark.parametrize(
    ("received", "late_rule", "day"),
    [
        ("2026-03-02 10:00", True, "2026-03-02"),
        ("2026-03-06 15:30", True, "2026-03-09"),
        ("2026-03-06 15:30", False, "2026-03-06"),
        ("2026-03-07 10:00", False, "2026-03-09"),
    ],
)
def test_same_day_means_the_working_day_of_the_filing(received, late_rule, day):
    assert due(at(received), TimeLimit(None, LimitUnit.SAME_DAY), VIETNAM, late_rule=late_rule).day == on(day)


def test_a_procedure_without_published_time_has_no_due_day():
    with pytest.raises(LimitUnknown) as refusal:
        due(at("2026-03-02 10:00"), TimeLimit(None, LimitUnit.WORKING_DAY), VIETNAM)

    assert "chưa công bố thời hạn" in refusal.value.sentence


@pytest.mark.parametrize(
    ("value", "unit"), [(0, LimitUnit.WORKING_DAY), (-1, LimitUnit.MONTH), (1, LimitUnit.SAME_DAY)]
)
def test_a_limit_that_no_law_can_mean_is_not_made(value, unit):
    with pytest.raises(ValueError):
        TimeLimit(value, unit)


def test_the_arithmetic_is_told_day_by_day_with_its_articles():
    days = due(at("2026-08-21 16:00"), working_days(2), VIETNAM, late_rule=True).days

    assert [(f"{day.date:%d/%m}", day.counted) for day in days] == [
        ("21/08", False),
        ("22/08", False),
        ("23/08", False),
        ("24/08", True),
        ("25/08", True),
    ]
    assert "sau 15 giờ" in days[0].reason
    assert "Điều 147" in days[1].reason
    assert days[2].reason == "Chủ nhật, ngày nghỉ hằng tuần, không tính (Bộ luật Lao động 2019, Điều 111)."
    assert days[4].reason == "Ngày làm việc thứ 2 của thời hạn."


def test_holidays_swaps_and_moves_name_their_basis():
    reasons = {day.date: day.reason for day in due(at("2026-08-21 09:00"), working_days(8), VIETNAM).days}
    moved = due(at("2026-01-30 10:00"), ONE_MONTH, VIETNAM).days

    assert "Ngày làm bù cho 31/08/2026" in reasons[on("2026-08-22")]
    assert "làm bù 22/08/2026, không tính" in reasons[on("2026-08-31")]
    assert "Quốc khánh, không tính (Bộ luật Lao động 2019 (45/2019/QH14) Điều 112" in reasons[on("2026-09-02")]
    assert "ngày cuối tháng vì tháng 2 không có ngày 30" in moved[-3].reason
    assert "Điều 148 khoản 6" in moved[-3].reason
    assert moved[-1].date == on("2026-03-02")


def test_a_projected_holiday_says_so():
    days = due(at("2026-12-31 09:00"), working_days(1), VIETNAM).days

    assert "dự kiến, chưa công bố" in days[1].reason
