# SPDX-License-Identifier: EUPL-1.2
"""Areas to choose from: provinces, and the communes of the province already chosen."""

from datetime import date

from tinhso.kernel.registry import queries as registry
from tinhso.kernel.registry.types import Level
from tinhso.modules.onestop.forms import Field

Choice = tuple[str, str]


def committees(today: date) -> list[Choice]:
    """Return the communes that have a People's Committee here: code and name, in Vietnamese order."""
    units = registry.units_as_of(today).filter(level=Level.COMMUNE)
    return [(unit.area_code, unit.name) for unit in units]


def asks_for_province(field: Field) -> bool:
    return field.key.endswith("ma_tinh") or field.key == "province"


def province_key(field: Field) -> str:
    """Return the key of the question that names the province of this commune, empty when there is none."""
    return field.key.removesuffix("ma_xa") + "ma_tinh" if field.key.endswith("ma_xa") else ""


def choices(field: Field, province_code: str, on: date) -> list[Choice]:
    """Return what an area question offers.

    A question without a province of its own takes both: communes of the province here, and every province.
    """
    if asks_for_province(field):
        return _provinces(on)
    home = registry.territory().province_code
    communes = [(area.code, area.full_name) for area in registry.communes_of(province_code or home, on)]
    return communes if province_key(field) else communes + _provinces(on)


def _provinces(on: date) -> list[Choice]:
    return [(area.code, area.full_name) for area in registry.provinces(on)]
