# SPDX-License-Identifier: EUPL-1.2
"""A table as a JSON-stat 2.0 dataset: unknown cells are null and have a status.

Source: JSON-stat 2.0 (json-stat.org/full), class "dataset".
"""

from typing import Any, Final

from tinhso.lib.cube import Cube, Dimension, plain

MEDIA_TYPE: Final = "application/json"


def dataset(cube: Cube) -> dict[str, Any]:
    """Return the dataset as JSON objects; `value` and `status` run with the last dimension fastest."""
    cells = [cell for _places, cell in cube.walk()]
    found: dict[str, Any] = {
        "version": "2.0",
        "class": "dataset",
        "label": cube.title,
        "source": cube.source,
        "id": [axis.code for axis in cube.dimensions],
        "size": [len(axis.categories) for axis in cube.dimensions],
        "role": _roles(cube),
        "dimension": {axis.code: _dimension(axis) for axis in cube.dimensions},
        "value": [plain(cell.value) for cell in cells],
        "status": [cell.status for cell in cells],
        "extension": {"status": {"label": dict(cube.statuses)}},
    }
    if cube.notes:
        found["note"] = list(cube.notes)
    return found


def _roles(cube: Cube) -> dict[str, list[str]]:
    roles: dict[str, list[str]] = {}
    for axis in cube.dimensions:
        if axis.role:
            roles.setdefault(axis.role, []).append(axis.code)
    return roles


def _dimension(axis: Dimension) -> dict[str, Any]:
    category: dict[str, Any] = {
        "index": [one.code for one in axis.categories],
        "label": {one.code: one.label for one in axis.categories},
    }
    units = {one.code: {"decimals": one.decimals} for one in axis.categories if one.decimals is not None}
    if units:
        category["unit"] = units
    return {"label": axis.label, "category": category}
