# SPDX-License-Identifier: EUPL-1.2
"""The small world of plans, built anew for each test."""

import pytest

from tinhso.modules.plans.tests.world import World, build


@pytest.fixture
def world(db) -> World:
    return build()
