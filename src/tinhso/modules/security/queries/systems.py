# SPDX-License-Identifier: EUPL-1.2
"""The systems an officer may see, their users, inputs, links and sensors; every list scoped by unit first."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry.models import Unit
from tinhso.kernel.registry.queries import units_as_of
from tinhso.lib.vntext import search_key
from tinhso.modules.security import policies
from tinhso.modules.security.levels.determination import Users, users_watch
from tinhso.modules.security.models import (
    InformationSystem,
    InternetLink,
    LinkSensor,
    Machine,
    Source,
    SystemInput,
    UserCount,
)
from tinhso.modules.security.types import InputKind


def seen_by(viewer: Viewer) -> QuerySet[InformationSystem]:
    """Return the systems of the units an officer sees: as focal operator, owner, or security unit."""
    found = InformationSystem.objects.all()
    if not policies.sees_everything(viewer):
        mine = policies.units_seen(viewer)
        found = found.filter(Q(focal_id__in=mine) | Q(owner_id__in=mine) | Q(security_unit_id__in=mine))
    return found


def systems_for(
    viewer: Viewer, *, text: str = "", unit_id: uuid.UUID | None = None, level: str = "", withdrawn: bool = False
) -> QuerySet[InformationSystem]:
    """Return the systems an officer may see, in Vietnamese order. level: "1" to "5", "none", empty for all."""
    found = seen_by(viewer).filter(withdrawn_at__isnull=not withdrawn)
    for word in search_key(text).split():
        found = found.filter(words__contains=word)
    if unit_id is not None:
        found = found.filter(focal_id=unit_id)
    if level == "none":
        found = found.filter(level=None)
    elif level in {"1", "2", "3", "4", "5"}:
        found = found.filter(level=int(level))
    return found.select_related("owner", "focal", "security_unit").order_by("sort_key", "id")


def system_for(viewer: Viewer, system_id: uuid.UUID) -> InformationSystem:
    """Return a system; raises InformationSystem.DoesNotExist also for one the officer does not see."""
    related = ("owner", "focal", "security_unit", "registered_by")
    return seen_by(viewer).select_related(*related).get(id=system_id)


def focal_units(viewer: Viewer) -> list[tuple[str, str]]:
    """Return id and name of the units that operate a system the officer sees, in Vietnamese order."""
    found = Unit.objects.filter(id__in=seen_by(viewer).values("focal_id")).order_by("sort_key")
    return [(str(one.id), one.name) for one in found]


def units_to_keep(viewer: Viewer, today: date) -> list[Unit]:
    """Return the units whose systems and machines an officer keeps, in Vietnamese order."""
    found = units_as_of(today)
    if not any(seat.role == "operator" for seat in viewer.seats):
        found = found.filter(id__in=[seat.unit_id for seat in viewer.seats if seat.role in policies.KEEPERS])
    return list(found)


def may_keep(viewer: Viewer, *unit_ids: uuid.UUID) -> bool:
    return any(policies.keeper_seat(viewer, one) for one in unit_ids)


def unit_choices(today: date) -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in units_as_of(today)]


def users_of(system_id: uuid.UUID) -> list[UserCount]:
    """Return how many users a system had, the newest day first."""
    return list(UserCount.objects.filter(system_id=system_id).select_related("told_by").order_by("-on", "-id"))


def watches(systems: Iterable[InformationSystem]) -> dict[uuid.UUID, Users]:
    """Return how the newest number of users of each system stands to 10.000; those never counted are left out."""
    ids = [one.id for one in systems]
    newest = UserCount.objects.filter(system_id__in=ids).order_by("system_id", "-on", "-id").distinct("system_id")
    return {one.system_id: users_watch(one.users) for one in newest}


def users_near(viewer: Viewer) -> list[tuple[InformationSystem, Users]]:
    """Return the systems for citizens below level 3 whose users are near or above 10.000, the most users first."""
    systems = systems_for(viewer).filter(kind="citizens").exclude(level__gte=3)
    found = watches(systems)
    near = [(one, found[one.id]) for one in systems if one.id in found and found[one.id].state != "fine"]
    return sorted(near, key=lambda pair: -pair[1].users)


def state_of_source(source: Source) -> str:
    """Return how a source stands as an input: heard, silent, never."""
    if source.silent_since:
        return "silent"
    return "heard" if source.last_heard_at else "never"


@dataclass(frozen=True)
class InputState:
    """One of the three minimum inputs of a system. state: missing, never, silent, heard; the best of its sources."""

    kind: InputKind
    state: str
    named: tuple[SystemInput, ...]


@dataclass(frozen=True)
class InputRow:
    """A system with its inputs. is_bound: the rule binds it (level 3 and up, or no level yet)."""

    system: InformationSystem
    inputs: tuple[InputState, ...]
    is_bound: bool

    @property
    def is_red(self) -> bool:
        return self.is_bound and any(one.state != "heard" for one in self.inputs)


STATES = ("missing", "never", "silent", "heard")


def inputs_of(systems: Iterable[InformationSystem]) -> list[InputRow]:
    """Return the three minimum inputs of systems (Thông tư 31/2017/TT-BTTTT), in the order they came."""
    wanted = list(systems)
    found = SystemInput.objects.filter(
        system_id__in=[one.id for one in wanted], removed_at=None, source__withdrawn_at=None
    )
    named: dict[tuple[uuid.UUID, str], list[SystemInput]] = {}
    for one in found.select_related("source").order_by("source__host"):
        named.setdefault((one.system_id, one.kind), []).append(one)
    return [InputRow(one, tuple(_input(one, kind, named) for kind in InputKind), _is_bound(one)) for one in wanted]


def _is_bound(system: InformationSystem) -> bool:
    return system.level is None or system.level >= 3


def _input(
    system: InformationSystem, kind: InputKind, named: dict[tuple[uuid.UUID, str], list[SystemInput]]
) -> InputState:
    mine = named.get((system.id, kind.value), [])
    states = [state_of_source(one.source) for one in mine] or ["missing"]
    return InputState(kind, max(states, key=STATES.index), tuple(mine))


def sources_to_name(viewer: Viewer) -> list[tuple[str, str]]:
    """Return id and host of the sources an officer may name as an input or a sensor."""
    found = Source.objects.filter(withdrawn_at=None)
    if not policies.sees_everything(viewer):
        found = found.filter(unit_id__in=policies.units_seen(viewer))
    return [(str(one.id), one.host) for one in found.order_by("host")]


@dataclass(frozen=True)
class LinkRow:
    """An Internet link with its sensors. state: none (red), silent (red), never (red), heard."""

    link: InternetLink
    sensors: tuple[LinkSensor, ...]
    state: str

    @property
    def is_red(self) -> bool:
        return self.state != "heard"


def links_for(viewer: Viewer) -> list[LinkRow]:
    """Return the Internet links an officer sees, those without a speaking sensor on top."""
    found = InternetLink.objects.filter(withdrawn_at=None).select_related("unit")
    if not policies.sees_everything(viewer):
        found = found.filter(unit_id__in=policies.units_seen(viewer))
    sensors: dict[uuid.UUID, list[LinkSensor]] = {}
    for one in LinkSensor.objects.filter(link__in=found, removed_at=None, source__withdrawn_at=None).select_related(
        "source"
    ):
        sensors.setdefault(one.link_id, []).append(one)
    rows = [_link(one, sensors.get(one.id, [])) for one in found.order_by("unit__sort_key", "label", "id")]
    return sorted(rows, key=lambda row: not row.is_red)


def _link(link: InternetLink, sensors: list[LinkSensor]) -> LinkRow:
    order = ("none", "never", "silent", "heard")
    states = [state_of_source(one.source) for one in sensors] or ["none"]
    return LinkRow(link, tuple(sensors), max(states, key=order.index))


def link_for(viewer: Viewer, link_id: uuid.UUID) -> InternetLink:
    found = InternetLink.objects.select_related("unit", "registered_by")
    if not policies.sees_everything(viewer):
        found = found.filter(unit_id__in=policies.units_seen(viewer))
    return found.get(id=link_id)


def machines_of(system_id: uuid.UUID) -> list[Machine]:
    found = Machine.objects.filter(system_id=system_id, withdrawn_at=None)
    return list(found.select_related("unit").order_by("host"))


def told_values(system: InformationSystem) -> dict[str, Any]:
    """Return what the register says of a system as the boxes of its form hold it."""
    return {
        "name": system.name,
        "kind": system.kind,
        "information": list(system.information),
        "owner": str(system.owner_id),
        "focal": str(system.focal_id),
        "security_unit": str(system.security_unit_id),
        "operators": [str(one) for one in system.operators],
        "supplier": system.supplier,
        "components": system.components,
        "since": system.since,
    }
