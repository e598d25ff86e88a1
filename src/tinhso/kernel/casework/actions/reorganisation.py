# SPDX-License-Identifier: EUPL-1.2
"""Reorganisation as an act: units merge, open cases and people are re-homed, in one transaction."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from tinhso.kernel.casework.actions.cases import hand_over, lock
from tinhso.kernel.casework.models import Case
from tinhso.kernel.casework.queries import living
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import Actor
from tinhso.kernel.identity.actions import appoint, relieve
from tinhso.kernel.identity.models import Assignment
from tinhso.kernel.registry import actions as registry
from tinhso.kernel.registry import queries as areas
from tinhso.kernel.registry.errors import NotReorganisable
from tinhso.kernel.registry.models import Post
from tinhso.kernel.registry.types import Level, PlannedMerger, ReorganisationPlan, Reorganised


@dataclass(frozen=True)
class Report:
    """What a reorganisation moves: open cases and people by ended unit, cases without a clear successor."""

    plan: ReorganisationPlan
    open_cases: dict[uuid.UUID, int]
    people: dict[uuid.UUID, int]
    to_fallback: int

    @property
    def total_cases(self) -> int:
        return sum(self.open_cases.values())

    @property
    def total_people(self) -> int:
        return sum(self.people.values())


def report_of(effective_on: date, *, applies_on: date) -> Report:
    """Return the dry run: everything that would move, nothing written."""
    plan = registry.plan_reorganisation(effective_on, applies_on)
    ended = [merger.predecessor for merger in plan.mergers]
    cases: dict[uuid.UUID, int] = {}
    for unit_id in living().filter(unit_id__in=ended).values_list("unit_id", flat=True):
        cases[unit_id] = cases.get(unit_id, 0) + 1
    people: dict[uuid.UUID, int] = {}
    held = Assignment.objects.filter(post__unit_id__in=ended, valid__contains=applies_on)
    for unit_id in held.values_list("post__unit_id", flat=True):
        people[unit_id] = people.get(unit_id, 0) + 1
    districts = [merger.predecessor for merger in plan.mergers if merger.by_area]
    fallback = living().filter(unit_id__in=districts, area_code="").count()
    return Report(plan, cases, people, fallback)


@transaction.atomic(durable=True)
def apply_reorganisation(effective_on: date, *, applies_on: date, now: datetime, by: Actor) -> Report:
    """Apply the law's list up to a day: every open case has a unit, every officer a post, old names stay in history.

    Raises NotReorganisable when the plan has problems; then nothing is written.
    """
    report = report_of(effective_on, applies_on=applies_on)
    if report.plan.problems:
        raise NotReorganisable(" ".join(report.plan.problems))
    before = areas.territory().law_date
    held = _assignments(report.plan)
    registry.carry_out(report.plan, now=now, by=by)
    moved_people = _move_people(report.plan, held, now, by)
    moved_cases = _move_cases(report.plan, before, now, by)
    payload = Reorganised(
        effective_on=effective_on,
        legal_basis=report.plan.legal_basis,
        ended_units=len(report.plan.mergers),
        new_units=len(report.plan.new_units),
        moved_cases=moved_cases,
        moved_people=moved_people,
    )
    root = areas.territory().root_id
    record(payload, at=now, actor=by, subject=f"unit:{root}", unit_id=root, rule=report.plan.legal_basis)
    return report


def _assignments(plan: ReorganisationPlan) -> list[Assignment]:
    ended = [merger.predecessor for merger in plan.mergers]
    held = Assignment.objects.filter(post__unit_id__in=ended, valid__contains=plan.applies_on)
    return list(held.select_related("post", "officer"))


def _home_of(merger: PlannedMerger, area_code: str, on: date) -> uuid.UUID:
    """Return the unit that answers from now on: the successor, or for a district the commune of the case.

    area_code: the commune of the case in today's codes, empty when it has none.
    """
    if merger.successor is not None:
        return merger.successor
    unit = areas.unit_for_area(area_code, Level.COMMUNE, on) if area_code else None
    fallback = unit or areas.unit_of_kind("service_centre", on) or areas.territory().root
    return fallback.id


def _move_people(plan: ReorganisationPlan, held: list[Assignment], now: datetime, by: Actor) -> int:
    mergers = {merger.predecessor: merger for merger in plan.mergers}
    on = plan.applies_on
    for assignment in held:
        unit_id = _home_of(mergers[assignment.post.unit_id], "", on)
        old = assignment.post
        post = Post.objects.filter(unit_id=unit_id, title=old.title, role=old.role).first()
        if post is None:
            unit = areas.unit(unit_id)
            post = registry.create_post(unit=unit, title=old.title, role=old.role, field=old.field, begins=on)
        relieve(assignment, ends=on, now=now, by=by)
        appoint(assignment.officer, post, begins=on, now=now, by=by)
    return len(held)


def _move_cases(plan: ReorganisationPlan, before: date, now: datetime, by: Actor) -> int:
    moved = 0
    for merger in plan.mergers:
        for case_id in list(living().filter(unit_id=merger.predecessor).values_list("id", flat=True)):
            case = lock(case_id)
            case.area_code = _area_now(case, before, plan.effective_on)
            _hand_to_successor(case, _home_of(merger, case.area_code, plan.applies_on), plan, now, by)
            moved += 1
    return moved


def _area_now(case: Case, before: date, on: date) -> str:
    ends = areas.successors(case.area_code, before, on) if case.area_code else []
    return ends[-1].successor if len(ends) == 1 else case.area_code


def _hand_to_successor(case: Case, unit_id: uuid.UUID, plan: ReorganisationPlan, now: datetime, by: Actor) -> None:
    holder = case.holder_id if case.holder_id and _works_in(case.holder_id, unit_id, plan.applies_on) else None
    hand_over(
        case,
        to_unit=unit_id,
        holder_id=holder,
        reason=f"Sắp xếp đơn vị hành chính từ {plan.effective_on:%d/%m/%Y}",
        now=now,
        actor=by,
        subject=f"case:{case.id}",
    )


def _works_in(officer_id: uuid.UUID, unit_id: uuid.UUID, on: date) -> bool:
    return Assignment.objects.filter(officer_id=officer_id, post__unit_id=unit_id, valid__contains=on).exists()
