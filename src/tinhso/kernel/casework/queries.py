# SPDX-License-Identifier: EUPL-1.2
"""One inbox for all kinds of official work, search, and the history of a case."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from tinhso.kernel.casework.models import Case, Extension, Holding, Pause, Reminder
from tinhso.kernel.casework.policies import PERSONAL_ROLES
from tinhso.kernel.casework.rules import LADDER
from tinhso.kernel.identity.types import Viewer
from tinhso.lib.vntext import search_key

SOON = timedelta(days=2)
"""A case due within this is called pressing."""


def case(case_id: uuid.UUID) -> Case:
    return Case.objects.select_related("unit", "holder").get(id=case_id)


def living() -> QuerySet[Case]:
    return Case.objects.filter(phase__in=["open", "working", "waiting"])


def unfinished() -> QuerySet[Case]:
    """Return the cases in which somebody still has the turn: living ones, and results that wait at a desk."""
    return Case.objects.exclude(turn="")


def inbox(viewer: Viewer) -> QuerySet[Case]:
    """Return living cases whose turn is this officer's, the most pressing first.

    A case held by another specialist is not in it; a case nobody holds is in the inbox of the whole role. Who holds a
    case of the own unit has it, whatever the own post (a counter that settles on the same day).
    """
    units = {seat.unit_id for seat in viewer.seats}
    turns = Q(unit_id__in=units, turn__in=PERSONAL_ROLES, holder_id=viewer.officer_id)
    for seat in viewer.seats:
        mine = Q(unit_id=seat.unit_id, turn=seat.role)
        if seat.role in PERSONAL_ROLES and not seat.on_behalf_of:
            mine &= Q(holder_id=viewer.officer_id) | Q(holder_id=None)
        turns |= mine
    return living().filter(turns).select_related("unit", "holder").order_by(F("due_at").asc(nulls_last=True), "id")


def in_scope(viewer: Viewer) -> QuerySet[Case]:
    """Return every case of the units this officer may look at, newest first."""
    return Case.objects.filter(unit_id__in=viewer.scope).select_related("unit", "holder").order_by("-opened_at", "id")


def search(cases: QuerySet[Case], text: str) -> QuerySet[Case]:
    """Narrow to cases that hold every word, without regard to diacritics."""
    for word in search_key(text).split():
        cases = cases.filter(search_key__contains=word)
    return cases


@dataclass(frozen=True)
class Load:
    """How much an officer or unit has in hand: all living, due within two days, overdue, waiting for others."""

    living: int
    soon: int
    overdue: int
    waiting: int


def load_of(cases: QuerySet[Case], now: datetime) -> Load:
    """Return the load of living cases at an instant; overdue is computed, never stored."""
    return Load(
        living=cases.count(),
        soon=cases.filter(due_at__gte=now, due_at__lte=now + SOON).count(),
        overdue=cases.filter(due_at__lt=now).exclude(phase="waiting").count(),
        waiting=cases.filter(phase="waiting").count(),
    )


def holdings_of(case_id: uuid.UUID) -> list[Holding]:
    return list(Holding.objects.filter(case_id=case_id).select_related("unit", "officer").order_by("begins_at", "id"))


def pauses_of(case_id: uuid.UUID) -> list[Pause]:
    return list(Pause.objects.filter(case_id=case_id).order_by("begins_at"))


def holdings_of_many(case_ids: Sequence[uuid.UUID]) -> list[Holding]:
    """Return the holdings of several cases, each with its unit and officer, in order of time."""
    found = Holding.objects.filter(case_id__in=case_ids).select_related("unit", "officer")
    return list(found.order_by("begins_at", "id"))


def pauses_of_many(case_ids: Sequence[uuid.UUID]) -> list[Pause]:
    return list(Pause.objects.filter(case_id__in=case_ids).order_by("begins_at"))


def extensions_of(case_id: uuid.UUID) -> list[Extension]:
    return list(Extension.objects.filter(case_id=case_id).order_by("decided_at"))


def children_of(case_id: uuid.UUID) -> list[Case]:
    return list(Case.objects.filter(parent_id=case_id).select_related("unit", "holder").order_by("opened_at"))


def load_by_holder(unit_id: uuid.UUID) -> dict[uuid.UUID, int]:
    """Return how many living cases each officer of a unit holds, to assign fairly."""
    held = living().filter(unit_id=unit_id, holder_id__isnull=False).values_list("holder_id", flat=True)
    loads: dict[uuid.UUID, int] = {}
    for holder in held:
        loads[holder] = loads.get(holder, 0) + 1
    return loads


@dataclass(frozen=True)
class LastReminder:
    """The last rung of the ladder a case reached for the day it has now: in words, and when."""

    title: str
    sent_at: datetime


def last_reminders(case_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, LastReminder]:
    """Return the last reminder of each case, those of a day it no longer has left out; one query."""
    titles = {rung.name: rung.title for rung in LADDER}
    found = Reminder.objects.filter(case_id__in=case_ids, due_at=F("case__due_at")).order_by("case_id", "-sent_at")
    return {one.case_id: LastReminder(titles.get(one.rung, one.rung), one.sent_at) for one in found.distinct("case_id")}
