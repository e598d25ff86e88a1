# SPDX-License-Identifier: EUPL-1.2
"""A stopped clock: taken out, begun anew, still open, supposed to resume."""

import pytest

from tinhso.kernel.calendar.errors import ClockStopped
from tinhso.kernel.calendar.rules import due, due_with_pauses, elapsed, remaining
from tinhso.kernel.calendar.tests.calendars import VIETNAM, at, on, working_days
from tinhso.kernel.calendar.types import LimitUnit, Pause, ResumeMode, TimeLimit

RECEIVED = at("2026-03-02 09:00")  # Monday; five working days end on Monday 9 March
FIVE_DAYS = working_days(5)


def paused(begin: str, end: str | None) -> list[Pause]:
    return [Pause(at(begin), at(end) if end else None)]


def test_a_pause_moves_the_due_day_by_its_working_days():
    """Quyết định 766/QĐ-TTg: the time of a supplement is subtracted."""
    pauses = paused("2026-03-04 10:00", "2026-03-10 14:00")

    found = due_with_pauses(RECEIVED, FIVE_DAYS, VIETNAM, pauses)

    assert found.day == on("2026-03-13")
    assert [day.counted for day in found.days if on("2026-03-05") <= day.date <= on("2026-03-10")] == [False] * 6
    assert any(day.reason.startswith("Tạm dừng") for day in found.days)


def test_a_reset_grants_the_full_time_again():
    """Nghị định 61/2018/NĐ-CP."""
    pauses = paused("2026-03-04 10:00", "2026-03-10 14:00")

    assert due_with_pauses(RECEIVED, FIVE_DAYS, VIETNAM, pauses, mode=ResumeMode.RESET).day == on("2026-03-17")


def test_each_pause_may_resume_in_its_own_way():
    """A supplement begins anew (61/2018), waiting for a tax is only taken out."""
    tax = Pause(at("2026-03-12 09:00"), at("2026-03-13 09:00"))
    supplement = Pause(at("2026-03-04 10:00"), at("2026-03-10 14:00"), ResumeMode.RESET)

    found = due_with_pauses(RECEIVED, FIVE_DAYS, VIETNAM, [tax, supplement])

    assert found.day == on("2026-03-18")
    assert found.days[0].date == on("2026-03-10")
    assert "tính lại thời hạn từ đầu" in found.days[0].reason


def test_a_pause_within_one_day_costs_nothing():
    pauses = paused("2026-03-04 08:00", "2026-03-04 16:00")

    assert due_with_pauses(RECEIVED, FIVE_DAYS, VIETNAM, pauses).day == on("2026-03-09")


def test_an_answer_after_15_hours_counts_from_the_next_working_day():
    pauses = paused("2026-03-04 10:00", "2026-03-10 15:30")

    assert due_with_pauses(RECEIVED, FIVE_DAYS, VIETNAM, pauses, late_rule=True).day == on("2026-03-16")


def test_overlapping_pauses_are_taken_out_once():
    pauses = paused("2026-03-03 10:00", "2026-03-05 10:00") + paused("2026-03-04 10:00", "2026-03-06 10:00")

    assert due_with_pauses(RECEIVED, FIVE_DAYS, VIETNAM, pauses).day == on("2026-03-12")


@pytest.mark.parametrize("mode", ResumeMode)
def test_an_open_pause_has_no_due_day_unless_a_resuming_is_supposed(mode):
    pauses = paused("2026-03-04 10:00", None)

    with pytest.raises(ClockStopped) as stopped:
        due_with_pauses(RECEIVED, FIVE_DAYS, VIETNAM, pauses, mode=mode)
    supposed = due_with_pauses(RECEIVED, FIVE_DAYS, VIETNAM, pauses, mode=mode, supposed_resume=at("2026-03-10 14:00"))

    assert "đang tạm dừng từ 10:00 ngày 04/03/2026" in stopped.value.sentence
    assert supposed.day == on("2026-03-13" if mode is ResumeMode.CONTINUE else "2026-03-17")


