# SPDX-License-Identifier: EUPL-1.2
"""The province served here, its units and posts; every answer was true on the date it is asked for."""

import uuid
from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet

from tinhso.db import rows
from tinhso.kernel.registry.errors import UnknownUnit
from tinhso.kernel.registry.models import Post, Succession, Territory, Unit, UnitName
from tinhso.kernel.registry.types import Level, PostRole
from tinhso.lib.vntext import search_key


def territory() -> Territory:
    """Return the province served here; raises UnknownUnit before anything is installed."""
    found = rows.fetch_with(Territory, "root", "")
    if not found:
        raise UnknownUnit("Bản cài đặt chưa có bộ máy của tỉnh nào. Hãy chạy lệnh tinhso up.")
    return found[0]


def is_installed() -> bool:
    return Territory.objects.exists()


def units_as_of(on: date) -> QuerySet[Unit]:
    """Return the units in force on that day, in Vietnamese order."""
    return Unit.objects.filter(valid__contains=on).order_by("sort_key")


def unit(unit_id: uuid.UUID) -> Unit:
    """Return a unit, living or ended; raises UnknownUnit."""
    found = Unit.objects.filter(id=unit_id).first()
    if found is None:
        raise UnknownUnit("Không tìm thấy đơn vị này; có thể đường dẫn đã cũ.")
    return found


def unit_names(unit_ids: set[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the present names of several units at once."""
    return dict(Unit.objects.filter(id__in=unit_ids).values_list("id", "name"))


def unit_names_on(unit_ids: set[uuid.UUID], on: date) -> dict[uuid.UUID, str]:
    """Return the names several units bore on that day; the present name where none is kept for it."""
    then = UnitName.objects.filter(unit_id__in=unit_ids, valid__contains=on).values_list("unit_id", "name")
    return unit_names(unit_ids) | dict(then)


def unit_name_on(unit_id: uuid.UUID, on: date) -> str:
    """Return the name the unit bore on that day; an old paper keeps it."""
    name = UnitName.objects.filter(unit_id=unit_id, valid__contains=on).values_list("name", flat=True).first()
    return name or unit(unit_id).name


def unit_by_code(code: str, on: date, *, scheme: str = "qd20") -> Unit:
    """Return the unit that bore this code on that day; raises UnknownUnit with the code in the sentence."""
    found = Unit.objects.filter(codes__scheme=scheme, codes__code=code, codes__valid__contains=on).first()
    if found is None:
        raise UnknownUnit(f"Không có đơn vị nào mang mã {code} vào ngày {on:%d/%m/%Y}.")
    return found


def code_of(unit_id: uuid.UUID, on: date, *, scheme: str = "qd20") -> str:
    """Return the code of a unit on a day; the last one it had when that day is past its end; else empty."""
    found = rows.value(_CODE, unit_id, scheme, on)
    return str(found or "")


_CODE = """SELECT code FROM registry_unitcode WHERE unit_id = %s AND scheme = %s
ORDER BY (valid @> %s::date) DESC, valid DESC LIMIT 1"""


def unit_for_area(area_code: str, level: Level, on: date) -> Unit | None:
    """Return the People's Committee responsible for an area on a day."""
    tail = "WHERE area_code = %s AND level = %s AND valid @> %s::date ORDER BY sort_key LIMIT 1"
    found = rows.fetch(Unit, tail, area_code, level, on)
    return found[0] if found else None


def unit_of_kind(kind: str, on: date) -> Unit | None:
    return units_as_of(on).filter(kind=kind).first()


def unit_named(part: str, on: date) -> Unit | None:
    """Return the first unit whose name holds these words."""
    return units_as_of(on).filter(search_key__contains=search_key(part)).first()


def descendants(unit_id: uuid.UUID, on: date) -> list[uuid.UUID]:
    """Return the unit, everything below it on that day, and the ended units whose work these took over.

    It is what its leader may look at: what a commune closed before it was merged is looked up in its successor, what
    a district closed in the province.
    """
    found, layer = {unit_id}, {unit_id}
    while layer:
        below = Q(parent_id__in=layer, valid__contains=on)
        taken_over = Q(successions__successor_id__in=layer)
        divided = Q(parent_id__in=layer, successions__by_area=True)
        layer = set(Unit.objects.filter(below | taken_over | divided).values_list("id", flat=True)) - found
        found |= layer
    return list(found)


def unit_areas(on: date) -> set[str]:
    """Return the codes of the communes that have a People's Committee here on that day."""
    return set(units_as_of(on).filter(level=Level.COMMUNE).values_list("area_code", flat=True))


def posts_of(unit_id: uuid.UUID, on: date, *, role: PostRole | None = None) -> list[Post]:
    found = Post.objects.filter(unit_id=unit_id, valid__contains=on)
    return list(found.filter(role=role) if role else found)


def successor_chain(unit_id: uuid.UUID) -> list[Succession]:
    """Return how a unit's work passed on, oldest step first."""
    steps: list[Succession] = []
    current: uuid.UUID | None = unit_id
    while current is not None:
        step = Succession.objects.filter(predecessor_id=current).select_related("successor").order_by("on").first()
        if step is None or (steps and step.id == steps[-1].id):
            break
        steps.append(step)
        current = step.successor_id
    return steps


def former_units(unit_id: uuid.UUID) -> list[Succession]:
    """Return the units whose work this one took over, with their old names."""
    return list(Succession.objects.filter(successor_id=unit_id).select_related("predecessor").order_by("on"))


def units_called(names: Sequence[str], on: date) -> dict[str, list[Unit]]:
    """Return for each name the units in force that bear exactly it, without regard to marks and case."""
    keys = {name: search_key(name) for name in names}
    found: dict[str, list[Unit]] = {}
    for one in units_as_of(on).filter(search_key__in=set(keys.values())):
        found.setdefault(one.search_key, []).append(one)
    return {name: found.get(key, []) for name, key in keys.items()}
