# SPDX-License-Identifier: EUPL-1.2
"""The register of systems: who may, what is refused, users and inputs, units that merge."""

import uuid
from datetime import date, timedelta

import pytest

from tinhso.kernel.casework.succession import Successions
from tinhso.kernel.registry.types import PlannedMerger
from tinhso.modules.security import actions
from tinhso.modules.security.actions.succession import move_to_successors
from tinhso.modules.security.errors import NotYourSystem, OffRegister, RegisterIncomplete
from tinhso.modules.security.models import InformationSystem, Machine, Source
from tinhso.modules.security.queries import systems
from tinhso.modules.security.tests.registering import TODAY, machine, system, system_told, verbs
from tinhso.modules.security.tests.world import NOW, registered
from tinhso.modules.security.types import (
    InputKind,
    LinkTold,
    SystemKind,
)


def test_a_system_is_registered_once_changed_and_withdrawn(world):
    key = uuid.uuid4()
    first = actions.register_system(key, system_told(world), viewer=world.head, now=NOW)
    again = actions.register_system(key, system_told(world), viewer=world.head, now=NOW)
    actions.change_system(key, system_told(world), viewer=world.head, now=NOW)
    changed = actions.change_system(key, system_told(world, supplier="Công ty A"), viewer=world.head, now=NOW)
    may = machine(world, "web-1", system_id=key)
    actions.withdraw_system(key, viewer=world.head, now=NOW)

    assert first.id == again.id
    assert changed.supplier == "Công ty A"
    assert Machine.objects.get(id=may.id).system is None
    assert list(systems.systems_for(world.head)) == []
    assert verbs() == ["information_system:registered", "information_system:changed", "machine:registered",
                       "information_system:withdrawn"]  # fmt: skip
    with pytest.raises(OffRegister):
        actions.change_system(key, system_told(world), viewer=world.head, now=NOW)


@pytest.mark.parametrize(
    ("who", "may"), [("head", True), ("operator", True), ("doer", False), ("school_head", False), ("auditor", False)]
)
def test_who_keeps_the_register_of_a_unit(world, who, may):
    viewer, kept = getattr(world, who), system(world, "Cũ")
    held = machine(world, "cu")
    deeds = [
        lambda: system(world, "Mới", viewer=viewer),
        lambda: actions.change_system(kept.id, system_told(world, "Cũ nữa"), viewer=viewer, now=NOW),
        lambda: actions.count_users(kept.id, 5, TODAY, viewer=viewer, now=NOW),
        lambda: machine(world, "moi", viewer=viewer),
        lambda: actions.withdraw_machine(held.id, viewer=viewer, now=NOW),
        lambda: actions.register_link(uuid.uuid4(), LinkTold(world.health.id, "Cáp"), viewer=viewer, now=NOW),
        lambda: actions.withdraw_system(kept.id, viewer=viewer, now=NOW),
    ]
    for deed in deeds:
        if may:
            deed()
        else:
            with pytest.raises(NotYourSystem):
                deed()


@pytest.mark.parametrize(
    ("who", "seen"), [("head", 1), ("doer", 1), ("operator", 2), ("auditor", 2), ("school_head", 2)]
)
def test_who_sees_which_systems(world, who, seen):
    """The security unit (the school here) sees the systems it appraises."""
    system(world)
    system(world, "Trường", viewer=world.operator, owner_id=world.school.id, focal_id=world.school.id)

    assert systems.systems_for(getattr(world, who)).count() == seen


