# SPDX-License-Identifier: EUPL-1.2
"""The way of a level: drawn up, complete in 5 working days, appraised, approved (Điều 12–18)."""

import uuid
from datetime import date, datetime

import pytest
from django.utils import timezone

from tinhso.kernel.casework.errors import NotYourTurn, SomeoneWasFaster, StepImpossible
from tinhso.kernel.events.models import Act
from tinhso.kernel.registry.types import PostRole
from tinhso.modules.security import actions
from tinhso.modules.security.errors import DossierChangedMeanwhile, LevelImpossible, NotYourSystem, RegisterIncomplete
from tinhso.modules.security.models import InformationSystem, LevelDossier
from tinhso.modules.security.queries import levels as queries
from tinhso.modules.security.tests.levelling import INTERNAL, SECRET, at, case_of, drafted, full, go
from tinhso.modules.security.tests.registering import system
from tinhso.modules.security.tests.world import NOW, person, unit


def test_the_whole_way_of_a_level_3_with_its_clocks(world, people):
    """5 working days (TT 03/2017, Điều 14), 15 days (Điều 16), 7 working days (Điều 17); the owner approves."""
    dossier = full(world, people)
    case = go(actions.submit_dossier, dossier, viewer=world.head)
    assert (case.state, case.unit_id) == ("checking", world.school.id)
    assert timezone.localdate(case.due_at) == date(2026, 3, 9)

    case = go(actions.accept_dossier, dossier, viewer=people.checker, now=at(4))
    assert (case.state, timezone.localdate(case.due_at)) == ("appraising", date(2026, 3, 19))

    said = actions.Appraisal("Đạt yêu cầu.", "", "")
    case = go(actions.appraise_dossier, dossier, said, viewer=people.chief, now=at(10))
    assert (case.state, case.unit_id, timezone.localdate(case.due_at)) == (
        "approving", people.owner.id, date(2026, 3, 19)
    )  # fmt: skip

    case = go(actions.approve_level, dossier, "12/QĐ-UBND", viewer=people.leader, now=at(12))
    assert (case.state, case.phase) == ("in_force", "done")
    made = InformationSystem.objects.get()
    assert (made.level, made.level_on) == (3, date(2026, 3, 12))
    acts = list(Act.objects.filter(case_id=case.id, verb__startswith="level_dossier:").order_by("seq"))
    assert [one.verb.partition(":")[2] for one in acts] == [
        "drafted", "written", "file:added", "submitted", "accepted", "appraised", "approved"
    ]  # fmt: skip
    assert acts[-1].data | {"system": "", "focal": ""} == {
        "system": "", "focal": "", "level": 3, "on_time": True, "again": False
    }  # fmt: skip


def test_levels_1_and_2_have_no_limit_of_appraisal_and_the_security_unit_approves(world, people):
    dossier = full(world, people, INTERNAL)
    go(actions.submit_dossier, dossier, viewer=world.head)
    case = go(actions.accept_dossier, dossier, viewer=people.checker)
    assert (dossier.level, case.due_at) == (2, None)

    case = go(actions.appraise_dossier, dossier, actions.Appraisal("Đạt.", "", ""), viewer=people.chief)
    assert case.unit_id == world.school.id
    go(actions.approve_level, dossier, "5/QĐ", viewer=people.chief)
    assert InformationSystem.objects.get().level == 2
    (appraised,) = Act.objects.filter(verb="level_dossier:appraised")
    assert appraised.data == {"on_time": True, "limited": False}


def test_a_level_4_names_its_appraiser_and_takes_30_days(world, people):
    dossier = full(world, people, SECRET)
    go(actions.submit_dossier, dossier, viewer=world.head)
    case = go(actions.accept_dossier, dossier, viewer=people.checker)
    assert (dossier.level, timezone.localdate(case.due_at)) == (4, date(2026, 4, 1))

    for said, box in (
        (actions.Appraisal("Đạt.", "", "7/BC"), "appraiser"),
        (actions.Appraisal("Đạt.", "Bộ Công an", " "), "number"),
        (actions.Appraisal(" ", "Bộ Công an", "7/BC"), "text"),
    ):
        with pytest.raises(LevelImpossible) as refused:
            go(actions.appraise_dossier, dossier, said, viewer=people.chief)
        assert refused.value.code == box
    case = go(actions.appraise_dossier, dossier, actions.Appraisal("Đạt.", "Bộ Công an", "7/BC"), viewer=people.chief)
    assert case.unit_id == people.owner.id


def test_a_late_appraisal_is_written_down_as_late(world, people):
    dossier = full(world, people)
    go(actions.submit_dossier, dossier, viewer=world.head)
    go(actions.accept_dossier, dossier, viewer=people.checker, now=at(10))
    late = timezone.make_aware(datetime(2026, 3, 27, 9))
    go(actions.appraise_dossier, dossier, actions.Appraisal("Đạt.", "", ""), viewer=people.chief, now=late)

    assert [one.data["on_time"] for one in Act.objects.filter(verb="level_dossier:accepted")] == [False]
    assert [one.data["on_time"] for one in Act.objects.filter(verb="level_dossier:appraised")] == [False]


