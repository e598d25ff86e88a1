# SPDX-License-Identifier: EUPL-1.2
"""The life of a plan: drawn up, issued, worked on, proved, confirmed; who may not, and what comes twice."""

import uuid
from datetime import date, timedelta

import pytest

from tinhso.kernel.casework import queries as casework
from tinhso.kernel.casework.errors import SomeoneWasFaster, StepImpossible
from tinhso.kernel.documents.errors import FileRefused
from tinhso.kernel.documents.models import Document
from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.models import Act
from tinhso.kernel.indicators.actions import add_acts
from tinhso.kernel.indicators.models import Fact
from tinhso.modules.plans import actions, queries
from tinhso.modules.plans.errors import NotYourPlan, NotYourTask, PlanChangedMeanwhile, PlanIncomplete, PlanNotOpen
from tinhso.modules.plans.models import Plan, Task
from tinhso.modules.plans.tests.world import DUE, NOW, TODAY, World, draft, fresh, in_force, task_told, told

PROOF = actions.Proof("Đã số hóa xong bệnh án của ba bệnh viện.", paper="45/BC-SYT ngày 20/6/2026")
LATER = NOW + timedelta(days=10)


def verbs() -> list[str]:
    return [one.verb for one in Act.objects.filter(verb__startswith="plan").order_by("seq")]


def reported(world: World, *, at=LATER, proof: actions.Proof = PROOF) -> Task:
    _plan, (task,) = in_force(world)
    actions.pass_on_task(
        task.case_id, officer_id=world.health_doer.as_officer, viewer=world.health_head, now=LATER, expected_version=2
    )
    return fresh(actions.report_task(task.case_id, proof, viewer=world.health_doer, now=at, expected_version=3))


def test_from_draft_to_confirmed_every_step_is_an_act(world: World):
    task = reported(world)
    actions.confirm_task(task.case_id, text="", viewer=world.keeper, now=LATER, expected_version=task.case.version)

    assert verbs() == [
        "plan:drafted", "plan_task:planned", "plan_task:given", "plan:issued",
        "plan_task:passed_on", "plan_task:reported", "plan_task:confirmed",
    ]  # fmt: skip
    assert fresh(task).case.state == "confirmed"


def test_the_figures_are_folded_from_the_acts(world: World):
    task = reported(world)
    actions.confirm_task(task.case_id, text="", viewer=world.keeper, now=LATER, expected_version=task.case.version)

    add_acts(list(ledger.acts_between(1, 10**9)))

    found = {one.fact: one.value for one in Fact.objects.filter(fact__startswith="plans.", unit_id=world.health.id)}
    assert found == {"plans.given": 1, "plans.confirmed": 1, "plans.confirmed_on_time": 1}


def test_a_task_of_a_plan_lies_in_the_inbox_of_whose_turn_it_is(world: World):
    _plan, (task,) = in_force(world)
    assert [one.id for one in casework.inbox(world.health_head)] == [task.case_id]
    actions.pass_on_task(
        task.case_id, officer_id=world.health_doer.as_officer, viewer=world.health_head, now=NOW, expected_version=2
    )
    assert [one.id for one in casework.inbox(world.health_doer)] == [task.case_id]
    actions.report_task(task.case_id, PROOF, viewer=world.health_doer, now=NOW, expected_version=3)
    assert [one.id for one in casework.inbox(world.keeper)] == [task.case_id]
    assert not casework.inbox(world.other_keeper)


def test_a_draft_is_nobodys_work_and_nobody_elses_reading(world: World):
    plan = draft(world)
    actions.plan_task(plan.id, task_told(world), viewer=world.keeper, now=NOW)

    assert not casework.inbox(world.health_head)
    assert not queries.plans_for(world.health_head)
    with pytest.raises(Plan.DoesNotExist):
        queries.plan_for_officer(world.health_head, plan.id)
    assert [one.id for one in queries.plans_for(world.leader)] == [plan.id]


