# SPDX-License-Identifier: EUPL-1.2
"""Loading, announcing and withdrawing days, and what other processes then read."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from tinhso.kernel.calendar.actions import (
    announce_day_off,
    load_bundled_holidays,
    load_holidays,
    set_office_hours,
    withdraw_day_off,
)
from tinhso.kernel.calendar.errors import HolidayListError
from tinhso.kernel.calendar.models import CalendarState, DayOverride, PublishedYear
from tinhso.kernel.calendar.queries import overrides_of, work_calendar, work_calendar_known_on
from tinhso.kernel.calendar.rules import due
from tinhso.kernel.calendar.tests.calendars import VIETNAM, at, bundled_rows, on, working_days
from tinhso.kernel.calendar.types import DayKind, DayStatus, OfficeHours
from tinhso.kernel.calendar.types import DayOverride as Override

pytestmark = pytest.mark.django_db
INSTALLED_AT = at("2026-01-05 08:00")
DECIDED_AT = at("2026-12-10 09:00")
EXTRA_DAY = Override(on("2026-06-15"), DayKind.HOLIDAY, "Nghỉ do bão", "Quyết định 1/QĐ-UBND (ví dụ)")


def decided_2027() -> list[dict[str, str]]:
    """The list of 2027 as if decided, with Tết from 5 to 11 February instead of 4 to 10."""
    rows = [row for row in bundled_rows() if row["date"].startswith("2027")]
    rows = [{**row, "status": "decided"} for row in rows if row["date"] != "2027-02-04"]
    return [*rows, {**rows[0], "date": "2027-02-11", "name": "Mùng sáu Tết", "kind": "tet"}]


def test_an_empty_installation_works_monday_to_friday_and_promises_nothing_firm():
    found = due(at("2026-02-13 09:00"), working_days(1), work_calendar())

    assert found.day == on("2026-02-16")
    assert found.provisional


def test_the_bundled_list_is_loaded_once():
    change = load_bundled_holidays(now=INSTALLED_AT)
    again = load_bundled_holidays(now=DECIDED_AT)

    assert len(change.added) == 118
    assert change.published_years == (2020, 2021, 2022, 2023, 2024, 2025, 2026)
    assert not again
    assert work_calendar().overrides == VIETNAM.overrides
    assert work_calendar().published_years == VIETNAM.published_years


def test_reading_the_calendar_again_costs_one_query(django_assert_num_queries):
    load_bundled_holidays(now=INSTALLED_AT)
    work_calendar()

    with django_assert_num_queries(1):
        work_calendar()


def test_an_announced_day_changes_due_days_from_then_on_and_leaves_earlier_knowledge():
    load_bundled_holidays(now=INSTALLED_AT)
    assert due(at("2026-06-12 09:00"), working_days(1), work_calendar()).day == on("2026-06-15")

    change = announce_day_off(EXTRA_DAY, now=at("2026-06-14 20:00"))

    assert change.added == (on("2026-06-15"),)
    assert due(at("2026-06-12 09:00"), working_days(1), work_calendar()).day == on("2026-06-16")
    promised = due(at("2026-06-12 09:00"), working_days(1), work_calendar_known_on(on("2026-06-12")))
    assert promised.day == on("2026-06-15")


def test_announcing_the_same_day_twice_changes_nothing():
    announce_day_off(EXTRA_DAY, now=INSTALLED_AT)
    version = CalendarState.objects.get().version

    assert not announce_day_off(EXTRA_DAY, now=DECIDED_AT)
    assert CalendarState.objects.get().version == version


def test_a_change_that_was_rolled_back_is_not_remembered():
    announce_day_off(EXTRA_DAY, now=INSTALLED_AT)
    with transaction.atomic():
        announce_day_off(replace(EXTRA_DAY, day=on("2026-06-17")), now=INSTALLED_AT)
        assert not work_calendar().is_working_day(on("2026-06-17"))
        transaction.set_rollback(True)

    announce_day_off(replace(EXTRA_DAY, day=on("2026-06-18")), now=INSTALLED_AT)

    assert work_calendar().is_working_day(on("2026-06-17"))
    assert not work_calendar().is_working_day(on("2026-06-18"))


def test_a_corrected_day_keeps_both_readings():
    announce_day_off(EXTRA_DAY, now=INSTALLED_AT)

    change = announce_day_off(replace(EXTRA_DAY, name="Nghỉ do lũ"), now=DECIDED_AT)

    assert change.superseded == (on("2026-06-15"),)
    assert DayOverride.objects.count() == 2
    assert work_calendar().override_on(on("2026-06-15")).name == "Nghỉ do lũ"
    assert work_calendar_known_on(on("2026-03-01")).override_on(on("2026-06-15")).name == "Nghỉ do bão"


def test_a_withdrawn_day_is_worked_again():
    announce_day_off(EXTRA_DAY, now=INSTALLED_AT)

    assert withdraw_day_off(on("2026-06-15"), now=DECIDED_AT).superseded == (on("2026-06-15"),)
    assert work_calendar().is_working_day(on("2026-06-15"))
    assert not withdraw_day_off(on("2026-06-15"), now=DECIDED_AT)


def test_the_decision_of_a_year_replaces_what_was_projected():
    load_bundled_holidays(now=INSTALLED_AT)
    announce_day_off(replace(EXTRA_DAY, day=on("2027-06-15")), now=INSTALLED_AT)

    change = load_holidays(decided_2027(), now=DECIDED_AT)

    calendar = work_calendar()
    assert change.published_years == (2027,)
    assert on("2027-02-04") in change.superseded
    assert calendar.is_working_day(on("2027-02-04"))
    assert not calendar.is_working_day(on("2027-02-11"))
    assert not calendar.is_working_day(on("2027-06-15"))
    assert calendar.override_on(on("2027-01-01")).status is DayStatus.DECIDED
    assert not due(at("2027-02-03 09:00"), working_days(1), calendar).provisional
    assert due(at("2027-02-03 09:00"), working_days(1), calendar.as_known_on(on("2026-12-01"))).provisional


def test_a_faulty_list_changes_nothing():
    rows = [*bundled_rows(), {**bundled_rows()[0], "date": "2028-01-01", "kind": "party"}]

    with pytest.raises(HolidayListError):
        load_holidays(rows, now=INSTALLED_AT)

    assert not DayOverride.objects.exists()
    assert not PublishedYear.objects.exists()


def test_office_hours_of_the_installation():
    set_office_hours(OfficeHours(((at("2026-01-05 07:00").time(), at("2026-01-05 11:00").time()),)))

    assert work_calendar().hours.closing.hour == 11


def test_the_days_of_a_year_in_order():
    load_bundled_holidays(now=INSTALLED_AT)

    days = overrides_of(2026)

    assert str(days[0]) == "01/01/2026 Tết Dương lịch"
    assert days[-1].date == on("2026-11-24")


@pytest.mark.parametrize("changes", [{"basis": ""}, {"kind": "party"}, {"date": on("2026-06-15")}])
def test_the_database_refuses_what_the_rules_cannot_read(changes):
    announce_day_off(EXTRA_DAY, now=INSTALLED_AT)
    row = {
        "date": on("2026-06-16"),
        "kind": "holiday",
        "name": "x",
        "basis": "y",
        "status": "decided",
        **changes,
    }

    with pytest.raises(IntegrityError), transaction.atomic():
        DayOverride.objects.create(**row)
