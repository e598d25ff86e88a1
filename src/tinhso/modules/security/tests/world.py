# SPDX-License-Identifier: EUPL-1.2
"""A small world for tests of sources: two units with people, a spool, sources made by the real actions."""

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
from tinhso.modules.security import actions
from tinhso.modules.security.models import Source
from tinhso.modules.security.types import SourceKind, SourceTold

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SETUP = Actor("system:setup")


@dataclass(frozen=True)
class World:
    """health and school are units; each person is a viewer."""

    health: Unit
    school: Unit
    head: Viewer
    doer: Viewer
    school_head: Viewer
    operator: Viewer
    auditor: Viewer


def build() -> World:
    health, school = unit("Sở Y tế thử"), unit("Sở Giáo dục thử")
    return World(
        health,
        school,
        head=person(health, PostRole.HEAD),
        doer=person(health, PostRole.SPECIALIST),
        school_head=person(school, PostRole.HEAD),
        operator=person(school, PostRole.OPERATOR),
        auditor=person(school, PostRole.AUDITOR),
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
    officer = create_officer(username=f"{role}.{uuid.uuid4().hex[-12:]}", password=None, full_name="Lê Thị Thử")
    post = create_post(unit=unit, title=role.title(), role=role, begins=date(2024, 1, 1))
    appoint(officer, post, begins=date(2024, 1, 1), now=NOW, by=SETUP)
    return viewer_of_officer(officer, NOW.date())


def told(unit: Unit, host: str = "may-chu-1", **changed: object) -> SourceTold:
    fields = {"unit_id": unit.id, "host": host, "kind": SourceKind.LINUX, "interval_seconds": 600}
    return SourceTold(**(fields | changed))  # type: ignore[arg-type]


def registered(world: World, host: str = "may-chu-1", **changed: object) -> tuple[Source, str]:
    return actions.register_source(uuid.uuid4(), told(world.health, host, **changed), viewer=world.head, now=NOW)