def test_a_person_named_in_the_draft_gets_the_task_with_the_plan(world: World):
    _plan, (task,) = in_force(world, task_told(world, officer_id=world.health_doer.officer_id))

    assert (task.case.state, task.case.holder_id) == ("to_person", world.health_doer.officer_id)
    assert task.case.due_at.date() == date(2026, 6, 30)


def test_a_task_added_to_a_plan_in_force_is_given_at_once(world: World):
    plan, _tasks = in_force(world)
    task = actions.plan_task(plan.id, task_told(world, title="Họp giao ban số"), viewer=world.keeper, now=LATER)

    assert fresh(task).case.state == "to_unit"


def test_forms_sent_twice_are_done_once(world: World):
    plan_id, one = uuid.uuid4(), task_told(world)
    for _again in range(2):
        actions.draft_plan(plan_id, told(), viewer=world.keeper, now=NOW)
        actions.plan_task(plan_id, one, viewer=world.keeper, now=NOW)

    assert verbs() == ["plan:drafted", "plan_task:planned"]


def test_a_report_needs_proof(world: World):
    with pytest.raises(PlanIncomplete) as caught:
        reported(world, proof=actions.Proof("Đã làm xong hết rồi."))

    assert caught.value.code == "paper"


def test_a_file_that_cannot_be_taken_leaves_the_task_as_it_was(world: World):
    with pytest.raises(FileRefused):
        reported(world, proof=actions.Proof("Đã làm xong hết rồi.", files=(("anh.exe", b"MZ\x90\x00" * 50),)))

    task = Task.objects.select_related("case").get()
    assert (task.case.state, task.words.count(), Document.objects.count()) == ("to_person", 0, 0)


def test_a_file_is_kept_as_evidence_of_the_act(world: World):
    task = reported(world, proof=actions.Proof("Đã làm xong hết rồi.", files=(("ket-qua.txt.pdf", PDF),)))
    word = queries.words_of(task)[-1]
    act = Act.objects.get(verb="plan_task:reported")

    assert [str(one.id) for one in word.files.all()] == act.evidence


PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def test_sent_back_it_returns_to_the_same_person_and_is_not_reported(world: World):
    task = reported(world)
    words = "Thiếu số liệu của tuyến huyện."
    version = task.case.version
    actions.send_task_back(task.case_id, text=words, viewer=world.keeper, now=LATER, expected_version=version)

    again = fresh(task)
    assert (again.case.state, again.case.holder_id) == ("to_person", world.health_doer.officer_id)
    assert (again.reported_on, again.case.unit_id) == (None, world.health.id)


def test_a_report_on_the_last_day_is_in_time_and_a_day_later_is_not(world: World):
    late = NOW.replace(month=7, day=1, hour=2)
    task = reported(world, at=late)

    assert Act.objects.get(verb="plan_task:reported").data["on_time"] is False
    assert queries.lit_of(task, late.date()).light == "overdue"


def test_putting_off_keeps_the_day_before_and_says_why(world: World):
    _plan, (task,) = in_force(world)
    later = date(2026, 9, 30)
    actions.put_off_task(
        task.case_id, due_on=later, text="Chờ Bộ Y tế ban hành chuẩn.", viewer=world.keeper, now=NOW, expected_version=2
    )

    act = Act.objects.get(verb="plan_task:put_off")
    assert (act.data["before"], act.data["due"]) == (DUE.isoformat(), later.isoformat())
    assert fresh(task).due_on == later
    assert fresh(task).case.due_at.date() == later


def test_who_reported_never_confirms(world: World):
    """A standing office that leads a task itself needs a second person."""
    _plan, (task,) = in_force(world, task_told(world, lead_id=world.office.id))
    actions.report_task(task.case_id, PROOF, viewer=world.leader, now=NOW, expected_version=2)

    with pytest.raises(NotYourTask):
        actions.confirm_task(task.case_id, text="", viewer=world.leader, now=NOW, expected_version=3)
    actions.confirm_task(task.case_id, text="", viewer=world.keeper, now=NOW, expected_version=3)


