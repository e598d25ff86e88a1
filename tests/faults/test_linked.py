# SPDX-License-Identifier: EUPL-1.2
"""Two bodies answer in the same instant, and one body twice: the dossier comes back once, with both answers."""

from datetime import timedelta

import pytest

from tests.faults.test_contention import at_once
from tinhso.kernel.casework.errors import StepImpossible
from tinhso.kernel.events.models import Act
from tinhso.kernel.identity.models import Person
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.models import Dossier, LinkedPart
from tinhso.modules.onestop.tests import linked, world
from tinhso.modules.onestop.tests.linked import DONE, order
from tinhso.modules.onestop.tests.world import OTHER_COMMUNE, START

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SENT, ANSWERED = START + timedelta(hours=3), START + timedelta(hours=5)


@pytest.fixture
def people() -> world.Staff:
    world.build_province()
    return world.staff(world.unit_of())


@pytest.fixture
def person(people: world.Staff) -> Person:
    return world.citizen()


def answering(part, body):
    return lambda: actions.answer_part(part.pk, answer=DONE, fulfilled=True, viewer=body.specialist, now=ANSWERED)


def test_the_last_two_answers_at_once_bring_the_dossier_back_once(people, person):
    other, police = world.staff(world.unit_of(OTHER_COMMUNE)), linked.police()
    dossier = world.processing(person, people)
    first, second = actions.forward_peer(
        dossier.case_id,
        orders=[order(other.unit, leads=True), order(police.unit)],
        in_sequence=False,
        viewer=people.specialist,
        now=SENT,
    )
    for part, body in ((first, other), (second, police)):
        actions.acknowledge_part(part.pk, viewer=body.reception, now=SENT)

    answers = at_once(answering(first, other), answering(second, police), answering(first, other))

    refused = [one for one in answers if isinstance(one, StepImpossible)]
    assert len(refused) == 1, answers
    assert LinkedPart.objects.filter(dossier=dossier, fulfilled=True).count() == 2
    assert Dossier.objects.select_related("case").get(pk=dossier.pk).case.state == "processing"
    assert Act.objects.filter(verb="dossier:forward:closed", case_id=dossier.pk).count() == 1
