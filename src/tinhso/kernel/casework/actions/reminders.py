# SPDX-License-Identifier: EUPL-1.2
"""Climb the escalation ladder for cases near or past their due date; each rung once per due date."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.calendar.queries import work_calendar
from tinhso.kernel.calendar.rules import working_days_between
from tinhso.kernel.calendar.types import WorkCalendar
from tinhso.kernel.casework.models import Case, Reminder
from tinhso.kernel.casework.queries import living
from tinhso.kernel.casework.rules import Rung, rung_for
from tinhso.kernel.casework.types import CaseReminded
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import SYSTEM

FARTHEST = timedelta(days=16)
"""Two working days never span more calendar days than this, Tết included."""


def remind_due_cases(*, now: datetime, limit: int = 500) -> int:
    """Record a reminder for every running case that reached a new rung; return how many."""
    calendar = work_calendar()
    near = living().exclude(phase="waiting").filter(due_at__lte=now + FARTHEST).order_by("due_at")
    reminded = 0
    for case in near.iterator(chunk_size=200):
        due_at = case.due_at or now
        rung = _rung_of(due_at, now, calendar)
        if rung is not None and _remind(case, rung, due_at, now):
            reminded += 1
        if reminded >= limit:
            break
    return reminded


def _rung_of(due_at: datetime, now: datetime, calendar: WorkCalendar) -> Rung | None:
    due = timezone.localtime(due_at).date()
    today = timezone.localtime(now).date()
    overdue = due_at < now
    left = 0 if overdue else working_days_between(today, due, calendar)
    over = working_days_between(due, today, calendar) if overdue else 0
    return rung_for(left, overdue, over)


@transaction.atomic
def _remind(case: Case, rung: Rung, due_at: datetime, now: datetime) -> bool:
    _, created = Reminder.objects.get_or_create(case=case, rung=rung.name, due_at=due_at, defaults={"sent_at": now})
    if created:
        payload = CaseReminded(rung=rung.name, due=due_at)
        record(
            payload,
            at=now,
            actor=SYSTEM,
            subject=f"case:{case.id}",
            case_id=case.id,
            unit_id=case.unit_id,
            area=case.area_code,
        )
    return created