STRANGERS = [
    (NotYourPlan, lambda w, p, t: actions.plan_task(p.id, task_told(w), viewer=w.health_head, now=NOW)),
    (NotYourPlan, lambda w, p, t: actions.close_plan(p.id, viewer=w.keeper, now=NOW, expected_version=p.version)),
    (NotYourPlan, lambda w, p, t: actions.draft_plan(uuid.uuid4(), told(), viewer=w.health_doer, now=NOW)),
    (NotYourTask, lambda w, p, t: actions.tell_progress(t.case_id, PROOF, viewer=w.school_head, now=NOW)),
    (NotYourTask, lambda w, p, t: actions.tell_progress(t.case_id, PROOF, viewer=w.health_doer, now=NOW)),
    (NotYourTask, lambda w, p, t: actions.report_task(t.case_id, PROOF, viewer=w.keeper, now=NOW, expected_version=2)),
    (
        NotYourTask,
        lambda w, p, t: actions.pass_on_task(
            t.case_id, officer_id=w.school_head.as_officer, viewer=w.school_head, now=NOW, expected_version=2
        ),
    ),
    (
        NotYourPlan,
        lambda w, p, t: actions.take_task_back(
            t.case_id, text="Không cần nữa đâu.", viewer=w.health_head, now=NOW, expected_version=2
        ),
    ),
]


@pytest.mark.parametrize(("error", "deed"), STRANGERS)
def test_nobody_does_what_is_anothers(world: World, error, deed):
    plan, (task,) = in_force(world)
    before = len(verbs())

    with pytest.raises(error):
        deed(world, plan, task)

    assert len(verbs()) == before


FAULTY_PLANS = [
    ({"title": " "}, "title"),
    ({"title": "x" * 301}, "title"),
    ({"year_from": 1899}, "year_from"),
    ({"year_to": 2025}, "year_to"),
    ({"year_to": 2099}, "year_to"),
]


@pytest.mark.parametrize(("changed", "box"), FAULTY_PLANS)
def test_what_is_wrong_with_a_plan_names_its_box(world: World, changed, box):
    with pytest.raises(PlanIncomplete) as caught:
        actions.draft_plan(uuid.uuid4(), told(**changed), viewer=world.keeper, now=NOW)

    assert caught.value.code == box


FAULTY_TASKS = [
    (lambda w: {"title": ""}, "title"),
    (lambda w: {"lead_id": uuid.uuid4()}, "lead"),
    (lambda w: {"helpers": (w.health.id,)}, "helpers"),
    (lambda w: {"helpers": (uuid.uuid4(),)}, "helpers"),
    (lambda w: {"officer_id": w.school_head.officer_id}, "officer"),
    (lambda w: {"due_on": date(2028, 1, 1)}, "due_on"),
    (lambda w: {"goal_id": uuid.uuid4()}, "goal"),
    (lambda w: {"needs": (uuid.uuid4(),)}, "needs"),
]


@pytest.mark.parametrize(("changed", "box"), FAULTY_TASKS)
def test_what_is_wrong_with_a_task_names_its_box(world: World, changed, box):
    plan = draft(world)

    with pytest.raises(PlanIncomplete) as caught:
        actions.plan_task(plan.id, task_told(world, **changed(world)), viewer=world.keeper, now=NOW)

    assert caught.value.code == box


def test_two_tasks_never_wait_for_each_other(world: World):
    plan = draft(world)
    first = actions.plan_task(plan.id, task_told(world), viewer=world.keeper, now=NOW)
    second_told = task_told(world, title="Tập huấn", needs=(first.case_id,))
    second = actions.plan_task(plan.id, second_told, viewer=world.keeper, now=NOW)

    with pytest.raises(PlanIncomplete) as caught:
        actions.change_task(
            first.case_id, task_told(world, needs=(second.case_id,)), viewer=world.keeper, now=NOW, expected_version=1
        )
    assert caught.value.code == "needs"


def test_an_annex_with_one_bad_row_puts_in_none(world: World):
    plan = draft(world)
    rows = [task_told(world), task_told(world, title=" ")]

    with pytest.raises(PlanIncomplete):
        actions.plan_tasks(plan.id, rows, viewer=world.keeper, now=NOW)

    assert not Task.objects.filter(plan=plan).exists()


