# SPDX-License-Identifier: EUPL-1.2
"""The life of a round: opened once, kept by its office, looked through at the desk, closed."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tinhso.kernel.casework.models import Case
from tinhso.kernel.casework.queries import inbox
from tinhso.kernel.casework.succession import Successions
from tinhso.kernel.events.models import Act
from tinhso.kernel.registry.types import PlannedMerger
from tinhso.modules.scorecards import actions
from tinhso.modules.scorecards import queries_of_assessments as queries
from tinhso.modules.scorecards.actions.succession import move_to_successors
from tinhso.modules.scorecards.declaring.types import Footing
from tinhso.modules.scorecards.dti.reading import edition
from tinhso.modules.scorecards.errors import (
    AssessmentChangedMeanwhile,
    AssessmentNotOpen,
    DeclarationIncomplete,
    NotYourAssessment,
    UnknownIndex,
)
from tinhso.modules.scorecards.models import Assessment, Declaration, Statement
from tinhso.modules.scorecards.tests import world as small
from tinhso.modules.scorecards.tests.world import DUE, FIRST, HALF, LAST, NOW, TODAY


def test_a_round_opens_with_every_component_once(world, opened):
    codes = list(Declaration.objects.filter(assessment=opened).order_by("position").values_list("component", flat=True))

    assert codes == [part.code for part in edition("DTI-922").parts()]
    assert Act.objects.get(verb="assessment:opened").data["components"] == 98
    assert not inbox(world.keeper).exists()
    again = actions.open_assessment(opened.id, small.told(), viewer=world.keeper, now=NOW)
    assert again.id == opened.id
    assert Declaration.objects.count() == 98


def test_one_open_round_of_an_edition_and_year(world, opened):
    with pytest.raises(AssessmentNotOpen, match="chưa đóng"):
        small.opened(world)
    assert small.opened(world, year=2027).year == 2027
    actions.close_assessment(opened.id, viewer=world.keeper, now=NOW, expected_version=opened.version)
    assert small.opened(world).id != opened.id


@pytest.mark.parametrize(
    ("changed", "box"),
    [
        ({"year": 1999}, "year"),
        ({"last_on": FIRST - timedelta(days=1)}, "last_on"),
        ({"due_on": LAST + timedelta(days=1)}, "due_on"),
        ({"due_on": FIRST - timedelta(days=1)}, "due_on"),
    ],
)
def test_a_round_that_cannot_be_names_its_box(world, changed, box):
    with pytest.raises(DeclarationIncomplete) as refused:
        small.opened(world, **changed)

    assert refused.value.code == box
    assert not Assessment.objects.exists()


def test_an_unknown_edition_is_refused(world):
    with pytest.raises(UnknownIndex):
        small.opened(world, edition="DTI-1")


def test_who_opens_and_keeps_a_round(world, opened):
    for viewer in (world.commune_head, world.health_doer):
        with pytest.raises(NotYourAssessment):
            actions.open_assessment(uuid.uuid4(), small.told(year=2027), viewer=viewer, now=NOW)
    with pytest.raises(NotYourAssessment):
        actions.close_assessment(opened.id, viewer=world.health_head, now=NOW, expected_version=1)
    one = small.of(opened, "1.1")
    work = actions.Work({one.case_id: 1}, world.health.id, DUE)
    with pytest.raises(NotYourAssessment):
        actions.assign(opened.id, work, viewer=world.health_head, now=NOW)


def test_a_closed_round_takes_no_more_declarations(world, opened):
    kept = small.accepted(world, small.declared(world, small.assigned(world, opened)))
    owed = small.assigned(world, opened, "1.2")
    with pytest.raises(AssessmentChangedMeanwhile):
        actions.close_assessment(opened.id, viewer=world.keeper, now=NOW, expected_version=0)

    closed = actions.close_assessment(opened.id, viewer=world.keeper, now=NOW, expected_version=1)

    assert closed.state == "closed"
    assert Act.objects.get(verb="assessment:closed").data == {"accepted": 1, "lapsed": 97}
    assert small.fresh(kept).case.state == "accepted"
    assert not Case.objects.filter(kind="declaration", closed_at=None).exists()
    with pytest.raises(AssessmentNotOpen):
        small.declared(world, owed)
    with pytest.raises(AssessmentNotOpen):
        actions.close_assessment(opened.id, viewer=world.keeper, now=NOW, expected_version=2)


def test_the_desk_narrows_by_words_without_marks_and_by_what_needs_attention(world, opened):
    small.declared(world, small.assigned(world, opened, "1.1"))
    small.assigned(world, opened, "1.2")
    soon = small.ratio(valid_until=TODAY + timedelta(days=10))
    small.accepted(world, small.declared(world, small.assigned(world, opened, "1.3"), soon))
    rows = queries.board(opened, {"1.1": HALF}, DUE + timedelta(days=1))

    def codes(**wanted: object) -> list[str]:
        return [one.part.code for one in queries.narrowed(rows, queries.Wanted(**wanted))]  # type: ignore[arg-type]

    assert codes(text="so y te thu") == ["1.1", "1.2", "1.3"]
    assert "1.1" in codes(text="nguoi dung dau tinh la truong ban")
    assert codes(alert="contradicts") == ["1.1"]
    assert codes(alert="judge") == ["1.1"]
    assert len(codes(alert="owed")) == len(codes(alert="overdue")) == 96
    assert codes(footing=Footing.STALE) == ["1.3"]
    assert codes(unit_id=world.health.id, state="to_unit") == ["1.2"]
    assert codes(main="9")[0].startswith("9.")
    assert [one.part.code for one in queries.board(opened, {}, TODAY) if one.expires_soon] == ["1.3"]


def test_the_desk_asks_a_handful_of_questions(world, opened, django_assert_num_queries):
    small.declared(world, small.assigned(world, opened))

    with django_assert_num_queries(5):
        queries.board(opened, {}, TODAY)


def test_after_a_reorganisation_units_in_force_owe_and_keep(world, opened):
    one = small.assigned(world, opened)
    mergers = {
        gone.id: PlannedMerger(gone.id, gone.name, world.school.id, world.school.name, "thử")
        for gone in (world.health, world.office)
    }

    move_to_successors(Successions(mergers, {}, TODAY))

    assert small.fresh(one).unit_id == world.school.id
    assert Assessment.objects.get().office_id == world.school.id


def test_the_database_keeps_what_the_forms_check(world, opened):
    one = small.declared(world, small.assigned(world, opened))
    statement = queries.statements_of(one)[0]

    for wrong in ({"numerator": Decimal(200)}, {"denominator": 0}, {"claimed": 2}, {"accepted_at": NOW}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Statement.objects.filter(id=statement.id).update(**wrong)
