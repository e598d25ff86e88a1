# SPDX-License-Identifier: EUPL-1.2
"""Read index definitions from YAML and keep their versions at hand by code."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from tinhso.modules.scorecards.errors import IndexFaulty, UnknownIndex
from tinhso.modules.scorecards.types import Band, Component, Group, Index, Trust

_INDEXES: dict[str, list[Index]] = {}


def load(path: Path) -> Index:
    """Register the index of a file; raises IndexFaulty naming the file and what is wrong."""
    try:
        index = _index(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (KeyError, ValueError, TypeError) as error:
        raise IndexFaulty(f"{path.name}: {error!r}") from error
    _check(path.name, index)
    versions = _INDEXES.setdefault(index.code, [])
    versions[:] = [old for old in versions if old.version != index.version] + [index]
    return index


def _index(entry: Mapping[str, Any]) -> Index:
    return Index(
        code=entry["code"],
        version=entry["version"],
        title=entry["title"],
        source=entry["source"],
        note=entry.get("note", ""),
        total_max=Decimal(entry["total_max"]),
        valid_from=entry["valid_from"],
        valid_to=entry.get("valid_to"),
        groups=tuple(_group(one) for one in entry["groups"]),
        bands=tuple(Band(one["title"], Decimal(one["least"]), Trust(one["trust"])) for one in entry["bands"]),
    )


def _group(entry: Mapping[str, Any]) -> Group:
    components = tuple(_component(one) for one in entry["components"])
    return Group(entry["code"], entry["title"], _points(entry["max_points"]), components)


def _component(entry: Mapping[str, Any]) -> Component:
    return Component(
        code=entry["code"],
        title=entry["title"],
        max_points=_points(entry["max_points"]),
        weight=Trust(entry["weight"]),
        formula=Trust(entry["formula"]),
        plus=tuple(entry.get("plus", ())),
        minus=tuple(entry.get("minus", ())),
        denominator=tuple(entry.get("denominator", ())),
        overdue=entry.get("overdue", ""),
        per=entry.get("per", 1),
        watched=entry.get("watched", False),
        meaning=entry.get("meaning", ""),
        lacks=entry.get("lacks", ""),
    )


def _points(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _check(name: str, index: Index) -> None:
    """Raise IndexFaulty when known weights exceed their group, or a component without facts does not say what lacks."""
    for group in index.groups:
        known = sum((one.max_points for one in group.components if one.max_points is not None), Decimal(0))
        if group.max_points is not None and known > group.max_points:
            raise IndexFaulty(f"{name}: {group.code}: {known} > {group.max_points}")
    for one in index.components():
        if bool(one.denominator) == bool(one.lacks):
            raise IndexFaulty(f"{name}: {one.code}: either facts or what lacks")
        if (one.max_points is None) != (one.weight is Trust.MISSING):
            raise IndexFaulty(f"{name}: {one.code}: a weight without trust, or trust without a weight")


def index(code: str, on: date) -> Index:
    """Return the version of an index in force on a day; raises UnknownIndex."""
    for one in sorted(_INDEXES.get(code, []), key=lambda found: -found.version):
        if one.valid_from <= on and (one.valid_to is None or on <= one.valid_to):
            return one
    raise UnknownIndex(f"Không có bộ chỉ số “{code}” có hiệu lực vào ngày {on:%d/%m/%Y}.")


def component(found: Index, code: str) -> Component:
    """Return one component of an index; raises UnknownIndex."""
    for one in found.components():
        if one.code == code:
            return one
    raise UnknownIndex(f"Bộ chỉ số {found.code} không có chỉ số thành phần “{code}”.")
