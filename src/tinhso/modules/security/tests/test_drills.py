# SPDX-License-Identifier: EUPL-1.2
"""An exercise from its scenario to its report: who sees what, the clock over pauses, and that it counts nowhere."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pypdfium2
import pytest

from tinhso.kernel.events.models import Act
from tinhso.kernel.registry.types import PostRole
from tinhso.modules.security.actions import drill_running as running
from tinhso.modules.security.actions import drills as actions
from tinhso.modules.security.errors import DrillImpossible, NotYourDrill
from tinhso.modules.security.incidents.drill_paper import drill_paper
from tinhso.modules.security.incidents.drills import starters
from tinhso.modules.security.models import Drill, DrillAnswer, DrillInject, DrillMember, Incident
from tinhso.modules.security.queries import drills as queries
from tinhso.modules.security.queries.drill_report import drill_report
from tinhso.modules.security.tests import test_exercises as figures
from tinhso.modules.security.tests.test_incidents import opened
from tinhso.modules.security.tests.world import NOW, person
from tinhso.modules.security.types.drills import DrillState, DrillTold, InjectTold, Verdict
from tinhso.modules.security.types.incidents import Category

DID = "Đã khóa tài khoản và giữ nhật ký."


def minutes(count: float):
    return NOW + timedelta(minutes=count)


def told(world, **changed) -> DrillTold:
    fields = {
        "title": "Lộ tài khoản thư của một cán bộ", "purpose": "Luyện xác minh và khóa tài khoản.",
        "category": Category.INTRUSION, "severity": 3, "unit_id": world.health.id, "system_name": "Thư công vụ",
        "planned_at": NOW,
    }  # fmt: skip
    return DrillTold(**(fields | changed))


def prepared(world, **changed) -> Drill:
    return actions.prepare_drill(uuid.uuid4(), told(world, **changed), viewer=world.operator, now=NOW)


def inject(world, drill, minute=10, member=None) -> DrillInject:
    what = InjectTold(minute, f"Tình huống ở phút {minute}.", "Khóa tài khoản, giữ nhật ký.", member)
    return actions.write_inject(drill.id, uuid.uuid4(), what, viewer=world.operator, now=NOW)


def member(world, drill, viewer=None) -> DrillMember:
    officer_id = viewer.officer_id if viewer else None
    return actions.add_member(drill.id, world.health.id, officer_id, viewer=world.operator, now=NOW)


def begun(world, *minutes_told: int) -> tuple[Drill, list[DrillInject]]:
    drill = prepared(world)
    member(world, drill)
    made = [inject(world, drill, one) for one in minutes_told or (0, 10, 30)]
    return running.start_drill(drill.id, viewer=world.operator, now=NOW), made


def run(world, verb, drill, *args, at=0, viewer=None, **told_):
    return getattr(running, verb)(drill.id, *args, viewer=viewer or world.operator, now=minutes(at), **told_)


def answered(world, drill, one, at, viewer=None, **changed) -> DrillAnswer:
    fields = {"text": DID, "told_at": None} | changed
    return run(world, "answer_inject", drill, one.id, uuid.uuid4(), at=at, viewer=viewer or world.doer, **fields)


def fresh(drill) -> Drill:
    return Drill.objects.get(id=drill.id)


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


def test_the_report_is_computed_from_the_acts(world):
    drill, (first, second, third) = begun(world)
    run(world, "release_inject", drill, first.id, at=1)
    run(world, "pause_drill", drill, at=3)
    run(world, "resume_drill", drill, at=13)
    once = answered(world, drill, first, 16, told_at=minutes(14))
    assert once.told_at == minutes(14)
    run(world, "release_inject", drill, second.id, at=18)
    run(world, "skip_inject", drill, third.id, at=19, why="Không còn thời gian.")
    run(world, "judge_inject", drill, first.id, Verdict.UNMET, at=20, remark="Chậm khóa tài khoản.")
    run(world, "judge_inject", drill, first.id, Verdict.MET, at=21, remark="Đã khóa đúng cách.")
    run(world, "end_drill", drill, at=30)
    run(world, "write_lessons", drill, "Cần số điện thoại trực ngoài giờ.", at=40)
    before = drill_report(fresh(drill), minutes(50))
    Drill.objects.update(started_at=NOW, ended_at=minutes(31))
    DrillInject.objects.update(verdict="")
    found = drill_report(fresh(drill), minutes(90))
    assert found == before
    assert (found.started_at, found.ended_at, found.ran_minutes) == (NOW, minutes(30), 20)
    assert found.unit_id == world.school.id, "the operator's seat"
    assert (found.released, found.skipped, found.left, found.answered, found.unjudged) == (2, 1, 0, 1, 1)
    assert dict(found.verdicts) == {Verdict.MET: 1, Verdict.UNMET: 0, Verdict.NOT_APPLICABLE: 0}
    one, two, three = found.lines
    assert (one.minute, one.released_minute, one.first_answer_minutes, one.verdict) == (0, 1, 5, "met")
    assert (two.released_minute, two.first_answer_minutes, two.verdict) == (8, None, "")
    assert (three.released_at, three.skipped_why) == (None, "Không còn thời gian.")


def test_the_paper_says_what_was_put_in_done_and_judged(world):
    """Words that a typesetter would run as a program stay words."""
    drill, (first, second, _third) = begun(world)
    run(world, "release_inject", drill, first.id, at=1)
    answered(world, drill, first, 6, text="Đã chặn #panic() và *giữ* [nhật ký].")
    run(world, "judge_inject", drill, first.id, Verdict.UNMET, at=7, remark="Chậm khóa tài khoản.")
    run(world, "skip_inject", drill, second.id, at=8, why="Không còn thời gian.")
    run(world, "end_drill", drill, at=20)
    run(world, "write_lessons", drill, "Cần số điện thoại trực.", at=21)
    found = queries.drill_for(world.operator, drill.id)
    pdf = drill_paper(found, drill_report(found, minutes(30)), ["Sở Y tế thử"], unit=world.school, now=minutes(30))
    pages = pypdfium2.PdfDocument(pdf)
    text = " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())
    for words in (
        "SỞ GIÁO DỤC THỬ", "DIỄN TẬP", "001/SC-2026", "đưa ra 1, bỏ qua 1, chưa đưa ra 1", "sau 5 phút",
        "Đã chặn #panic() và *giữ* [nhật ký].", "Đánh giá chưa đạt: Chậm khóa tài khoản.", "Bỏ qua vì: Không còn",
        "Thời gian diễn tập: 20 phút", "Cần số điện thoại trực.",
    ):  # fmt: skip
        assert words in text, words


def test_before_the_start_there_is_no_report(world):
    assert drill_report(prepared(world), NOW) is None


def test_a_pause_that_lasts_ends_with_the_exercise(world):
    drill, _injects = begun(world)
    run(world, "pause_drill", drill, at=5)
    run(world, "end_drill", drill, at=25)
    found = drill_report(fresh(drill), minutes(50))
    assert (found.ran_minutes, found.pauses, found.left) == (5, ((minutes(5), minutes(25)),), 3)
    assert fresh(drill).state is DrillState.ENDED


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
