# SPDX-License-Identifier: EUPL-1.2
"""Model questions: edited by the province's controller alone, found without diacritics, once each.

01/2018/TT-VPCP, Điều 16.
"""

from datetime import timedelta

import pytest

from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.queries import acts_between
from tinhso.modules.onestop.actions import questions as actions
from tinhso.modules.onestop.actions.questions import AskedBefore, ChangedMeanwhile
from tinhso.modules.onestop.errors import NotYourCatalogue
from tinhso.modules.onestop.models import SampleQuestion
from tinhso.modules.onestop.queries.questions import questions
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.editing import office

ASKED, SAID = "Có phải mang sổ hộ khẩu không?", "Không. Cán bộ tra cứu trong cơ sở dữ liệu về dân cư."
LATER = world.START + timedelta(hours=1)


@pytest.fixture
def controller(people):
    return office.controller()


def added(viewer, question=ASKED, answer=SAID, code=world.MARRIAGE_STATUS):
    return actions.add_question(code, question=question, answer=answer, viewer=viewer, now=world.START)


def changed(found, viewer, *, expected, question=ASKED, answer="Không cần mang theo."):
    return actions.change_question(
        found.id, question=question, answer=answer, expected=expected, viewer=viewer, now=LATER
    )


@pytest.mark.parametrize("text", ["so ho khau", "sổ HỘ khẩu", "dan cu", "hon nhan", ""])
def test_words_are_found_without_diacritics_in_question_answer_and_procedure(controller, text):
    found = added(controller)

    assert list(questions(text)) == [found]
    assert not questions(f"{text} xyz").exists()


def test_signs_alone_find_nothing(controller):
    added(controller)

    assert not questions("?!").exists()


def test_a_second_press_publishes_one(controller):
    assert added(controller) == added(controller)
    with pytest.raises(AskedBefore):
        added(controller, answer="Một câu trả lời khác hẳn.")

    assert SampleQuestion.objects.count() == 1


def test_two_who_edit_at_once_are_told(controller):
    found = added(controller)
    changed(found, controller, expected=1)

    with pytest.raises(ChangedMeanwhile, match="Người khác vừa sửa"):
        changed(found, controller, expected=1, answer="Lời của người đến sau.")

    assert changed(found, controller, expected=1).revision == 2  # the same words again change nothing
    assert questions().get().answer == "Không cần mang theo."


def test_what_was_withdrawn_is_gone_and_may_be_asked_anew(controller):
    found = added(controller)
    for _ in range(2):
        actions.withdraw_question(found.id, viewer=controller, now=LATER)

    assert not questions().exists()
    with pytest.raises(ChangedMeanwhile, match="đã được gỡ"):
        changed(found, controller, expected=1)
    assert added(controller) != found
    verbs = [one.verb for one in acts_between(1, 10**9) if one.verb.startswith("sample_question:")]
    assert verbs == ["sample_question:added", "sample_question:withdrawn", "sample_question:added"]


@pytest.mark.parametrize(
    "wrong",
    [{"question": "Sao?"}, {"question": "x" * 301}, {"answer": "Không."}, {"answer": "x" * 4001}, {"code": "9.9"}],
    ids=lambda one: next(iter(one)),
)
def test_what_cannot_be_published(controller, wrong):
    with pytest.raises(Refused):
        added(controller, **wrong)

    assert not SampleQuestion.objects.exists()


def test_nobody_else_edits(people, controller):
    found = added(controller)
    for viewer in (people.head, people.leader, people.specialist):
        with pytest.raises(NotYourCatalogue):
            added(viewer)
        with pytest.raises(NotYourCatalogue):
            changed(found, viewer, expected=1)
        with pytest.raises(NotYourCatalogue):
            actions.withdraw_question(found.id, viewer=viewer, now=LATER)
