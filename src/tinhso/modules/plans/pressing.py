# SPDX-License-Identifier: EUPL-1.2
"""Tasks of issued plans that press in a viewer's area: overdue, due within days, reported and not confirmed yet."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import QuerySet

from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry import queries as registry
from tinhso.modules.plans.models import Task
from tinhso.modules.plans.queries import Row, lit_rows
from tinhso.modules.plans.rules import Light
from tinhso.modules.plans.types import PlanState

SOON_DAYS = 3


class Press(StrEnum):
    """Which list a task stands in."""

    OVERDUE = "overdue"
    SOON = "soon"
    WAITING = "waiting"


@dataclass(frozen=True)
class UnitPress:
    """What presses one lead unit."""

    unit_id: uuid.UUID
    name: str
    overdue: int
    soon: int


def _everywhere(viewer: Viewer) -> bool:
    return viewer.oversees(registry.territory().root_id)


def _of_leads(viewer: Viewer) -> QuerySet[Task]:
    """Return the tasks given out and not over, led by units the viewer answers for."""
    found = Task.objects.filter(case__closed_at=None, given_at__isnull=False).exclude(plan__state=PlanState.DRAFT)
    return found if _everywhere(viewer) else found.filter(lead_id__in=viewer.scope)


def pressing(viewer: Viewer, today: date, press: Press, *, lead_id: uuid.UUID | None = None) -> list[Row]:
    """Return the tasks of one list, the earliest day first. lead_id: of one lead unit only.

    Overdue: the light says so. Soon: due within SOON_DAYS days, not reported. Waiting: reported, to be confirmed by a
    standing office the viewer answers for, whoever leads them.
    """
    if press is Press.WAITING:
        found = Task.objects.filter(case__state="reported", case__closed_at=None)
        found = found if _everywhere(viewer) else found.filter(plan__office_id__in=viewer.scope)
    else:
        found = _of_leads(viewer).filter(due_on__lte=today + timedelta(days=SOON_DAYS))
    if lead_id is not None:
        found = found.filter(lead_id=lead_id)
    rows = lit_rows(found.order_by("due_on", "position", "case_id"), today)
    return [row for row in rows if press is Press.WAITING or _press(row, today) is press]


def _press(row: Row, today: date) -> Press | None:
    if row.lit.light is Light.OVERDUE:
        return Press.OVERDUE
    due = row.task.due_on
    is_reported = row.task.case.state == "reported"
    return Press.SOON if due is not None and due >= today and not is_reported else None


def pressed_units(viewer: Viewer, today: date) -> list[UnitPress]:
    """Return the lead units with overdue or soon due tasks, the one with most overdue first."""
    return _by_unit(pressing(viewer, today, Press.OVERDUE), pressing(viewer, today, Press.SOON))


def _by_unit(overdue: Iterable[Row], soon: Iterable[Row]) -> list[UnitPress]:
    counted: dict[uuid.UUID, list[int]] = {}
    names: dict[uuid.UUID, str] = {}
    for place, rows in enumerate((overdue, soon)):
        for row in rows:
            names[row.task.lead_id] = row.task.lead.name
            counted.setdefault(row.task.lead_id, [0, 0])[place] += 1
    found = [UnitPress(unit_id, names[unit_id], *numbers) for unit_id, numbers in counted.items()]
    return sorted(found, key=lambda one: (-one.overdue, -one.soon, one.name))
