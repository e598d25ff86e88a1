# SPDX-License-Identifier: EUPL-1.2
"""Bodies of central agencies in the province (police, social insurance): entered one by one, follow their communes."""

from datetime import date, datetime

from django.db import transaction

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import Actor
from tinhso.kernel.registry import queries
from tinhso.kernel.registry.actions.installation import create_post, create_unit, unit_id_for
from tinhso.kernel.registry.models import Post, Unit
from tinhso.kernel.registry.types import BodyAdded, Level, PlannedMerger, PostRole, ReorganisationPlan


@transaction.atomic
def add_vertical_body(
    *, kind: str, name: str, area_code: str, begins: date, source: str, now: datetime, by: Actor
) -> Unit:
    """Enter a body of a central agency (cơ quan ngành dọc) for an area; entering it again returns the first.

    kind: what it is called in rules, as `commune_police`; it has no unit above it in the province.
    """
    unit_id = unit_id_for(f"{kind}:{area_code}")
    existing = Unit.objects.filter(id=unit_id).first()
    if existing is not None:
        return existing
    unit = create_unit(
        unit_id=unit_id,
        name=name,
        level=Level.EXTERNAL,
        kind=kind,
        parent=None,
        area_code=area_code,
        begins=begins,
    )
    record(BodyAdded(kind=kind, source=source), at=now, actor=by, subject=f"unit:{unit_id}", unit_id=unit_id)
    return unit


def plan_vertical(since: date, until: date, applies_on: date) -> list[PlannedMerger]:
    """Return the mergers of bodies whose commune passes whole into another one; a divided one stays where it is.

    A body that stands for the whole province is not touched: its ministry decides about it.
    """
    planned = []
    for unit in queries.units_as_of(applies_on).filter(level=Level.EXTERNAL).exclude(area_code=""):
        ends = queries.successors(unit.area_code, since, until)
        if len({end.successor for end in ends}) != 1:
            continue
        end = ends[-1]
        before = queries.area(unit.area_code, since)
        head = unit.name.removesuffix(lowered(before.full_name)) if before else f"{unit.name} "
        successor = unit_id_for(f"{unit.kind}:{end.successor}:{until.isoformat()}")
        name = f"{head}{lowered(end.successor_name)}"
        planned.append(PlannedMerger(unit.id, unit.name, successor, name, end.legal_basis))
    return planned


def lowered(name: str) -> str:
    """Return the name of an area as it stands inside a sentence: `phường Phú Khương`."""
    return f"{name[0].lower()}{name[1:]}"


def open_successors(plan: ReorganisationPlan) -> None:
    """Create the bodies that follow, with the posts of those they take over; inside the caller's transaction."""
    for merger in plan.mergers:
        old = queries.unit(merger.predecessor)
        if old.level != Level.EXTERNAL or merger.successor is None:
            continue
        ends = queries.successors(old.area_code, queries.territory().law_date, plan.effective_on)
        new = Unit.objects.filter(id=merger.successor).first() or create_unit(
            unit_id=merger.successor,
            name=merger.successor_name,
            level=Level.EXTERNAL,
            kind=old.kind,
            parent=None,
            area_code=ends[-1].successor,
            begins=plan.applies_on,
        )
        for post in Post.objects.filter(unit=old, valid__contains=plan.applies_on):
            create_post(unit=new, title=post.title, role=PostRole(post.role), field=post.field, begins=plan.applies_on)
