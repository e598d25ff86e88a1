# SPDX-License-Identifier: EUPL-1.2
"""Areas to choose from: provinces, and the communes of the province already chosen."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tinhso.kernel.registry import queries as registry
from tinhso.kernel.registry.queries import NamedPlace, namesakes, places_named, told_apart, with_district
from tinhso.kernel.registry.types import Level
from tinhso.modules.onestop.forms import Column, Field

Question = Field | Column
Choice = tuple[str, str]


def committees(today: date) -> list[Choice]:
    """Return the communes that have a People's Committee here: code and name, in Vietnamese order.

    Committees of one name bear the district of their commune.
    """
    units = registry.units_as_of(today).filter(level=Level.COMMUNE)
    land = registry.territory()
    districts = namesakes(registry.communes_of(land.province_code, land.law_date), land.law_date)
    return [(unit.area_code, with_district(unit.name, districts.get(unit.area_code, ""))) for unit in units]


@dataclass(frozen=True)
class Meaning:
    """What a name that a citizen typed may mean: the places so called, and the committees they lead to."""

    places: list[NamedPlace]
    choices: list[Choice]

    @property
    def only(self) -> str:
        """Return the code of the one committee it can mean, empty when somebody must choose."""
        return self.choices[0][0] if len(self.choices) == 1 else ""


def meaning(text: str, offered: list[Choice]) -> Meaning:
    """Return which of the committees offered a name of today or of before a merger may mean, in their order."""
    land = registry.territory()
    places = places_named(text, land.province_code, land.law_date)
    codes = {code for place in places for code, _name in place.today}
    return Meaning(places, [one for one in offered if one[0] in codes])


def asks_for_province(field: Question) -> bool:
    return field.key.endswith("ma_tinh") or field.key == "province"


def province_key(field: Question) -> str:
    """Return the key of the question that names the province of this commune, empty when there is none."""
    return field.key.removesuffix("ma_xa") + "ma_tinh" if field.key.endswith("ma_xa") else ""


class Map:
    """The areas of one day of the law, each list read once however many questions offer it."""

    def __init__(self, on: date) -> None:
        self.on = on
        self._communes: dict[str, list[Choice]] = {}

    @cached_property
    def provinces(self) -> list[Choice]:
        return [(area.code, area.full_name) for area in registry.provinces(self.on)]

    @cached_property
    def home(self) -> str:
        return registry.territory().province_code

    def communes(self, province_code: str) -> list[Choice]:
        code = province_code or self.home
        if code not in self._communes:
            self._communes[code] = told_apart(registry.communes_of(code, self.on), self.on)
        return self._communes[code]

    def choices(self, question: Question, province_code: str) -> list[Choice]:
        """Return what an area question offers.

        A question without a province of its own takes both: communes of the province here, and every province.
        """
        if asks_for_province(question):
            return self.provinces
        communes = self.communes(province_code)
        return communes if province_key(question) else communes + self.provinces
