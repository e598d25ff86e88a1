# SPDX-License-Identifier: EUPL-1.2
"""What is issued every year: noted once with number and day, taken back by a counter-act, late only by a known day."""

import uuid
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tinhso.kernel.casework.succession import Successions
from tinhso.kernel.documents.models import Document
from tinhso.kernel.events.models import Act
from tinhso.kernel.registry.types import PlannedMerger
from tinhso.modules.scorecards import actions, yearly
from tinhso.modules.scorecards import queries_of_issues as queries
from tinhso.modules.scorecards.actions.succession import move_to_successors
from tinhso.modules.scorecards.errors import (
    AssessmentChangedMeanwhile,
    IssueIncomplete,
    NotYourRegister,
    RegisterFaulty,
    UnknownDuty,
)
from tinhso.modules.scorecards.models import Issue
from tinhso.modules.scorecards.tests import world
from tinhso.modules.scorecards.yearly import Progress

PLAN, HALF = "ke-hoach-cds", "bao-cao-ung-cuu-6-thang"
TOLD = actions.IssueTold(PLAN, 2026, "12/KH-UBND", date(2026, 1, 15))
DAY = timedelta(days=1)


@pytest.fixture
def people(db) -> world.World:
    return world.build()


def noted(
    people: world.World, told: actions.IssueTold = TOLD, issue_id: uuid.UUID | None = None, now: datetime = world.NOW
) -> Issue:
    return actions.note_issue(issue_id or uuid.uuid4(), told, viewer=people.keeper, now=now)


def row(code: str, year: int = 2026, today: date = world.TODAY) -> queries.DutyRow:
    return next(one for one in queries.board(year, today) if one.duty.code == code)


def test_every_duty_names_a_basis_of_the_register_and_no_day_is_made_up():
    with_day = {one.code: one.before for one in yearly.duties() if one.before}

    assert with_day == {
        "bao-cao-cap-do": (30, 11),
        "bao-cao-ung-cuu-6-thang": (20, 6),
        "bao-cao-ung-cuu-nam": (15, 12),
    }
    assert [one.code for one in yearly.duties() if one.mark is yearly.Mark.UNCHECKED] == ["ke-hoach-cntt"]


@pytest.mark.parametrize(
    ("issued_on", "today", "stands"),
    [
        (None, date(2026, 6, 19), Progress.OPEN),
        (None, date(2026, 6, 20), Progress.OVERDUE),
        (date(2026, 6, 19), date(2026, 7, 1), Progress.ISSUED),
        (date(2026, 6, 20), date(2026, 7, 1), Progress.LATE),
    ],
)
def test_before_a_day_means_the_day_before_at_the_latest(issued_on, today, stands):
    """20/2017/TT-BTTTT: before 20 June."""
    assert yearly.progress(yearly.duty(HALF).due_before(2026), issued_on, today) is stands


def test_without_a_day_nothing_is_late():
    assert yearly.duty(PLAN).due_before(2026) is None
    assert yearly.progress(None, None, date(2030, 1, 1)) is Progress.OPEN


def test_a_basis_that_ended_is_named_and_the_duty_stays():
    one = yearly.duty("bao-cao-cap-do")

    assert yearly.basis_over(one, date(2021, 11, 30)) == ()
    assert yearly.basis_over(one, date(2026, 11, 30)) == ("03/2017/TT-BTTTT",)


def test_a_paper_is_noted_once_and_the_ledger_has_it(people):
    key = uuid.uuid4()
    first = noted(people, issue_id=key)

    assert noted(people, issue_id=key) == first
    act = Act.objects.get(verb="yearly_issue:noted")
    assert act.data["number"] == "12/KH-UBND"
    assert row(PLAN).issue == first
    assert row(PLAN).progress is Progress.ISSUED


def test_another_paper_of_the_same_year_is_refused_until_the_first_is_taken_back(people):
    first = noted(people)
    with pytest.raises(AssessmentChangedMeanwhile, match="bỏ ghi trước"):
        noted(people, replace(TOLD, number="13/KH-UBND"))

    actions.take_back_issue(first.id, why="ghi nhầm văn bản khác", viewer=people.keeper, now=world.NOW)
    second = noted(people, replace(TOLD, number="13/KH-UBND"), now=world.NOW + timedelta(hours=1))

    assert row(PLAN).issue == second
    assert [one.number for one in queries.history(PLAN, 2026)] == ["13/KH-UBND", "12/KH-UBND"]
    assert Act.objects.filter(verb="yearly_issue:taken_back").count() == 1


def test_a_note_is_taken_back_once_with_a_reason_by_its_own_office(people):
    first = noted(people)
    with pytest.raises(IssueIncomplete, match="ít nhất 10"):
        actions.take_back_issue(first.id, why="nhầm", viewer=people.keeper, now=world.NOW)
    with pytest.raises(NotYourRegister):
        actions.take_back_issue(first.id, why="ghi nhầm văn bản", viewer=people.health_head, now=world.NOW)

    for _again in range(2):
        actions.take_back_issue(first.id, why="ghi nhầm văn bản", viewer=people.keeper, now=world.NOW)
    assert Act.objects.filter(verb="yearly_issue:taken_back").count() == 1
    assert row(PLAN).issue is None


@pytest.mark.parametrize(
    ("changed", "box"),
    [
        ({"number": "   "}, "number"),
        ({"number": "x" * 61}, "number"),
        ({"year": 1999}, "year"),
        ({"issued_on": world.TODAY + DAY}, "issued_on"),
        ({"issued_on": date(2024, 12, 31)}, "issued_on"),
    ],
)
def test_what_lacks_is_named_and_nothing_is_kept(people, changed, box):
    with pytest.raises(IssueIncomplete) as refused:
        noted(people, replace(TOLD, **changed, file=("a.pdf", b"%PDF-1.4")))

    assert refused.value.code == box
    assert (Issue.objects.count(), Document.objects.count()) == (0, 0)


def test_an_unknown_duty_and_a_unit_below_the_province_are_refused(people):
    with pytest.raises(UnknownDuty):
        noted(people, replace(TOLD, duty="khong-co"))
    with pytest.raises(NotYourRegister):
        actions.note_issue(uuid.uuid4(), TOLD, viewer=people.commune_head, now=world.NOW)
    with pytest.raises(NotYourRegister):
        actions.note_issue(uuid.uuid4(), TOLD, viewer=people.health_doer, now=world.NOW)


def test_what_an_ended_office_noted_is_kept_by_its_successor(people):
    issue = noted(people)
    merger = PlannedMerger(people.office.id, "Văn phòng", people.health.id, "Sở Y tế thử", "thử")

    move_to_successors(Successions({people.office.id: merger}, {}, world.TODAY))

    issue.refresh_from_db()
    assert issue.office_id == people.health.id


def test_the_board_of_a_year_takes_one_query(people, django_assert_num_queries):
    noted(people)

    with django_assert_num_queries(1):
        rows = queries.board(2026, world.TODAY)
        assert [one.issue.office.name for one in rows if one.issue] == ["Văn phòng"]


def test_a_basis_nobody_registered_is_refused():
    entry = {"code": "a", "title": "a", "who": "a", "basis": "9/2099/NĐ-CP", "component": None, "before": None}

    with pytest.raises(RegisterFaulty, match="not in the register"):
        yearly.read([entry | {"mark": "A", "is_plan": False}])
    with pytest.raises(RegisterFaulty, match="no part of a duty"):
        yearly.read([entry | {"mark": "A", "is_plan": False, "báo cáo": None}])
