# SPDX-License-Identifier: EUPL-1.2
"""The services on offer on a day, read once per process and catalogue, with the words they are found by.

A province offers some two thousand: reading them all for each question would take longer than answering it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Count, Exists, Max, OuterRef, Q

from tinhso.lib.vntext import search_key
from tinhso.modules.onestop.models import Procedure, ProcedureVersion

_KEPT: dict[str, tuple[tuple[object, ...], "tuple[Offered, ...]"]] = {}


@dataclass(frozen=True)
class Offered:
    """One service with its plain words, made when they are first asked for. Nobody may change the row."""

    procedure: Procedure

    @cached_property
    def code_key(self) -> str:
        return search_key(self.procedure.code)

    @cached_property
    def name(self) -> str:
        return search_key(self.procedure.short_name)

    @cached_property
    def name_words(self) -> frozenset[str]:
        return frozenset(self.name.split())

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(self.procedure.search_key.split())


def offered(on: date) -> Sequence[Offered]:
    """Return the services with a version in force on a day, in Vietnamese order; one small read when nothing changed.

    A change of the catalogue is a new version, or the end of one: both move what is compared here.
    """
    stamp = (on, *_stamp(on))
    kept = _KEPT.get("catalogue")
    if kept is None or kept[0] != stamp:
        kept = _KEPT["catalogue"] = (stamp, tuple(map(Offered, _in_force(on))))
    return kept[1]


def _stamp(on: date) -> tuple[int, int, int]:
    asked = ProcedureVersion.objects.aggregate(
        last=Max("id"), all=Count("id"), standing=Count("id", filter=Q(valid__contains=on))
    )
    return asked["last"] or 0, asked["all"], asked["standing"]


def _in_force(on: date) -> list[Procedure]:
    valid = ProcedureVersion.objects.filter(procedure_id=OuterRef("code"), valid__contains=on)
    return list(Procedure.objects.filter(Exists(valid)).order_by("sort_key", "code"))