@pytest.mark.parametrize("mode", ResumeMode)
@pytest.mark.parametrize("end", ["2026-03-20 10:00", None])
def test_a_pause_begun_too_late_does_not_hide_that_the_limit_has_ended(mode, end):
    pauses = paused("2026-03-10 08:00", end)

    assert due_with_pauses(RECEIVED, FIVE_DAYS, VIETNAM, pauses, mode=mode).day == on("2026-03-09")


@pytest.mark.parametrize(
    ("limit", "end"),
    [
        (TimeLimit(8, LimitUnit.WORKING_HOUR), "2026-03-11 11:30"),
        (TimeLimit(120, LimitUnit.MINUTE), "2026-03-10 15:00"),
    ],
)
def test_hours_and_minutes_stop_and_go_on(limit, end):
    pauses = paused("2026-03-02 10:00", "2026-03-10 14:00")

    found = due_with_pauses(RECEIVED, limit, VIETNAM, pauses)

    assert found.at == at(end)


def test_overlapping_pauses_of_minutes_are_taken_out_once():
    pauses = paused("2026-03-02 09:10", "2026-03-02 09:40") + paused("2026-03-02 09:20", "2026-03-02 09:30")

    found = due_with_pauses(RECEIVED, TimeLimit(20, LimitUnit.MINUTE), VIETNAM, pauses)

    assert found.at == at("2026-03-02 09:50")


def test_a_pause_before_the_clock_began_does_not_start_it_earlier():
    filed_at_night = at("2026-03-02 20:00")
    pauses = [Pause(at("2026-03-02 21:00"), at("2026-03-02 22:00"), ResumeMode.RESET)]

    found = due_with_pauses(filed_at_night, FIVE_DAYS, VIETNAM, pauses, online=True)

    assert found.day == due(filed_at_night, FIVE_DAYS, VIETNAM, online=True).day


def test_an_open_pause_stops_hours_and_minutes():
    pauses = paused("2026-03-02 10:00", None)

    for limit in (TimeLimit(8, LimitUnit.WORKING_HOUR), TimeLimit(120, LimitUnit.MINUTE)):
        with pytest.raises(ClockStopped):
            due_with_pauses(RECEIVED, limit, VIETNAM, pauses)
    assert due_with_pauses(RECEIVED, TimeLimit(1, LimitUnit.WORKING_HOUR), VIETNAM, pauses).at == at("2026-03-02 10:00")


def test_calendar_days_months_and_same_day_with_a_pause():
    pauses = paused("2026-03-02 10:00", "2026-03-05 14:00")

    assert due_with_pauses(RECEIVED, TimeLimit(3, LimitUnit.CALENDAR_DAY), VIETNAM, pauses).day == on("2026-03-09")
    assert due_with_pauses(RECEIVED, TimeLimit(1, LimitUnit.MONTH), VIETNAM, pauses).day == on("2026-04-06")
    assert due_with_pauses(RECEIVED, TimeLimit(None, LimitUnit.SAME_DAY), VIETNAM, pauses).day == on("2026-03-05")


@pytest.mark.parametrize(("begin", "end"), [("2026-03-04 10:00", "2026-03-03 10:00")])
def test_a_pause_that_runs_backwards_is_not_made(begin, end):
    with pytest.raises(ValueError, match="before it begins"):
        Pause(at(begin), at(end))


def test_time_used_leaves_pauses_out():
    used = elapsed(RECEIVED, at("2026-03-06 08:30"), VIETNAM, paused("2026-03-03 09:30", "2026-03-05 16:00"))

    assert (used.working_days, used.calendar_days) == (2, 2)
    assert used.working_time.total_seconds() / 3600 == 2.5 + 4 + 2 + 1 + 1


def test_time_left_is_negative_after_the_end():
    found = due(RECEIVED, FIVE_DAYS, VIETNAM)

    two_days_before, last_day, after = (
        remaining(found, at(now), VIETNAM) for now in ("2026-03-05 16:00", "2026-03-09 16:00", "2026-03-11 08:30")
    )

    assert (two_days_before.working_days, two_days_before.is_overdue) == (2, False)
    assert (last_day.working_days, last_day.working_time.total_seconds(), last_day.is_overdue) == (
        0,
        3600,
        False,
    )
    assert (after.working_days, after.working_time.total_seconds() / 3600, after.is_overdue) == (
        -2,
        -9.0,
        True,
    )
