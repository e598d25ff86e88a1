# SPDX-License-Identifier: EUPL-1.2
"""A played citizen fills in every form so that nothing blocks submission."""

from random import Random

import pytest

from tinhso.modules.onestop.models import ProcedureVersion
from tinhso.modules.onestop.queries import declarations
from tinhso.modules.onestop.tests import world
from tinhso.play.answers import LEFT_OUT, answers_for


@pytest.mark.django_db
def test_every_procedure_but_those_named_can_be_filled_in():
    world.build_province()
    person = world.citizen()
    stuck = {}
    for version in ProcedureVersion.objects.select_related("procedure"):
        answers = answers_for(version, person, Random(7), today=world.TODAY)
        if problems := declarations.problems_of(version, answers, person, world.TODAY):
            stuck[version.procedure_id] = problems

    assert stuck.keys() == LEFT_OUT
