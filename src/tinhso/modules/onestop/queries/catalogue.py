# SPDX-License-Identifier: EUPL-1.2
"""Procedures as citizens look for them, and which body answers for one at a place."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from tinhso.db import rows
from tinhso.kernel.registry import queries as registry
from tinhso.kernel.registry.models import Unit
from tinhso.kernel.registry.types import Level
from tinhso.lib.vntext import search_key, sort_key
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.errors import NoBodyResponsible, ProcedureNotOpen
from tinhso.modules.onestop.models import Procedure, ProcedureVersion


def procedures(*, text: str = "", field: str = "") -> QuerySet[Procedure]:
    """Return procedures that hold every word, without diacritics, in Vietnamese order."""
    found = Procedure.objects.order_by("sort_key", "code")
    if field:
        found = found.filter(field=field)
    for word in search_key(text).split():
        found = found.filter(search_key__contains=word)
    return found


def fields() -> list[tuple[str, int]]:
    """Return the fields (lĩnh vực) with how many procedures each has, in Vietnamese order."""
    counts: dict[str, int] = {}
    for field in Procedure.objects.order_by("sort_key").values_list("field", flat=True):
        counts[field] = counts.get(field, 0) + 1
    return sorted(counts.items(), key=lambda pair: sort_key(pair[0]))


def version_in_force(code: str, on: date) -> ProcedureVersion:
    """Return the version of a procedure in force on a day; raises ProcedureNotOpen."""
    found = rows.value(_IN_FORCE, code, on)
    if found is None:
        raise ProcedureNotOpen(f"Thủ tục {code} không còn hiệu lực vào ngày {on:%d/%m/%Y}. Hãy tìm thủ tục thay thế.")
    return frozen_version(found)


_IN_FORCE = "SELECT id FROM onestop_procedureversion WHERE procedure_id = %s AND valid @> %s::date"
_FROZEN: dict[int, ProcedureVersion] = {}
MOST_FROZEN = 500


def frozen_version(version_id: int) -> ProcedureVersion:
    """Return a version by its key, read once per process: definition and form of a version never change.

    Its days of validity do; whoever asks which version is in force asks `version_in_force`.
    """
    found = _FROZEN.get(version_id)
    if found is None:
        found = ProcedureVersion.objects.select_related("procedure").get(id=version_id)
        if len(_FROZEN) >= MOST_FROZEN:
            _FROZEN.clear()
        _FROZEN[version_id] = found
    return found


def is_in_force(version: ProcedureVersion, on: date) -> bool:
    """Return whether a version is the one that dossiers filed on a day are tied to."""
    return bool(rows.value(_STANDS, version.pk, on))


_STANDS = "SELECT EXISTS (SELECT FROM onestop_procedureversion WHERE id = %s AND valid @> %s::date)"


def versions_of(code: str) -> list[ProcedureVersion]:
    return list(ProcedureVersion.objects.filter(procedure_id=code).order_by("-number"))


@dataclass(frozen=True)
class Route:
    """Where a dossier is received and which unit decides it."""

    receiving: Unit
    resolving: Unit


def route(version: ProcedureVersion, commune_code: str, on: date) -> Route:
    """Return the bodies responsible for a procedure filed for a commune on a day.

    Commune-level procedures go to the commune; those that were the district's go to the district while this
    installation has districts; province-level ones to the department of their sector, received at the centre.
    Raises NoBodyResponsible with a sentence.
    """
    definition = version.definition
    if "xa" in definition["level"] and commune_code:
        unit = _local_unit(commune_code, on, district=definition.get("level_before_2025_07") == "huyện")
        return Route(unit, unit)
    return _province_route(str(definition["sector"]), on)


def _local_unit(commune_code: str, on: date, *, district: bool) -> Unit:
    commune = registry.unit_for_area(commune_code, Level.COMMUNE, on)
    if commune is None:
        raise NoBodyResponsible(
            "Xã, phường đã chọn không thuộc tỉnh này hoặc đã sáp nhập. Hãy chọn lại nơi giải quyết."
        )
    if district and commune.parent is not None and commune.parent.level == Level.DISTRICT:
        return commune.parent
    return commune


def _province_route(sector: str, on: date) -> Route:
    rules = definitions.routing()
    resolving = _first_named(rules["sectors"].get(sector, []) + rules["default"], on)
    receiving = _first_named(rules["reception"], on) or resolving
    if resolving is None or receiving is None:
        raise NoBodyResponsible("Chưa xác định được cơ quan giải quyết cho thủ tục này. Hãy liên hệ bộ phận Một cửa.")
    return Route(receiving, resolving)


def _first_named(names: list[str], on: date) -> Unit | None:
    for name in names:
        unit = registry.unit_named(name, on)
        if unit is not None and unit.level in (Level.DEPARTMENT, Level.PROVINCE):
            return unit
    return None


def legal_bases(on: date) -> list[tuple[str, str, list[str]]]:
    """Return code, short name and legal bases of every procedure in force on a day, in Vietnamese order."""
    found = ProcedureVersion.objects.filter(valid__contains=on).order_by("procedure__sort_key", "procedure_id")
    columns = ("procedure_id", "procedure__short_name", "definition__legal_basis")
    return [(code, name, list(basis or [])) for code, name, basis in found.values_list(*columns)]


def online_levels(on: date) -> dict[str, str]:
    """Return the confirmed `OnlineLevel` of every procedure in force on a day by its code, empty where none is."""
    found = ProcedureVersion.objects.filter(valid__contains=on)
    return {code: level or "" for code, level in found.values_list("procedure_id", "definition__online_level")}
