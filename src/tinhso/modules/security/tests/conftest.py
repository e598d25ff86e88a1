# SPDX-License-Identifier: EUPL-1.2
"""The small world of sources, built anew for each test."""

import pytest

from tinhso.modules.security.tests.world import World, build


@pytest.fixture
def world(db) -> World:
    return build()
