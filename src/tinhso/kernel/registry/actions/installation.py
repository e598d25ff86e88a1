# SPDX-License-Identifier: EUPL-1.2
"""Set up the apparatus of one province as the law had it on a day."""

import uuid
from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import Actor
from tinhso.kernel.registry import reference
from tinhso.kernel.registry.models import Post, Territory, Unit, UnitCode, UnitName
from tinhso.kernel.registry.types import Level, PostRole, ProvinceInstalled
from tinhso.lib.vntext import search_key, sort_key

NAMESPACE = uuid.UUID("5a1f7c02-6f3d-5c11-9b44-2f0e6f9d8a83")
LEVELS = {"province": Level.PROVINCE, "district": Level.DISTRICT, "commune": Level.COMMUNE}


def unit_id_for(key: str) -> uuid.UUID:
    """Return the identifier of a unit known by a public key, the same in every installation."""
    return uuid.uuid5(NAMESPACE, key)


@transaction.atomic
def install_province(*, province_code: str, law_date: date, now: datetime, by: Actor) -> Unit:
    """Create the agencies of a province as of `law_date` with their identifiers; return the province's committee.

    Validity begins where the table says and stays open: what the law ended later is for a reorganisation to apply.
    """
    meta = next(row for row in reference.rows("provinces_meta") if row["code"] == province_code)
    prefix = meta["agency_code_prefix"]
    units: dict[str, Unit] = {}
    for row in sorted(_rows_in_force(prefix, law_date), key=lambda row: row["code"].count(".")):
        parent = units.get(row["parent"])
        name = row["name"] if row["code"] != prefix else f"Ủy ban nhân dân tỉnh {meta['name']}"
        level = LEVELS.get(row["type"], Level.PROVINCE if row["code"] == prefix else Level.DEPARTMENT)
        area = row["gso_code"] or (province_code if row["code"] == prefix else "")
        units[row["code"]] = _unit(row, name, level, parent, area)
    root = units[prefix]
    Territory.objects.create(id=1, province_code=province_code, root=root, law_date=law_date, installed_at=now)
    payload = ProvinceInstalled(province=province_code, law_date=law_date, units=len(units))
    record(payload, at=now, actor=by, subject=f"unit:{root.id}", unit_id=root.id, rule="20/2020/QĐ-TTg")
    return root


def _rows_in_force(prefix: str, on: date) -> list[dict[str, str]]:
    found = []
    for row in reference.rows("org_codes"):
        inside = row["code"] == prefix or row["code"].startswith(prefix + ".")
        begun = not row["valid_from"] or date.fromisoformat(row["valid_from"]) <= on
        ended = row["valid_to"] and date.fromisoformat(row["valid_to"]) < on
        if inside and begun and not ended:
            found.append(row)
    return found


def _unit(row: dict[str, str], name: str, level: Level, parent: Unit | None, area: str) -> Unit:
    begins = reference.day(row["valid_from"])
    unit = create_unit(
        unit_id=unit_id_for(row["code"]),
        name=name,
        level=level,
        kind=row["type"],
        parent=parent,
        area_code=area,
        begins=begins,
    )
    codes = {"qd20": row["code"], "qcvn102": row["code_qcvn102"]}
    UnitCode.objects.bulk_create(
        UnitCode(unit=unit, scheme=scheme, code=code, status=row["status"], valid=DateRange(begins, None))
        for scheme, code in codes.items()
        if code
    )
    return unit


def create_unit(
    *,
    unit_id: uuid.UUID,
    name: str,
    level: Level,
    kind: str,
    parent: Unit | None,
    area_code: str = "",
    begins: date | None = None,
) -> Unit:
    """Create a unit with its first name."""
    unit = Unit.objects.create(
        id=unit_id,
        level=level,
        kind=kind,
        name=name,
        parent=parent,
        area_code=area_code,
        valid=DateRange(begins, None),
        sort_key=sort_key(name),
        search_key=search_key(name),
    )
    UnitName.objects.create(unit=unit, name=name, valid=DateRange(begins, None))
    return unit


def create_post(*, unit: Unit, title: str, role: PostRole, begins: date | None = None, field: str = "") -> Post:
    """Create a post in a unit, or return the one that bears this title there already."""
    existing = Post.objects.filter(unit=unit, title=title, role=role).first()
    return existing or Post.objects.create(
        unit=unit, title=title, role=role, field=field, valid=DateRange(begins, None)
    )
