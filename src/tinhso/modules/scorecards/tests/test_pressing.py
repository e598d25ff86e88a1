# SPDX-License-Identifier: EUPL-1.2
"""Declarations that press: by the area of who looks, in the right list, climbing the ladder of all cases."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from tinhso.kernel.calendar.actions import load_bundled_holidays
from tinhso.kernel.casework.actions import remind_due_cases
from tinhso.kernel.registry.actions import install_province, load_reference
from tinhso.modules.scorecards import pressing
from tinhso.modules.scorecards.pressing import Press
from tinhso.modules.scorecards.tests import world as made

AFTER = made.DUE + timedelta(days=1)


@pytest.fixture
def world(db):
    load_bundled_holidays(now=made.NOW)
    load_reference(provinces={"83"})
    install_province(province_code="83", law_date=date(2023, 12, 31), now=made.NOW, by=made.SETUP)
    return made.build()


def codes(viewer, today: date, press: Press) -> set[str]:
    return {one.declaration.component for one in pressing.pressing(viewer, today, press)}


def test_what_a_unit_owes_is_soon_then_overdue_and_gone_when_declared(world, opened):
    one = made.assigned(world, opened, "1.1")

    assert codes(world.health_head, made.DUE - timedelta(days=4), Press.SOON) == set()
    assert codes(world.health_head, made.DUE - timedelta(days=3), Press.SOON) == {"1.1"}
    assert codes(world.health_head, made.DUE, Press.OVERDUE) == set()
    assert codes(world.health_head, AFTER, Press.OVERDUE) == {"1.1"}
    made.declared(world, one)
    assert codes(world.health_head, AFTER, Press.OVERDUE) == set()
    assert codes(world.health_head, AFTER, Press.JUDGE) == set()
    assert codes(world.keeper, AFTER, Press.JUDGE) == {"1.1"}


def test_the_standing_office_sees_all_of_its_round_and_others_only_their_own(world, opened):
    made.assigned(world, opened, "1.1")

    assert len(codes(world.keeper, AFTER, Press.OVERDUE)) == 98
    assert codes(world.school_head, AFTER, Press.OVERDUE) == set()
    units = pressing.pressed_units(world.keeper, AFTER)
    assert [(one.name, one.overdue) for one in units] == [("", 97), ("Sở Y tế thử", 1)]


def test_evidence_ages_thirty_days_before_its_end_and_after(world, opened):
    one = made.assigned(world, opened, "1.1")
    until = made.TODAY + timedelta(days=40)
    made.accepted(world, made.declared(world, one, made.ratio(valid_until=until)))

    assert codes(world.keeper, made.TODAY, Press.AGES) == set()
    assert codes(world.keeper, made.TODAY + timedelta(days=10), Press.AGES) == {"1.1"}
    assert codes(world.health_head, until + timedelta(days=5), Press.AGES) == {"1.1"}
    assert pressing.pressing(world.keeper, until, Press.AGES)[0].until == until


def test_a_round_is_named_two_weeks_before_its_last_day_and_while_it_stays_open(world, opened):
    early, near = made.LAST - timedelta(days=15), made.LAST - timedelta(days=14)

    assert pressing.closing_rounds(world.keeper, early) == []
    assert [one.days_left for one in pressing.closing_rounds(world.keeper, near)] == [14]
    assert pressing.closing_rounds(world.keeper, made.LAST + timedelta(days=3))[0].owed == 98
    assert pressing.closing_rounds(world.school_head, near) == []


def test_a_declaration_climbs_the_ladder_of_all_cases_once_a_rung(world, opened):
    made.assigned(world, opened, "1.1")
    late = datetime.combine(AFTER, datetime.min.time(), tzinfo=UTC) + timedelta(hours=3)

    assert remind_due_cases(now=late) == 1
    assert remind_due_cases(now=late + timedelta(minutes=10)) == 0
    row = pressing.pressing(world.health_head, timezone.localdate(late), Press.OVERDUE)[0]
    assert row.reminder is not None
    assert row.reminder.title == "Quá hạn"


def test_the_number_of_queries_does_not_grow_with_the_list(world, opened, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        assert len(pressing.pressing(world.keeper, AFTER, Press.OVERDUE)) == 98
