# SPDX-License-Identifier: EUPL-1.2
"""The small world of rounds, built anew for each test."""

import pytest

from tinhso.modules.scorecards.models import Assessment
from tinhso.modules.scorecards.tests import world as small
from tinhso.modules.scorecards.tests.world import World, build


@pytest.fixture
def world(db) -> World:
    return build()


@pytest.fixture
def opened(world: World) -> Assessment:
    return small.opened(world)
