# SPDX-License-Identifier: EUPL-1.2
"""A procedure of the same day: in the book, a receipt only when asked for, drawn up at the counter (row 6)."""

from datetime import timedelta

import pytest

from tinhso.kernel.casework import queries as casework
from tinhso.kernel.casework.errors import NotYourTurn, StepImpossible
from tinhso.modules.onestop import actions, rules
from tinhso.modules.onestop.actions.filing import Filing
from tinhso.modules.onestop.definitions import components_of
from tinhso.modules.onestop.errors import NotSameDay
from tinhso.modules.onestop.models import BookLine, Paper
from tinhso.modules.onestop.policies import steps_open_to
from tinhso.modules.onestop.queries.catalogue import version_in_force
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.types import Channel, ReturnMethod

CERTIFIED_COPY = "2.000815"
BODY = "Chứng thực bản sao đúng với bản chính đã xuất trình."
NOW = world.START


def at_counter(people, person, *, code=CERTIFIED_COPY, receipt_wanted=False):
    version = version_in_force(code, world.TODAY)
    shown = [one["key"] for one in components_of(version.definition)]
    filing = Filing(version, person, world.COMMUNE, {}, Channel.COUNTER, f"counter:{code}", shown=shown)
    filed = actions.file_at_counter(filing, viewer=people.reception, unit_id=people.unit.id, now=NOW)
    return actions.receive(filed.case_id, viewer=people.reception, now=NOW, receipt_wanted=receipt_wanted)


def after(minutes):
    return NOW + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("time", "same_day"),
    [
        ({"unit": "same_day", "value": 0}, True),
        ({"unit": "minute", "value": 30}, True),
        ({"unit": "working_day", "value": 1}, False),
        ({"unit": "working_hour", "value": 4}, False),
        ({}, False),
    ],
)
def test_which_times_are_the_same_day(time, same_day):
    assert rules.is_same_day({"time": time}) is same_day


@pytest.mark.parametrize(("code", "wanted", "papers"), [
    (CERTIFIED_COPY, False, 0),
    (CERTIFIED_COPY, True, 1),
    (world.MARRIAGE_STATUS, False, 1),
])  # fmt: skip
def test_only_the_same_day_goes_without_a_receipt_and_never_without_the_book(people, person, code, wanted, papers):
    """61/2018/NĐ-CP: no receipt unless the applicant asks, but an entry in the book."""
    dossier = at_counter(people, person, code=code, receipt_wanted=wanted)

    assert Paper.objects.filter(dossier=dossier, form="F01").count() == papers
    assert BookLine.objects.filter(dossier=dossier).count() == 1


def test_the_counter_draws_up_the_leader_signs_the_counter_returns(people, person):
    dossier = at_counter(people, person)
    actions.propose_at_once(dossier.case_id, body=BODY, viewer=people.reception, now=after(5))
    actions.sign_result(dossier.case_id, viewer=people.leader, now=after(9), sealer=world.plain_seal)

    done = actions.return_result(
        dossier.case_id, method=ReturnMethod.COUNTER, viewer=people.reception, receiver_checked=True, now=after(10)
    )

    assert (done.case.state, done.received_at, done.returned_at) == ("returned", NOW, after(10))


def test_another_procedure_is_not_drawn_up_at_the_counter(people, person):
    dossier = at_counter(people, person, code=world.MARRIAGE_STATUS)

    with pytest.raises(NotSameDay):
        actions.propose_at_once(dossier.case_id, body=BODY, viewer=people.reception, now=after(5))
    assert "propose_at_once" not in {one.name for one in steps_open_to(people.reception, dossier)}


def test_a_draft_sent_back_comes_to_the_counter_again(people, person):
    dossier = at_counter(people, person)
    actions.propose_at_once(dossier.case_id, body=BODY, viewer=people.reception, now=after(5))

    back = actions.send_back(dossier.case_id, reason="Ghi số tờ của bản chính.", viewer=people.leader, now=after(6))

    assert back.case.state == "processing"
    assert [one.id for one in casework.inbox(people.reception)] == [dossier.case_id]
    assert "propose_at_once" in {one.name for one in steps_open_to(people.reception, back)}
    again = actions.propose_at_once(dossier.case_id, body=BODY, viewer=people.reception, now=after(8))
    assert again.case.state == "awaiting_signature"


def test_what_a_specialist_holds_is_not_drawn_up_at_the_counter(people, person):
    dossier = at_counter(people, person)
    actions.assign(dossier.case_id, holder_id=people.specialist.officer_id, viewer=people.head, now=after(1))
    with pytest.raises(StepImpossible):
        actions.propose_at_once(dossier.case_id, body=BODY, viewer=people.reception, now=after(2))
    actions.start_work(dossier.case_id, viewer=people.specialist, now=after(3))

    with pytest.raises(NotYourTurn):
        actions.propose_at_once(dossier.case_id, body=BODY, viewer=people.reception, now=after(4))