BAD = {
    "no name": ({"name": "  "}, "name"),
    "a long name": ({"name": "x" * 301}, "name"),
    "no information": ({"information": ()}, "information"),
    "no such unit": ({"security_unit_id": uuid.uuid4()}, "security_unit"),
    "tomorrow": ({"since": TODAY + timedelta(days=1)}, "since"),
    "a long supplier": ({"supplier": "x" * 301}, "supplier"),
    "twice": ({"name": "CỔNG  dịch vụ công"}, "name"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_with_a_system_is_said_at_its_box(world, case):
    changed, box = BAD[case]
    system(world)
    with pytest.raises(RegisterIncomplete) as refused:
        system(world, **({"name": "Khác"} | changed))

    assert refused.value.code == box
    assert refused.value.sentence.endswith(".")


def test_lists_find_without_diacritics_in_vietnamese_order(world):
    for name in ("Ấn chỉ", "Anh", "Ăn uống", "An Bình"):
        system(world, name)

    assert [one.name for one in systems.systems_for(world.head)] == ["An Bình", "Anh", "Ăn uống", "Ấn chỉ"]
    assert [one.name for one in systems.systems_for(world.head, text="an chi")] == ["Ấn chỉ"]
    assert systems.systems_for(world.head, level="none").count() == 4
    assert systems.systems_for(world.head, level="3").count() == 0


def test_users_are_watched_by_their_newest_count(world):
    one, other = system(world), system(world, "Nội bộ", kind=SystemKind.INTERNAL)
    for users, on in ((9_500, TODAY), (12_000, date(2026, 1, 1))):
        actions.count_users(one.id, users, on, viewer=world.head, now=NOW)
    actions.count_users(other.id, 50_000, TODAY, viewer=world.head, now=NOW)

    (near,) = systems.users_near(world.head)
    assert (near[0].id, near[1].state, near[1].users) == (one.id, "near", 9_500)
    assert len(systems.users_of(one.id)) == 2
    with pytest.raises(RegisterIncomplete):
        actions.count_users(one.id, -1, TODAY, viewer=world.head, now=NOW)
    with pytest.raises(RegisterIncomplete):
        actions.count_users(one.id, 1, TODAY + timedelta(days=1), viewer=world.head, now=NOW)


def test_soc_02_a_system_without_one_of_the_three_inputs_is_red(world):
    """SOC-02: web-server logs, sensor alerts, firewall logs of systems of level 3 and up (Thông tư 31/2017)."""
    good, bad, low = system(world, "A"), system(world, "B"), system(world, "C")
    InformationSystem.objects.filter(id=low.id).update(level=2, level_on=TODAY)
    source, _ = registered(world, "tuong-lua")
    for one in (good, bad):
        for kind in list(InputKind)[: 3 if one == good else 2]:
            actions.name_input(one.id, kind, source.id, viewer=world.head, now=NOW)
    rows = {row.system.name: row for row in systems.inputs_of(systems.systems_for(world.head))}
    assert [rows[name].is_red for name in "ABC"] == [True, True, False]

    Source.objects.filter(id=source.id).update(last_heard_at=NOW)

    rows = {row.system.name: row for row in systems.inputs_of(systems.systems_for(world.head))}
    assert [rows[name].is_red for name in "ABC"] == [False, True, False]
    assert [one.state for one in rows["B"].inputs] == ["heard", "heard", "missing"]
    Source.objects.filter(id=source.id).update(silent_since=NOW)
    assert next(row for row in systems.inputs_of([good])).inputs[0].state == "silent"


def test_an_input_of_another_unit_is_refused_and_a_removed_one_is_gone(world):
    kept = system(world)
    source, _ = registered(world, "nguon")
    Source.objects.filter(id=source.id).update(unit=world.school)
    with pytest.raises(RegisterIncomplete):
        actions.name_input(kept.id, InputKind.WEB, source.id, viewer=world.head, now=NOW)
    Source.objects.filter(id=source.id).update(unit=world.health)
    named = actions.name_input(kept.id, InputKind.WEB, source.id, viewer=world.head, now=NOW)
    again = actions.name_input(kept.id, InputKind.WEB, source.id, viewer=world.head, now=NOW)
    actions.remove_input(named.id, viewer=world.head, now=NOW)
    actions.remove_input(named.id, viewer=world.head, now=NOW)

    assert named.id == again.id
    assert [one.state for one in systems.inputs_of([kept])[0].inputs] == ["missing"] * 3
    assert verbs().count("information_system:input:removed") == 1


def test_after_a_reorganisation_the_register_belongs_to_units_in_force(world):
    kept = system(world, operators=(world.health.id,), viewer=world.operator, focal_id=world.school.id)
    one = machine(world, "a")
    mergers = {world.health.id: PlannedMerger(world.health.id, "", world.school.id, "", "")}
    move_to_successors(Successions(mergers, {}, TODAY))

    kept.refresh_from_db()
    assert (kept.owner_id, kept.operators) == (world.school.id, [world.school.id])
    assert Machine.objects.get(id=one.id).unit_id == world.school.id
