# SPDX-License-Identifier: EUPL-1.2
"""Scores and questions of a round: three scores side by side, each with its paper; questions by component."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest

from tinhso.kernel.events.models import Act
from tinhso.modules.scorecards import actions
from tinhso.modules.scorecards import queries_of_assessments as queries
from tinhso.modules.scorecards.declaring.types import Side, Whose
from tinhso.modules.scorecards.errors import (
    AssessmentChangedMeanwhile,
    DeclarationIncomplete,
    NotYourAssessment,
)
from tinhso.modules.scorecards.models import Question, Score
from tinhso.modules.scorecards.tests import world as small
from tinhso.modules.scorecards.tests.world import NOW, TODAY, row


def score(**changed: object) -> actions.ScoreTold:
    fields = {"whose": Whose.APPRAISED, "share": Decimal("0.8"), "paper": "12/CV", "paper_on": TODAY}
    return actions.ScoreTold(**(fields | changed))  # type: ignore[arg-type]


def test_three_scores_stand_side_by_side_and_unknown_stays_unknown(world, opened):
    one = small.of(opened, "1.1")
    assert (row(one).own, row(one).appraised, row(one).final) == (None, None, None)

    first = actions.enter_score(one.case_id, score(), viewer=world.keeper, now=NOW)
    assert actions.enter_score(one.case_id, score(), viewer=world.keeper, now=NOW).id == first.id
    assert (row(one).appraised, row(one).final) == (Decimal("0.8"), None)
    with pytest.raises(AssessmentChangedMeanwhile):
        actions.enter_score(one.case_id, score(share=Decimal(1)), viewer=world.other_keeper, now=NOW)
    with pytest.raises(DeclarationIncomplete) as refused:
        actions.enter_score(one.case_id, score(share=Decimal(1), seen=first.id), viewer=world.keeper, now=NOW)
    assert refused.value.code == "why"
    why = {"why": "Bộ đính chính điểm.", "seen": first.id}
    second = actions.enter_score(one.case_id, score(share=Decimal(1), **why), viewer=world.keeper, now=NOW)
    assert row(one).appraised == 1
    back = {"share": None, "why": "Văn bản đã thu hồi.", "seen": second.id}
    actions.enter_score(one.case_id, score(**back), viewer=world.keeper, now=NOW)
    assert row(one).appraised is None
    assert Score.objects.count() == 3
    assert [act.data["share"] for act in Act.objects.filter(verb="declaration:score:entered").order_by("seq")] == [
        *("0.8", "1", "")
    ]


@pytest.mark.parametrize(
    ("changed", "box"),
    [
        ({"whose": Whose.OWN}, "whose"),
        ({"paper": " "}, "paper"),
        ({"paper_on": TODAY + timedelta(days=1)}, "paper_on"),
        ({"share": Decimal("1.1")}, "share"),
        ({"share": None}, "share"),
    ],
)
def test_a_score_needs_a_share_and_its_paper(world, opened, changed, box):
    with pytest.raises(DeclarationIncomplete) as refused:
        actions.enter_score(small.of(opened, "1.1").case_id, score(**changed), viewer=world.keeper, now=NOW)

    assert refused.value.code == box


def test_scores_and_questions_are_the_standing_offices_and_outlive_the_round(world, opened):
    one = small.assigned(world, opened)
    with pytest.raises(NotYourAssessment):
        actions.enter_score(one.case_id, score(), viewer=world.health_head, now=NOW)
    actions.close_assessment(opened.id, viewer=world.keeper, now=NOW, expected_version=1)

    actions.enter_score(one.case_id, score(whose=Whose.FINAL), viewer=world.keeper, now=NOW)

    assert row(one).final == Decimal("0.8")


def question(**changed: object) -> actions.QuestionTold:
    fields = {"side": Side.MINISTRY, "on": TODAY, "who": "Cục thử", "text": "Đề nghị gửi quyết định."}
    return actions.QuestionTold(**(fields | changed))  # type: ignore[arg-type]


def test_questions_and_answers_by_component(world, opened):
    one, other, asked = small.of(opened, "1.1"), small.of(opened, "1.2"), uuid.uuid4()
    actions.note_question(asked, one.case_id, question(), viewer=world.keeper, now=NOW)
    actions.note_question(asked, one.case_id, question(), viewer=world.keeper, now=NOW)
    told = question(side=Side.PROVINCE, text="Đã gửi kèm công văn.", answers=asked)
    actions.note_question(uuid.uuid4(), one.case_id, told, viewer=world.keeper, now=NOW)

    ((line, (reply,)),) = queries.questions_of(one)

    assert (line.id, reply.side) == (asked, "province")
    assert queries.questions_of(other) == []
    with pytest.raises(DeclarationIncomplete) as refused:
        actions.note_question(uuid.uuid4(), other.case_id, told, viewer=world.keeper, now=NOW)
    assert refused.value.code == "answers"


@pytest.mark.parametrize(
    ("changed", "box"), [({"who": ""}, "who"), ({"text": "ngắn"}, "text"), ({"on": TODAY + timedelta(days=1)}, "on")]
)
def test_a_question_says_who_when_and_what(world, opened, changed, box):
    told = question(**changed)
    with pytest.raises(DeclarationIncomplete) as refused:
        actions.note_question(uuid.uuid4(), small.of(opened, "1.1").case_id, told, viewer=world.keeper, now=NOW)

    assert refused.value.code == box
    assert not Question.objects.exists()
