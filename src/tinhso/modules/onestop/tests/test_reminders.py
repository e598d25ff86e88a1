# SPDX-License-Identifier: EUPL-1.2
"""Reminders climb the ladder once per rung; the inbox shows whose turn it is."""

from datetime import timedelta

from tinhso.kernel.casework import queries as casework
from tinhso.kernel.casework.actions import remind_due_cases
from tinhso.kernel.casework.models import Reminder
from tinhso.modules.onestop.tests import world
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
