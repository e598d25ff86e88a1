# SPDX-License-Identifier: EUPL-1.2
"""The calendar of scans, penetration tests and exercises: what is planned and overdue, what was done, a year of it."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from tinhso.kernel.identity.types import Viewer
from tinhso.modules.security.levels.checks import foreseen
from tinhso.modules.security.models import InformationSystem, SystemCheck
from tinhso.modules.security.models.checks import OPEN
from tinhso.modules.security.queries.systems import seen_by, systems_for
from tinhso.modules.security.types.checks import CheckKind


def checks_for(
    viewer: Viewer, *, text: str = "", unit_id: uuid.UUID | None = None, kind: str = ""
) -> QuerySet[SystemCheck]:
    """Return planned and done checks of the systems on the register an officer sees; those dropped are left out."""
    systems = systems_for(viewer, text=text, unit_id=unit_id).order_by()
    found = SystemCheck.objects.filter(system__in=systems, dropped_at=None)
    if kind:
        found = found.filter(kind=kind)
    return found.select_related("system__focal", "drill", "told_by")


def planned(found: QuerySet[SystemCheck], *, overdue_on: date | None = None) -> QuerySet[SystemCheck]:
    """Return those not done, the first due on top. overdue_on: only what was due before that day."""
    found = found.filter(OPEN)
    if overdue_on is not None:
        found = found.filter(due_on__lt=overdue_on)
    return found.order_by("due_on", "system__sort_key", "kind")


def done_in(found: QuerySet[SystemCheck], year: int) -> QuerySet[SystemCheck]:
    return found.filter(done_on__year=year).order_by("-done_on", "system__sort_key", "kind")


def of_year(found: QuerySet[SystemCheck], year: int) -> QuerySet[SystemCheck]:
    """Return what a year's table is made of: all that is planned, and what was done in the year."""
    return found.filter(Q(done_on=None) | Q(done_on__year=year))


def check_for(viewer: Viewer, check_id: uuid.UUID) -> SystemCheck:
    """Return a check; raises SystemCheck.DoesNotExist also for one of a system the officer does not see."""
    related = ("system__focal", "drill", "told_by", "document")
    return SystemCheck.objects.filter(system__in=seen_by(viewer)).select_related(*related).get(id=check_id)


def of_system(system_id: uuid.UUID) -> tuple[list[SystemCheck], list[SystemCheck]]:
    """Return what is planned for a system and what was done, the newest first."""
    found = SystemCheck.objects.filter(system_id=system_id, dropped_at=None).select_related("drill", "told_by")
    return list(found.filter(OPEN).order_by("due_on")), list(
        found.exclude(done_on=None).order_by("-done_on", "-told_at")
    )


def without(viewer: Viewer, kind: CheckKind, *, unit_id: uuid.UUID | None = None) -> list[InformationSystem]:
    """Return the systems nobody planned a check of a kind for."""
    there = SystemCheck.objects.filter(OPEN, kind=kind).values("system_id")
    return list(systems_for(viewer, unit_id=unit_id).exclude(id__in=there))


@dataclass
class YearRow:
    """A system and a kind through a year. done, planned, late: days by month (1 to 12)."""

    system: InformationSystem
    kind: str
    done: dict[int, list[date]] = field(default_factory=dict)
    planned: dict[int, list[date]] = field(default_factory=dict)
    late: dict[int, list[date]] = field(default_factory=dict)


def year_of(found: Iterable[SystemCheck], year: int, today: date) -> list[YearRow]:
    """Return a year month by month: what was done, what is overdue, and what its rhythm lets foresee."""
    rows: dict[tuple[uuid.UUID, str], YearRow] = {}
    first, last = date(year, 1, 1), date(year, 12, 31)
    for one in found:
        row = rows.setdefault((one.system_id, one.kind), YearRow(one.system, one.kind))
        if one.done_on is not None:
            days, kept = [one.done_on] if one.done_on.year == year else [], row.done
        elif one.due_on < today:
            days, kept = [one.due_on] if one.due_on.year == year else [], row.late
        else:
            days, kept = list(foreseen(one.planned_on, one.months, first, last)), row.planned
        for day in days:
            kept.setdefault(day.month, []).append(day)
    filled = [row for row in rows.values() if row.done or row.planned or row.late]
    return sorted(filled, key=lambda row: (row.system.sort_key, str(row.system.id), row.kind))