def test_an_incomplete_dossier_is_not_sent_and_everything_that_lacks_is_said(world, people):
    dossier = drafted(world, people)
    with pytest.raises(LevelImpossible) as refused:
        go(actions.submit_dossier, dossier, viewer=world.head)

    assert "Phần 2" in refused.value.sentence
    assert "Phần 4: vận hành" in refused.value.sentence
    assert case_of(dossier).state == "drafting"


def test_a_dossier_sent_back_can_be_written_again_and_its_clock_stands(world, people):
    dossier = full(world, people)
    go(actions.submit_dossier, dossier, viewer=world.head)
    with pytest.raises(LevelImpossible):
        actions.write_dossier(dossier.case_id, {"overview": "x"}, viewer=world.doer, now=NOW, expected_version=2)
    with pytest.raises(LevelImpossible):
        go(actions.send_back, dossier, "  ", viewer=people.checker)
    case = go(actions.send_back, dossier, "Thiếu sơ đồ mạng.", viewer=people.checker)

    assert (case.state, case.unit_id, case.due_at) == ("drafting", world.health.id, None)
    assert [one.text for one in queries.words_of(dossier)] == ["Thiếu sơ đồ mạng."]
    actions.write_dossier(dossier.case_id, {"overview": "Có sơ đồ."}, viewer=world.doer, now=NOW, expected_version=2)
    go(actions.submit_dossier, dossier, viewer=world.head)


@pytest.mark.parametrize("who", ["doer", "school_head", "auditor", "operator"])
def test_only_the_head_or_leader_of_the_unit_sends_it(world, people, who):
    dossier = full(world, people)
    with pytest.raises(NotYourTurn):
        go(actions.submit_dossier, dossier, viewer=getattr(world, who))


def test_only_the_owners_leader_approves_a_level_3(world, people):
    dossier = full(world, people)
    go(actions.submit_dossier, dossier, viewer=world.head)
    go(actions.accept_dossier, dossier, viewer=people.checker)
    go(actions.appraise_dossier, dossier, actions.Appraisal("Đạt.", "", ""), viewer=people.chief)

    for viewer in (people.chief, world.head, world.operator):
        with pytest.raises(NotYourTurn):
            go(actions.approve_level, dossier, "1/QĐ", viewer=viewer)
    with pytest.raises(LevelImpossible):
        go(actions.approve_level, dossier, " ", viewer=people.leader)


def test_steps_out_of_order_and_old_pages_are_refused(world, people):
    dossier = full(world, people)
    with pytest.raises(NotYourTurn):
        go(actions.accept_dossier, dossier, viewer=people.checker)
    go(actions.submit_dossier, dossier, viewer=world.head)
    with pytest.raises(SomeoneWasFaster):
        actions.accept_dossier(dossier.case_id, viewer=people.checker, now=NOW, expected_version=1)
    with pytest.raises(StepImpossible):
        go(actions.appraise_dossier, dossier, actions.Appraisal("Đạt.", "", ""), viewer=people.chief)


def test_two_who_write_at_once(world, people):
    dossier = drafted(world, people)
    actions.write_dossier(dossier.case_id, {"overview": "Một"}, viewer=world.doer, now=NOW, expected_version=1)
    with pytest.raises(DossierChangedMeanwhile):
        actions.write_dossier(dossier.case_id, {"overview": "Hai"}, viewer=world.head, now=NOW, expected_version=1)
    with pytest.raises(NotYourSystem):
        actions.write_dossier(
            dossier.case_id, {"overview": "Ba"}, viewer=world.school_head, now=NOW, expected_version=2
        )
    with pytest.raises(LevelImpossible):
        actions.write_dossier(
            dossier.case_id, {"overview": "x" * 20_001}, viewer=world.doer, now=NOW, expected_version=2
        )

    assert LevelDossier.objects.get().said["overview"] == "Một"


def test_a_dossier_needs_a_level_and_there_is_one_at_a_time(world, people):
    bare = system(world, owner_id=people.owner.id)
    with pytest.raises(LevelImpossible):
        actions.draft_dossier(uuid.uuid4(), bare.id, "new", viewer=world.head, now=NOW)
    first = drafted(world, people)
    with pytest.raises(LevelImpossible):
        actions.draft_dossier(uuid.uuid4(), bare.id, "new", viewer=world.head, now=NOW)
    with pytest.raises(RegisterIncomplete):
        actions.withdraw_system(bare.id, viewer=world.head, now=NOW)
    go(actions.drop_dossier, first, viewer=world.head)

    again = actions.draft_dossier(uuid.uuid4(), bare.id, "new", viewer=world.head, now=NOW)
    assert case_of(again).state == "drafting"


@pytest.mark.parametrize(("who", "sees"), [("head", True), ("doer", True), ("auditor", True), ("school_head", True)])
def test_who_reads_a_dossier(world, people, who, sees):
    dossier = drafted(world, people)
    stranger = person(unit("Sở khác"), PostRole.HEAD)

    assert (queries.dossier_for(getattr(world, who), dossier.case_id) is not None) is sees
    with pytest.raises(LevelDossier.DoesNotExist):
        queries.dossier_for(stranger, dossier.case_id)
