# SPDX-License-Identifier: EUPL-1.2
"""Plan and carry out a reorganisation of units; `kernel.casework` moves cases and people in the same transaction."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime

from django.db.backends.postgresql.psycopg_any import DateRange

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import Actor
from tinhso.kernel.registry import queries, reference
from tinhso.kernel.registry.actions.installation import create_post, create_unit, unit_id_for
from tinhso.kernel.registry.actions.vertical import open_successors, plan_vertical
from tinhso.kernel.registry.models import Area, Post, Succession, Territory, Unit, UnitCode, UnitName
from tinhso.kernel.registry.types import Level, PlannedMerger, PostRole, ReorganisationPlan, UnitMerged


def plan_reorganisation(effective_on: date, applies_on: date) -> ReorganisationPlan:
    """Return what applying the law's list up to `effective_on` would change here. Writes nothing.

    Problems are sentences; a plan with problems cannot be carried out.
    """
    territory = queries.territory()
    since = territory.law_date
    mergers: list[PlannedMerger] = []
    fresh: dict[uuid.UUID, str] = {}
    problems: list[str] = []
    if effective_on <= since:
        problems.append(f"Danh sách đến ngày {since:%d/%m/%Y} đã được áp dụng; hãy chọn ngày sau đó.")
    for unit in queries.units_as_of(applies_on).filter(level=Level.COMMUNE):
        _plan_commune(unit, since, effective_on, mergers, fresh, problems)
    mergers += _plan_districts(effective_on, applies_on)
    mergers += plan_vertical(since, effective_on, applies_on)
    _plan_province(since, effective_on, mergers, fresh)
    basis = sorted({merger.legal_basis for merger in mergers if merger.legal_basis})
    return ReorganisationPlan(
        effective_on, applies_on, "; ".join(basis), tuple(mergers), tuple(fresh.items()), tuple(problems)
    )


def _plan_commune(
    unit: Unit,
    since: date,
    until: date,
    mergers: list[PlannedMerger],
    fresh: dict[uuid.UUID, str],
    problems: list[str],
) -> None:
    ends = queries.successors(unit.area_code, since, until)
    if not ends:
        return
    if len({end.successor for end in ends}) > 1:
        names = ", ".join(end.successor_name for end in ends)
        problems.append(f"{unit.name} được chia cho nhiều đơn vị ({names}): cần chỉ định đơn vị kế tiếp.")
        return
    end = ends[-1]
    successor = unit_id_for(f"area:{end.successor}:{until.isoformat()}")
    name = f"Ủy ban nhân dân {end.successor_name[0].lower()}{end.successor_name[1:]}"
    fresh[successor] = name
    mergers.append(PlannedMerger(unit.id, unit.name, successor, name, end.legal_basis))


def _plan_districts(until: date, applies_on: date) -> list[PlannedMerger]:
    living = set(queries.areas_as_of(until).filter(level="district").values_list("code", flat=True))
    ended = queries.units_as_of(applies_on).filter(level=Level.DISTRICT).exclude(area_code__in=living)
    sentence = "theo địa bàn của từng hồ sơ"
    return [PlannedMerger(unit.id, unit.name, None, sentence, "203/2025/QH15", by_area=True) for unit in ended]


def _plan_province(since: date, until: date, mergers: list[PlannedMerger], fresh: dict[uuid.UUID, str]) -> None:
    territory = queries.territory()
    ends = queries.successors(territory.province_code, since, until, level="province")
    if not ends:
        return
    end = ends[-1]
    successor = unit_id_for(f"area:{end.successor}:{until.isoformat()}")
    name = f"Ủy ban nhân dân {end.successor_name[0].lower()}{end.successor_name[1:]}"
    fresh[successor] = name
    mergers.append(PlannedMerger(territory.root_id, territory.root.name, successor, name, end.legal_basis))


def carry_out(plan: ReorganisationPlan, *, now: datetime, by: Actor) -> None:
    """Write the new units, end the old ones and record each merger; inside the caller's transaction."""
    on = plan.applies_on
    places = _areas_of(plan)
    root = _new_root(plan, places)
    for unit_id, name in plan.new_units:
        if unit_id != root.id:
            _new_commune(unit_id, name, root, places[unit_id], plan)
    open_successors(plan)
    for unit in list(queries.units_as_of(on).filter(level=Level.DEPARTMENT)):
        unit.parent = root
        unit.save(update_fields=["parent"])
    for merger in plan.mergers:
        _end(merger, on)
        payload = UnitMerged(predecessor=merger.predecessor, successor=merger.successor, effective_on=plan.effective_on)
        record(payload, at=now, actor=by, subject=f"unit:{merger.predecessor}", rule=merger.legal_basis)
    Territory.objects.filter(id=1).update(law_date=plan.effective_on, root=root, province_code=root.area_code)


