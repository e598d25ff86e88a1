# SPDX-License-Identifier: EUPL-1.2
"""The small world, built once for each test that asks for people."""

import pytest

from tinhso.kernel.identity.models import Person
from tinhso.modules.onestop.tests import world


@pytest.fixture
def people(db: None) -> world.Staff:
    """A commune with someone in each post."""
    world.build_province()
    return world.staff(world.unit_of())


@pytest.fixture
def person(db: None) -> Person:
    return world.citizen()
