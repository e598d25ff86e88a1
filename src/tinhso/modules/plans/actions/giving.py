# SPDX-License-Identifier: EUPL-1.2
"""The moment a task becomes work of its lead unit: with the plan, or later into a plan in force."""

import uuid
from datetime import date, datetime, time

from django.utils import timezone

from tinhso.kernel.casework.actions import take_step
from tinhso.kernel.identity.queries import sits_in
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.modules.plans.models import Task
from tinhso.modules.plans.types import TaskGiven, TaskPassedOn


def subject_of(case_id: uuid.UUID) -> str:
    return f"plan_task:{case_id}"


def last_instant(day: date | None) -> datetime | None:
    """Return the end of a day, which stands for the 24:00 of the law; None for a standing task."""
    return timezone.make_aware(datetime.combine(day, time.max)) if day else None


def give(task: Task, *, viewer: Viewer, seat: Seat, now: datetime) -> None:
    """Give a planned task, its case locked, to its lead unit, and on to the person the plan names if still there.

    Raises what `take_step` raises.
    """
    task.case.due_at = last_instant(task.due_on)
    payload = TaskGiven(plan=task.plan_id, lead=task.lead_id, due=task.due_on)
    actor, subject = viewer.actor(seat), subject_of(task.case_id)
    take_step(task.case, "give", payload=payload, now=now, actor=actor, subject=subject, unit_id=task.lead_id)
    Task.objects.filter(case_id=task.case_id).update(given_at=now)
    task.given_at = now
    if task.officer_id is None:
        return
    if not sits_in(task.officer_id, task.lead_id, timezone.localdate(now)):
        Task.objects.filter(case_id=task.case_id).update(officer=None)
        return
    named = TaskPassedOn(officer=task.officer_id)
    take_step(task.case, "pass_on", payload=named, now=now, actor=actor, subject=subject, holder_id=task.officer_id)
