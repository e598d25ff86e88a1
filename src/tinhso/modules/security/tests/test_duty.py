# SPDX-License-Identifier: EUPL-1.2
"""The roster: nobody twice at once, holes said, a week copied, lists line by line; only the centre keeps it."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tinhso.kernel.events.models import Act
from tinhso.kernel.registry.types import PostRole
from tinhso.modules.security.actions import duty
from tinhso.modules.security.duty_rules import Gap, Span, gaps, hours
from tinhso.modules.security.errors import DutyImpossible, MachineListUnreadable, NotYourCentre
from tinhso.modules.security.machine_list import read_list
from tinhso.modules.security.models import DutyShift
from tinhso.modules.security.queries import duty as queries
from tinhso.modules.security.queries import duty_list
from tinhso.modules.security.tests.world import NOW, person
from tinhso.modules.security.types.duty import DutyRole, ShiftTold

H = timedelta(hours=1)
MONDAY = timezone.make_aware(datetime(2026, 3, 9))


def told(who, begins_at, length=8 * H, role=DutyRole.WATCH) -> ShiftTold:
    return ShiftTold(who.officer_id, role, begins_at, begins_at + length)


def planned(world, begins_at, length=8 * H, who=None, **changed) -> DutyShift:
    what = told(who or world.operator, begins_at, length, **changed)
    return duty.plan_shift(uuid.uuid4(), what, viewer=world.operator, now=NOW)


@pytest.fixture
def second(world):
    return person(world.school, PostRole.OPERATOR)


@pytest.mark.parametrize(
    ("spans", "least", "expected"),
    [
        ([], {}, [("", 0, 24, 0, 1)]),
        ([("watch", 0, 24)], {}, []),
        ([("hunting", 0, 24)], {}, []),
        ([("watch", 0, 8), ("watch", 8, 24)], {}, []),
        ([("watch", 0, 8), ("analysis", 9, 24)], {}, [("", 8, 9, 0, 1)]),
        ([("watch", -5, 30)], {"watch": 1}, []),
        ([("watch", 0, 24)], {"watch": 2}, [("watch", 0, 24, 1, 2)]),
        ([("watch", 0, 12), ("watch", 6, 24)], {"watch": 2}, [("watch", 0, 6, 1, 2), ("watch", 12, 24, 1, 2)]),
        ([("watch", 0, 12), ("watch", 12, 24)], {"watch": 2}, [("watch", 0, 24, 1, 2)]),
        ([("watch", 0, 24)], {"watch": 1, "response": 1}, [("response", 0, 24, 0, 1)]),
        ([], {"watch": 0}, [("", 0, 24, 0, 1)]),
    ],
)
def test_holes_are_where_fewer_are_there_than_told(spans, least, expected):
    at = lambda hour: MONDAY + hour * H  # noqa: E731
    found = gaps([Span(role, at(low), at(high)) for role, low, high in spans], at(0), at(24), least)
    assert found == [Gap(role, at(low), at(high), there, needed) for role, low, high, there, needed in expected]


def test_hours_are_cut_at_the_span():
    span = Span("watch", MONDAY - 4 * H, MONDAY + 4 * H)
    assert hours([span, span], MONDAY, MONDAY + 24 * H) == 8


def test_a_shift_is_an_act_and_the_same_form_makes_one(world):
    one = planned(world, MONDAY)
    again = duty.plan_shift(one.id, told(world.operator, MONDAY + 99 * H), viewer=world.operator, now=NOW)
    assert (again.id, DutyShift.objects.count()) == (one.id, 1)
    act = Act.objects.get(verb="duty_shift:planned")
    assert (act.data["officer"], act.data["role"], act.data["way"]) == (str(world.operator.officer_id), "watch", "form")
    assert [shift.id for shift in queries.on_duty(MONDAY)] == [one.id]
    assert queries.on_duty(MONDAY + 8 * H) == []


@pytest.mark.parametrize(
    ("begins_at", "length", "sentence"),
    [
        (MONDAY, timedelta(0), "phải sau giờ bắt đầu"),
        (MONDAY, -H, "phải sau giờ bắt đầu"),
        (MONDAY, 25 * H, "dài nhất 24 giờ"),
        (NOW - 9 * H, 8 * H, "đã qua"),
        (NOW + timedelta(days=400), 8 * H, "một năm"),
    ],
)
def test_impossible_shifts_are_refused(world, begins_at, length, sentence):
    with pytest.raises(DutyImpossible, match=sentence):
        planned(world, begins_at, length)
    assert not DutyShift.objects.exists()


@pytest.mark.parametrize(("shift", "clashes"), [(-8, False), (8, False), (-7, True), (7, True), (2, True)])
def test_nobody_is_twice_on_duty_at_once(world, second, shift, clashes):
    planned(world, MONDAY, role=DutyRole.WATCH)
    planned(world, MONDAY, who=second)
    if clashes:
        with pytest.raises(DutyImpossible, match="từ 00:00 09/03/2026 đến 08:00 09/03/2026"):
            planned(world, MONDAY + shift * H, role=DutyRole.ANALYSIS)
    else:
        planned(world, MONDAY + shift * H, role=DutyRole.ANALYSIS)


def test_the_database_refuses_two_at_once_too(world):
    one = planned(world, MONDAY)
    with pytest.raises(IntegrityError, match="duty_shift_once_at_a_time"), transaction.atomic():
        DutyShift.objects.create(
            officer_id=one.officer_id, role="watch", begins_at=MONDAY + H, ends_at=MONDAY + 2 * H,
            planned_by_id=one.planned_by_id, planned_at=NOW,
        )  # fmt: skip


def test_only_operators_are_on_duty_and_keep_the_roster(world):
    with pytest.raises(DutyImpossible, match="quản trị vận hành"):
        planned(world, MONDAY, who=world.head)
    for viewer in (world.head, world.auditor, world.doer):
        with pytest.raises(NotYourCentre):
            duty.plan_shift(uuid.uuid4(), told(world.operator, MONDAY), viewer=viewer, now=NOW)
        with pytest.raises(NotYourCentre):
            duty.tell_staffing(DutyRole.WATCH, 1, viewer=viewer, now=NOW)
        with pytest.raises(NotYourCentre):
            duty.copy_week(MONDAY, viewer=viewer, now=NOW)
        with pytest.raises(NotYourCentre):
            duty.take_shifts([], viewer=viewer, now=NOW)


def test_a_future_shift_goes_a_running_one_ends_a_past_one_stays(world):
    future, running = planned(world, MONDAY), planned(world, NOW - H)
    duty.withdraw_shift(future.id, viewer=world.operator, now=NOW)
    duty.withdraw_shift(running.id, viewer=world.operator, now=NOW)
    running.refresh_from_db()
    assert (running.ends_at, running.withdrawn_at) == (NOW, None)
    assert queries.shifts_between(MONDAY, MONDAY + 24 * H) == []
    with pytest.raises(DutyImpossible, match="đã qua"):
        duty.withdraw_shift(running.id, viewer=world.operator, now=NOW + H)
    planned(world, MONDAY)
    assert Act.objects.filter(verb="duty_shift:withdrawn").count() == 2


def test_a_week_is_copied_once_and_what_clashes_is_said(world, second):
    before = MONDAY - timedelta(days=7)
    planned(world, before + 7 * H)
    planned(world, before + 160 * H, 12 * H, who=second)
    planned(world, MONDAY + 162 * H, who=second, role=DutyRole.HUNTING)
    made, left = duty.copy_week(MONDAY, viewer=world.operator, now=NOW)
    assert (made, len(left)) == (1, 1)
    assert "đã có ca" in left[0]
    assert [one.begins_at for one in queries.shifts_between(MONDAY, MONDAY + 24 * H)][-1] == MONDAY + 7 * H
    assert duty.copy_week(MONDAY, viewer=world.operator, now=NOW)[0] == 0


def test_numbers_of_people_are_the_operators_and_the_report_counts_by_role(world, second):
    planned(world, MONDAY, 12 * H)
    planned(world, MONDAY + 12 * H, 12 * H, who=second)
    assert queries.gaps_between(MONDAY, MONDAY + 24 * H) == []
    duty.tell_staffing(DutyRole.WATCH, 2, viewer=world.operator, now=NOW)
    duty.tell_staffing(DutyRole.WATCH, 2, viewer=world.operator, now=NOW)
    [gap] = queries.gaps_between(MONDAY, MONDAY + 24 * H)
    assert (gap.role, gap.there, gap.least) == ("watch", 1, 2)
    watch = next(one for one in queries.sums_between(MONDAY, MONDAY + 24 * H) if one.role == DutyRole.WATCH)
    assert (watch.people, watch.shifts, watch.person_hours, watch.gap_hours) == (2, 2, 24, 24)
    assert Act.objects.filter(verb="duty_staffing:told").count() == 1
    with pytest.raises(DutyImpossible):
        duty.tell_staffing(DutyRole.WATCH, 100, viewer=world.operator, now=NOW)


def listed(world, *lines: str) -> list[duty_list.Read]:
    text = "\n".join(["Người trực,Tài khoản,Vai trò,Từ,Đến", *lines])
    return duty_list.read_lines(read_list(text.encode(), "ca.csv", duty_list.SHAPE), NOW)


def test_a_list_is_read_line_by_line(world, second):
    name = world.operator.key.removeprefix("officer:")
    account = queries.candidates(MONDAY.date()).get(id=name).account.username
    rows = listed(
        world,
        f",{account},Trực giám sát,09/03/2026 07:00,2026-03-09 15:00",
        f",{account},phân tích,09/03/2026 14:00,09/03/2026 20:00",
        f",{account},thợ lặn,09/03/2026 07:00,09/03/2026 15:00",
        f",{account},ứng cứu,hôm qua,09/03/2026 15:00",
        f",{account},ứng cứu,01/03/2026 07:00,01/03/2026 15:00",
        "Nguyễn Không Ai,,ứng cứu,09/03/2026 07:00,09/03/2026 15:00",
        "Lê Thị Thử,,ứng cứu,09/03/2026 07:00,09/03/2026 15:00",
        ",,ứng cứu,09/03/2026 07:00,09/03/2026 15:00",
    )
    said = [one.problem for one in rows]
    assert rows[0].told == told(world.operator, MONDAY + 7 * H)
    for problem, words in zip(
        said[1:], ("đã có ca", "Vai trò phải", "Giờ bắt đầu", "đã qua", "Không có ai", "Có nhiều người", "chưa ghi"),
        strict=True,
    ):  # fmt: skip
        assert words in problem
    made = duty.take_shifts([one.told for one in rows if one.told], viewer=world.operator, now=NOW)
    assert len(made) == 1
    again = listed(world, f",{account},watch,2026-03-09 07:00:00,2026-03-09 15:00:00")
    assert "đã có trong lịch" in again[0].problem


def test_a_list_that_clashes_meanwhile_is_not_taken_at_all(world):
    many = [told(world.operator, MONDAY), told(world.operator, MONDAY + 4 * H)]
    with pytest.raises(DutyImpossible):
        duty.take_shifts(many, viewer=world.operator, now=NOW)
    assert not DutyShift.objects.exists()


def test_a_file_of_something_else_gets_one_sentence():
    with pytest.raises(MachineListUnreadable, match="Vai trò"):
        read_list("Tên máy,Loại\nmay-1,máy chủ\n".encode(), "may.csv", duty_list.SHAPE)
    with pytest.raises(MachineListUnreadable, match="ca trực"):
        read_list(b" ", "ca.csv", duty_list.SHAPE)
