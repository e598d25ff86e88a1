# SPDX-License-Identifier: EUPL-1.2
"""Directives: who gives, who carries out, who concludes; every step an act, nothing of it on the applicant's side."""

import uuid
from datetime import timedelta

import pytest

from tinhso.kernel.casework import queries as casework
from tinhso.kernel.casework.actions import remind_due_cases
from tinhso.kernel.casework.errors import SomeoneWasFaster, StepImpossible
from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.errors import NotAllowed, Refused
from tinhso.kernel.exchange.models import Message
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.actions import Order
from tinhso.modules.onestop.queries import directives as queries
from tinhso.modules.onestop.queries import dossiers
from tinhso.modules.onestop.reactions import remind_officers
from tinhso.modules.onestop.tests import world

NOW = world.START + timedelta(days=1)
UNTIL = NOW + timedelta(days=3)
TEXT, REPORT = "Kiểm tra lại xác minh cư trú trước khi trình.", "Đã xác minh lại tại tổ dân phố, đúng như khai."


def order(people, to=None, *, text=TEXT, until=UNTIL, unit=None, key=None):
    return Order(key or uuid.uuid4().hex, unit or people.unit.id, to.officer_id if to else None, text, until)


@pytest.fixture
def dossier(person, people):
    return world.processing(person, people)


@pytest.fixture
def given(dossier, people):
    """A leader has told the specialist."""
    return actions.give_directive(dossier.case_id, order(people, people.specialist), viewer=people.leader, now=NOW)


def report(found, by, *, now=NOW + timedelta(hours=1), version=None):
    version = found.case.version if version is None else version
    return actions.report_directive(found.case_id, text=REPORT, viewer=by, now=now, expected_version=version)


def in_inbox(viewer, found) -> bool:
    return casework.inbox(viewer).filter(id=found.case_id).exists()


def verbs(found) -> list[str]:
    return [act.verb for act in ledger.acts_of_case(found.case_id)]


def test_given_reported_confirmed(given, people):
    assert in_inbox(people.specialist, given)
    assert not in_inbox(people.colleague, given)

    reported = report(given, people.specialist)

    assert in_inbox(people.leader, given)
    assert not in_inbox(people.specialist, given)
    done = actions.confirm_directive(
        given.case_id,
        text="",
        viewer=people.leader,
        now=NOW + timedelta(hours=2),
        expected_version=reported.case.version,
    )
    assert done.case.closed_at is not None
    assert verbs(given) == ["directive:given", "directive:passed_on", "directive:reported", "directive:confirmed"]


def test_a_unit_is_told_and_its_head_names_somebody(dossier, people):
    found = actions.give_directive(dossier.case_id, order(people), viewer=people.leader, now=NOW)
    assert in_inbox(people.head, found)
    assert not in_inbox(people.specialist, found)

    actions.pass_on_directive(
        found.case_id,
        officer_id=people.reception.officer_id,
        viewer=people.head,
        now=NOW,
        expected_version=found.case.version,
    )

    assert in_inbox(people.reception, found)
    assert not in_inbox(people.head, found)


def test_sent_back_to_who_reported_with_a_new_day(given, people):
    reported = report(given, people.specialist)
    again = UNTIL + timedelta(days=2)

    back = actions.send_directive_back(
        given.case_id,
        text="Bổ sung biên bản xác minh.",
        answer_by=again,
        viewer=people.leader,
        now=NOW + timedelta(hours=2),
        expected_version=reported.case.version,
    )

    assert in_inbox(people.specialist, given)
    assert (back.case.due_at, back.answer_by, back.case.unit_id) == (again, again, people.unit.id)
    assert [one.kind for one in queries.words_of(back)] == ["reported", "sent_back"]


def test_late_is_seen_while_it_lasts_and_kept(given, people):
    late = UNTIL + timedelta(hours=1)
    load = casework.load_of(casework.inbox(people.specialist).filter(kind="directive"), late)

    found = report(given, people.specialist, now=late)

    assert load.overdue == 1
    assert found.in_time is False
    assert casework.load_of(queries.given_by(people.leader), late).overdue == 0


def test_the_giver_sees_what_is_overdue(given, people):
    assert casework.load_of(queries.given_by(people.leader), UNTIL + timedelta(hours=1)).overdue == 1
    assert not queries.given_by(people.head).exists()


