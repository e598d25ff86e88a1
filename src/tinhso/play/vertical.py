# SPDX-License-Identifier: EUPL-1.2
"""Police and social insurance of the demonstration province, where linked work goes (`data/vertical_bodies.yaml`)."""

from datetime import datetime
from pathlib import Path

import yaml

from tinhso.kernel.events.types import Actor
from tinhso.kernel.registry import queries as registry
from tinhso.kernel.registry.actions import add_vertical_body
from tinhso.kernel.registry.models import Unit
from tinhso.kernel.registry.types import Level

SETUP = Actor("system:setup")
DATA = Path(__file__).parent / "data" / "vertical_bodies.yaml"


def open_vertical_bodies(*, now: datetime) -> list[Unit]:
    """Enter every body of the data that is not there yet; return all of them."""
    data = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    territory, today = registry.territory(), now.date()
    name_of = {area.code: area.name for area in registry.provinces(territory.law_date)}
    wanted = [
        (one["kind"], f"{one['name']} {name_of[territory.province_code]}", territory.province_code)
        for one in data["province"]
    ]
    communes = {one.code: one.full_name for one in registry.communes_of(territory.province_code, territory.law_date)}
    for unit in registry.units_as_of(today).filter(level=Level.COMMUNE):
        full = communes[unit.area_code]
        place = f"{full[0].lower()}{full[1:]}"
        wanted += [(one["kind"], f"{one['name']} {place}", unit.area_code) for one in data["each_commune"]]
    return [
        add_vertical_body(
            kind=kind, name=name, area_code=area, begins=data["begins"], source=data["source"], now=now, by=SETUP
        )
        for kind, name, area in wanted
    ]
