# SPDX-License-Identifier: EUPL-1.2
"""Plans, their tree of goals, how their tasks stand on a day, their money; a task with what was written under it."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone

from tinhso.kernel.events.errors import NotAllowed
from tinhso.kernel.identity.queries import officers_in
from tinhso.kernel.identity.types import Viewer
from tinhso.lib.vntext import search_key
from tinhso.modules.plans import policies, rules
from tinhso.modules.plans.models import BudgetBase, Effect, Goal, MoneyLine, Plan, Task, TaskWord
from tinhso.modules.plans.rules import Amount, Facts, Light, Lit, Needed
from tinhso.modules.plans.types import Base, Fund, Pillar, PlanState, Stage, Word
from tinhso.modules.plans.workflow import PLAN_TASK

TOLD = (Word.TOLD, Word.REPORTED)


def plans_for(viewer: Viewer, *, text: str = "", state: str = "", year: int | None = None) -> QuerySet[Plan]:
    """Return the plans an officer may read, the newest first; words are sought without diacritics."""
    mine = [seat.unit_id for seat in viewer.seats]
    found = Plan.objects.filter(~Q(state=PlanState.DRAFT) | Q(office_id__in=mine)).select_related("office", "keeper")
    for word in search_key(text).split():
        found = found.filter(search_key__contains=word)
    if state:
        found = found.filter(state=state)
    if year is not None:
        found = found.filter(year_from__lte=year, year_to__gte=year)
    return found.order_by("-year_to", "-created_at", "id")


def plan_for_officer(viewer: Viewer, plan_id: uuid.UUID) -> Plan:
    """Return a plan; raises Plan.DoesNotExist also for a draft of another office."""
    plan = Plan.objects.select_related("office", "keeper").get(id=plan_id)
    if not policies.may_see(viewer, plan):
        raise Plan.DoesNotExist(plan_id)
    return plan


def plan_issued(plan_id: uuid.UUID) -> Plan:
    """Return an issued plan, for the public; raises Plan.DoesNotExist for a draft."""
    return Plan.objects.select_related("office").exclude(state=PlanState.DRAFT).get(id=plan_id)


def plans_issued() -> QuerySet[Plan]:
    return Plan.objects.exclude(state=PlanState.DRAFT).select_related("office").order_by("-year_to", "-issued_on", "id")


def plans_kept_by(viewer: Viewer) -> list[Plan]:
    """Return the plans not closed into which an officer may put tasks, the newest first."""
    offices = [seat.unit_id for seat in policies.drafting_seats(viewer)]
    kept = Plan.objects.filter(office_id__in=offices).exclude(state=PlanState.CLOSED)
    return list(kept.order_by("-year_to", "-created_at", "id"))


@dataclass(frozen=True)
class Node:
    """A goal with how deep it stands in the tree."""

    goal: Goal
    depth: int


def goals_of(plan: Plan) -> list[Node]:
    """Return the tree of goals, each followed by what hangs under it, in the order of the paper."""
    under: dict[uuid.UUID | None, list[Goal]] = {}
    for goal in Goal.objects.filter(plan=plan).prefetch_related("years").order_by("position", "id"):
        under.setdefault(goal.parent_id, []).append(goal)
    return list(_walk(under, None, 0))


def _walk(under: dict[uuid.UUID | None, list[Goal]], parent: uuid.UUID | None, depth: int) -> Iterable[Node]:
    for goal in under.get(parent, ()):
        yield Node(goal, depth)
        yield from _walk(under, goal.id, depth + 1)


def goal_of(plan: Plan, goal_id: uuid.UUID) -> Goal | None:
    return Goal.objects.filter(id=goal_id, plan=plan).first()


@dataclass(frozen=True)
class Row:
    """A task with how it stands."""

    task: Task
    lit: Lit


@dataclass(frozen=True)
class Wanted:
    """What is looked for on a board of tasks; empty = any."""

    text: str = ""
    light: Light | None = None
    lead_id: uuid.UUID | None = None
    goal_id: uuid.UUID | None = None


def board(plan: Plan, today: date, wanted: Wanted = Wanted()) -> list[Row]:
    """Return the tasks of a plan in the order of the annex, each with its light on a day."""
    found = Task.objects.filter(plan=plan)
    for word in search_key(wanted.text).split():
        found = found.filter(case__search_key__contains=word)
    if wanted.lead_id is not None:
        found = found.filter(lead_id=wanted.lead_id)
    if wanted.goal_id is not None:
        found = found.filter(goal_id=wanted.goal_id)
    rows = lit_rows(found.order_by("position", "case_id"), today)
    return [one for one in rows if wanted.light in (None, one.lit.light)]


def lit_rows(tasks: QuerySet[Task], today: date) -> list[Row]:
    """Return tasks with their lights on a day, in the order of the query."""
    related = tasks.select_related("case", "lead", "officer", "goal", "plan").prefetch_related("helpers", "needs__case")
    told = related.annotate(told_at=Max("words__at", filter=Q(words__kind__in=TOLD)))
    return [Row(task, rules.light(facts_of(task, task.told_at), today)) for task in told]  # type: ignore[attr-defined]


def facts_of(task: Task, told_at: datetime | None) -> Facts:
    """Return what the light of a task rests on."""
    return Facts(
        state=task.case.state,
        due_on=task.due_on,
        given_on=timezone.localdate(task.given_at) if task.given_at else None,
        reported_on=task.reported_on,
        last_word_on=timezone.localdate(told_at) if told_at else None,
        has_person=task.officer_id is not None,
        needs=tuple(
            Needed(one.number or one.title[:60], one.due_on, one.case.closed_at is not None) for one in task.needs.all()
        ),
    )


def counted(rows: Iterable[Row]) -> list[tuple[Light, int]]:
    """Return how many tasks stand under each light that occurs, in the order of the lights."""
    found = Counter(one.lit.light for one in rows)
    return [(light, found[light]) for light in Light if found[light]]


@dataclass(frozen=True)
class Load:
    """What one unit leads: all its tasks, those over, those overdue, those at risk."""

    unit: str
    tasks: int
    done: int
    overdue: int
    at_risk: int


def load_by_lead(rows: Iterable[Row]) -> list[Load]:
    """Return the load of every lead unit, the one with most overdue first."""
    by_unit: dict[str, Counter[Light]] = {}
    for row in rows:
        by_unit.setdefault(row.task.lead.name, Counter())[row.lit.light] += 1
    loads = [
        Load(
            name,
            sum(found.values()),
            found[Light.DONE] + found[Light.DONE_LATE],
            found[Light.OVERDUE],
            found[Light.AT_RISK],
        )
        for name, found in by_unit.items()
    ]
    return sorted(loads, key=lambda one: (-one.overdue, -one.at_risk, -one.tasks, one.unit))


def task_for_officer(viewer: Viewer, task_id: uuid.UUID) -> Task:
    """Return a task of a plan the officer may read; raises Task.DoesNotExist otherwise."""
    related = ("case__unit", "case__holder", "plan__office", "plan__keeper", "lead", "officer", "reporter", "goal")
    task = Task.objects.select_related(*related).get(case_id=task_id)
    if not policies.may_see(viewer, task.plan):
        raise Task.DoesNotExist(task_id)
    return task


def lit_of(task: Task, today: date) -> Lit:
    return lit_rows(Task.objects.filter(case_id=task.case_id), today)[0].lit


def words_of(task: Task) -> list[TaskWord]:
    return list(task.words.select_related("officer").prefetch_related("files").order_by("id"))


def steps_open_to(viewer: Viewer, task: Task) -> set[str]:
    """Return what this officer may do with a task now: steps of the table, telling progress, putting off."""
    checks: dict[str, policies.Check] = {
        "pass_on": policies.check_pass_on,
        "report": policies.check_carry,
        "confirm": policies.check_judge,
        "send_back": policies.check_judge,
        "take_back": policies.check_manage,
    }
    possible = [step.name for step in PLAN_TASK.steps_from(task.case.state) if step.name in checks]
    found = {name for name in possible if _may(checks[name], viewer, task)}
    if task.case.state in ("to_unit", "to_person"):
        found |= {"tell"} if _may(policies.check_carry, viewer, task) else set()
        found |= {"put_off"} if task.due_on and _may(policies.check_manage, viewer, task) else set()
    if task.case.state == "planned" and _may(policies.check_manage, viewer, task):
        found.add("change")
    return found


def _may(check: Callable[[Viewer, Task], Any], viewer: Viewer, task: Task) -> bool:
    try:
        check(viewer, task)
    except NotAllowed:
        return False
    return True


def people_for(task: Task, today: date) -> list[tuple[str, str]]:
    """Return who of the lead unit may be named, whoever has it already left out."""
    people = officers_in(task.lead_id, today, *policies.CARRIERS)
    return [(str(one.id), one.full_name) for one in people if one.id != task.officer_id]


def tasks_lifting(component: str, today: date) -> list[Row]:
    """Return the tasks of issued plans that are to lift a component of an index, each with its light on a day.

    Told in the plan or by an estimate.
    """
    stated = Q(lifts__contains=[component]) | Q(case_id__in=_estimated_to_lift(component))
    return lit_rows(
        Task.objects.filter(stated).exclude(plan__state=PlanState.DRAFT).order_by("due_on", "case_id"), today
    )


def _estimated_to_lift(component: str) -> QuerySet[Effect, uuid.UUID]:
    lifting = Effect.objects.filter(component=component).exclude(share_after__lte=F("share_now"))
    return lifting.values_list("estimate_id", flat=True)


def money_of(plan: Plan) -> list[MoneyLine]:
    """Return every amount of a plan, the newest entry first."""
    related = ("unit", "task", "entered_by")
    return list(MoneyLine.objects.filter(plan=plan).select_related(*related).order_by("-entered_at", "-id"))


def amounts(lines: Iterable[MoneyLine]) -> list[Amount]:
    return [Amount(Stage(one.stage), Fund(one.fund), Pillar(one.pillar), one.year, one.amount_vnd) for one in lines]


def base_of(base: Base, year: int) -> BudgetBase | None:
    """Return the newest total of a year; None when nobody entered one."""
    return BudgetBase.objects.filter(base=base, year=year).order_by("-id").first()


def planned_money(tasks: Iterable[Task]) -> dict[uuid.UUID, int]:
    """Return đồng planned for each task that has any."""
    ids = [task.case_id for task in tasks]
    lines = MoneyLine.objects.filter(task_id__in=ids, stage=Stage.PLAN).values_list("task_id", "amount_vnd")
    found: Counter[uuid.UUID] = Counter()
    for task_id, vnd in lines:
        found[task_id] += vnd
    return dict(found)
