# SPDX-License-Identifier: EUPL-1.2
"""Areas as the law had them on a day, and what became of them."""

from datetime import date

from django.db.models import QuerySet

from tinhso.db import rows
from tinhso.kernel.registry.models import Area, AreaChange
from tinhso.lib.vntext import search_key


def areas_as_of(on: date) -> QuerySet[Area]:
    """Return the areas the law had on that day, in Vietnamese order."""
    return Area.objects.filter(valid__contains=on).order_by("sort_key")


def area(code: str, on: date) -> Area | None:
    """Return the area that bore this code on that day."""
    found = rows.fetch(Area, "WHERE code = %s AND valid @> %s::date", code, on)
    return found[0] if found else None


def provinces(on: date) -> list[Area]:
    return list(areas_as_of(on).filter(level="province"))


def communes_of(province_code: str, on: date) -> list[Area]:
    return list(areas_as_of(on).filter(level="commune", province_code=province_code))


def search_areas(text: str, on: date, *, level: str = "commune", limit: int = 20) -> list[Area]:
    """Return areas whose name holds the words, without regard to diacritics."""
    found = areas_as_of(on).filter(level=level)
    for word in search_key(text).split():
        found = found.filter(search_key__contains=word)
    return list(found[:limit])


def successors(code: str, since: date, until: date, *, level: str = "commune") -> list[AreaChange]:
    """Return the last steps that lead from the area of `since` to its successors on `until`.

    An empty list means the area goes on unchanged. Several entries mean it was divided: ask, never guess.
    """
    steps = AreaChange.objects.filter(level=level, predecessor=code, on__gt=since, on__lte=until).order_by("on")
    first = steps.first()
    if first is None:
        return []
    ends: list[AreaChange] = []
    for step in steps.filter(on=first.on):
        ends += successors(step.successor, first.on, until, level=level) or [step]
    return ends
