# SPDX-License-Identifier: EUPL-1.2
"""Several goals in turn: each is made best while those before it are held, so ties are decided and never weighed.

What is known is excluded and HiGHS is asked for another choice that is no worse; when there is none, all goals
behind are settled at once. Every set HiGHS names is counted again in whole numbers before it is believed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil, isfinite

from tinhso.modules.plans.planner.errors import NoAnswer
from tinhso.modules.plans.planner.highs import Answer, Ending, Patience, ask
from tinhso.modules.plans.planner.model import CHUNK, Goal, Held, linear
from tinhso.modules.plans.planner.programme import Programme

MOST_REFUSED = 50
"""Sets named by HiGHS and refused by the exact count, in one goal; more would be a fault worth seeing."""


@dataclass(frozen=True)
class Settled:
    """chosen: columns, None when no set was found; then is_impossible tells whether that is proved.

    open_by: by goal, how much better another set might be; empty when proved.
    """

    chosen: frozenset[int] | None
    is_impossible: bool = False
    open_by: Mapping[Goal, int] = field(default_factory=dict)
    has_settled_ties: bool = True


@dataclass
class _Run:
    programme: Programme
    goals: Sequence[Goal]
    floor: int | None
    patience: Patience

    def rank(self, chosen: frozenset[int]) -> tuple[object, ...]:
        """Return the values of all goals in turn, the smaller the better."""
        return tuple(self.value(goal, chosen) for goal in self.goals)

    def value(self, goal: Goal, chosen: frozenset[int]) -> object:
        return sorted(chosen) if goal is Goal.KEYS else _number(self.programme, goal, chosen)


def settle(programme: Programme, goals: Sequence[Goal], patience: Patience, *, floor: int | None = None) -> Settled:
    """Return the set of columns that is best by the goals in turn. floor: the least units of points it must have."""
    run = _Run(programme, goals, floor, patience)
    if not programme.keys:
        is_enough = floor is None or floor <= 0
        return Settled(frozenset()) if is_enough else Settled(None, is_impossible=True)
    answer, chosen = _named(run, Held(points=floor), goals[0])
    if answer.ending is Ending.IMPOSSIBLE:
        return Settled(None, is_impossible=True)
    if chosen is None and (floor is None or floor <= 0):
        chosen = frozenset()
    if chosen is None:
        return Settled(None)
    if answer.ending is Ending.TIME:
        return _unfinished(run, chosen, goals[0], answer.bound)
    return _ties(run, chosen)


def _ties(run: _Run, chosen: frozenset[int]) -> Settled:
    """Return the best by all goals behind the first, `chosen` being best by the first."""
    for goal in run.goals[1:]:
        for lead in _leads(run.programme) if goal is Goal.KEYS else [range(0)]:
            if run.patience.left <= 0:
                return _unfinished(run, chosen, goal)
            held = _held(run, chosen, goal, lead)
            answer, other = _named(run, held, goal, lead)
            if other is not None:
                chosen = min(chosen, other, key=run.rank)
            if answer.ending is Ending.IMPOSSIBLE:
                return Settled(chosen)
            if answer.ending is Ending.TIME:
                return _unfinished(run, chosen, goal, answer.bound)
    return Settled(chosen)


def _leads(programme: Programme) -> list[range]:
    size = len(programme.keys)
    return [range(start, min(start + CHUNK, size)) for start in range(0, size, CHUNK)]


def _held(run: _Run, chosen: frozenset[int], goal: Goal, lead: range) -> Held:
    """Return that another set be as good by the goals up to this one and, of keys, by those before `lead`."""
    done = run.goals[: run.goals.index(goal) + 1]
    return Held(
        points=run.programme.points(chosen) if Goal.POINTS in done else run.floor,
        cost=run.programme.cost(chosen) if Goal.COST in done else None,
        span=run.programme.span(chosen) if Goal.SPAN in done else None,
        count=len(chosen) if Goal.COUNT in done else None,
        fixed={column: int(column in chosen) for column in range(lead.start)},
        excluded=(chosen,),
    )


def _named(run: _Run, held: Held, goal: Goal, lead: range = range(0)) -> tuple[Answer, frozenset[int] | None]:
    """Return what HiGHS says of a goal and the set it names, once the exact count agrees with it."""
    for _attempt in range(MOST_REFUSED):
        answer = ask(linear(run.programme, held, goal, lead), run.patience)
        if answer.values is None:
            return answer, None
        named = frozenset(column for column in range(len(run.programme.keys)) if answer.values[column] > 0.5)
        if _keeps(run.programme, held, named):
            return answer, named
        held = replace(held, excluded=(*held.excluded, named))
    raise NoAnswer("Bộ giải nêu nhiều phương án không đúng giới hạn. Hãy làm tròn điểm và kinh phí rồi thử lại.")


def _keeps(programme: Programme, held: Held, chosen: frozenset[int]) -> bool:
    return (
        programme.is_allowed(chosen)
        and chosen not in held.excluded
        and (held.points is None or programme.points(chosen) >= held.points)
        and (held.cost is None or programme.cost(chosen) <= held.cost)
        and (held.span is None or programme.span(chosen) <= held.span)
        and (held.count is None or len(chosen) <= held.count)
        and all((column in chosen) == bool(value) for column, value in held.fixed.items())
    )


def _unfinished(run: _Run, chosen: frozenset[int], goal: Goal, bound: float | None = None) -> Settled:
    """Return what was found when the time ran out at `goal`, without options that bring nothing, and what is open."""
    chosen = _without_idle(run, chosen)
    open_by: dict[Goal, int] = {}
    for later in run.goals[run.goals.index(goal) :]:
        if later in (Goal.POINTS, Goal.COST):
            open_by[later] = max(0, _number(run.programme, later, chosen) - _lowest(run, later, goal, bound))
    return Settled(chosen, open_by={goal: size for goal, size in open_by.items() if size}, has_settled_ties=False)


def _lowest(run: _Run, goal: Goal, stopped_at: Goal, bound: float | None) -> int:
    """Return a value no set goes below: what HiGHS proved, or what is plain without it."""
    plain = -sum(part.room for part in run.programme.parts) if goal is Goal.POINTS else 0
    if goal is not stopped_at or bound is None or not isfinite(bound):
        return plain
    return max(plain, ceil(bound - 1e-3))


def _without_idle(run: _Run, chosen: frozenset[int]) -> frozenset[int]:
    """Return the set without options whose loss costs no point (or leaves the floor reached), the dearest first."""
    least = run.programme.points(chosen) if run.floor is None else run.floor
    for column in sorted(chosen, key=lambda one: (-run.programme.costs[one], -one)):
        fewer = chosen - {column}
        if run.programme.is_allowed(fewer) and run.programme.points(fewer) >= least:
            chosen = fewer
    return chosen


def _number(programme: Programme, goal: Goal, chosen: frozenset[int]) -> int:
    match goal:
        case Goal.POINTS:
            return -programme.points(chosen)
        case Goal.COST:
            return programme.cost(chosen)
        case Goal.SPAN:
            return programme.span(chosen)
        case Goal.COUNT:
            return len(chosen)
        case Goal.KEYS:
            raise ValueError("keys are compared, not counted")
