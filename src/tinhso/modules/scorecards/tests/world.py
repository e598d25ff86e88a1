# SPDX-License-Identifier: EUPL-1.2
"""A small world for tests of rounds: a standing office and two departments with people, made by the real actions."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from tinhso.kernel.events.types import Actor
from tinhso.kernel.identity.actions import appoint, create_officer
from tinhso.kernel.identity.queries import viewer_of_officer
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry.actions import create_post
from tinhso.kernel.registry.models import Unit
from tinhso.kernel.registry.types import PostRole
from tinhso.lib.vntext import search_key, sort_key
from tinhso.modules.scorecards import actions
from tinhso.modules.scorecards import queries_of_assessments as queries
from tinhso.modules.scorecards.declaring.types import Folded, Form, Proof
from tinhso.modules.scorecards.models import Assessment, Declaration
from tinhso.modules.scorecards.types import Trust

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
FIRST, DUE, LAST = date(2026, 1, 1), date(2026, 3, 31), date(2026, 6, 30)
SETUP = Actor("system:setup")
HALF = Folded(Proof("1.1", "handled", Trust.INFERRED, ""), 1, 2)
BEGINS = date(2024, 1, 1)


@dataclass(frozen=True)
class World:
    """office: keeps the rounds; health and school declare. Each person is a viewer."""

    office: Unit
    health: Unit
    school: Unit
    keeper: Viewer
    other_keeper: Viewer
    health_head: Viewer
    health_doer: Viewer
    school_head: Viewer
    commune_head: Viewer


def build() -> World:
    office, health, school = (unit(name) for name in ("Văn phòng", "Sở Y tế thử", "Sở Giáo dục thử"))
    commune = unit("Xã thử", level="commune")
    return World(
        office,
        health,
        school,
        keeper=person(office, PostRole.CONTROLLER),
        other_keeper=person(office, PostRole.LEADER),
        health_head=person(health, PostRole.HEAD),
        health_doer=person(health, PostRole.SPECIALIST),
        school_head=person(school, PostRole.HEAD),
        commune_head=person(commune, PostRole.HEAD),
    )


def unit(name: str, level: str = "department") -> Unit:
    return Unit.objects.create(
        level=level,
        kind=level,
        name=name,
        valid="[2020-01-01,)",
        sort_key=sort_key(name),
        search_key=search_key(name),
    )


def person(unit: Unit, role: PostRole) -> Viewer:
    officer = create_officer(
        username=f"{role}.{uuid.uuid4().hex[-12:]}", password=None, full_name=f"Lê Thị {role.title()}"
    )
    post = create_post(unit=unit, title=role.title(), role=role, begins=BEGINS)
    appoint(officer, post, begins=BEGINS, now=NOW, by=SETUP)
    return viewer_of_officer(officer, TODAY)


def told(**changed: object) -> actions.RoundTold:
    fields = {"edition": "DTI-922", "year": 2026, "first_on": FIRST, "last_on": LAST, "due_on": DUE}
    return actions.RoundTold(**(fields | changed))  # type: ignore[arg-type]


def opened(world: World, **changed: object) -> Assessment:
    return actions.open_assessment(uuid.uuid4(), told(**changed), viewer=world.keeper, now=NOW)


def fresh(found: Declaration) -> Declaration:
    """Return a declaration as it stands in the database now."""
    related = ("case", "assessment", "officer", "unit")
    return Declaration.objects.select_related(*related).get(case_id=found.case_id)


def of(found: Assessment, component: str) -> Declaration:
    return fresh(Declaration.objects.get(assessment=found, component=component))


def assigned(world: World, found: Assessment, component: str = "1.1", *, to_doer: bool = False) -> Declaration:
    """Return a component given to the department of health, and on to its specialist when told so."""
    one = of(found, component)
    officer_id = world.health_doer.officer_id if to_doer else None
    work = actions.Work({one.case_id: one.case.version}, world.health.id, DUE, officer_id)
    actions.assign(found.id, work, viewer=world.keeper, now=NOW)
    return fresh(one)


def ratio(above: str = "120", below: str = "157", **changed: object) -> actions.Told:
    fields = {"form": Form.RATIO, "numerator": Decimal(above), "denominator": Decimal(below), "as_of": TODAY}
    return actions.Told(**(fields | changed))  # type: ignore[arg-type]


def declared(world: World, one: Declaration, told: actions.Told | None = None, now: datetime = NOW) -> Declaration:
    one = fresh(one)
    told = told or ratio()
    actions.declare(one.case_id, told, viewer=world.health_head, now=now, expected_version=one.case.version)
    return fresh(one)


def accepted(world: World, one: Declaration, now: datetime = NOW) -> Declaration:
    one = fresh(one)
    actions.accept(one.case_id, text="", viewer=world.keeper, now=now, expected_version=one.case.version)
    return fresh(one)


def row(one: Declaration, folded: Folded | None = None) -> queries.Row:
    """Return a line of the round as its page shows it; folded: what the house's own data say of the component."""
    return queries.row_of(fresh(one), {one.component: folded} if folded else {}, TODAY)
