# SPDX-License-Identifier: EUPL-1.2
"""Take the rows of an annex into a plan: headings become goals, rows tasks, all or none."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.plans import policies
from tinhso.modules.plans.actions import goals, tasks
from tinhso.modules.plans.actions.plans import lock_plan
from tinhso.modules.plans.models import Goal, Plan, Task
from tinhso.modules.plans.types import GoalKind, PlanState

HEADINGS = (GoalKind.PILLAR, GoalKind.OBJECTIVE, GoalKind.TARGET)
"""What the headings above a row become, outermost first; deeper ones are joined to the last."""
LONGEST_HEADING = 500


@dataclass(frozen=True)
class RowTold:
    """One row of an annex that can be taken: the headings above it, outermost first, and the task."""

    group: tuple[str, ...]
    task: tasks.TaskTold


@transaction.atomic(durable=True)
def take_annex(plan_id: uuid.UUID, rows: Sequence[RowTold], *, viewer: Viewer, now: datetime) -> list[Task]:
    """Put the rows into a plan; the same annex taken again gives the tasks that are there.

    In a draft, headings that are not there yet become goals; in a plan in force only those that are there are used.
    Raises what `plan_tasks` and `add_goal` raise.
    """
    plan = lock_plan(plan_id)
    seat = policies.check_keep(viewer, plan)
    known = {_place(one): one.id for one in Goal.objects.filter(plan=plan)}
    told = [replace(row.task, goal_id=_goal(plan, row.group, known, viewer, seat, now)) for row in rows]
    return tasks.put_in(plan, told, viewer=viewer, seat=seat, now=now)


Known = dict[tuple[uuid.UUID | None, str], uuid.UUID]


def _place(goal: Goal) -> tuple[uuid.UUID | None, str]:
    return goal.parent_id, goal.title


def _goal(
    plan: Plan, group: tuple[str, ...], known: Known, viewer: Viewer, seat: Seat, now: datetime
) -> uuid.UUID | None:
    """Return the goal a row stands under, made where a draft lacks it; None where nothing stands above."""
    deepest = len(HEADINGS)
    titles = [*group[: deepest - 1], " · ".join(group[deepest - 1 :])] if len(group) > deepest else list(group)
    parent: uuid.UUID | None = None
    for kind, heading in zip(HEADINGS, titles, strict=False):
        title = heading[:LONGEST_HEADING]
        found = known.get((parent, title))
        if found is None:
            if plan.state != PlanState.DRAFT:
                return parent
            told = goals.GoalTold(kind, parent, title)
            found = goals.put_in(uuid7(), plan, told, viewer=viewer, seat=seat, now=now).id
            known[parent, title] = found
        parent = found
    return parent
