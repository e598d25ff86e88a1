# SPDX-License-Identifier: EUPL-1.2
"""Assignment by rule: who is chosen as a table, the system acts and cites the rule, the head keeps the last word."""

import uuid
from datetime import timedelta

import pytest

from tinhso.kernel.casework import queries as casework
from tinhso.kernel.casework.errors import SomeoneWasFaster
from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.errors import NotAllowed, Refused
from tinhso.kernel.identity.actions import delegate, relieve
from tinhso.kernel.identity.models import Assignment
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.assigning.rules import choose
from tinhso.modules.onestop.assigning.types import Absence, Candidate, Choice, Way
from tinhso.modules.onestop.queries import assigning as queries
from tinhso.modules.onestop.tests import world

NOW, SECTOR = world.START, "tu_phap"
A, B, C = (uuid.UUID(int=n) for n in (1, 2, 3))
GONE, LENT = Absence.NO_POST, Absence.LENT


def people_of(*rows) -> list[Candidate]:
    return [Candidate(who, place, load, absent) for place, (who, load, absent) in enumerate(rows)]


@pytest.mark.parametrize(
    ("way", "rows", "expected"),
    [
        (Way.NAMED, [(A, 9, None)], Choice(A, 9, 1, ())),
        (Way.NAMED, [(A, 0, LENT)], Choice(None, 0, 0, (LENT,))),
        (Way.LEAST, [(A, 2, None), (B, 1, None), (C, 3, None)], Choice(B, 1, 3, ())),
        (Way.LEAST, [(A, 2, None), (B, 2, None)], Choice(A, 2, 2, ())),
        (Way.LEAST, [(A, 5, None), (B, 0, LENT)], Choice(A, 5, 1, (LENT,))),
        (Way.LEAST, [(A, 0, GONE), (B, 4, None), (C, 0, LENT)], Choice(B, 4, 1, (GONE, LENT))),
        (Way.LEAST, [(A, 0, GONE), (B, 0, LENT)], Choice(None, 0, 0, (GONE, LENT))),
        (Way.LEAST, [], Choice(None, 0, 0, ())),
    ],
    ids=["named", "named away", "fewest", "equal: earlier name", "fewest away", "two away", "all away", "nobody"],
)
def test_who_gets_it(way, rows, expected):
    assert choose(way, people_of(*rows)) == expected


def rule(people, *, way=Way.LEAST, officers=None, sector="", procedure="", by=None, replaces=None):
    named = officers or [people.specialist, people.colleague]
    return actions.set_assignment_rule(
        people.unit.id,
        sector=sector if sector or procedure else sector_here(),
        procedure=procedure,
        way=way,
        officers=[one.officer_id for one in named],
        viewer=by or people.head,
        now=NOW,
        replaces=replaces,
    )


def sector_here() -> str:
    return str(world.version_in_force(world.MARRIAGE_STATUS, world.TODAY).definition["sector"])


def received(people, number="083190000123"):
    return world.received(world.citizen(number, f"Nguyễn Thị {number[-3:]}"), people, now=NOW)


def test_the_system_assigns_at_reception_and_cites_the_rule(people):
    standing = rule(people)

    dossier = received(people)

    act = next(one for one in ledger.acts_of_case(dossier.case_id) if one.verb == "dossier:assigned")
    assert (dossier.case.state, dossier.case.holder_id) == ("assigned", people.colleague.officer_id)
    assert act.actor == "system:worker"
    assert act.data["rule"] == str(standing.id)
    assert casework.inbox(people.colleague).filter(id=dossier.case_id).exists()


def test_work_goes_round(people):
    rule(people)

    holders = [received(people, f"08319000012{n}").case.holder_id for n in range(4)]

    assert holders == [people.colleague.officer_id, people.specialist.officer_id] * 2


def test_without_a_rule_the_head_assigns(people):
    dossier = received(people)

    assert (dossier.case.state, dossier.case.turn) == ("received", "head")
    assert queries.why(dossier) is None


