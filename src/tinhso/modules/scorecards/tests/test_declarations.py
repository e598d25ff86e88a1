# SPDX-License-Identifier: EUPL-1.2
"""A declaration in a round: assigned, declared, judged; what is refused, what is shown beside it."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tinhso.kernel.casework.errors import SomeoneWasFaster, StepImpossible
from tinhso.kernel.casework.queries import inbox
from tinhso.kernel.events.models import Act
from tinhso.kernel.events.queries import acts_between
from tinhso.kernel.indicators.actions import add_acts
from tinhso.kernel.indicators.queries import Scope, figure
from tinhso.modules.scorecards import actions, policies
from tinhso.modules.scorecards import queries_of_assessments as queries
from tinhso.modules.scorecards.declaring.types import Folded, Footing, Form
from tinhso.modules.scorecards.errors import (
    DeclarationIncomplete,
    NotYourDeclaration,
)
from tinhso.modules.scorecards.models import Declaration, Statement
from tinhso.modules.scorecards.tests import world as small
from tinhso.modules.scorecards.tests.world import DUE, FIRST, HALF, LAST, NOW, TODAY, row

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def verbs(one: Declaration) -> list[str]:
    return list(Act.objects.filter(case_id=one.case_id).order_by("seq").values_list("verb", flat=True))


def test_the_whole_way_to_a_self_score(world, opened):
    one = small.assigned(world, opened)
    assert list(inbox(world.health_head)) == [one.case]
    assert row(one).footing is Footing.MISSING
    actions.pass_on(
        one.case_id, officer_id=world.health_doer.officer_id, viewer=world.health_head, now=NOW, expected_version=2
    )
    assert list(inbox(world.health_doer)) == [one.case]

    told = small.ratio(files=(("so-lieu.pdf", PDF),), note="Theo báo cáo tuần")
    actions.declare(one.case_id, told, viewer=world.health_doer, now=NOW, expected_version=3)

    assert list(inbox(world.keeper)) == [one.case]
    assert row(one).own is None
    one = small.accepted(world, one)
    assert one.case.state == "accepted"
    assert row(one).own == Decimal(120) / 157
    assert row(one).footing is Footing.DECLARED
    assert row(one).known().has_evidence
    assert [verb for verb in verbs(one) if verb != "document:stored"] == [
        *("declaration:opened", "declaration:assigned", "declaration:passed_on"),
        *("declaration:declared", "declaration:accepted"),
    ]
    assert len(Act.objects.get(verb="declaration:declared").evidence) == 1


def test_sent_back_with_words_and_declared_again_counts_once(world, opened):
    one = small.declared(world, small.assigned(world, opened))
    version = one.case.version
    with pytest.raises(DeclarationIncomplete):
        actions.send_back(one.case_id, text="thiếu", viewer=world.keeper, now=NOW, expected_version=version)

    actions.send_back(
        one.case_id, text="Mẫu số chưa gồm xã mới.", viewer=world.keeper, now=NOW, expected_version=version
    )
    one = small.declared(world, one, small.ratio("120", "160"), now=NOW + timedelta(days=60))
    one = small.accepted(world, one, now=NOW + timedelta(days=60))

    assert row(one).own == Decimal(3) / 4
    assert [str(line.denominator.normalize()) for line in queries.statements_of(one)] == ["1.6E+2", "157"]
    last = Act.objects.order_by("-seq").values_list("seq", flat=True)[0]
    add_acts(acts_between(1, last))
    scope = Scope(FIRST, date(2026, 12, 31))
    assert figure("scorecards.declared", scope).value == 1
    assert figure("scorecards.declared_on_time", scope).value == 100


def test_a_late_declaration_is_not_on_time(world, opened):
    one = small.assigned(world, opened)
    small.declared(world, one, now=NOW + timedelta(days=60))

    act = Act.objects.get(verb="declaration:declared")

    assert act.data["first"] is True
    assert act.data["on_time"] is False


def test_what_was_accepted_counts_until_something_else_is(world, opened):
    one = small.accepted(world, small.declared(world, small.assigned(world, opened)))
    actions.ask_again(
        one.case_id,
        due_on=DUE,
        text="Số liệu đã thay đổi từ tháng 2.",
        viewer=world.keeper,
        now=NOW,
        expected_version=one.case.version,
    )

    one = small.declared(world, one, small.ratio("1", "2"))

    assert row(one).own == Decimal(120) / 157
    assert row(small.accepted(world, one)).own == Decimal("0.5")


def test_who_declared_never_accepts(world, opened):
    one = small.of(opened, "1.1")
    work = actions.Work({one.case_id: 1}, world.office.id, DUE)
    actions.assign(opened.id, work, viewer=world.keeper, now=NOW)
    actions.declare(one.case_id, small.ratio(), viewer=world.other_keeper, now=NOW, expected_version=2)

    with pytest.raises(NotYourDeclaration, match="Bạn là người đã kê khai"):
        actions.accept(one.case_id, text="", viewer=world.other_keeper, now=NOW, expected_version=3)
    assert small.accepted(world, one).case.state == "accepted"


def test_others_do_not_declare(world, opened):
    one = small.assigned(world, opened)
    for viewer in (world.school_head, world.health_doer, world.keeper):
        with pytest.raises(NotYourDeclaration):
            actions.declare(one.case_id, small.ratio(), viewer=viewer, now=NOW, expected_version=2)


def test_a_page_older_than_the_declaration_is_told_so(world, opened):
    one = small.assigned(world, opened)
    small.declared(world, one)

    with pytest.raises(SomeoneWasFaster):
        small.actions.declare(one.case_id, small.ratio(), viewer=world.health_head, now=NOW, expected_version=2)
    assert Statement.objects.count() == 1
    work = actions.Work({one.case_id: 1}, world.school.id, DUE)
    with pytest.raises(SomeoneWasFaster):
        actions.assign(opened.id, work, viewer=world.keeper, now=NOW)


@pytest.mark.parametrize(
    ("told", "box"),
    [
        (small.ratio("158"), "numerator"),
        (small.ratio(below="0"), "denominator"),
        (actions.Told(Form.YES_NO, TODAY), "answer"),
        (actions.Told(Form.NUMBER, TODAY), "number"),
        (actions.Told(Form.NUMBER, TODAY, number=Decimal(5)), "unit_of_measure"),
        (actions.Told(Form.NUMBER, TODAY, number=Decimal(5), unit_of_measure="cuộc", claimed=Decimal(2)), "claimed"),
        (small.ratio(as_of=TODAY + timedelta(days=1)), "as_of"),
        (small.ratio(valid_until=TODAY - timedelta(days=1)), "valid_until"),
        (small.ratio(files=(("a.pdf", PDF),) * 11), "files"),
    ],
)
def test_what_is_no_declaration_names_its_box(world, opened, told, box):
    one = small.assigned(world, opened)

    with pytest.raises(DeclarationIncomplete) as refused:
        small.declared(world, one, told)

    assert refused.value.code == box
    assert not Statement.objects.exists()


@pytest.mark.parametrize(
    ("work", "box"),
    [
        ({"versions": {}}, "component"),
        ({"unit_id": uuid.uuid4()}, "unit"),
        ({"officer_id": uuid.uuid4()}, "officer"),
        ({"due_on": LAST + timedelta(days=1)}, "due_on"),
        ({"due_on": TODAY - timedelta(days=1)}, "due_on"),
        ({"versions": {uuid.uuid4(): 1}}, "component"),
    ],
)
def test_what_cannot_be_assigned_names_its_box(world, opened, work, box):
    one = small.of(opened, "1.1")
    fields = {"versions": {one.case_id: 1}, "unit_id": world.health.id, "due_on": DUE} | work

    with pytest.raises(DeclarationIncomplete) as refused:
        actions.assign(opened.id, actions.Work(**fields), viewer=world.keeper, now=NOW)

    assert refused.value.code == box
    assert small.fresh(one).case.state == "unassigned"


def test_a_selection_is_given_all_or_none(world, opened):
    done = small.declared(world, small.assigned(world, opened))
    other = small.of(opened, "1.2")
    work = actions.Work({other.case_id: 1, done.case_id: done.case.version}, world.school.id, DUE)

    with pytest.raises(StepImpossible):
        actions.assign(opened.id, work, viewer=world.keeper, now=NOW)

    assert small.fresh(other).unit_id is None


def test_contradiction_is_shown_and_neither_is_overwritten(world, opened):
    one = small.accepted(world, small.declared(world, small.assigned(world, opened)))

    found = row(one, HALF)

    assert found.contradicts
    assert found.footing is Footing.FOLDED
    assert found.own == Decimal(120) / 157
    assert found.folded is HALF
    again = row(one, Folded(HALF.proof, 120, 157))
    assert not again.contradicts


def test_of_an_earlier_year_what_was_accepted_is_stale_not_nothing(world, opened):
    small.accepted(world, small.declared(world, small.assigned(world, opened)))
    actions.close_assessment(opened.id, viewer=world.keeper, now=NOW, expected_version=1)
    nexts = small.opened(
        world, year=2027, first_on=date(2027, 1, 1), last_on=date(2027, 6, 30), due_on=date(2027, 3, 1)
    )

    found = queries.row_of(small.of(nexts, "1.1"), {}, date(2027, 1, 5))

    assert found.footing is Footing.STALE
    assert found.own is None
    assert not queries.row_of(small.of(nexts, "1.1"), {"1.1": HALF}, date(2027, 1, 5)).contradicts
    assert queries.row_of(small.of(nexts, "1.2"), {}, date(2027, 1, 5)).footing is Footing.MISSING


def test_a_round_opened_again_in_its_year_knows_what_was_accepted_before(world, opened):
    small.accepted(world, small.declared(world, small.assigned(world, opened)))
    actions.close_assessment(opened.id, viewer=world.keeper, now=NOW, expected_version=1)

    found = row(small.of(small.opened(world), "1.1"))

    assert found.footing is Footing.DECLARED
    assert found.own is None


def test_my_declarations_are_those_that_name_me_or_my_unit(world, opened):
    one = small.assigned(world, opened, to_doer=True)

    assert list(queries.mine(world.health_doer)) == [one]
    assert list(queries.mine(world.health_head)) == [one]
    assert not queries.mine(world.school_head).exists()


def test_evidence_is_opened_by_the_two_units(world, opened):
    one = small.assigned(world, opened)

    assert policies.is_party(world.keeper, one)
    assert policies.is_party(world.health_doer, one)
    assert not policies.is_party(world.school_head, one)
