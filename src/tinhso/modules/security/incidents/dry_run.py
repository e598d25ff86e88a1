# SPDX-License-Identifier: EUPL-1.2
"""Chạy thử kịch bản: what an incident would set going, read from the same tables and rules, nothing written."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils import timezone

from tinhso.kernel.calendar.queries import work_calendar
from tinhso.kernel.identity.queries import officers_in
from tinhso.kernel.registry.types import PostRole
from tinhso.modules.security import policies
from tinhso.modules.security.incidents import rules
from tinhso.modules.security.incidents.playbooks import PlaybookTask, has_own_playbook, playbook
from tinhso.modules.security.incidents.workflow import INCIDENT
from tinhso.modules.security.models import Alert
from tinhso.modules.security.queries import duty
from tinhso.modules.security.queries.national_centre import centre
from tinhso.modules.security.types.alerts import AlertState
from tinhso.modules.security.types.incidents import Category, DutyKind

MAIN_ROAD = ("verify", "respond", "choose", "contain", "eradicate", "restore", "retest", "review", "close")
"""The steps of an incident handled by oneself; direction, reporting and coordination come where people decide so."""


class Unknown(StrEnum):
    """What a dry run cannot decide, because people or facts to come do."""

    NO_TASK_LIMITS = "no_task_limits"
    GENERAL_PLAYBOOK = "general_playbook"
    GRADING = "grading"
    END = "end"
    NOBODY_HANDLES = "nobody_handles"
    NOBODY_APPROVES = "nobody_approves"
    CENTRE_AWAY = "centre_away"
    CALENDAR = "calendar"
    ALERT_ELSEWHERE = "alert_elsewhere"


@dataclass(frozen=True)
class Asked:
    """What is tried. detected_at: from when the clocks run; ended_at: when the response is assumed to be over."""

    category: Category
    unit_id: uuid.UUID
    detected_at: datetime
    is_archive: bool = False
    ended_at: datetime | None = None
    alert: Alert | None = None


@dataclass(frozen=True)
class DryStep:
    """One step of the table, with who may take it. tasks: of the playbook, laid by this step."""

    name: str
    title: str
    law: str
    needs_leader: bool
    tasks: tuple[PlaybookTask, ...]


@dataclass(frozen=True)
class DryPaper:
    """A paper that would be owed. due_at: None when it depends on what is not known."""

    kind: DutyKind
    due_at: datetime | None
    goes_to_centre: bool


@dataclass(frozen=True)
class DryRun:
    """What would happen. handlers, approvers: names in the unit; on_duty: operators on shift at the instant."""

    steps: tuple[DryStep, ...]
    papers: tuple[DryPaper, ...]
    handlers: tuple[str, ...]
    approvers: tuple[str, ...]
    on_duty: tuple[str, ...]
    joins_alert: bool
    unknown: tuple[Unknown, ...]


def dry_run(asked: Asked) -> DryRun:
    """Return what an incident like this would set going. Reads only: the same rules as the actions, no action."""
    on = timezone.localdate(asked.detected_at)
    handlers, approvers = _names(asked.unit_id, on, *policies.HANDLERS), _names(asked.unit_id, on, *policies.KEEPERS)
    return DryRun(
        steps=_steps(asked.category),
        papers=_papers(asked),
        handlers=handlers,
        approvers=approvers,
        on_duty=tuple(one.officer.full_name for one in duty.on_duty(asked.detected_at)),
        joins_alert=_joins(asked.alert),
        unknown=tuple(_unknown(asked, on, handlers, approvers)),
    )


def _steps(category: Category) -> tuple[DryStep, ...]:
    found = []
    for name in MAIN_ROAD:
        step = INCIDENT.steps[name]
        tasks = playbook(category) if name == "verify" else ()
        found.append(DryStep(name, step.title, step.law, PostRole.SPECIALIST not in step.roles, tasks))
    return tuple(found)


def _papers(asked: Asked) -> tuple[DryPaper, ...]:
    calendar, sends = work_calendar(), centre() is not None
    notice = rules.notice_due(asked.detected_at, is_archive=asked.is_archive, calendar=calendar)
    closing = rules.closing_due(asked.ended_at, calendar) if asked.ended_at else None
    return (
        DryPaper(DutyKind.NOTICE, notice, sends),
        DryPaper(DutyKind.INITIAL, None, sends),
        DryPaper(DutyKind.CLOSING, closing, sends),
    )


def _unknown(asked: Asked, on: date, handlers: tuple[str, ...], approvers: tuple[str, ...]) -> Iterator[Unknown]:
    yield Unknown.NO_TASK_LIMITS
    yield Unknown.GRADING
    if not has_own_playbook(asked.category):
        yield Unknown.GENERAL_PLAYBOOK
    if asked.ended_at is None:
        yield Unknown.END
    if not handlers:
        yield Unknown.NOBODY_HANDLES
    if not approvers:
        yield Unknown.NOBODY_APPROVES
    if centre() is None:
        yield Unknown.CENTRE_AWAY
    last = max(timezone.localdate(one.due_at) for one in _papers(asked) if one.due_at)
    if work_calendar().is_provisional(on, last):
        yield Unknown.CALENDAR
    if asked.alert is not None and not _joins(asked.alert):
        yield Unknown.ALERT_ELSEWHERE


def _joins(alert: Alert | None) -> bool:
    return alert is not None and alert.state in (AlertState.NEW, AlertState.TAKEN)


def _names(unit_id: uuid.UUID, on: date, *roles: str) -> tuple[str, ...]:
    return tuple(one.full_name for one in officers_in(unit_id, on, *roles))
