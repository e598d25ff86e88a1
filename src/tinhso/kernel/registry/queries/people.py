# SPDX-License-Identifier: EUPL-1.2
"""How many people live in an area, carried from the census to the areas of a day; what was divided is not guessed."""

from datetime import date
from itertools import groupby

from tinhso.kernel.registry.models import Area, AreaChange
from tinhso.kernel.registry.queries.areas import areas_as_of, communes_of

CENSUS_CODES_ON = date(2023, 12, 31)
"""The census of 1 April 2019 is told by the commune codes of 2023 (`population_communes_2023.csv`)."""
WHOLE = "full"


def populations_on(province_code: str, on: date) -> dict[str, int | None]:
    """Return the people of 1 April 2019 by commune of a province as the law had it on a day, by code.

    None where the census has no number, or where the commune took a part of another one: a share of people is not
    told by the law. Days before 2024 are answered by what communes were called in 2023. Two queries and one of steps.
    """
    census = areas_as_of(CENSUS_CODES_ON).filter(level="commune").values_list("code", "population")
    steps = AreaChange.objects.filter(level="commune", on__gt=CENSUS_CODES_ON, on__lte=on)
    held = carried(dict(census), list(steps.order_by("on", "id")))
    return {commune.code: held.get(commune.code) for commune in communes_of(province_code, on)}


def carried(people: dict[str, int | None], steps: list[AreaChange]) -> dict[str, int | None]:
    """Return people by code after steps of the law in the order of their days; what gave or took a part is unknown."""
    held = dict(people)
    for _day, of_day in groupby(steps, key=lambda step: step.on):
        same = list(of_day)
        before = dict(held)
        for step in same:
            held.pop(step.predecessor, None)
        for step in same:
            amount = before.get(step.predecessor) if step.extent == WHOLE else None
            there = held.get(step.successor, 0)
            held[step.successor] = None if amount is None or there is None else there + amount
    return held


def districts_of(province_code: str, on: date) -> list[Area]:
    """Return the districts of a province on a day, in Vietnamese order; none since 1 July 2025."""
    return list(areas_as_of(on).filter(level="district", province_code=province_code))
