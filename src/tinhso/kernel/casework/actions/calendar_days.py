# SPDX-License-Identifier: EUPL-1.2
"""A day off is announced during the year: the calendar changes and every clock it touches is computed anew."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.calendar.actions import announce_day_off, withdraw_day_off
from tinhso.kernel.calendar.types import DayOverride
from tinhso.kernel.casework.actions.cases import lock, recompute_due
from tinhso.kernel.casework.queries import living
from tinhso.kernel.casework.types import DayAnnounced, DayWithdrawn
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import Actor


@transaction.atomic(durable=True)
def announce_day(override: DayOverride, *, now: datetime, by: Actor) -> int:
    """Announce one day and return how many open cases got another due date; nothing when it was known already.

    What was promised on a receipt stays as promised; only the due date in force moves.
    Source: Bộ luật Lao động 2019, Điều 111, 112; Bộ luật Dân sự 2015, Điều 148.
    """
    if not announce_day_off(override, now=now):
        return 0
    moved = _recompute_around(override.day)
    payload = DayAnnounced(day=override.day, kind=override.kind, moved=moved)
    record(payload, at=now, actor=by, subject=f"calendar:{override.day.isoformat()}", rule=override.basis)
    return moved


@transaction.atomic(durable=True)
def withdraw_day(day: date, *, basis: str, now: datetime, by: Actor) -> int:
    """Take back a day announced by mistake; return how many open cases got another due date."""
    if not withdraw_day_off(day, now=now):
        return 0
    moved = _recompute_around(day)
    payload = DayWithdrawn(day=day, moved=moved)
    record(payload, at=now, actor=by, subject=f"calendar:{day.isoformat()}", rule=basis)
    return moved


def _recompute_around(day: date) -> int:
    start = timezone.make_aware(datetime.combine(day, time.min))
    # A limit that ends on a day off moves behind it, so cases due on the eve of a new working day are looked at too.
    touched = living().filter(clock_from__lt=start + timedelta(days=1), due_at__gte=start - timedelta(days=1))
    return sum(recompute_due(lock(case_id)) for case_id in list(touched.order_by("id").values_list("id", flat=True)))
