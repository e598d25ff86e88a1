# SPDX-License-Identifier: EUPL-1.2
"""Declarations of open rounds that press in a viewer's area, rounds that close soon, evidence that ages.

The ladder of reminders is that of all cases (`kernel.casework`): a declaration given to a unit has its day.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Count, Q, QuerySet

from tinhso.kernel.casework.queries import LastReminder, last_reminders
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry import queries as registry
from tinhso.modules.scorecards.declaring import rules
from tinhso.modules.scorecards.declaring.types import RoundState
from tinhso.modules.scorecards.dti.reading import edition
from tinhso.modules.scorecards.models import Assessment, Declaration, Statement
from tinhso.modules.scorecards.queries_of_assessments import OWED

SOON_DAYS = 3
"""As for tasks of plans."""
CLOSING_DAYS = 14


class Press(StrEnum):
    """Which list a declaration stands in."""

    OVERDUE = "overdue"
    SOON = "soon"
    JUDGE = "judge"
    AGES = "ages"


@dataclass(frozen=True)
class Pressed:
    """One declaration of a list. until: the day what was accepted holds until, of those that age."""

    declaration: Declaration
    name: str
    until: date | None
    reminder: LastReminder | None


@dataclass(frozen=True)
class UnitPress:
    """What presses one unit; None for what no unit was given yet."""

    unit_id: uuid.UUID | None
    name: str
    overdue: int
    soon: int


@dataclass(frozen=True)
class Closing:
    """An open round whose last day is near or past."""

    assessment: Assessment
    owed: int
    to_judge: int
    days_left: int


def _everywhere(viewer: Viewer) -> bool:
    return viewer.oversees(registry.territory().root_id)


def _in_area(viewer: Viewer) -> QuerySet[Declaration]:
    """Return the declarations of open rounds the viewer answers for: of his units, or of a round his units keep."""
    found = Declaration.objects.filter(assessment__state=RoundState.OPEN)
    if _everywhere(viewer):
        return found
    return found.filter(Q(unit_id__in=viewer.scope) | Q(assessment__office_id__in=viewer.scope))


def _wanted(viewer: Viewer, today: date, press: Press) -> QuerySet[Declaration]:
    found = _in_area(viewer)
    owed = found.filter(case__state__in=OWED)
    if press is Press.OVERDUE:
        return owed.filter(due_on__lt=today)
    if press is Press.SOON:
        return owed.filter(due_on__range=(today, today + timedelta(days=SOON_DAYS)))
    if press is Press.JUDGE:
        waiting = found.filter(case__state="declared")
        return waiting if _everywhere(viewer) else waiting.filter(assessment__office_id__in=viewer.scope)
    return found.filter(case__state="accepted")


def pressing(viewer: Viewer, today: date, press: Press, *, unit_id: uuid.UUID | None = None) -> list[Pressed]:
    """Return the declarations of one list, the earliest day first. unit_id: of one declaring unit only.

    Ages: what was accepted holds for thirty days more at most, or no longer.
    """
    found = _wanted(viewer, today, press)
    if unit_id is not None:
        found = found.filter(unit_id=unit_id)
    rows = list(found.select_related("case", "unit", "officer", "assessment").order_by("due_on", "position", "case_id"))
    until = _holding_until(rows) if press is Press.AGES else {}
    if press is Press.AGES:
        near = [(until[one.case_id], one) for one in rows if _ages(until.get(one.case_id), today)]
        rows = [one for _day, one in sorted(near, key=lambda pair: (pair[0], pair[1].position))]
    reminders = last_reminders([one.case_id for one in rows])
    return [Pressed(one, name_of(one), until.get(one.case_id), reminders.get(one.case_id)) for one in rows]


def name_of(one: Declaration) -> str:
    """Return code and name of the component declared."""
    part = next(part for part in edition(one.assessment.edition).parts() if part.code == one.component)
    return f"{part.code} {part.title or part.working}"


def _holding_until(rows: Iterable[Declaration]) -> dict[uuid.UUID, date]:
    newest = (
        Statement.objects.filter(declaration__in=[one.case_id for one in rows])
        .exclude(accepted_at=None)
        .order_by("declaration_id", "-id")
        .distinct("declaration_id")
    )
    return {one.declaration_id: one.valid_until for one in newest if one.valid_until is not None}


def _ages(until: date | None, today: date) -> bool:
    return until is not None and until <= today + rules.EXPIRES_SOON


def pressed_units(viewer: Viewer, today: date) -> list[UnitPress]:
    """Return the units with overdue or soon due declarations, the one with most overdue first."""
    counted: dict[uuid.UUID | None, list[int]] = {}
    names: dict[uuid.UUID | None, str] = {}
    for place, press in enumerate((Press.OVERDUE, Press.SOON)):
        for unit_id, name, count in _by_unit(_wanted(viewer, today, press)):
            counted.setdefault(unit_id, [0, 0])[place] += count
            names[unit_id] = name
    found = [UnitPress(unit_id, names[unit_id], *numbers) for unit_id, numbers in counted.items()]
    return sorted(found, key=lambda one: (-one.overdue, -one.soon, one.name))


def _by_unit(found: QuerySet[Declaration]) -> list[tuple[uuid.UUID | None, str, int]]:
    rows = found.order_by().values_list("unit_id", "unit__name").annotate(count=Count("case_id"))
    return [(unit_id, name or "", count) for unit_id, name, count in rows]


def closing_rounds(viewer: Viewer, today: date) -> list[Closing]:
    """Return the open rounds whose last day is within CLOSING_DAYS or past, in which something is owed or waits.

    A round is seen by who oversees the province or a unit that keeps it or declares in it.
    """
    mine = _in_area(viewer).order_by().values("assessment_id").distinct()
    found = Assessment.objects.filter(
        id__in=mine, state=RoundState.OPEN, last_on__lte=today + timedelta(days=CLOSING_DAYS)
    ).annotate(
        owed=Count("declarations", filter=Q(declarations__case__state__in=OWED)),
        to_judge=Count("declarations", filter=Q(declarations__case__state="declared")),
    )
    rows = found.select_related("office").order_by("last_on", "id")
    return [Closing(one, one.owed, one.to_judge, (one.last_on - today).days) for one in rows]
