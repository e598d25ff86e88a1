# SPDX-License-Identifier: EUPL-1.2
"""The level of a system: of its highest part, by the law of its day; what changes calls for a new dossier."""

import uuid
from datetime import date

import pytest

from tinhso.kernel.events.models import Act
from tinhso.modules.security import actions
from tinhso.modules.security.errors import LevelImpossible
from tinhso.modules.security.queries import levels as queries
from tinhso.modules.security.tests.levelling import CITIZENS, INTERNAL, ON, SECRET, approved, determined, full, go
from tinhso.modules.security.tests.registering import system, system_told
from tinhso.modules.security.tests.world import NOW


def test_the_highest_part_wins_and_an_older_result_of_a_part_no_longer_counts(world, people):
    """Điều 5."""
    made = determined(world, people, INTERNAL, part="Quản trị")
    determined(world, people, SECRET, part="Kho")
    assert queries.proposed_level(queries.determinations_of(made.id)) == 4
    determined(world, people, CITIZENS, part=" Kho ")

    found = queries.determinations_of(made.id)
    assert [(one.part, one.level) for one in found] == [("Kho", 3), ("Quản trị", 2)]
    actions.withdraw_determination(found[0].id, viewer=world.head, now=NOW)
    assert queries.proposed_level(queries.determinations_of(made.id)) == 2


def test_a_determination_is_judged_by_the_law_of_its_day(world, people):
    made = system(world, owner_id=people.owner.id)
    told = actions.PartTold(made.id, "", CITIZENS, ON)
    one = actions.determine_level(uuid.uuid4(), told, viewer=world.head, now=NOW)
    assert (one.regime, one.criteria_set, one.level) == ("decree_85", "decree_85", 3)

    for answers, on, box in (
        (CITIZENS, date(2016, 6, 30), "on"),
        (CITIZENS, date(2027, 7, 1), "on"),
        (CITIZENS | {"services": "x"}, ON, "answers"),
    ):
        told = actions.PartTold(made.id, "", answers, on)
        with pytest.raises(LevelImpossible) as refused:
            actions.determine_level(uuid.uuid4(), told, viewer=world.head, now=NOW)
        assert refused.value.code == box


def test_what_changes_after_the_approval_calls_for_a_new_dossier(world, people):
    """Điều 18: users past 10.000, other components: the procedure is repeated, the old level stands on until then."""
    first = approved(world, people, INTERNAL)
    made = first.system
    assert queries.changes_of(made) == []

    actions.count_users(made.id, 10_000, ON, viewer=world.head, now=NOW)
    actions.change_system(made.id, system_told(world, owner_id=people.owner.id, components="web; kho"),
                          viewer=world.head, now=NOW)  # fmt: skip
    determined(world, people, CITIZENS)
    made.refresh_from_db()
    assert queries.changes_of(made) == ["components", "users", "level"]

    second = approved(world, people)
    made.refresh_from_db()
    assert (second.replaces_id, second.level, made.level) == (first.case_id, 3, 3)
    assert second.said["overview"]
    assert queries.in_force(made.id).case_id == second.case_id
    assert queries.changes_of(made) == []
    assert Act.objects.filter(verb="level_dossier:approved").order_by("seq").last().data["again"] is True


def test_a_dossier_whose_system_has_another_level_by_now_is_not_sent(world, people):
    dossier = full(world, people)
    determined(world, people, INTERNAL)
    with pytest.raises(LevelImpossible) as refused:
        go(actions.submit_dossier, dossier, viewer=world.head)

    assert "lập hồ sơ mới" in refused.value.sentence