def test_the_rule_of_the_procedure_comes_before_that_of_the_field(people):
    rule(people, way=Way.NAMED, officers=[people.specialist])
    rule(people, way=Way.NAMED, officers=[people.colleague], procedure=world.MARRIAGE_STATUS)

    assert received(people).case.holder_id == people.colleague.officer_id


def lend(who, to):
    assignment = Assignment.objects.get(officer_id=who.officer_id)
    days = {"begins": world.TODAY, "ends": world.TODAY + timedelta(days=5)}
    delegate(assignment.id, to=to.officer_id, **days, paper="1/GUQ", now=NOW, by=who.actor())


def test_who_has_lent_the_post_is_passed_over(people):
    rule(people)
    lend(people.colleague, people.reception)

    dossier = received(people)

    why = queries.why(dossier)
    assert dossier.case.holder_id == people.specialist.officer_id
    assert (why.among, why.absences) == (1, {LENT: 1})


def test_with_nobody_left_it_stays_with_the_head_and_says_why(people):
    rule(people, way=Way.NAMED, officers=[people.colleague])
    held = Assignment.objects.get(officer_id=people.colleague.officer_id)
    relieve(held, ends=world.TODAY - timedelta(days=1), now=NOW, by=people.head.actor())

    dossier = received(people)

    why = queries.why(dossier)
    assert (dossier.case.state, dossier.case.turn) == ("received", "head")
    assert (why.given, why.absences) == (False, {GONE: 1})


def test_the_head_assigns_again_as_before(people):
    rule(people)
    dossier = received(people)

    again = actions.assign(
        dossier.case_id, holder_id=people.specialist.officer_id, viewer=people.head, now=NOW + timedelta(hours=2)
    )

    assert again.case.holder_id == people.specialist.officer_id
    assert queries.why(again) is None
    assert len(casework.holdings_of(dossier.case_id)) == 4


def test_a_changed_rule_is_a_new_one_and_the_old_is_kept(people):
    first = rule(people)
    dossier = received(people)

    second = rule(people, way=Way.NAMED, officers=[people.specialist], replaces=first.id)

    assert [one.id for one in queries.rules_of(people.unit.id)] == [second.id]
    assert queries.why(dossier).rule.id == first.id


def test_an_ended_rule_assigns_nothing(people):
    standing = rule(people)

    actions.end_assignment_rule(standing.id, viewer=people.head, now=NOW)
    actions.end_assignment_rule(standing.id, viewer=people.head, now=NOW)

    assert received(people).case.state == "received"
    verbs = [act.verb for act in ledger.acts_of_subject(f"assignment_rule:{standing.id}")]
    assert sorted(verbs) == ["assignment_rule:ended", "assignment_rule:set"]


def test_two_heads_at_once(people):
    rule(people)

    with pytest.raises(SomeoneWasFaster):
        rule(people, by=people.leader)


@pytest.mark.parametrize("role", ["specialist", "reception"])
def test_only_head_and_leader_set_rules(people, role):
    with pytest.raises(NotAllowed):
        rule(people, by=getattr(people, role))


@pytest.mark.parametrize(
    "wrong",
    [
        {"way": Way.NAMED},
        {"way": Way.LEAST, "officers": ["specialist"]},
        {"officers": ["specialist", "reception"]},
        {"procedure": "9.999999"},
        {"sector": "khong_co"},
        {"sector": "x", "procedure": world.MARRIAGE_STATUS},
    ],
    ids=["two named", "one to compare", "no specialist", "no such procedure", "no such field", "both"],
)
def test_what_is_no_rule(people, wrong):
    wrong = dict(wrong)
    if "officers" in wrong:
        wrong["officers"] = [getattr(people, one) for one in wrong["officers"]]

    with pytest.raises(Refused):
        rule(people, **wrong)
