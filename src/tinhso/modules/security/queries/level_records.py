# SPDX-License-Identifier: EUPL-1.2
"""Requirements, duties, layers and the six counters of systems, each computed from what was written down."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.registry.models import Unit
from tinhso.modules.security import policies
from tinhso.modules.security.levels import duties, layers
from tinhso.modules.security.levels.requirements import (
    Answer,
    Requirement,
    Sum,
    is_fully_deployed,
    newer_on,
    required,
    standard_on,
    total,
)
from tinhso.modules.security.models import (
    DutyRecord,
    InformationSystem,
    LayerEvidence,
    Machine,
    RegisterSnapshot,
    RequirementAnswer,
    SecuritySpending,
)
from tinhso.modules.security.queries.machines_register import NATIONAL_FRESH_DAYS
from tinhso.modules.security.queries.systems import inputs_of, systems_for

Connections = Callable[[uuid.UUID], layers.Connection | None]


def no_connection(_system_id: uuid.UUID) -> layers.Connection | None:
    """Stand in where nothing is known of the connection to the national centre: layer 4 stays unknown."""
    return None


def answers_of(system_id: uuid.UUID, standard: str) -> dict[str, RequirementAnswer]:
    """Return the newest answer to each requirement by its key."""
    found = RequirementAnswer.objects.filter(system_id=system_id, standard=standard).select_related("told_by")
    return {one.requirement: one for one in found.order_by("requirement", "-id").distinct("requirement")}


@dataclass(frozen=True)
class RequirementRow:
    requirement: Requirement
    answer: RequirementAnswer | None


@dataclass(frozen=True)
class Checklist:
    """The requirements of a system. level: by which they are chosen; sums: by family, and by annex; all: of all.

    newer: title of a standard that has taken the place of this one and was not read, empty: none.
    """

    standard: str
    level: int
    rows: list[RequirementRow]
    by_family: list[tuple[str, Sum]]
    by_annex: list[tuple[int, Sum]]
    all: Sum
    newer: str


def checklist(system_id: uuid.UUID, level: int, on: date) -> Checklist | None:
    """Return the checklist of a system for a level; None before the first standard (1/7/2017)."""
    standard = standard_on(on)
    if standard is None:
        return None
    answers, wanted = answers_of(system_id, standard), required(level)
    plain = {key: Answer(one.answer) for key, one in answers.items()}
    texts = {one.family: one.text for one in wanted}
    return Checklist(
        standard,
        level,
        [RequirementRow(one, answers.get(one.key)) for one in wanted],
        [(text, total([one for one in wanted if one.family == key], plain)) for key, text in texts.items()],
        [(annex, total([one for one in wanted if one.annex == annex], plain)) for annex in range(1, level + 1)],
        total(wanted, plain),
        newer_on(on),
    )


@dataclass(frozen=True)
class DueRow:
    """A duty with whose it is. system None: of the whole unit."""

    due: duties.Due
    unit: Unit
    system: InformationSystem | None
    is_overdue: bool


def duties_for(viewer: Viewer, on: date) -> list[DueRow]:
    """Return what is due for every system and every operating unit an officer sees, the oldest first."""
    systems = list(systems_for(viewer))
    units = {one.focal_id: one.focal for one in systems}
    if not policies.sees_everything(viewer):
        units = {key: unit for key, unit in units.items() if key in policies.units_seen(viewer)}
    records = DutyRecord.objects.filter(unit_id__in=[*units, *(one.focal_id for one in systems)])
    done: dict[tuple[object, str], dict[str, date]] = {}
    for one in records.order_by("done_on"):
        done.setdefault((one.system_id or one.unit_id, one.duty), {})[one.period] = one.done_on
    rows = [row for system in systems for row in _of_system(system, done, on)]
    for unit_id, unit in units.items():
        since = min(timezone.localdate(one.registered_at) for one in systems if one.focal_id == unit_id)
        rows += _of_unit(unit, since, done, on)
    return sorted(rows, key=lambda row: (row.due.due_on, row.unit.sort_key, row.system.sort_key if row.system else ""))


Done = Mapping[tuple[object, str], Mapping[str, date]]


def _of_system(system: InformationSystem, done: Done, on: date) -> list[DueRow]:
    if system.level is None or system.level_on is None:
        return []
    assessed = done.get((system.id, duties.ASSESSMENT), {})
    found = (
        duties.assessment_due(system.level, system.level_on, max(assessed.values(), default=None), on),
        duties.report_due(system.level, system.level_on, done.get((system.id, duties.REPORT), {}), on),
    )
    return [DueRow(one, system.focal, system, one.is_overdue(on)) for one in found if one is not None]


def _of_unit(unit: Unit, since: date, done: Done, on: date) -> list[DueRow]:
    """Return what a unit owes; both are counted from the day its first system came onto the register (ours)."""
    checked = done.get((unit.id, duties.AGENCY_CHECK), {})
    found = (
        duties.agency_check_due(since, max(checked.values(), default=None), on),
        duties.sharing_due(since, done.get((unit.id, duties.SHARING), {}), on),
    )
    return [DueRow(one, unit, None, one.is_overdue(on)) for one in found]


def records_for(viewer: Viewer, system_id: uuid.UUID | None = None) -> list[DutyRecord]:
    """Return what was done, the newest first."""
    found = DutyRecord.objects.select_related("unit", "system", "told_by")
    if system_id is not None:
        found = found.filter(system_id=system_id)
    if not policies.sees_everything(viewer):
        found = found.filter(unit_id__in=policies.units_seen(viewer))
    return list(found.order_by("-done_on", "-told_at")[:200])


def held_by(systems: Iterable[InformationSystem], connections: Connections) -> dict[uuid.UUID, layers.Held]:
    """Return what each system holds its four layers up with."""
    wanted = list(systems)
    ids = [one.id for one in wanted]
    pieces: dict[uuid.UUID, list[layers.Evidence]] = {}
    for piece in LayerEvidence.objects.filter(system_id__in=ids, withdrawn_at=None):
        kind = layers.EvidenceKind(piece.kind)
        told = layers.Evidence(kind, piece.on, piece.until, piece.organisation, piece.answered)
        pieces.setdefault(piece.system_id, []).append(told)
    assessed: dict[uuid.UUID | None, list[layers.Assessed]] = {}
    for done in DutyRecord.objects.filter(system_id__in=ids, duty=duties.ASSESSMENT):
        assessed.setdefault(done.system_id, []).append(layers.Assessed(done.done_on, done.assessor))
    return {
        one.id: layers.Held(
            one.level, tuple(pieces.get(one.id, ())), tuple(assessed.get(one.id, ())), connections(one.id)
        )
        for one in wanted
    }


@dataclass(frozen=True)
class LayerRow:
    system: InformationSystem
    layers: list[layers.Stand]


def layers_for(
    viewer: Viewer, on: date, *, unit_id: uuid.UUID | None = None, connections: Connections = no_connection
) -> list[LayerRow]:
    """Return how the four layers of every system an officer sees stand on a day."""
    systems = list(systems_for(viewer, unit_id=unit_id))
    held = held_by(systems, connections)
    return [LayerRow(one, layers.standing(held[one.id], on)) for one in systems]


def evidence_of(system_id: uuid.UUID) -> list[LayerEvidence]:
    found = LayerEvidence.objects.filter(system_id=system_id, withdrawn_at=None).select_related("told_by")
    return list(found.order_by("layer", "-on"))


COUNTERS = ("level_approved", "plan_deployed", "inspected", "monitored", "sharing", "response_plan")


def six_counters(system: InformationSystem, on: date, held: layers.Held, facts: "Facts") -> dict[str, bool]:
    """Return the six yes-or-no of a system: what of it is proven by what was written down."""
    standing = {one.no: one for one in layers.standing(held, on)}
    return {
        "level_approved": system.level is not None,
        "plan_deployed": system.level is not None and is_fully_deployed(system.level, facts.answers.get(system.id, {})),
        "inspected": bool(standing[3].stands),
        "monitored": bool(standing[2].stands) or system.id in facts.watched,
        "sharing": system.id in facts.seen,
        "response_plan": system.id in facts.planned,
    }


@dataclass(frozen=True)
class Facts:
    """What the counters of many systems rest on. watched: all three inputs speak; seen: the national centre sees all
    its machines; planned: a response plan was approved.
    """

    answers: Mapping[uuid.UUID, Mapping[str, Answer]]
    watched: frozenset[uuid.UUID]
    seen: frozenset[uuid.UUID]
    planned: frozenset[uuid.UUID]


def facts_of(systems: list[InformationSystem], on: date) -> Facts:
    """Return what the counters rest on, for many systems at once."""
    ids = [one.id for one in systems]
    answers: dict[uuid.UUID, dict[str, Answer]] = {}
    standard = standard_on(on) or ""
    newest = RequirementAnswer.objects.filter(system_id__in=ids, standard=standard)
    for one in newest.order_by("system_id", "requirement", "-id").distinct("system_id", "requirement"):
        answers.setdefault(one.system_id, {})[one.requirement] = Answer(one.answer)
    watched = {row.system.id for row in inputs_of(systems) if all(one.state == "heard" for one in row.inputs)}
    machines: dict[uuid.UUID | None, list[date | None]] = {}
    for system_id, seen_on in Machine.objects.filter(system_id__in=ids, withdrawn_at=None).values_list(
        "system_id", "national_seen_on"
    ):
        machines.setdefault(system_id, []).append(seen_on)
    fresh = {
        key
        for key, days in machines.items()
        if key and all(day is not None and (on - day).days <= NATIONAL_FRESH_DAYS for day in days)
    }
    planned = DutyRecord.objects.filter(system_id__in=ids, duty="response_plan").values_list("system_id", flat=True)
    return Facts(answers, frozenset(watched), frozenset(fresh), frozenset(one for one in planned if one))


@dataclass(frozen=True)
class CounterRow:
    system: InformationSystem
    counters: dict[str, bool]


def counters_for(viewer: Viewer, on: date) -> list[CounterRow]:
    """Return the six counters of every system an officer sees."""
    return counted(list(systems_for(viewer)), on)


def counted(systems: list[InformationSystem], on: date, connections: Connections = no_connection) -> list[CounterRow]:
    held, facts = held_by(systems, connections), facts_of(systems, on)
    return [CounterRow(one, six_counters(one, on, held[one.id], facts)) for one in systems]


def sums_of(rows: Iterable[Mapping[str, object]]) -> dict[str, int]:
    """Return how many of the rows each counter holds for."""
    found = dict.fromkeys(COUNTERS, 0)
    for one in rows:
        for key in COUNTERS:
            found[key] += bool(one[key])
    return found


def snapshots() -> list[RegisterSnapshot]:
    return list(RegisterSnapshot.objects.select_related("taken_by").order_by("-on"))


def snapshot_of(on: date) -> RegisterSnapshot | None:
    return RegisterSnapshot.objects.filter(on=on).first()


def spending_of(unit_ids: Iterable[uuid.UUID], year: int) -> list[SecuritySpending]:
    """Return the newest line of each definition, scope and stage of units in a year."""
    found = SecuritySpending.objects.filter(unit_id__in=list(unit_ids), year=year).select_related("unit", "told_by")
    keys = ("unit_id", "variant", "scope", "stage")
    return list(found.order_by(*keys, "-told_at").distinct(*keys))


def spending_years() -> list[int]:
    return list(SecuritySpending.objects.values_list("year", flat=True).distinct().order_by("-year"))
