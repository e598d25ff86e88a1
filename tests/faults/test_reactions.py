# SPDX-License-Identifier: EUPL-1.2
"""Reactions run inside the worker's transaction; only a test that commits sees one that wants its own."""

from datetime import timedelta

import pytest

from tinhso.kernel.events.models import Parked
from tinhso.kernel.events.tasks import pump
from tinhso.modules.onestop import actions
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.world import START

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_a_withdrawn_dossier_leaves_nothing_parked():
    world.build_province()
    people, person = world.staff(world.unit_of()), world.citizen()
    dossier = world.processing(person, people)

    later = START + timedelta(hours=6)
    actions.request_withdrawal(dossier.case_id, viewer=world.viewer(person), now=later)
    actions.confirm_stop(dossier.case_id, viewer=people.reception, reason="Người nộp đề nghị rút hồ sơ.", now=later)
    pump(now=later)

    assert not list(Parked.objects.values_list("error", flat=True))
