# SPDX-License-Identifier: EUPL-1.2
"""Load the law's tables of areas and their changes."""

from collections.abc import Container
from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from tinhso.kernel.registry import reference
from tinhso.kernel.registry.models import Area, AreaChange
from tinhso.lib.vntext import search_key, sort_key


@transaction.atomic
def load_reference(*, provinces: Container[str] | None = None) -> tuple[int, int]:
    """Fill areas and changes from the shipped tables; return how many of each are there afterwards.

    provinces: load only these province codes (tests); None loads the country. Running it again changes nothing.
    """
    if not Area.objects.exists():
        Area.objects.bulk_create(_areas(provinces), batch_size=2000)
    if not AreaChange.objects.exists():
        AreaChange.objects.bulk_create(_changes(provinces), batch_size=2000)
    return Area.objects.count(), AreaChange.objects.count()


def _areas(provinces: Container[str] | None) -> list[Area]:
    points, populations = reference.points(), reference.populations()
    areas = []
    for row in reference.rows("admin_unit_history"):
        if provinces is not None and row["province_code"] not in provinces:
            continue
        lat, lon = points.get(row["code"], (None, None))
        areas.append(
            Area(
                code=row["code"],
                level=row["level"],
                name=row["name"],
                full_name=row["full_name"],
                parent_code=row["parent_code"],
                province_code=row["province_code"],
                valid=DateRange(reference.day(row["valid_from"]), reference.day(row["valid_to"])),
                sort_key=sort_key(row["name"]),
                search_key=search_key(row["full_name"]),
                lat=lat,
                lon=lon,
                population=populations.get(row["code"]),
            )
        )
    return areas


def _changes(provinces: Container[str] | None) -> list[AreaChange]:
    """Return the law's steps; of the provinces asked for, those that begin in one of their areas."""
    own = None if provinces is None else set(Area.objects.values_list("code", flat=True))
    return [
        AreaChange(
            on=date.fromisoformat(row["date"]),
            level=row["level"],
            predecessor=row["predecessor_code"],
            predecessor_name=row["predecessor_name"],
            successor=row["successor_code"],
            successor_name=row["successor_name"],
            extent=row["extent"],
            kind=row["change_type"],
            legal_basis=row["legal_basis"],
            note=row["note"],
        )
        for row in reference.rows("admin_unit_changes")
        if own is None or row["predecessor_code"] in own
    ]
