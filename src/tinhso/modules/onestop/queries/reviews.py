# SPDX-License-Identifier: EUPL-1.2
"""Procedures to be looked at again (thủ tục cần rà soát): what their published versions ask twice or contradict."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tinhso.lib.vntext import search_key
from tinhso.modules.onestop.lint.review import Point, Topic, points
from tinhso.modules.onestop.models import ProcedureVersion
from tinhso.modules.onestop.queries.catalogue import MOST_FROZEN


@dataclass(frozen=True)
class Reviewed:
    """One procedure in force on a day and the points found in that version."""

    code: str
    name: str
    field: str
    sort_key: str
    search_key: str
    points: tuple[Point, ...]


_POINTS: dict[int, tuple[Point, ...]] = {}


def reviewed(on: date) -> list[Reviewed]:
    """Return every procedure in force on a day, with or without points, in Vietnamese order.

    One query; a second one only for versions this process has not looked at yet: a version never changes.
    """
    rows = list(
        ProcedureVersion.objects.filter(valid__contains=on)
        .order_by("procedure__sort_key", "procedure_id")
        .values_list(
            "id",
            "procedure_id",
            "procedure__short_name",
            "procedure__field",
            "procedure__sort_key",
            "procedure__search_key",
        )
    )
    _look_at([row[0] for row in rows])
    return [Reviewed(*row[1:], points=_POINTS[row[0]]) for row in rows]


def points_of(version: ProcedureVersion) -> tuple[Point, ...]:
    """Return the points of one version; no query."""
    if version.pk not in _POINTS:
        _POINTS[version.pk] = points(version.definition, version.form)
    return _POINTS[version.pk]


def chosen(found: Iterable[Reviewed], *, text: str = "", field: str = "", topic: Topic | None = None) -> list[Reviewed]:
    """Return the procedures that have points: of one field, of one topic, holding every word, without diacritics."""
    words = search_key(text).split()
    kept = []
    for one in found:
        shown = tuple(point for point in one.points if topic in (None, point.topic))
        # A text of signs alone holds no word and finds nothing, as in the list of services.
        is_meant = all(word in one.search_key for word in words) and (bool(words) or not text.strip())
        if shown and is_meant and field in ("", one.field):
            kept.append(Reviewed(one.code, one.name, one.field, one.sort_key, one.search_key, shown))
    return kept


def _look_at(version_ids: list[int]) -> None:
    """Find the points of the versions not yet looked at; versions of the past are forgotten when there are many."""
    if len(_POINTS) > MOST_FROZEN:
        for gone in _POINTS.keys() - set(version_ids):
            del _POINTS[gone]
    new = [one for one in version_ids if one not in _POINTS]
    for version in ProcedureVersion.objects.filter(id__in=new) if new else ():
        points_of(version)
