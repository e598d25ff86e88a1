# SPDX-License-Identifier: EUPL-1.2
"""The scenario of an exercise: what it needs, who takes part, copied, fixed by the start."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from tinhso.modules.security.actions import drills as actions
from tinhso.modules.security.errors import DrillImpossible
from tinhso.modules.security.incidents.drills import starters
from tinhso.modules.security.models import Drill, DrillInject, Incident
from tinhso.modules.security.tests.drilling import (
    answered,
    begun,
    inject,
    member,
    minutes,
    prepared,
    run,
    told,
)
from tinhso.modules.security.tests.world import NOW
from tinhso.modules.security.types.drills import DrillState, InjectTold


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"title": "ngắn"}, "title"),
        ({"title": "x" * 281}, "title"),
        ({"purpose": ""}, "purpose"),
        ({"system_name": " "}, "system_name"),
        ({"severity": 0}, "severity"),
        ({"unit_id": uuid.uuid4()}, "unit"),
        ({"planned_at": NOW - timedelta(days=2)}, "planned_at"),
        ({"planned_at": NOW + timedelta(days=500)}, "planned_at"),
    ],
)
def test_what_a_scenario_lacks_is_said(world, changed, code):
    with pytest.raises(DrillImpossible) as refusal:
        prepared(world, **changed)
    assert (refusal.value.code, Drill.objects.count()) == (code, 0)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"minute": -1}, "minute"),
        ({"minute": 99_999}, "minute"),
        ({"text": "ngắn"}, "text"),
        ({"expected": ""}, "expected"),
        ({"member_id": uuid.uuid4()}, "member"),
    ],
)
def test_what_a_situation_lacks_is_said(world, changed, code):
    drill = prepared(world)
    what = replace(InjectTold(5, "Có thư lạ gửi ra ngoài.", "Khóa tài khoản ngay."), **changed)
    with pytest.raises(DrillImpossible) as refusal:
        actions.write_inject(drill.id, uuid.uuid4(), what, viewer=world.operator, now=NOW)
    assert (refusal.value.code, DrillInject.objects.count()) == (code, 0)


def test_the_scenario_is_fixed_by_the_start_and_may_grow(world):
    drill, (first, *_rest) = begun(world)
    member_id = drill.members.get().id
    for refused in (
        lambda **told_: actions.change_drill(drill.id, told(world), **told_),
        lambda **told_: actions.cancel_drill(drill.id, **told_),
        lambda **told_: actions.remove_inject(drill.id, first.id, **told_),
        lambda **told_: actions.remove_member(drill.id, member_id, **told_),
    ):
        with pytest.raises(DrillImpossible, match="đã bắt đầu"):
            refused(viewer=world.operator, now=NOW)
    assert inject(world, drill, 15).minute == 15
    run(world, "release_inject", drill, first.id)
    what = InjectTold(3, "Sửa điều đã đưa ra.", "Không được phép sửa.")
    with pytest.raises(DrillImpossible, match="không sửa được"):
        actions.write_inject(drill.id, first.id, what, viewer=world.operator, now=NOW)


def test_a_scenario_is_copied_with_whom_it_is_for_and_nothing_of_how_it_went(world):
    drill = prepared(world)
    named = member(world, drill, world.doer)
    mine, _ours = inject(world, drill, 0, named.id), inject(world, drill, 5)
    run(world, "start_drill", drill)
    run(world, "release_inject", drill, mine.id)
    answered(world, drill, mine, 1)
    copy = actions.prepare_drill(
        uuid.uuid4(), told(world, title="Lần thứ hai trong năm"), source=drill, viewer=world.operator, now=minutes(9)
    )
    first, second = copy.injects.order_by("minute")
    assert (copy.state, copy.copied_from_id, first.text) == (DrillState.PREPARED, drill.id, mine.text)
    assert (first.member.officer_id, first.member.drill_id, second.member) == (world.doer.officer_id, copy.id, None)
    assert (first.released_at, first.answers.count(), Incident.objects.count()) == (None, 0, 1)


@pytest.mark.parametrize("key", ["leaked_account", "commune_ransomware", "defaced_portal"])
def test_each_scenario_that_comes_along_can_be_begun(world, key):
    one = starters()[key]
    what = told(world, title=one.title, purpose=one.purpose, category=one.category, severity=one.severity)
    drill = actions.prepare_drill(uuid.uuid4(), what, starter=key, viewer=world.operator, now=NOW)
    assert (drill.starter, drill.injects.count()) == (key, len(one.injects))
    assert len(one.injects) >= 5
    for row in one.injects:
        assert len(row.text) >= actions.SHORTEST_WORDS <= len(row.expected)
    member(world, drill)
    assert run(world, "start_drill", drill).incident_id == drill.id


def test_members_are_once_each_and_their_situations_go_to_everybody_when_they_leave(world):
    drill = prepared(world)
    one = member(world, drill)
    assert (member(world, drill).id, member(world, drill, world.doer).id != one.id) == (one.id, True)
    meant = inject(world, drill, 0, one.id)
    actions.remove_member(drill.id, one.id, viewer=world.operator, now=NOW)
    meant.refresh_from_db()
    assert (meant.member_id, drill.members.count()) == (None, 1)
    actions.cancel_drill(drill.id, viewer=world.operator, now=NOW)
    with pytest.raises(DrillImpossible, match="đã hủy"):
        run(world, "start_drill", drill)


@pytest.mark.parametrize("lacks", ["injects", "members"])
def test_a_start_needs_somebody_and_something(world, lacks):
    drill = prepared(world)
    if lacks == "injects":
        member(world, drill)
    else:
        inject(world, drill)
    with pytest.raises(DrillImpossible, match="tình huống nào" if lacks == "injects" else "ai tham gia"):
        run(world, "start_drill", drill)
    assert not Incident.objects.exists()
