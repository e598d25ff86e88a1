# SPDX-License-Identifier: EUPL-1.2
"""Machines: what is refused, which one an address is of, coverage by agents and by the national centre."""

import uuid
from datetime import timedelta

import pytest

from tinhso.modules.security import actions
from tinhso.modules.security.errors import NotYourSystem, RegisterIncomplete
from tinhso.modules.security.models import Machine, Source
from tinhso.modules.security.queries import machines_register
from tinhso.modules.security.tests.registering import TODAY, machine, system
from tinhso.modules.security.tests.world import NOW, registered


@pytest.mark.parametrize(
    ("changed", "box"),
    [
        ({"host": "hai từ"}, "host"),
        ({"host": ""}, "host"),
        ({"host": "MAY-1"}, "host"),
        ({"addresses": ("10.0.0.300",)}, "addresses"),
        ({"addresses": ("10.0.0.1",) * 21}, "addresses"),
        ({"asset_number": "9" * 61}, "asset_number"),
        ({"system_id": uuid.uuid4()}, "system"),
    ],
)
def test_what_is_wrong_with_a_machine_is_said_at_its_box(world, changed, box):
    machine(world, "may-1")
    with pytest.raises(RegisterIncomplete) as refused:
        machine(world, **({"host": "may-2"} | changed))

    assert refused.value.code == box


def test_which_machine_answers_at_an_address_or_a_name(world):
    kept = system(world)
    one = machine(world, "web-1.tinh.gov.vn", "10.1.2.3", "2001:db8::5", system_id=kept.id)
    machine(world, "db-1", "10.1.2.4")
    machine(world, "chung", "10.9.9.9")
    machine(world, "rieng", "10.9.9.9")
    find = machines_register.machine_at

    for asked in ("10.1.2.3", "::ffff:10.1.2.3", "2001:DB8:0::5", "WEB-1.tinh.gov.vn.", "web-1"):
        found = find(asked)
        assert (found.id, found.unit, found.system) == (one.id, world.health, kept), asked
    assert find("db-1.khac.vn").host == "db-1"
    for asked in ("10.1.2.5", "web-2", "", "web-1.khac.vn", "10.9.9.9", "web-1; drop"):
        assert find(asked) is None, asked
    actions.withdraw_machine(one.id, viewer=world.head, now=NOW)
    assert find("10.1.2.3") is None


def test_coverage_shows_agents_and_the_national_centre_apart(world):
    """§9.4 of the rules: a machine counts as sharing only if the national centre sees it."""
    for host in ("a", "b.tinh.vn", "c", "d"):
        machine(world, host, f"10.0.0.{ord(host[0]) - 96}")
    machine(world, "in", agent_expected=False)
    machine(world, "truong", viewer=world.operator, unit_id=world.school.id)
    for host, changed in (("A", {"last_heard_at": NOW}), ("b", {"last_heard_at": NOW, "silent_since": NOW}), ("c", {})):
        source, _ = registered(world, host)
        Source.objects.filter(id=source.id).update(**changed)

    seen, unknown = actions.note_seen_by_nation(["a", "10.0.0.4", "la", " "], TODAY, viewer=world.operator, now=NOW)

    assert (seen, unknown) == (2, ["la"])
    (line,), whole = machines_register.coverage(world.head, TODAY)
    told = (line.machines, line.expected, line.heard, line.silent, line.never, line.without, line.national)
    assert told == (5, 4, 1, 1, 1, 1, 2)
    assert whole.machines == 5
    assert machines_register.coverage(world.operator, TODAY)[1].machines == 6
    later = TODAY + timedelta(days=31)
    assert machines_register.coverage(world.head, later)[1].national == 0
    assert [one.host for one in machines_register.machines_for(world.head, agent="none")] == ["d"]


def test_an_older_list_of_the_national_centre_takes_no_newer_one_back(world):
    one = machine(world, "a")
    actions.note_seen_by_nation(["a"], TODAY, viewer=world.operator, now=NOW)
    actions.note_seen_by_nation(["A"], TODAY - timedelta(days=9), viewer=world.operator, now=NOW)

    assert Machine.objects.get(id=one.id).national_seen_on == TODAY
    with pytest.raises(NotYourSystem):
        actions.note_seen_by_nation(["a"], TODAY, viewer=world.head, now=NOW)
    with pytest.raises(RegisterIncomplete):
        actions.note_seen_by_nation(["a"], TODAY + timedelta(days=1), viewer=world.operator, now=NOW)