def test_a_page_older_than_the_plan_writes_nothing(world: World):
    plan = draft(world)
    actions.change_plan(plan.id, told(title="Tên mới"), viewer=world.keeper, now=NOW, expected_version=1)

    with pytest.raises(PlanChangedMeanwhile):
        actions.change_plan(plan.id, told(title="Tên khác"), viewer=world.other_keeper, now=NOW, expected_version=1)


def test_an_older_page_of_a_task_reports_nothing(world: World):
    _plan, (task,) = in_force(world)
    with pytest.raises(SomeoneWasFaster):
        actions.report_task(task.case_id, PROOF, viewer=world.health_head, now=NOW, expected_version=1)


def test_issuing_needs_a_number_a_day_and_a_task(world: World):
    plan = draft(world)
    wanted = {"viewer": world.leader, "now": NOW, "expected_version": 1}
    with pytest.raises(PlanIncomplete):
        actions.issue_plan(plan.id, number="1/KH", issued_on=TODAY, **wanted)
    actions.plan_task(plan.id, task_told(world), viewer=world.keeper, now=NOW)
    for number, day, box in ((" ", TODAY, "number"), ("1/KH", TODAY + timedelta(1), "issued_on")):
        with pytest.raises(PlanIncomplete) as caught:
            actions.issue_plan(plan.id, number=number, issued_on=day, **wanted)
        assert caught.value.code == box


def test_an_issued_plan_is_changed_no_more_and_a_closed_one_takes_no_task(world: World):
    plan, (task,) = in_force(world)
    with pytest.raises(PlanNotOpen):
        actions.change_plan(plan.id, told(title="Khác"), viewer=world.keeper, now=NOW, expected_version=plan.version)
    with pytest.raises(PlanNotOpen):
        actions.change_task(task.case_id, task_told(world), viewer=world.keeper, now=NOW, expected_version=2)
    actions.close_plan(plan.id, viewer=world.leader, now=NOW, expected_version=plan.version)
    with pytest.raises(PlanNotOpen):
        actions.plan_task(plan.id, task_told(world), viewer=world.keeper, now=NOW)
    actions.report_task(task.case_id, PROOF, viewer=world.health_head, now=NOW, expected_version=2)


def test_taken_back_it_is_over_and_cannot_be_confirmed(world: World):
    task = reported(world)
    words, version = "Trùng với kế hoạch của Bộ.", task.case.version
    actions.take_task_back(task.case_id, text=words, viewer=world.keeper, now=LATER, expected_version=version)

    with pytest.raises(StepImpossible):
        actions.confirm_task(task.case_id, text="", viewer=world.keeper, now=LATER, expected_version=version + 1)


def test_the_same_words_of_progress_twice_are_told_once(world: World):
    _plan, (task,) = in_force(world)
    for _again in range(2):
        actions.tell_progress(task.case_id, actions.Proof("Đã mua máy quét."), viewer=world.health_head, now=NOW)
    with pytest.raises(Refused):
        actions.tell_progress(task.case_id, actions.Proof("xong"), viewer=world.health_head, now=NOW)

    assert verbs().count("plan_task:told") == 1


def test_the_board_is_filtered_counted_and_summed_by_lead(world: World):
    plan, tasks = in_force(
        world,
        task_told(world, title="Số hóa bệnh án"),
        task_told(world, title="Dạy tin học", lead_id=world.school.id, due_on=None),
    )
    rows = queries.board(plan, date(2026, 7, 15))

    assert [one.lit.light.value for one in rows] == ["overdue", "at_risk"]
    assert [(one.unit, one.overdue) for one in queries.load_by_lead(rows)] == [
        (world.health.name, 1),
        (world.school.name, 0),
    ]
    found = queries.board(plan, date(2026, 7, 15), queries.Wanted(text="so hoa"))
    assert [one.task.case_id for one in found] == [tasks[0].case_id]
