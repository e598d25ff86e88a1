# SPDX-License-Identifier: EUPL-1.2
"""Whose turn it is, as a table of stories; every line reads like what is said on the page."""

from datetime import date, datetime, timedelta

import pytest

from tinhso.kernel.calendar.types import TIMEZONE, DayKind, DayOverride, WorkCalendar
from tinhso.modules.onestop.queue import rules, slots
from tinhso.modules.onestop.queue.types import FairRule, Lane, Standing, Why, Window

DAY = date(2026, 11, 2)
NINE = datetime(2026, 11, 2, 9, 0, tzinfo=TIMEZONE)
RULE = FairRule(favoured_in_row=2, grace_minutes=15)


def at(text: str) -> datetime:
    hour, minute = text.split(":")
    return NINE.replace(hour=int(hour), minute=int(minute))


def standing(text: str) -> Standing:
    """Read "5 08:10 P" (priority), "7 08:20 @09:00" (booked), "3 08:00 >2" (sent to counter 2), "4 08:01 #dat_dai"."""
    number, arrived, *marks = text.split()
    slot = next((at(mark[1:]) for mark in marks if mark[0] == "@"), None)
    counter = next((int(mark[1:]) for mark in marks if mark[0] == ">"), 0)
    sectors = frozenset(mark[1:] for mark in marks if mark[0] == "#")
    return Standing(int(number), at(arrived), "P" in marks, slot, counter, sectors)


STORIES = [
    # why, who waits, calls of favoured ones in a row, now, the order
    ("ordinary numbers go by number", "3 08:30; 1 08:10; 2 08:20", 0, "09:00", "1 2 3"),
    ("a booked hour that has come goes before", "1 08:00; 2 08:50 @09:00", 0, "09:00", "2 1"),
    ("before the hour a booked one is ordinary", "1 08:00; 2 08:10 @09:00; 3 08:20", 0, "08:30", "1 2 3"),
    ("nobody else waits: the early one is called early", "2 08:10 @09:00", 0, "08:30", "2"),
    ("late within the grace the hour still counts", "1 08:00; 2 09:15 @09:00", 0, "09:16", "2 1"),
    ("later than the grace the number is ordinary", "1 08:00; 2 09:16 @09:00", 0, "09:20", "1 2"),
    ("priority goes before ordinary", "1 08:00; 2 08:10 P", 0, "09:00", "2 1"),
    ("booked and priority: who has waited longer", "1 08:10 P; 2 08:00 @08:30", 0, "09:00", "1 2"),
    ("booked and priority: the hour was earlier", "1 08:40 P; 2 08:00 @08:30", 0, "09:00", "2 1"),
    ("after two favoured in a row an ordinary one", "1 08:00; 2 08:01 P; 3 08:02 P; 4 08:03 P", 0, "09:00", "2 3 1 4"),
    ("the row is counted from earlier calls", "1 08:00; 2 08:01 P; 3 08:02 P", 1, "09:00", "2 1 3"),
    ("the row is full: ordinary now", "1 08:00; 2 08:01 P", 2, "09:00", "1 2"),
    ("a full row with no ordinary one stops nobody", "2 08:01 P; 3 08:02 P", 2, "09:00", "2 3"),
    ("sent on by another counter goes first", "1 08:00 P; 2 08:01 @08:30; 3 08:20 >1", 2, "09:00", "3 1 2"),
    ("two sent on: by number", "4 08:20 >1; 3 08:30 >1", 0, "09:00", "3 4"),
    ("nobody waits", "", 0, "09:00", ""),
]


@pytest.mark.parametrize(("why", "who", "streak", "now", "expected"), STORIES, ids=[one[0] for one in STORIES])
def test_the_order(why, who, streak, now, expected):
    waiting = [standing(one) for one in who.split(";") if one.strip()]

    found = rules.order(waiting, streak=streak, now=at(now), rule=RULE)

    assert " ".join(str(one.number) for one in found) == expected


def test_an_ordinary_one_is_never_passed_by_more_than_the_row_allows():
    """However many favoured ones keep coming, between two ordinary calls there are at most `favoured_in_row`."""
    crowd = [standing(f"{number} 08:{number:02d}{' P' if number % 5 else ''}") for number in range(1, 50)]

    lanes = [rules.lane_of(one, NINE, RULE) for one in rules.order(crowd, streak=0, now=NINE, rule=RULE)]

    last_ordinary = max(place for place, lane in enumerate(lanes) if lane is Lane.ORDINARY)
    row = longest = 0
    for lane in lanes[: last_ordinary + 1]:
        row = 0 if lane is Lane.ORDINARY else row + 1
        longest = max(longest, row)
    assert longest == RULE.favoured_in_row


