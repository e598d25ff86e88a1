# SPDX-License-Identifier: EUPL-1.2
"""Internet links: a sensor on each, and what is refused."""

import uuid

import pytest

from tinhso.modules.security import actions
from tinhso.modules.security.errors import RegisterIncomplete
from tinhso.modules.security.models import InternetLink, LinkSensor, Source
from tinhso.modules.security.queries import systems
from tinhso.modules.security.tests.world import NOW, registered
from tinhso.modules.security.types import (
    LinkTold,
)


def test_soc_04_every_internet_link_has_a_sensor_or_is_red(world):
    """SOC-04: link register × sensor register; a sensor that never spoke or fell silent is no sensor."""
    told = LinkTold(world.health.id, "Cáp quang 1", "Nhà mạng A", ("203.0.113.0/24",))
    link = actions.register_link(uuid.uuid4(), told, viewer=world.head, now=NOW)
    source, _ = registered(world, "suricata-1")
    assert [(row.state, row.is_red) for row in systems.links_for(world.head)] == [("none", True)]

    sensor = actions.place_sensor(link.id, source.id, viewer=world.head, now=NOW)
    assert [(row.state, row.is_red) for row in systems.links_for(world.head)] == [("never", True)]
    Source.objects.filter(id=source.id).update(last_heard_at=NOW)
    assert [(row.state, row.is_red) for row in systems.links_for(world.head)] == [("heard", False)]
    actions.remove_sensor(sensor.id, viewer=world.head, now=NOW)
    assert [row.state for row in systems.links_for(world.head)] == ["none"]
    actions.place_sensor(link.id, source.id, viewer=world.head, now=NOW)
    actions.withdraw_link(link.id, viewer=world.head, now=NOW)
    assert systems.links_for(world.head) == []
    assert not LinkSensor.objects.filter(removed_at=None).exists()
    assert systems.links_for(world.school_head) == []


@pytest.mark.parametrize(
    ("changed", "box"),
    [
        ({"label": " "}, "label"),
        ({"networks": ("203.0.113.300",)}, "networks"),
        ({"https_plan": "x" * 4001}, "https_plan"),
    ],
)
def test_what_is_wrong_with_a_link_is_said_at_its_box(world, changed, box):
    fields = {"unit_id": world.health.id, "label": "Cáp"} | changed
    with pytest.raises(RegisterIncomplete) as refused:
        actions.register_link(uuid.uuid4(), LinkTold(**fields), viewer=world.head, now=NOW)

    assert refused.value.code == box
    assert not InternetLink.objects.exists()
