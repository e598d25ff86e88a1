# SPDX-License-Identifier: EUPL-1.2
"""Agencies anywhere in the country by their identification code (mã định danh, 20/2020/QĐ-TTg)."""

from dataclasses import dataclass
from datetime import date

from tinhso.kernel.registry import reference
from tinhso.kernel.registry.models import UnitCode
from tinhso.lib.vntext import search_key, sort_key

SCHEME = "qd20"


@dataclass(frozen=True)
class NamedOrgan:
    """An agency. status: how sure its code is (`confirmed`, `deduced`, `knowledge` …)."""

    code: str
    name: str
    status: str


def organs_named(words: str, on: date) -> list[NamedOrgan]:
    """Return units served here and agencies of the first level elsewhere whose code or name holds every word.

    In Vietnamese order of the name; without words all of them.
    """
    wanted = search_key(words).split()
    here = UnitCode.objects.filter(scheme=SCHEME, valid__contains=on, unit__valid__contains=on).select_related("unit")
    found = {one.code: NamedOrgan(one.code, one.unit.name, one.status) for one in here}
    for row in reference.rows("org_codes"):
        if row["level"] == "1" and _in_force(row, on):
            found.setdefault(row["code"], NamedOrgan(row["code"], row["name"], row["status"]))
    fit = [one for one in found.values() if all(word in search_key(f"{one.code} {one.name}") for word in wanted)]
    return sorted(fit, key=lambda one: sort_key(one.name))


def _in_force(row: dict[str, str], on: date) -> bool:
    begins, ends = reference.day(row["valid_from"]), reference.day(row["valid_to"])
    return (begins is None or begins <= on) and (ends is None or on <= ends)
