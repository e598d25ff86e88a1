# SPDX-License-Identifier: EUPL-1.2
"""Read indicator definitions from the modules' YAML files and keep them at hand by code."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from tinhso.kernel.indicators.errors import DefinitionFaulty, UnknownIndicator
from tinhso.kernel.indicators.types import Definition, Kind

_DEFINITIONS: dict[str, list[Definition]] = {}


def load(path: Path) -> list[Definition]:
    """Register every definition of a file; raises DefinitionFaulty naming file and entry."""
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))["indicators"]
    loaded = [_read(path, entry) for entry in entries]
    for definition in loaded:
        versions = _DEFINITIONS.setdefault(definition.code, [])
        versions[:] = [old for old in versions if old.version != definition.version] + [definition]
    return loaded


def _read(path: Path, entry: dict[str, Any]) -> Definition:
    try:
        return Definition(
            code=entry["code"],
            version=entry["version"],
            title=entry["title"],
            kind=Kind(entry["kind"]),
            numerator=entry["numerator"],
            denominator=entry.get("denominator", ""),
            unit=entry["unit"],
            source=entry["source"],
            explanation=entry["explanation"],
            valid_from=_day(entry["valid_from"]),
            valid_to=_day(entry["valid_to"]) if entry.get("valid_to") else None,
            overdue=entry.get("overdue", ""),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise DefinitionFaulty(f"{path.name}: {entry.get('code', entry)}: {error!r}") from error


def _day(value: date | str) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def definition(code: str, on: date) -> Definition:
    """Return the version of an indicator in force on a day; raises UnknownIndicator."""
    for version in sorted(_DEFINITIONS.get(code, []), key=lambda one: -one.version):
        if version.valid_from <= on and (version.valid_to is None or on <= version.valid_to):
            return version
    raise UnknownIndicator(f"Không có chỉ tiêu “{code}” có hiệu lực vào ngày {on:%d/%m/%Y}.")


def definitions(on: date) -> list[Definition]:
    """Return every indicator in force on a day, in the order of the files."""
    return [definition(code, on) for code, versions in _DEFINITIONS.items() if _in_force(versions, on)]


def _in_force(versions: list[Definition], on: date) -> bool:
    return any(one.valid_from <= on and (one.valid_to is None or on <= one.valid_to) for one in versions)
