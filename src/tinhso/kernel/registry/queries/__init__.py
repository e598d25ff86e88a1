# SPDX-License-Identifier: EUPL-1.2
"""Reads of the registry, grouped by noun; every one takes the date on which the answer was true."""

from tinhso.kernel.registry.queries.areas import area, areas_as_of, communes_of, provinces, search_areas, successors
from tinhso.kernel.registry.queries.gazetteer import NamedPlace, namesakes, places_named, told_apart, with_district
from tinhso.kernel.registry.queries.ground import Ground, Spot, carried, ground, law_in_use
from tinhso.kernel.registry.queries.organs import NamedOrgan, organs_named
from tinhso.kernel.registry.queries.people import districts_of, populations_on
from tinhso.kernel.registry.queries.units import (
    code_of,
    descendants,
    former_units,
    is_installed,
    posts_of,
    successor_chain,
    territory,
    unit,
    unit_areas,
    unit_by_code,
    unit_for_area,
    unit_name_on,
    unit_named,
    unit_names,
    unit_names_on,
    unit_of_kind,
    units_as_of,
    units_called,
)

__all__ = [
    "Ground",
    "NamedOrgan",
    "NamedPlace",
    "Spot",
    "area",
    "areas_as_of",
    "carried",
    "code_of",
    "communes_of",
    "descendants",
    "districts_of",
    "former_units",
    "ground",
    "is_installed",
    "law_in_use",
    "namesakes",
    "organs_named",
    "places_named",
    "populations_on",
    "posts_of",
    "provinces",
    "search_areas",
    "successor_chain",
    "successors",
    "territory",
    "told_apart",
    "unit",
    "unit_areas",
    "unit_by_code",
    "unit_for_area",
    "unit_name_on",
    "unit_named",
    "unit_names",
    "unit_names_on",
    "unit_of_kind",
    "units_as_of",
    "units_called",
    "with_district",
]
