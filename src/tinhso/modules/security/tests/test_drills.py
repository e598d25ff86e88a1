# SPDX-License-Identifier: EUPL-1.2
"""An exercise from its start to its end: who sees what, the clock over pauses, and that it counts nowhere."""

import uuid

import pytest

from tinhso.kernel.events.models import Act
from tinhso.kernel.registry.types import PostRole
from tinhso.modules.security.actions import drill_running as running
from tinhso.modules.security.actions import drills as actions
from tinhso.modules.security.errors import DrillImpossible, NotYourDrill
from tinhso.modules.security.models import Drill, DrillAnswer, Incident
from tinhso.modules.security.queries import drills as queries
from tinhso.modules.security.queries.drill_report import drill_report
from tinhso.modules.security.tests import test_exercises as figures
from tinhso.modules.security.tests.drilling import (
    DID,
    answered,
    begun,
    fresh,
    inject,
    member,
    minutes,
    prepared,
    run,
    told,
)
from tinhso.modules.security.tests.test_incidents import opened
from tinhso.modules.security.tests.world import NOW, person
from tinhso.modules.security.types.drills import DrillState, Verdict


def test_a_start_opens_an_incident_that_is_an_exercise(world):
    drill, _injects = begun(world)
    incident = Incident.objects.select_related("case").get()
    assert (incident.is_drill, incident.case_id, incident.category) == (True, drill.id, "intrusion")
    assert incident.case.title == f"Diễn tập: {drill.title}"
    assert (drill.incident_id, fresh(drill).state) == (incident.case_id, DrillState.RUNNING)
    assert running.start_drill(drill.id, viewer=world.operator, now=minutes(5)).started_at == NOW
    assert Incident.objects.count() == Act.objects.filter(verb="drill:started").count() == 1


