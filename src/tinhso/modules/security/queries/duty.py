# SPDX-License-Identifier: EUPL-1.2
"""The roster of the security centre: who is there, who will be, when somebody is missing; lists of shifts as read."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from tinhso.kernel.identity.models import Officer
from tinhso.kernel.registry.types import PostRole
from tinhso.lib.vntext import search_key
from tinhso.modules.security.duty_rules import Gap, Span, gaps, hours
from tinhso.modules.security.models import DutyShift, DutyStaffing
from tinhso.modules.security.types.duty import DutyRole


@dataclass(frozen=True)
class RoleSum:
    """A role in a span of time. person_hours: planned; gap_hours: in which fewer than `least` are there."""

    role: DutyRole
    people: int
    shifts: int
    person_hours: float
    least: int
    gap_hours: float


def candidates(on: date) -> QuerySet[Officer]:
    """Return who may be on duty on a day: those who hold an operator's post, for only they see every alert."""
    held = {"assignments__post__role": PostRole.OPERATOR, "assignments__valid__contains": on}
    return Officer.objects.select_related("account").filter(**held).distinct().order_by("sort_key")


def may_be_on_duty(officer_id: uuid.UUID, on: date) -> bool:
    return candidates(on).filter(id=officer_id).exists()


def shifts_between(since: datetime, until: datetime) -> list[DutyShift]:
    """Return the shifts that reach into a span, in order of time."""
    found = DutyShift.objects.select_related("officer__account").filter(withdrawn_at=None)
    return list(found.filter(begins_at__lt=until, ends_at__gt=since).order_by("begins_at", "role", "officer__sort_key"))


def on_duty(now: datetime) -> list[DutyShift]:
    """Return who is on duty now, those who watch first."""
    order = {role: place for place, role in enumerate(DutyRole)}
    found = DutyShift.objects.select_related("officer").filter(withdrawn_at=None, begins_at__lte=now, ends_at__gt=now)
    return sorted(found, key=lambda one: (order[DutyRole(one.role)], one.officer.sort_key))


def is_on_duty(officer_id: uuid.UUID, now: datetime) -> bool:
    return any(one.officer_id == officer_id for one in on_duty(now))


def staffing() -> dict[str, int]:
    """Return how many of each role have to be there, as the operator told; roles nobody spoke of are left out."""
    return dict(DutyStaffing.objects.values_list("role", "least"))


def gaps_between(since: datetime, until: datetime) -> list[Gap]:
    """Return when somebody is missing in a span."""
    return gaps(_spans(shifts_between(since, until)), since, until, staffing())


def sums_between(since: datetime, until: datetime) -> list[RoleSum]:
    """Return people, shifts and hours of each role in a span: the staffing report by role."""
    shifts, least = shifts_between(since, until), staffing()
    found = []
    for role in DutyRole:
        mine = [one for one in shifts if one.role == role]
        spans, needed = _spans(mine), least.get(role, 0)
        empty = gaps(spans, since, until, {role: needed}) if needed else []
        found.append(
            RoleSum(
                role,
                len({one.officer_id for one in mine}),
                len(mine),
                hours(spans, since, until),
                needed,
                sum(one.length.total_seconds() for one in empty) / 3600,
            )
        )
    return found


def _spans(shifts: list[DutyShift]) -> list[Span]:
    return [Span(one.role, one.begins_at, one.ends_at) for one in shifts]


def officers_called(said: str, on: date) -> list[Officer]:
    """Return who of those who may be on duty is meant by a name of account or a full name."""
    found = list(candidates(on))
    wanted = said.strip()
    by_account = [one for one in found if one.account.username == wanted]
    return by_account or [one for one in found if search_key(one.full_name) == search_key(wanted)]
