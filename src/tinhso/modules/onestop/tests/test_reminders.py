# SPDX-License-Identifier: EUPL-1.2
"""Reminders climb the ladder once per rung; the inbox shows whose turn it is."""

from datetime import timedelta

from tinhso.kernel.casework import queries as casework
from tinhso.kernel.casework.actions import remind_due_cases
from tinhso.kernel.casework.models import Reminder
from tinhso.kernel.events.models import Act
from tinhso.kernel.events.queries import acts_between
from tinhso.kernel.exchange.models import Message
from tinhso.kernel.identity.models import Officer
from tinhso.modules.onestop import actions, reactions
from tinhso.modules.onestop.tests import linked, world
from tinhso.modules.onestop.tests.world import START


def test_a_case_is_reminded_once_on_each_rung(people, person):
    dossier = world.processing(person, people)
    for days in (0, 1, 1, 2, 4, 4, 8, 9):
        remind_due_cases(now=START + timedelta(days=days, hours=5))

    rungs = Reminder.objects.filter(case_id=dossier.case_id).order_by("sent_at").values_list("rung", flat=True)
    assert list(rungs) == ["two_days_left", "one_day_left", "overdue", "overdue_two_days"]


def test_a_case_waiting_for_the_applicant_is_not_reminded(people, person):
    dossier = world.submitted(person)

    remind_due_cases(now=START + timedelta(days=30))

    assert not Reminder.objects.filter(case_id=dossier.case_id).exists()


def test_the_inbox_is_of_whose_turn_it_is(people, person):
    dossier = world.processing(person, people)

    boxes = {
        name: [case.id for case in casework.inbox(getattr(people, name))]
        for name in ("reception", "head", "specialist", "colleague", "leader")
    }

    assert boxes == {"reception": [], "head": [], "specialist": [dossier.case_id], "colleague": [], "leader": []}


def test_an_inbox_page_asks_the_database_once(people, person, django_assert_num_queries):
    for number in range(3):
        world.received(person, people, now=START + timedelta(minutes=number))

    with django_assert_num_queries(1):
        assert len([(case.unit.name, case.holder_id) for case in casework.inbox(people.head)]) == 3


def test_a_linked_part_that_is_late_leads_to_its_own_page(people, person):
    other = world.staff(world.unit_of(world.OTHER_COMMUNE))
    Officer.objects.filter(id=other.head.officer_id).update(email="xa@example.vn")
    dossier = world.processing(person, people)
    (part,) = actions.forward_peer(
        dossier.case_id,
        orders=[linked.order(other.unit, days=1, leads=True)],
        in_sequence=False,
        viewer=people.specialist,
        now=START + timedelta(hours=3),
    )
    actions.acknowledge_part(part.pk, viewer=other.reception, now=START + timedelta(hours=4))

    remind_due_cases(now=START + timedelta(days=2))
    act = Act.objects.get(verb="case:reminded", case_id=part.pk)
    reactions.remind_officers(acts_between(act.seq, act.seq)[0], START + timedelta(days=2))

    letter = Message.objects.get(recipient="xa@example.vn")
    assert f"/can-bo/lien-thong/{part.pk}/" in letter.body


def test_the_alert_of_a_late_receipt_goes_to_the_body_and_to_the_sender(people, person):
    police, _ = linked.police(), linked.insurance()
    dossier = linked.registered(person, people)
    Officer.objects.filter(id=police.reception.officer_id).update(email="ca@example.vn")
    Officer.objects.filter(id=people.head.officer_id).update(email="xa@example.vn")
    part = linked.part_of(dossier, "thuong_tru")
    late = part.acknowledge_by + timedelta(minutes=1)
    actions.alert_unacknowledged(now=late)
    act = Act.objects.get(verb="part:unacknowledged", case_id=part.pk)

    reactions.alert_officers(acts_between(act.seq, act.seq)[0], late)

    letters = {one.recipient: one.body for one in Message.objects.filter(case_id=part.pk)}
    assert letters.keys() == {"ca@example.vn", "xa@example.vn"}
    assert all(f"/can-bo/lien-thong/{part.pk}/" in body for body in letters.values())
    assert all(person.full_name not in body for body in letters.values())