def test_a_start_broken_off_after_the_incident_is_taken_up_again(world, monkeypatch):
    drill = prepared(world)
    member(world, drill)
    inject(world, drill)
    with monkeypatch.context() as patch:
        patch.setattr(running, "_begin", lambda *_told: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            run(world, "start_drill", drill)
    assert (Incident.objects.count(), fresh(drill).state) == (1, DrillState.PREPARED)
    assert run(world, "start_drill", drill, at=1).incident_id == Incident.objects.get().case_id


def test_an_exercise_never_takes_a_real_incident(world):
    real = opened(world)
    drill = actions.prepare_drill(real.case_id, told(world), viewer=world.operator, now=NOW)
    member(world, drill)
    inject(world, drill)
    with pytest.raises(DrillImpossible, match="sự cố thật"):
        run(world, "start_drill", drill)
    assert fresh(drill).state is DrillState.PREPARED


def test_what_is_due_follows_from_the_start_and_a_pause_shifts_what_is_left(world):
    drill, (first, second, third) = begun(world)
    run(world, "release_inject", drill, first.id)
    run(world, "pause_drill", drill, at=5)
    at = lambda count: queries.clock_of(fresh(drill), queries.injects_of(drill), minutes(count))  # noqa: E731
    assert (at(60).minute, at(60).due, at(60).is_running) == (5, 0, False)
    assert queries.planned_instant(fresh(drill), second.minute) is None
    with pytest.raises(DrillImpossible, match="tạm dừng"):
        run(world, "release_inject", drill, second.id, at=10)
    run(world, "resume_drill", drill, at=25)
    assert queries.planned_instant(fresh(drill), second.minute) == minutes(30)
    assert (at(29).due, at(30).due, at(50).due) == (0, 1, 2)
    run(world, "release_inject", drill, third.id, at=27)
    act = Act.objects.filter(verb="drill:inject:released").order_by("-seq").first()
    assert (act.data["planned"], act.data["minute"]) == (30, 7)
    assert run(world, "release_inject", drill, third.id, at=40).released_at == minutes(27)


def test_participants_see_what_was_put_in_for_them_and_nothing_else(world):
    drill = prepared(world)
    named = member(world, drill, world.doer)
    other = actions.add_member(drill.id, world.school.id, None, viewer=world.operator, now=NOW)
    mine, theirs = inject(world, drill, 0, named.id), inject(world, drill, 0, other.id)
    ours, later = inject(world, drill, 0), inject(world, drill, 20)
    run(world, "start_drill", drill)
    for one in (mine, theirs, ours):
        run(world, "release_inject", drill, one.id)
    shown = lambda viewer: {one.id for one in queries.released_for(fresh(drill), viewer)}  # noqa: E731
    assert shown(world.doer) == {mine.id, ours.id}
    assert shown(world.school_head) == {theirs.id, ours.id}
    assert later.id not in shown(world.doer)
    assert queries.drills_for(world.doer).count() == queries.drills_for(world.auditor).count() == 1
    assert queries.drills_for(world.head).count() == 0
    with pytest.raises(Drill.DoesNotExist):
        queries.drill_for(world.head, drill.id)
    for one, viewer in ((theirs, world.doer), (mine, world.school_head), (ours, world.head), (later, world.doer)):
        with pytest.raises(NotYourDrill):
            answered(world, drill, one, 1, viewer)
    assert not DrillAnswer.objects.exists()


def test_only_the_centre_prepares_and_runs(world):
    drill, (first, *_rest) = begun(world)
    for viewer in (world.head, world.doer, world.auditor):
        with pytest.raises(NotYourDrill):
            actions.prepare_drill(uuid.uuid4(), told(world), viewer=viewer, now=NOW)
        with pytest.raises(NotYourDrill):
            run(world, "release_inject", drill, first.id, viewer=viewer)
        for verb in ("pause_drill", "end_drill"):
            with pytest.raises(NotYourDrill):
                run(world, verb, drill, viewer=viewer)
        with pytest.raises(NotYourDrill):
            run(world, "judge_inject", drill, first.id, Verdict.MET, remark="", viewer=viewer)


def test_answers_and_verdicts_at_wrong_times_are_refused(world):
    drill, (first, second, _third) = begun(world)
    run(world, "release_inject", drill, first.id, at=2)
    for told_at in (minutes(0), minutes(9)):
        with pytest.raises(DrillImpossible) as refusal:
            answered(world, drill, first, 5, told_at=told_at)
        assert refusal.value.code == "told_at"
    with pytest.raises(DrillImpossible, match="đã làm gì"):
        answered(world, drill, first, 5, text="xong")
    with pytest.raises(DrillImpossible, match="đã đưa ra"):
        run(world, "judge_inject", drill, second.id, Verdict.MET, remark="")
    with pytest.raises(DrillImpossible, match="chưa đạt ở điểm nào"):
        run(world, "judge_inject", drill, first.id, Verdict.UNMET, remark=" ")
    with pytest.raises(DrillImpossible, match="vì sao bỏ qua"):
        run(world, "skip_inject", drill, second.id, why="")
    with pytest.raises(DrillImpossible, match="không bỏ qua"):
        run(world, "skip_inject", drill, first.id, why="Không còn thời gian.")
    run(world, "skip_inject", drill, second.id, why="Không còn thời gian.")
    with pytest.raises(DrillImpossible, match="đã bỏ qua"):
        run(world, "release_inject", drill, second.id)
    run(world, "end_drill", drill, at=60)
    with pytest.raises(DrillImpossible, match="không nhận trả lời"):
        answered(world, drill, first, 61)
    with pytest.raises(DrillImpossible):
        run(world, "release_inject", drill, second.id, at=61)


def test_the_same_form_again_is_the_same_answer_and_no_other(world):
    drill, (first, second, _third) = begun(world)
    for one in (first, second):
        run(world, "release_inject", drill, one.id)
    made = answered(world, drill, first, 1)
    send = lambda one, viewer: run(  # noqa: E731
        world, "answer_inject", drill, one.id, made.id, at=2, viewer=viewer, text=DID, told_at=None
    )
    assert send(first, world.doer).at == minutes(1)
    for one, viewer in ((second, world.doer), (first, world.head)):
        with pytest.raises(DrillImpossible, match="Trang đã cũ"):
            send(one, viewer)
    assert DrillAnswer.objects.count() == 1


def test_a_pause_that_lasts_ends_with_the_exercise(world):
    drill, _injects = begun(world)
    run(world, "pause_drill", drill, at=5)
    run(world, "end_drill", drill, at=25)
    found = drill_report(fresh(drill), minutes(50))
    assert (found.ran_minutes, found.pauses, found.left) == (5, ((minutes(5), minutes(25)),), 3)
    assert fresh(drill).state is DrillState.ENDED


def test_every_step_is_an_act_of_the_exercise_and_of_no_case(world):
    drill, (first, second, _third) = begun(world)
    run(world, "release_inject", drill, first.id)
    answered(world, drill, first, 1)
    run(world, "judge_inject", drill, first.id, Verdict.NOT_APPLICABLE, remark="")
    run(world, "skip_inject", drill, second.id, why="Không còn thời gian.")
    run(world, "pause_drill", drill, at=1)
    run(world, "resume_drill", drill, at=2)
    run(world, "end_drill", drill, at=3)
    run(world, "write_lessons", drill, "Cần số điện thoại trực.", at=4)
    acts = Act.objects.filter(subject=f"drill:{drill.id}").order_by("seq")
    assert [one.verb.removeprefix("drill:") for one in acts] == [
        "prepared", "member:added", "inject:written", "inject:written", "inject:written", "started",
        "inject:released", "inject:answered", "inject:judged", "inject:skipped", "paused", "resumed", "ended",
        "lessons:written",
    ]  # fmt: skip
    assert {one.case_id for one in acts} == {None}


@pytest.mark.parametrize("name", figures.FIGURES)
def test_nothing_of_a_whole_exercise_counts(world, name):
    """Figures, reports and packets are the same before and after: an exercise is no incident of the province."""
    figure, _counts = figures.FIGURES[name]
    before = figure(world.operator)
    drill, (first, _second, third) = begun(world)
    run(world, "release_inject", drill, first.id)
    answered(world, drill, first, 1)
    run(world, "judge_inject", drill, first.id, Verdict.MET, remark="")
    run(world, "skip_inject", drill, third.id, why="Không còn thời gian.")
    run(world, "end_drill", drill, at=3)
    assert figure(world.operator) == before


def test_who_came_to_the_unit_later_takes_part_with_it(world):
    drill, (first, *_rest) = begun(world)
    run(world, "release_inject", drill, first.id)
    assert answered(world, drill, first, 1, viewer=person(world.health, PostRole.SPECIALIST)).text == DID
