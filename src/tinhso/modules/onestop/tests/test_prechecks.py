# SPDX-License-Identifier: EUPL-1.2
"""A check before filing: asked by the owner of a draft, answered by the desk that would receive it, binding nobody."""

from datetime import timedelta

import pytest

from tinhso.kernel.casework import queries as casework
from tinhso.kernel.casework.errors import NotYourTurn, StepImpossible
from tinhso.kernel.events.errors import Refused
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.errors import NotYourDossier
from tinhso.modules.onestop.models import Draft, Precheck
from tinhso.modules.onestop.queries import prechecks as queries
from tinhso.modules.onestop.tests import world

NOW = world.START
LATER = NOW + timedelta(hours=1)
REMARK = "Giấy xác nhận bị mờ số, hãy chụp lại."


@pytest.fixture
def draft(people, person):
    made = world.draft(person)
    viewer = world.viewer(person)
    actions.save_page(made, viewer=viewer, page="nguoi", values={}, done=True, now=NOW + timedelta(seconds=1))
    return made


def asked(draft, person):
    return actions.ask_for_precheck(draft, viewer=world.viewer(person), now=NOW)


def answered(draft, person, people, *, good=False, remarks=(REMARK,)):
    found = asked(draft, person)
    return actions.answer_precheck(found.pk, good=good, remarks=remarks, viewer=people.reception, now=LATER)


def test_the_question_lies_with_the_reception_and_names_nobody(people, person, draft):
    found = asked(draft, person)

    assert [one.id for one in casework.inbox(people.reception)] == [found.pk]
    assert not casework.inbox(people.specialist).filter(id=found.pk).exists()
    assert "Bưởi" not in found.case.title + found.case.search_key
    assert found.case.due_at is None


def test_pressing_twice_asks_once(people, person, draft):
    assert asked(draft, person).pk == asked(draft, person).pk


def test_what_the_draft_said_is_kept_while_it_is_looked_at_and_no_longer(people, person, draft):
    found = asked(draft, person)
    assert found.answers["nyc_ho_ten"] == "Nguyễn Thị Bưởi"

    actions.answer_precheck(found.pk, good=False, remarks=[REMARK], viewer=people.reception, now=LATER)

    kept = Precheck.objects.get(pk=found.pk)
    assert (kept.answers, kept.documents, kept.remarks, kept.good) == ({}, {}, [REMARK], False)
    assert queries.last_precheck(draft) == kept


@pytest.mark.parametrize(
    ("good", "remarks"),
    [(False, []), (False, ["  "]), (False, ["ngắn"]), (True, [REMARK]), (False, [REMARK] * 51)],
)
def test_an_answer_says_what_to_mend_or_that_it_is_good(people, person, draft, good, remarks):
    with pytest.raises(Refused):
        answered(draft, person, people, good=good, remarks=remarks)


def test_filing_ends_a_check_that_waits(people, person, draft):
    found = asked(draft, person)

    actions.submit_draft(draft, viewer=world.viewer(person), now=LATER)

    kept = Precheck.objects.select_related("case").get(pk=found.pk)
    assert (kept.case.state, kept.answers) == ("ended", {})
    with pytest.raises(StepImpossible):
        actions.answer_precheck(found.pk, good=True, remarks=[], viewer=people.reception, now=LATER)


@pytest.mark.parametrize("way", ["take_back", "discard"])
def test_the_owner_may_take_it_back(people, person, draft, way):
    found = asked(draft, person)
    viewer = world.viewer(person)

    if way == "take_back":
        actions.take_back_precheck(draft, viewer=viewer, now=LATER)
    else:
        actions.discard_draft(draft, viewer=viewer, now=LATER)

    assert Precheck.objects.get(pk=found.pk).case.state == "ended"
    assert Draft.objects.filter(id=draft).exists() is (way == "take_back")


def test_after_an_answer_one_may_ask_again(people, person, draft):
    first = answered(draft, person, people, good=True, remarks=())

    second = actions.ask_for_precheck(draft, viewer=world.viewer(person), now=LATER + timedelta(hours=1))

    assert second.pk != first.pk
    assert queries.last_precheck(draft) == second


def test_nobody_else_asks_or_answers(people, person, draft):
    stranger = world.citizen("083190000999", "Trần Văn Mít")
    with pytest.raises(NotYourDossier):
        actions.ask_for_precheck(draft, viewer=world.viewer(stranger), now=NOW)
    found = asked(draft, person)
    for viewer in (people.specialist, people.leader, world.staff(world.unit_of(world.OTHER_COMMUNE)).reception):
        with pytest.raises(NotYourTurn):
            actions.answer_precheck(found.pk, good=True, remarks=[], viewer=viewer, now=LATER)


def test_an_empty_draft_is_not_looked_at(people, person):
    empty = actions.start_draft(
        world.MARRIAGE_STATUS, viewer=world.viewer(person), commune_code=world.COMMUNE, answers={}, now=NOW
    )

    with pytest.raises(Refused):
        asked(empty.id, person)
