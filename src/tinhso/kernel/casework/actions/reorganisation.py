# SPDX-License-Identifier: EUPL-1.2
"""Reorganisation as an act: units merge, open cases and people are re-homed, in one transaction."""

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from tinhso.kernel.casework.actions.cases import hand_over, lock
from tinhso.kernel.casework.models import Case
from tinhso.kernel.casework.queries import unfinished
from tinhso.kernel.casework.succession import FOLLOWERS, Successions
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import Actor
from tinhso.kernel.identity.actions import appoint, relieve
from tinhso.kernel.identity.models import Assignment
from tinhso.kernel.registry import actions as registry
from tinhso.kernel.registry import queries as areas
from tinhso.kernel.registry.errors import NotReorganisable
from tinhso.kernel.registry.models import Post
from tinhso.kernel.registry.types import PostRole, ReorganisationPlan, Reorganised


@dataclass(frozen=True)
class Report:
    """What a reorganisation moves: open cases and people by ended unit, cases without a clear successor.

    A case is open as long as somebody has the turn: a signed result that lies at the desk is moved with the desk.
    """

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
    cases = Counter(unfinished().filter(unit_id__in=ended).values_list("unit_id", flat=True))
    held = Assignment.objects.filter(post__unit_id__in=ended, valid__contains=applies_on)
    people = Counter(held.values_list("post__unit_id", flat=True))
    districts = [merger.predecessor for merger in plan.mergers if merger.by_area]
    fallback = unfinished().filter(unit_id__in=districts, area_code="").count()
    return Report(plan, dict(cases), dict(people), fallback)


@transaction.atomic(durable=True)
def apply_reorganisation(effective_on: date, *, applies_on: date, now: datetime, by: Actor) -> Report:
    """Apply the law's list up to a day: every open case has a unit, every officer a post, old names stay in history.

    Raises NotReorganisable when the plan has problems; then nothing is written.
    """
    report = report_of(effective_on, applies_on=applies_on)
    if report.plan.problems:
        raise NotReorganisable(" ".join(report.plan.problems))
    successions = _successions(report.plan, areas.territory().law_date)
    held = _assignments(report.plan)
    registry.carry_out(report.plan, now=now, by=by)
    moved_people = _move_people(successions, held, now, by)
    moved_cases = _move_cases(report.plan, successions, now, by)
    for name in sorted(FOLLOWERS):
        FOLLOWERS[name](successions)
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


def _successions(plan: ReorganisationPlan, before: date) -> Successions:
    """Return where units and communes go, read before the units change."""
    changed = {}
    for code in areas.unit_areas(plan.applies_on):
        ends = {end.successor for end in areas.successors(code, before, plan.effective_on)}
        if len(ends) == 1:
            changed[code] = ends.pop()
    return Successions({merger.predecessor: merger for merger in plan.mergers}, changed, plan.applies_on)


def _assignments(plan: ReorganisationPlan) -> list[Assignment]:
    ended = [merger.predecessor for merger in plan.mergers]
    held = Assignment.objects.filter(post__unit_id__in=ended, valid__contains=plan.applies_on)
    return list(held.select_related("post", "officer"))


def _move_people(successions: Successions, held: list[Assignment], now: datetime, by: Actor) -> int:
    on = successions.on
    for assignment in held:
        old = assignment.post
        unit_id = successions.home_of(old.unit_id, "")
        post = Post.objects.filter(unit_id=unit_id, title=old.title, role=old.role, valid__contains=on).first()
        if post is None:
            unit = areas.unit(unit_id)
            post = registry.create_post(unit=unit, title=old.title, role=PostRole(old.role), field=old.field, begins=on)
        relieve(assignment, ends=on, now=now, by=by)
        appoint(assignment.officer, post, begins=on, now=now, by=by)
    return len(held)


def _move_cases(plan: ReorganisationPlan, successions: Successions, now: datetime, by: Actor) -> int:
    """Hand the open cases of ended units over, and give every open case the code its commune bears now."""
    moved = 0
    for case_id in list(unfinished().order_by("parent_id", "id").values_list("id", flat=True)):
        case = lock(case_id)
        area = successions.area_now(case.area_code)
        home = successions.home_of(case.unit_id, area)
        if home != case.unit_id:
            case.area_code = area
            _hand_to_successor(case, home, plan, now, by)
            moved += 1
        elif area != case.area_code:
            Case.objects.filter(id=case.id).update(area_code=area)
    return moved


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
