# SPDX-License-Identifier: EUPL-1.2
"""The sync clock of bundles: receipt confirmed in working hours, status told in minutes; the calendar is read here.

Source: Nghị định 63/2024/NĐ-CP, Điều 7 (mark B); the numbers stand in `data/bundles.yaml`.
"""

from datetime import datetime, timedelta

from tinhso.kernel.calendar.queries import work_calendar
from tinhso.kernel.calendar.rules import due
from tinhso.kernel.calendar.types import LimitUnit, TimeLimit
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.linked.bundles import SyncRule, sync_rule
from tinhso.modules.onestop.linked.types import PartStanding


def rule() -> SyncRule:
    return sync_rule(definitions.bundle_sync())


def acknowledge_by(sent_at: datetime) -> datetime:
    """Return when the receipt of a component must be confirmed, counted in office hours."""
    limit = TimeLimit(rule().acknowledge_working_hours, LimitUnit.WORKING_HOUR)
    return due(sent_at, limit, work_calendar()).at


def push_by(changed_at: datetime) -> datetime:
    """Return when a changed status must have been told; minutes run day and night."""
    return changed_at + timedelta(minutes=rule().push_minutes)


def standing(until: datetime | None, done_at: datetime | None, now: datetime) -> PartStanding:
    """Return how a clock stands: it was kept, it runs, or it is late (done late, or not done and past)."""
    if until is None:
        return PartStanding.NONE
    if (done_at or now) > until:
        return PartStanding.LATE
    return PartStanding.RUNNING if done_at is None else PartStanding.KEPT