@pytest.mark.parametrize(
    ("streak", "lane", "ordinary_waits", "after"),
    [
        (0, Lane.PRIORITY, True, 1),
        (1, Lane.BOOKED, True, 2),
        (1, Lane.PRIORITY, False, 1),
        (2, Lane.ORDINARY, True, 0),
        (1, Lane.RETURNED, True, 1),
    ],
)
def test_the_row_counts_only_who_was_passed(streak, lane, ordinary_waits, after):
    assert rules.streak_after(streak, lane, ordinary_waits=ordinary_waits) == after


@pytest.mark.parametrize(
    ("ticket", "window", "serves"),
    [
        ("1 08:00", Window(1), True),
        ("1 08:00 #dat_dai", Window(1), True),
        ("1 08:00", Window(1, frozenset({"ho_tich"})), True),
        ("1 08:00 #dat_dai", Window(1, frozenset({"ho_tich"})), False),
        ("1 08:00 #dat_dai #ho_tich", Window(1, frozenset({"ho_tich"})), True),
        ("1 08:00 >2 #ho_tich", Window(1, frozenset({"ho_tich"})), False),
        ("1 08:00 >2 #dat_dai", Window(2, frozenset({"ho_tich"})), True),
    ],
)
def test_which_counter_may_call(ticket, window, serves):
    assert rules.serves(window, standing(ticket)) is serves


def test_only_who_wants_my_counters_is_before_me():
    windows = [Window(1, frozenset({"ho_tich"})), Window(2, frozenset({"dat_dai"}))]
    waiting = [
        standing(one) for one in ("1 08:00 #dat_dai", "2 08:01 #ho_tich", "3 08:02 #ho_tich", "4 08:03 #dat_dai")
    ]

    assert [rules.ahead_of(one, waiting, windows, now=NINE, rule=RULE) for one in waiting] == [0, 0, 1, 1]
    assert rules.stranded(waiting, windows[:1]) == [waiting[0], waiting[3]]


@pytest.mark.parametrize(
    ("ahead", "windows", "services", "minutes"),
    [
        (4, 1, [10, 10, 10], 40),
        (4, 2, [6, 8, 30], 20),
        (0, 1, [5, 5, 5], 0),
        (1, 1, [1, 1, 1], 5),
        (4, 0, [10, 10, 10], None),
        (4, 1, [10, 10], None),
        (4, 1, [], None),
    ],
)
def test_the_estimate_is_from_today_or_unknown(ahead, windows, services, minutes):
    found = rules.estimate(ahead, windows, services)

    assert (found.minutes if found else None) == minutes


@pytest.mark.parametrize(
    ("window", "lane", "calls", "why"),
    [
        (Window(2, frozenset({"dat_dai"})), Lane.ORDINARY, 1, Why.ELSEWHERE),
        (Window(1), Lane.BOOKED, 1, Why.BOOKED),
        (Window(1), Lane.PRIORITY, 1, Why.PRIORITY),
        (Window(1), Lane.RETURNED, 1, Why.RETURNED),
        (Window(1), Lane.PRIORITY, 2, Why.AGAIN),
        (Window(1), Lane.ORDINARY, 1, Why.PASSED),
    ],
)
def test_why_twelve_was_called_before_nine(window, lane, calls, why):
    assert rules.why_before(standing("9 08:00 #ho_tich"), window, lane, calls) is why


HOLIDAY = WorkCalendar((DayOverride(date(2026, 11, 4), DayKind.HOLIDAY, "Nghỉ", "01/QĐ"),))


def test_days_that_can_be_booked_skip_days_off():
    found = slots.bookable_days(date(2026, 11, 2), 4, HOLIDAY)

    assert [one.day for one in found] == [3, 5, 6, 9]


def test_hours_lie_whole_within_sessions():
    found = [f"{one:%H:%M}" for one in slots.slots_on(date(2026, 11, 3), 90, HOLIDAY)]

    assert found == ["07:30", "09:00", "13:00", "14:30"]
    assert list(slots.slots_on(date(2026, 11, 4), 30, HOLIDAY)) == []


@pytest.mark.parametrize(
    ("shift", "offered"),
    [
        (timedelta(days=1), True),
        (timedelta(0), False),
        (timedelta(days=2), False),
        (timedelta(days=1, minutes=7), False),
        (timedelta(days=1, hours=3), False),
        (timedelta(days=-1), False),
        (timedelta(days=30), False),
    ],
    ids=["tomorrow", "today", "day off", "between two hours", "noon", "past", "too far"],
)
def test_only_hours_offered_are_taken(shift, offered):
    asked = NINE + shift

    assert slots.is_offered(asked, today=DAY, minutes=30, days=10, calendar=HOLIDAY) is offered
