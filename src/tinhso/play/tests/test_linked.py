# SPDX-License-Identifier: EUPL-1.2
"""Played linked work: a bundle is carried out by all its bodies, a dossier is forwarded and comes back."""

from datetime import timedelta
from random import Random

import pytest

from tinhso.modules.onestop.models import LinkedPart
from tinhso.modules.onestop.tests import linked as made
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.linked import DEATH, state
from tinhso.modules.onestop.tests.provinces import installed_province
from tinhso.modules.onestop.tests.world import START
from tinhso.play import linked

__all__ = ["installed_province"]


@pytest.fixture
def people(installed_province, db):
    return world.staff(world.unit_of())


class Time:
    """The clock of a play: every wait moves it."""

    def __init__(self) -> None:
        self.at = START + timedelta(hours=3)

    def now(self):
        return self.at

    def live(self, waits) -> None:
        for minutes in waits:
            self.at += timedelta(minutes=minutes)


@pytest.mark.parametrize(("code", "bodies"), [(made.BIRTH, 3), (DEATH, 3)])
def test_a_bundle_is_carried_out(people, code, bodies):
    made.police()
    made.insurance()
    dossier, time = made.examined(world.citizen(), people, code=code), Time()

    time.live(linked.carry_out(dossier, people.specialist, Random(5), time.now))

    assert LinkedPart.objects.filter(dossier=dossier, fulfilled=True).count() == bodies
    assert state(dossier) == "processing"


@pytest.mark.parametrize("seed", range(4))
def test_a_dossier_is_forwarded_and_comes_back(people, seed):
    world.staff(made.department())
    made.police()
    dossier, time = world.processing(world.citizen(), people), Time()

    time.live(linked.forward(dossier, people.specialist, Random(seed), time.now))

    assert LinkedPart.objects.filter(dossier=dossier, fulfilled=True).exists()
    assert state(dossier) == "processing"
