# SPDX-License-Identifier: EUPL-1.2
"""What holds for every filing, limit and pause."""

from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.kernel.calendar.rules import (
    add_working_days,
    due,
    due_with_pauses,
    working_days_between,
    working_time_between,
)
from tinhso.kernel.calendar.tests.calendars import VIETNAM, working_days
from tinhso.kernel.calendar.types import TIMEZONE, LimitUnit, Pause, TimeLimit

INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2027, 10, 1)).map(lambda dt: dt.replace(tzinfo=TIMEZONE))
DAYS = st.dates(date(2020, 1, 1), date(2027, 10, 1))
LIMITS = st.builds(
    TimeLimit,
    st.integers(1, 40),
    st.sampled_from([LimitUnit.WORKING_DAY, LimitUnit.CALENDAR_DAY, LimitUnit.WORKING_HOUR]),
    st.booleans(),
)
ONE_DAY = timedelta(days=1)

settings.register_profile("calendar", max_examples=60, deadline=None)
few = settings(settings.get_profile("calendar"))


@few
@given(INSTANTS, LIMITS, st.booleans())
def test_a_due_day_is_never_a_day_off(received, limit, online):
    assert VIETNAM.is_working_day(due(received, limit, VIETNAM, online=online).day)


@few
@given(INSTANTS, INSTANTS, LIMITS, st.booleans())
def test_who_files_earlier_is_never_served_later(one, other, limit, online):
    earlier, later = sorted((one, other))

    assert due(earlier, limit, VIETNAM, online=online).at <= due(later, limit, VIETNAM, online=online).at


@few
@given(INSTANTS, LIMITS)
def test_a_longer_limit_never_ends_earlier(received, limit):
    longer = TimeLimit(limit.value + 1, limit.unit, limit.after_15h)

    assert due(received, limit, VIETNAM).at <= due(received, longer, VIETNAM).at


@few
@given(INSTANTS, st.integers(1, 30))
def test_the_counted_days_are_the_limit(received, value):
    found = due(received, working_days(value), VIETNAM)
    dates = [day.date for day in found.days]

    assert sum(day.counted for day in found.days) == value
    assert dates == [received.date() + ONE_DAY * number for number in range(len(dates))]
    assert dates[-1] == found.day


@few
@given(INSTANTS, st.integers(2, 20), st.data())
def test_a_pause_adds_exactly_its_own_working_days(received, value, data):
    plain = due(received, working_days(value), VIETNAM)
    begin = data.draw(st.datetimes(received.replace(tzinfo=None), plain.at.replace(tzinfo=None)))
    length = data.draw(st.timedeltas(timedelta(), timedelta(days=40)))
    pause = Pause(begin.replace(tzinfo=TIMEZONE), (begin + length).replace(tzinfo=TIMEZONE))

    with_pause = due_with_pauses(received, working_days(value), VIETNAM, [pause])

    lost = working_days_between(pause.begin.date(), pause.end.date(), VIETNAM)
    if pause.begin.date() < plain.day:
        assert with_pause.day == add_working_days(plain.day, lost, VIETNAM)
    else:
        assert with_pause.day == plain.day


@few
@given(INSTANTS, st.integers(1, 60), st.data())
def test_hours_used_until_the_due_instant_are_the_limit(received, hours, data):
    limit = TimeLimit(hours, LimitUnit.WORKING_HOUR)

    assert working_time_between(received, due(received, limit, VIETNAM).at, VIETNAM) == timedelta(hours=hours)


@few
@given(DAYS, st.integers(0, 60))
def test_adding_and_counting_working_days_agree(day, count):
    end = add_working_days(day, count, VIETNAM)

    assert working_days_between(day, end, VIETNAM) == count
    assert working_days_between(end, day, VIETNAM) == -count
