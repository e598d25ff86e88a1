# SPDX-License-Identifier: EUPL-1.2
"""A played desk: numbers are taken, called and served, the day ends with nobody left, today is not played."""

from datetime import timedelta
from random import Random

import pytest

from tinhso.modules.onestop.models import QueueCounter, QueueDay, Ticket
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.provinces import installed_province
from tinhso.modules.onestop.tests.world import START, TODAY
from tinhso.play.dossiers import Moment
from tinhso.play.queues import Desks
from tinhso.play.teams import Teams

__all__ = ["installed_province"]


@pytest.fixture
def people(installed_province, db):
    return world.staff(world.unit_of())


def visit(desks, people, moment, seed):
    for minutes in desks.wait(people.unit.id, world.MARRIAGE_STATUS, dice=Random(seed), clock=moment):
        moment.now += timedelta(minutes=minutes)


def test_everybody_is_served_and_the_day_ends(people):
    desks, moment = Desks(Teams(TODAY), TODAY + timedelta(days=1)), Moment(START)

    for seed in range(5):
        visit(desks, people, moment, seed)
    desks.end_day(now=moment.now + timedelta(hours=1))

    assert set(Ticket.objects.values_list("state", flat=True)) == {"served"}
    assert QueueDay.objects.get().closed_at is not None
    assert not QueueCounter.objects.filter(officer__isnull=False).exists()


def test_today_is_left_to_visitors(people):
    desks = Desks(Teams(TODAY), TODAY)

    visit(desks, people, Moment(START), 1)

    assert not Ticket.objects.exists()
