# SPDX-License-Identifier: EUPL-1.2
"""The integer programme of one goal while what was settled before it is held: options, caps, needs, budget, hands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tinhso.modules.plans.planner.highs import HALF, Linear
from tinhso.modules.plans.planner.programme import Part, Programme


class Goal(StrEnum):
    """What is made best, one after the other."""

    POINTS = "points"
    """The most points."""
    COST = "cost"
    """The least money."""
    SPAN = "span"
    """The shortest longest lead time."""
    COUNT = "count"
    """The fewest options."""
    KEYS = "keys"
    """The smallest keys, so that even equal choices are one."""


@dataclass(frozen=True)
class Held:
    """What a choice must keep. points: at least; cost, span, count: at most; fixed: columns in (1) or out (0).

    excluded: sets of columns that are known and not wanted again; lead: columns whose pattern must not get worse.
    """

    points: int | None = None
    cost: int | None = None
    span: int | None = None
    count: int | None = None
    fixed: Mapping[int, int] = field(default_factory=dict)
    excluded: tuple[frozenset[int], ...] = ()


CHUNK = 20
"""Keys compared at once: powers of two up to 2^19 stay far from the precision of HiGHS."""


def linear(programme: Programme, held: Held, goal: Goal, lead: range = range(0)) -> Linear:
    """Return the programme by which `goal` is made best. lead: the columns whose keys are compared (KEYS only)."""
    made = Linear()
    for column, days in enumerate(programme.days):
        in_time = held.span is None or days <= held.span
        fixed = held.fixed.get(column)
        made.column(float(fixed == 1), float(in_time and fixed != 0), is_whole=True)
    for column, need in programme.needs:
        made.row({column: 1.0, need: -1.0}, upper=0.0)
    for columns, most in programme.units:
        made.row(dict.fromkeys(columns, 1.0), upper=float(most))
    _money(made, programme, held)
    if held.count is not None:
        made.row(dict.fromkeys(range(len(programme.keys)), 1.0), upper=held.count + HALF)
    for known in held.excluded:
        entries = {column: -1.0 if column in known else 1.0 for column in range(len(programme.keys))}
        made.row(entries, lower=1.0 - len(known))
    parts = _points(made, programme, held) if goal is Goal.POINTS or held.points is not None else []
    made.objective = _objective(made, programme, goal, parts, lead)
    return made


def _money(made: Linear, programme: Programme, held: Held) -> None:
    tops = [top for top in (programme.budget, held.cost) if top is not None]
    if tops:
        costs = {column: float(cost) for column, cost in enumerate(programme.costs) if cost}
        made.row(costs, upper=min(tops) + HALF)


def _points(made: Linear, programme: Programme, held: Held) -> list[int]:
    """Add what each component gains, capped; return its columns."""
    parts = [_part(made, part) for part in programme.parts]
    if held.points is not None:
        made.row(dict.fromkeys(parts, 1.0), lower=held.points - HALF)
    return parts


def _part(made: Linear, part: Part) -> int:
    """Add one component: at most its room, at most what the options add, and never below 0 %."""
    gained = made.column(-float(part.bottom), float(part.room), is_whole=False)
    entries = {gained: 1.0} | {column: -float(add) for column, add in part.adds.items()}
    if part.least < -part.bottom:
        # Losses end at 0 %: where the sum lies below, this column lifts it, and the gain is then the whole loss.
        floor = made.column(0.0, 1.0, is_whole=True)
        made.row({gained: 1.0, floor: float(part.room + part.bottom)}, upper=float(part.room))
        entries[floor] = float(part.bottom + part.least)
    made.row(entries, upper=0.0)
    return gained


def _objective(made: Linear, programme: Programme, goal: Goal, parts: list[int], lead: range) -> dict[int, float]:
    match goal:
        case Goal.POINTS:
            return dict.fromkeys(parts, -1.0)
        case Goal.COST:
            return {column: float(cost) for column, cost in enumerate(programme.costs)}
        case Goal.SPAN:
            span = made.column(0.0, float(max(programme.days, default=0)), is_whole=True)
            for column, days in enumerate(programme.days):
                made.row({column: float(days), span: -1.0}, upper=0.0)
            return {span: 1.0}
        case Goal.COUNT:
            return dict.fromkeys(range(len(programme.keys)), 1.0)
        case Goal.KEYS:
            return {column: -float(2 ** (lead.stop - 1 - column)) for column in lead}