def test_who_was_told_is_reminded(given, people, person):
    remind_due_cases(now=UNTIL - timedelta(hours=1))
    (act,) = [one for one in ledger.acts_of_case(given.case_id) if one.verb == "case:reminded"]

    remind_officers(act, UNTIL)

    assert all("/can-bo/chi-dao/" in one.body for one in Message.objects.filter(case_id=given.case_id))
    assert not Message.objects.filter(case_id=given.case_id, recipient=person.email).exists()


def test_taken_back(given, people):
    found = actions.take_directive_back(
        given.case_id, text="Đã có kết quả khác.", viewer=people.leader, now=NOW, expected_version=given.case.version
    )

    assert found.case.state == "taken_back"
    assert not in_inbox(people.specialist, given)


@pytest.mark.parametrize("role", ["specialist", "reception"])
def test_nobody_but_heads_and_leaders_gives(dossier, people, role):
    with pytest.raises(NotAllowed):
        actions.give_directive(dossier.case_id, order(people, people.colleague), viewer=getattr(people, role), now=NOW)


def test_a_head_of_another_unit_does_not_give(dossier, people):
    other = world.staff(world.unit_of(world.OTHER_COMMUNE))

    with pytest.raises(NotAllowed):
        actions.give_directive(dossier.case_id, order(people, people.specialist), viewer=other.head, now=NOW)


@pytest.mark.parametrize("role", ["colleague", "reception", "leader"])
def test_nobody_else_reports(given, people, role):
    """Neither a colleague nor the giver; the head of the unit may."""
    with pytest.raises(NotAllowed):
        report(given, getattr(people, role))


def test_who_reported_does_not_confirm(dossier, people):
    """A head is told by the leader, reports, and cannot say alone that it is done (four eyes)."""
    found = actions.give_directive(dossier.case_id, order(people, people.head), viewer=people.leader, now=NOW)
    reported = report(found, people.head)

    with pytest.raises(NotAllowed):
        actions.confirm_directive(
            found.case_id,
            text="",
            viewer=people.head,
            now=NOW + timedelta(hours=2),
            expected_version=reported.case.version,
        )


@pytest.mark.parametrize(
    "change",
    [{"text": "ngắn"}, {"until": NOW}, {"to": "leader"}, {"unit": "other"}],
    ids=["no words", "a day gone by", "oneself", "a unit that has nothing to do with it"],
)
def test_what_cannot_be_ordered(dossier, people, change):
    change = dict(change)
    to = getattr(people, change.pop("to", "specialist"))
    if "unit" in change:
        change["unit"] = world.unit_of(world.OTHER_COMMUNE).id

    with pytest.raises(Refused):
        actions.give_directive(dossier.case_id, order(people, to, **change), viewer=people.leader, now=NOW)


def test_the_same_form_twice_is_one_directive(dossier, people):
    one = order(people, people.specialist, key="k")

    first = actions.give_directive(dossier.case_id, one, viewer=people.leader, now=NOW)
    second = actions.give_directive(dossier.case_id, one, viewer=people.leader, now=NOW)

    assert first.case_id == second.case_id
    assert len(queries.directives_of(dossier)) == 1


def test_a_stale_page_writes_nothing(given, people):
    with pytest.raises(SomeoneWasFaster):
        report(given, people.specialist, version=given.case.version - 1)

    assert queries.words_of(given) == []


def test_reported_twice_is_impossible(given, people):
    found = report(given, people.specialist)

    with pytest.raises(StepImpossible):
        report(found, people.specialist)


def test_nothing_stands_on_the_side_of_the_applicant(given, dossier, person, people):
    report(given, people.specialist)

    journal = dossiers.journal(
        dossiers.dossier_for_applicant(world.viewer(person), dossier.case_id), for_applicant=True
    )

    assert not [line for line in journal if "chỉ đạo" in line.title.lower()]
    with pytest.raises(NotAllowed):
        queries.directive_for_officer(world.viewer(person), given.case_id)
    assert not Message.objects.filter(recipient=person.email, body__icontains="chỉ đạo").exists()


def test_words_are_not_in_the_ledger(given, people):
    report(given, people.specialist)

    told = " ".join(str(act.data) for act in ledger.acts_of_case(given.case_id))

    assert TEXT not in told
    assert REPORT not in told