def _new_root(plan: ReorganisationPlan, places: Mapping[uuid.UUID, Area]) -> Unit:
    territory = queries.territory()
    merger = next((merger for merger in plan.mergers if merger.predecessor == territory.root_id), None)
    if merger is None or merger.successor is None:
        return territory.root
    area = places[merger.successor]
    root = create_unit(
        unit_id=merger.successor,
        name=merger.successor_name,
        level=Level.PROVINCE,
        kind="province",
        parent=None,
        area_code=area.code,
        begins=plan.applies_on,
    )
    _give_agency_code(root, plan)
    _copy_posts(territory.root, root, plan.applies_on)
    return root


def _give_agency_code(root: Unit, plan: ReorganisationPlan) -> None:
    """Give the new province its identifier of Decision 20/2020; without one its papers would bear no agency."""
    prefix = next(
        row["agency_code_prefix"] for row in reference.rows("provinces_meta") if row["code"] == root.area_code
    )
    status = next((row["status"] for row in reference.rows("org_codes") if row["code"] == prefix), "deduced")
    UnitCode.objects.create(
        unit=root, scheme="qd20", code=prefix, status=status, valid=DateRange(plan.applies_on, None)
    )


def _new_commune(unit_id: uuid.UUID, name: str, root: Unit, area: Area, plan: ReorganisationPlan) -> None:
    unit = create_unit(
        unit_id=unit_id,
        name=name,
        level=Level.COMMUNE,
        kind="commune",
        parent=root,
        area_code=area.code,
        begins=plan.applies_on,
    )
    UnitCode.objects.create(
        unit=unit,
        scheme="qd20",
        code=f"H00.{area.code}",
        status="synthetic",
        valid=DateRange(plan.applies_on, None),
    )
    for merger in plan.mergers:
        if merger.successor == unit_id:
            _copy_posts(queries.unit(merger.predecessor), unit, plan.applies_on)


def _areas_of(plan: ReorganisationPlan) -> dict[uuid.UUID, Area]:
    """Return the areas of the planned units."""
    planned = dict(plan.new_units)
    found = queries.areas_as_of(plan.effective_on).filter(level__in=["commune", "province"])
    by_unit = {unit_id_for(f"area:{area.code}:{plan.effective_on.isoformat()}"): area for area in found}
    if missing := planned.keys() - by_unit.keys():
        raise LookupError(f"no area on {plan.effective_on} for planned units {sorted(map(str, missing))}")
    return by_unit


def _copy_posts(old: Unit, new: Unit, on: date) -> None:
    for post in Post.objects.filter(unit=old, valid__contains=on):
        create_post(unit=new, title=post.title, role=PostRole(post.role), field=post.field, begins=on)


def _end(merger: PlannedMerger, on: date) -> None:
    unit = Unit.objects.select_for_update().get(id=merger.predecessor)
    unit.valid = DateRange(unit.valid.lower, on)
    unit.save(update_fields=["valid"])
    for model in (UnitName, UnitCode, Post):
        for row in model.objects.filter(unit=unit, valid__contains=on):
            row.valid = DateRange(row.valid.lower, on)
            row.save(update_fields=["valid"])
    Succession.objects.create(
        predecessor=unit,
        successor_id=merger.successor,
        on=on,
        legal_basis=merger.legal_basis,
        by_area=merger.by_area,
    )
