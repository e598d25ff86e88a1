# SPDX-License-Identifier: EUPL-1.2
"""Issued plans as everybody may see them: no person, no file, no draft; what proves a task is a day and a number."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet
from django.utils import timezone

from tinhso.lib.vntext import search_key
from tinhso.modules.plans import queries
from tinhso.modules.plans.models import Effect, Plan, Task, TaskWord
from tinhso.modules.plans.queries import Row, Wanted
from tinhso.modules.plans.rules import Light
from tinhso.modules.plans.types import Word

EVERY_TASK = Wanted()


def plans(text: str = "", year: int | None = None) -> QuerySet[Plan]:
    """Return issued plans that hold every word, without regard to diacritics, and run in a year; the newest first."""
    found = queries.plans_issued()
    for word in search_key(text).split():
        found = found.filter(search_key__contains=word)
    return found if year is None else found.filter(year_from__lte=year, year_to__gte=year)


def lights_of(some: Iterable[Plan], today: date) -> dict[uuid.UUID, Counter[Light]]:
    """Return how many tasks of each plan stand under each light; tasks never given out count nowhere."""
    found: dict[uuid.UUID, Counter[Light]] = {one.id: Counter() for one in some}
    tasks = Task.objects.filter(plan_id__in=list(found), given_at__isnull=False).order_by("case_id")
    for row in queries.lit_rows(tasks, today):
        found[row.task.plan_id][row.lit.light] += 1
    return found


def board(plan: Plan, today: date, wanted: Wanted = EVERY_TASK) -> list[Row]:
    """Return the tasks that were given out, in the order of the annex, each with its light."""
    return [row for row in queries.board(plan, today, wanted) if row.task.given_at is not None]


@dataclass(frozen=True)
class Proven:
    """What proves a task: the day it was confirmed, number and day of the paper named in the report, maybe neither."""

    confirmed_on: date
    paper: str


def proofs_of(tasks: Iterable[Task]) -> dict[uuid.UUID, Proven]:
    """Return the proof of each task that is confirmed."""
    confirmed = [one.case_id for one in tasks if one.case.state == "confirmed"]
    words = TaskWord.objects.filter(task_id__in=confirmed, kind__in=(Word.REPORTED, Word.CONFIRMED)).order_by("id")
    papers: dict[uuid.UUID, str] = {}
    found: dict[uuid.UUID, Proven] = {}
    for one in words:
        if one.kind == Word.REPORTED:
            papers[one.task_id] = one.paper
        else:
            found[one.task_id] = Proven(timezone.localdate(one.at), papers.get(one.task_id, ""))
    return found


def lifted_by(tasks: Iterable[Task]) -> Mapping[uuid.UUID, list[str]]:
    """Return the components each task lifts: those the plan names, then those an estimate adds."""
    found = {one.case_id: list(one.lifts) for one in tasks}
    effects = Effect.objects.filter(estimate_id__in=list(found)).exclude(share_after__lte=F("share_now"))
    for task_id, component in effects.order_by("position").values_list("estimate_id", "component"):
        if component not in found[task_id]:
            found[task_id].append(component)
    return found
