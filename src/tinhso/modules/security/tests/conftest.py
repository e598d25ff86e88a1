# SPDX-License-Identifier: EUPL-1.2
"""The small world of sources, and who decides on levels in it, built anew for each test."""

import pytest

from tinhso.modules.security.tests.levelling import People, deciders
from tinhso.modules.security.tests.world import World, build


@pytest.fixture
def world(db) -> World:
    return build()


@pytest.fixture
def people(world: World) -> People:
    return deciders(world)
