# SPDX-License-Identifier: EUPL-1.2
"""A small world for tests of plans: a standing office and two departments with people, made by the real actions."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime

from tinhso.kernel.events.types import Actor
from tinhso.kernel.identity.actions import appoint, create_officer
from tinhso.kernel.identity.queries import viewer_of_officer
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry.actions import create_post
from tinhso.kernel.registry.models import Unit
from tinhso.kernel.registry.types import PostRole
from tinhso.lib.vntext import search_key, sort_key
from tinhso.modules.plans import actions
from tinhso.modules.plans.models import Plan, Task
from tinhso.modules.plans.types import PlanKind

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
SETUP = Actor("system:setup")
BEGINS = date(2024, 1, 1)
DUE = date(2026, 6, 30)


@dataclass(frozen=True)
class World:
    """office: keeps the plans; health: leads tasks; school: helps. Each person is a viewer."""

    office: Unit
    health: Unit
    school: Unit
    keeper: Viewer
    other_keeper: Viewer
    leader: Viewer
    health_head: Viewer
    health_doer: Viewer
    school_head: Viewer


def build() -> World:
    office, health, school = (unit(name) for name in ("Văn phòng", "Sở Y tế thử", "Sở Giáo dục thử"))
    return World(
        office,
        health,
        school,
        keeper=person(office, PostRole.CONTROLLER),
        other_keeper=person(office, PostRole.CONTROLLER),
        leader=person(office, PostRole.LEADER),
        health_head=person(health, PostRole.HEAD),
        health_doer=person(health, PostRole.SPECIALIST),
        school_head=person(school, PostRole.HEAD),
    )


def unit(name: str) -> Unit:
    return Unit.objects.create(
        level="department",
        kind="department",
        name=name,
        valid="[2020-01-01,)",
        sort_key=sort_key(name),
        search_key=search_key(name),
    )


def person(unit: Unit, role: PostRole) -> Viewer:
    officer = create_officer(
        username=f"{role}.{uuid.uuid4().hex[:8]}", password=None, full_name=f"Lê Thị {role.title()}"
    )
    appoint(
        officer, create_post(unit=unit, title=role.title(), role=role, begins=BEGINS), begins=BEGINS, now=NOW, by=SETUP
    )
    return viewer_of_officer(officer, TODAY)


def told(**changed: object) -> actions.PlanTold:
    fields = {"kind": PlanKind.PLAN, "title": "Kế hoạch nâng hạng", "basis": "", "year_from": 2026, "year_to": 2026}
    return actions.PlanTold(**(fields | changed))  # type: ignore[arg-type]


def task_told(world: World, **changed: object) -> actions.TaskTold:
    fields = {"client_key": uuid.uuid4().hex, "title": "Số hóa bệnh án", "lead_id": world.health.id, "due_on": DUE}
    return actions.TaskTold(**(fields | changed))  # type: ignore[arg-type]


def draft(world: World) -> Plan:
    return actions.draft_plan(uuid.uuid4(), told(), viewer=world.keeper, now=NOW)


def in_force(world: World, *tasks: actions.TaskTold) -> tuple[Plan, list[Task]]:
    """Return an issued plan with its tasks given out, one when none are told."""
    plan = draft(world)
    made = actions.plan_tasks(plan.id, tasks or (task_told(world),), viewer=world.keeper, now=NOW)
    issued = actions.issue_plan(
        plan.id, number="12/KH-UBND", issued_on=TODAY, viewer=world.leader, now=NOW, expected_version=plan.version
    )
    return issued, [fresh(one) for one in made]


def fresh(task: Task) -> Task:
    """Return a task as it stands in the database now."""
    return Task.objects.select_related("case", "plan", "officer", "lead").get(case_id=task.case_id)
