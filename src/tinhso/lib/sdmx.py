# SPDX-License-Identifier: EUPL-1.2
"""A table as an SDMX-JSON 2.0.0 data message (SDMX 3.0): flat observations, status of each as an attribute.

Source: sdmx-json-data-schema 2.0.0 of the SDMX technical working group.
"""

from datetime import datetime
from typing import Any, Final

from tinhso.lib.cube import Cube, Dimension, plain

MEDIA_TYPE: Final = "application/vnd.sdmx.data+json;version=2.0.0"
SCHEMA: Final = (
    "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/data-message/tools/schemas/2.0.0/"
    "sdmx-json-data-schema.json"
)
ROLES: Final = {"time": "TIME_PERIOD", "geo": "REF_AREA", "metric": "INDICATOR", "": "DIMENSION"}


def message(cube: Cube, *, sender: str, sender_name: str, prepared_at: datetime) -> dict[str, Any]:
    """Return the message as JSON objects. sender: letters, figures, hyphen, underscore; prepared_at: aware.

    Raises ValueError for an instant without a zone.
    """
    if prepared_at.tzinfo is None:
        raise ValueError("an instant of a message has a time zone")
    return {
        "meta": {
            "schema": SCHEMA,
            "id": f"{cube.code}-{prepared_at:%Y%m%d%H%M%S}",
            "test": False,
            "prepared": prepared_at.isoformat(timespec="seconds"),
            "contentLanguages": [cube.language],
            "name": cube.title,
            "sender": {"id": sender, "name": sender_name},
        },
        "data": {"structures": [_structure(cube)], "dataSets": [_data_set(cube)]},
    }


def _structure(cube: Cube) -> dict[str, Any]:
    notes = [{"type": "NOTE", "text": note} for note in (cube.source, *cube.notes)]
    return {
        "dataSets": [0],
        "links": [],
        "name": cube.title,
        "dimensions": {
            "observation": [_dimension(axis, place) for place, axis in enumerate(cube.dimensions)],
        },
        "measures": {
            "observation": [{"id": "OBS_VALUE", "name": "Observation value", "format": {"dataType": "Double"}}]
        },
        "attributes": {
            "observation": [
                {
                    "id": "OBS_STATUS",
                    "name": "Observation status",
                    "relationship": {"observation": {}},
                    "values": [{"id": code, "name": words} for code, words in cube.statuses.items()],
                }
            ]
        },
        "annotations": notes,
    }


def _dimension(axis: Dimension, place: int) -> dict[str, Any]:
    return {
        "id": axis.code,
        "name": axis.label,
        "keyPosition": place,
        "roles": [ROLES[axis.role]],
        "values": [{"id": one.code, "name": one.label} for one in axis.categories],
    }


def _data_set(cube: Cube) -> dict[str, Any]:
    statuses = list(cube.statuses)
    observations = {
        ":".join(map(str, places)): [plain(cell.value), statuses.index(cell.status)] for places, cell in cube.walk()
    }
    notes = list(range(1 + len(cube.notes)))
    return {"structure": 0, "action": "Information", "links": [], "annotations": notes, "observations": observations}
