# SPDX-License-Identifier: EUPL-1.2
"""Row 106, 224/2026/NĐ-CP, Điều 23 khoản 6: an officer's step that is not final can be taken back, as an act."""

from datetime import timedelta

import pytest

from tinhso.kernel.casework.errors import SomeoneWasFaster
from tinhso.kernel.casework.models import Case
from tinhso.kernel.events.queries import acts_of_case
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.flow.types import Mark
from tinhso.modules.onestop.models import Dossier
from tinhso.modules.onestop.queries.flow import step_times
from tinhso.modules.onestop.queries.undoing import QUIET, open_undo
from tinhso.modules.onestop.tests import test_flow, world
from tinhso.modules.onestop.undoing.rules import FINAL, TAKEN_BACK, UNDOS, WINDOW
from tinhso.modules.onestop.workflow import DOSSIER

NOW = world.START
SOON = timedelta(minutes=5)


def fresh(dossier):
    return Dossier.objects.select_related("case").get(pk=dossier.pk)


def last_act(dossier):
    return [one for one in acts_of_case(dossier.case_id) if not one.verb.startswith(QUIET)][-1]


def undo(dossier, viewer, *, after=SOON, act=None):
    last = last_act(dossier)
    return actions.undo_step(dossier.case_id, act=act or last.seq, viewer=viewer, now=last.at + after)


def standing(dossier):
    case = Case.objects.get(id=dossier.case_id)
    return case.state, case.turn, case.holder_id


@pytest.fixture
def assigned(people, person):
    dossier = world.received(person, people)
    to = people.specialist.officer_id
    actions.assign(dossier.case_id, holder_id=to, viewer=people.head, now=NOW + timedelta(hours=1))
    return dossier


def test_an_assignment_is_taken_back(people, assigned):
    undo(assigned, people.head)

    assert standing(assigned) == ("received", "head", None)
    act = last_act(assigned)
    assert (act.verb, act.actor) == ("dossier:assignment:undone", people.head.key)
    assert "dossier:assigned" in [one.verb for one in acts_of_case(assigned.case_id)]


def test_the_due_date_does_not_move(people, assigned):
    before = fresh(assigned).case.due_at
    undo(assigned, people.head)
    assert fresh(assigned).case.due_at == before


def test_a_beginning_is_taken_back(people, assigned):
    actions.start_work(assigned.case_id, viewer=people.specialist, now=NOW + timedelta(hours=2))
    undo(assigned, people.specialist)
    assert standing(assigned) == ("assigned", "specialist", people.specialist.officer_id)


def test_a_proposal_is_taken_back_and_its_words_stay(people, person):
    dossier = world.awaiting_signature(person, people)
    body = fresh(dossier).decision["body"]

    undo(dossier, people.specialist)

    assert standing(dossier) == ("processing", "specialist", people.specialist.officer_id)
    assert fresh(dossier).decision["body"] == body


def test_a_step_and_a_review_are_taken_back(people, person):
    test_flow.published(test_flow.LONG)
    dossier = world.processing(person, people, now=test_flow.NOW)
    test_flow.passed(dossier, people, holder=people.colleague)
    undo(dossier, people.specialist)
    assert standing(dossier)[2] == people.specialist.officer_id
    assert [one.mark for one in step_times(fresh(dossier), test_flow.NOW + timedelta(hours=3))][1:3] == [
        Mark.CURRENT,
        Mark.AHEAD,
    ]

    test_flow.passed(dossier, people, hours=3)
    test_flow.proposed(dossier, people, hours=3.1)
    actions.approve_review(dossier.case_id, viewer=people.head, now=test_flow.NOW + timedelta(hours=3.2))
    undo(dossier, people.head)
    assert standing(dossier)[:2] == ("reviewing", "head")
    found = step_times(fresh(dossier), test_flow.NOW + timedelta(hours=3.4))
    assert [one.mark for one in found][3:5] == [Mark.CURRENT, Mark.AHEAD]
    assert found[4].used == timedelta()


def test_an_assignment_taken_back_leaves_no_step_behind(people, person):
    test_flow.published(test_flow.SHORT)
    dossier = world.received(person, people, now=test_flow.NOW)
    at = test_flow.NOW + timedelta(hours=1)
    actions.assign(dossier.case_id, holder_id=people.specialist.officer_id, viewer=people.head, now=at)
    undo(dossier, people.head)

    found = step_times(fresh(dossier), test_flow.NOW + timedelta(hours=2))

    assert [one.mark for one in found] == [Mark.PASSED, Mark.CURRENT, Mark.AHEAD, Mark.AHEAD]
    assert found[1].used == timedelta(hours=1.5)


def test_nobody_takes_back_what_another_did(people, assigned):
    assert open_undo(people.leader, fresh(assigned), NOW + timedelta(hours=1)) is None
    with pytest.raises(SomeoneWasFaster):
        undo(assigned, people.leader)


def test_after_ten_minutes_it_stays(people, assigned):
    with pytest.raises(SomeoneWasFaster, match="đã quá 10 phút"):
        undo(assigned, people.head, after=WINDOW + timedelta(seconds=1))


def test_what_somebody_went_on_from_stays(people, assigned):
    seen = last_act(assigned).seq
    actions.start_work(assigned.case_id, viewer=people.specialist, now=NOW + timedelta(hours=1, minutes=1))
    with pytest.raises(SomeoneWasFaster, match="người làm bước tiếp theo"):
        undo(assigned, people.head, act=seen)


def test_pressed_twice_it_is_taken_back_once(people, assigned):
    seen = last_act(assigned).seq
    undo(assigned, people.head)
    with pytest.raises(SomeoneWasFaster):
        undo(assigned, people.head, act=seen)


def test_a_second_assignment_is_changed_by_assigning_again(people, assigned):
    at = NOW + timedelta(hours=1, minutes=1)
    actions.assign(assigned.case_id, holder_id=people.colleague.officer_id, viewer=people.head, now=at)
    assert open_undo(people.head, fresh(assigned), at) is None


def test_a_final_step_is_not_offered(people, person):
    dossier = world.received(person, people)
    assert open_undo(people.reception, fresh(dossier), NOW + timedelta(minutes=31)) is None


def test_every_step_is_either_taken_back_or_final_with_a_reason():
    own = {undo.step for undo in UNDOS.values()}
    assert TAKEN_BACK | FINAL.keys() | own == DOSSIER.steps.keys()
    assert not TAKEN_BACK & FINAL.keys()
