# SPDX-License-Identifier: EUPL-1.2
"""A question about a reading: asked once, by the person read, answered by the head of the unit that looked, in time."""

from datetime import timedelta

import pytest

from tinhso.kernel.casework import queries as casework
from tinhso.kernel.casework.errors import NotYourTurn
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import NotAllowed, Refused
from tinhso.kernel.identity.queries import who_has_seen
from tinhso.kernel.identity.types import PersonDataRead
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.queries import data_questions as queries
from tinhso.modules.onestop.tests import world

NOW = world.START
QUESTION, ANSWER = "Vì sao xem dữ liệu của tôi?", "Cán bộ xem để giải quyết hồ sơ."


def read(person, people):
    """Let the specialist read the person's data; return the number of the act."""
    payload = PersonDataRead(purpose="giải quyết hồ sơ", shown=("họ tên",))
    actor = people.specialist.actor(people.specialist.seats[0])
    record(payload, at=NOW, actor=actor, subject=f"person:{person.id}", unit_id=people.unit.id)
    return who_has_seen(person.id)[0].seq


def asked(person, people):
    seq = read(person, people)
    return actions.ask_about_reading(seq, question=QUESTION, viewer=world.viewer(person), now=NOW)


def test_the_question_lies_with_the_head_of_the_unit_that_looked(person, people):
    found = asked(person, people)

    assert [one.id for one in casework.inbox(people.head)] == [found.case_id]
    assert not casework.inbox(people.specialist).filter(id=found.case_id).exists()
    assert "Bưởi" not in found.case.title + found.case.search_key


def test_the_clocks_are_fifteen_and_two_working_days(person, people):
    """766/QĐ-TTg: refuse within 2, answer within 15 working days."""
    found = asked(person, people)

    assert (found.case.limit_value, found.case.limit_unit) == (15, "working_day")
    assert NOW < found.refuse_by < found.case.due_at


def test_an_answer_reaches_the_one_who_asked(person, people):
    found = asked(person, people)

    actions.answer_data_question(found.case_id, answer=ANSWER, viewer=people.head, now=NOW + timedelta(hours=1))

    own = queries.questions_of(person.id)[found.reading_seq]
    assert (own.answer, own.case.state, own.case.turn) == (ANSWER, "answered", "")


@pytest.mark.parametrize("text", ["", "ngắn", "   123456789   "])
def test_too_short_is_refused_on_both_sides(person, people, text):
    seq = read(person, people)
    with pytest.raises(Refused, match="ít nhất 10 ký tự"):
        actions.ask_about_reading(seq, question=text, viewer=world.viewer(person), now=NOW)
    found = actions.ask_about_reading(seq, question=QUESTION, viewer=world.viewer(person), now=NOW)
    with pytest.raises(Refused, match="ít nhất 10 ký tự"):
        actions.answer_data_question(found.case_id, answer=text, viewer=people.head, now=NOW)


def test_one_question_for_each_reading(person, people):
    found = asked(person, people)

    with pytest.raises(Refused, match="đã hỏi"):
        actions.ask_about_reading(found.reading_seq, question=QUESTION, viewer=world.viewer(person), now=NOW)


def test_nobody_asks_about_a_reading_of_another(person, people):
    other = world.citizen("083190000456", "Trần Văn Khác")
    seq = read(person, people)

    for viewer, number in ((world.viewer(other), seq), (people.head, seq), (world.viewer(person), seq + 10_000)):
        with pytest.raises(NotAllowed):
            actions.ask_about_reading(number, question=QUESTION, viewer=viewer, now=NOW)


def test_only_the_head_or_leader_of_that_unit_sees_and_answers(person, people):
    found = asked(person, people)
    elsewhere = world.staff(world.unit_of(world.OTHER_COMMUNE)).head

    for viewer in (people.specialist, people.reception, elsewhere, world.viewer(person)):
        with pytest.raises(NotYourTurn):
            queries.question_for_officer(viewer, found.case_id)
        with pytest.raises(NotYourTurn):
            actions.answer_data_question(found.case_id, answer=ANSWER, viewer=viewer, now=NOW)
    assert queries.question_for_officer(people.head, found.case_id).question == QUESTION


@pytest.mark.parametrize(("late", "state"), [(timedelta(0), "refused"), (timedelta(seconds=1), None)])
def test_a_refusal_is_possible_for_two_working_days(person, people, late, state):
    found = asked(person, people)
    moment = found.refuse_by + late

    if state is None:
        with pytest.raises(Refused, match="hết thời hạn từ chối"):
            actions.refuse_data_question(found.case_id, reason=ANSWER, viewer=people.head, now=moment)
    else:
        done = actions.refuse_data_question(found.case_id, reason=ANSWER, viewer=people.head, now=moment)
        assert done.case.state == state


def test_an_answered_question_is_closed(person, people):
    found = asked(person, people)
    actions.answer_data_question(found.case_id, answer=ANSWER, viewer=people.head, now=NOW)

    with pytest.raises(Refused):
        actions.answer_data_question(found.case_id, answer=ANSWER, viewer=people.head, now=NOW)
