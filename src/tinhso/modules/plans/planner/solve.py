# SPDX-License-Identifier: EUPL-1.2
"""The three questions: the best within limits, the curve of money against points, what it takes to reach a target.

Every `seconds` is a limit for the whole question. What is not proved when it ends is said in `Proof`, never hidden.
"""

from dataclasses import replace
from decimal import Decimal
from typing import Final

from tinhso.modules.plans.planner import checking, rules
from tinhso.modules.plans.planner.curve import Walk
from tinhso.modules.plans.planner.errors import NoAnswer
from tinhso.modules.plans.planner.highs import Patience
from tinhso.modules.plans.planner.model import Goal
from tinhso.modules.plans.planner.ordering import Settled, settle
from tinhso.modules.plans.planner.programme import Programme, programme
from tinhso.modules.plans.planner.reasons import reasons
from tinhso.modules.plans.planner.types import (
    Ceiling,
    Choice,
    Curve,
    Limit,
    Proof,
    Reach,
    Situation,
    Target,
    ToPlace,
    ToPoints,
    Wanted,
)

SECONDS: Final = 10.0
CURVE_SECONDS: Final = 120.0
"""A curve is many questions: work for the background when there are hundreds of options."""
MOST_POINTS: Final = 20
MOST_FIRST: Final = (Goal.POINTS, Goal.COST, Goal.SPAN, Goal.COUNT, Goal.KEYS)
CHEAPEST_FIRST: Final = (Goal.COST, Goal.SPAN, Goal.POINTS, Goal.COUNT, Goal.KEYS)


def best(situation: Situation, wanted: Wanted, *, seconds: float = SECONDS) -> Choice:
    """Return the options that bring the most points within the limits; of equal ones the cheapest, then the soonest.

    Ties beyond are decided by fewer options, then by their keys. Raises QuestionFaulty, NoAnswer.
    """
    checking.check(situation, wanted)
    checking.check_patience(seconds)
    return _best(situation, wanted, Patience(seconds))


def _best(situation: Situation, wanted: Wanted, patience: Patience) -> Choice:
    asked = programme(situation, wanted)
    return choice_of(situation, wanted, asked, settle(asked, MOST_FIRST, patience), has_target=False)


def pareto(situation: Situation, wanted: Wanted, *, most: int = MOST_POINTS, seconds: float = CURVE_SECONDS) -> Curve:
    """Return at most `most` choices of which none is beaten in money and points at once, spread over the money.

    The ends are what costs nothing and the best within the limits; between them see `curve`.
    Raises QuestionFaulty, NoAnswer.
    """
    checking.check(situation, wanted)
    checking.check_patience(seconds, most)
    patience = Patience(seconds)

    def within(budget_vnd: int | None, parts: int) -> Choice:
        return _best(situation, replace(wanted, budget_vnd=budget_vnd), patience.part(parts))

    return Walk(within, most).curve(wanted.budget_vnd, patience)


def reach(situation: Situation, wanted: Wanted, target: Target, *, seconds: float = SECONDS) -> Reach:
    """Return the cheapest, then the soonest choice that reaches a target, or what stops it and the most there is.

    Of choices equally cheap and soon the one with more points, then with fewer options, then by keys.
    Raises QuestionFaulty, NoAnswer.
    """
    checking.check(situation, wanted)
    checking.check_target(situation, target)
    checking.check_patience(seconds)
    points, patience = target_points(situation, target), Patience(seconds)
    asked = programme(situation, wanted)
    settled = settle(asked, CHEAPEST_FIRST, patience, floor=_floor(situation, asked, points))
    if settled.chosen is not None:
        choice = choice_of(situation, wanted, asked, settled, has_target=True)
        return Reach(target, points, choice, is_open=choice.proof.cost_open_vnd > 0)
    most = _best(situation, wanted, patience.part(2))
    if most.score >= points:
        if settled.is_impossible:
            raise NoAnswer("Hai lần tính cho kết quả khác nhau. Hãy làm tròn điểm và kinh phí rồi thử lại.")
        found = replace(
            most,
            reasons=reasons(situation, wanted, most.options, has_target=True),
            proof=Proof(cost_open_vnd=most.cost_vnd, has_settled_ties=False),
        )
        return Reach(target, points, found, is_open=True)
    is_open = most.score + most.proof.points_open >= points
    ceilings = () if is_open else _ceilings(situation, wanted, points, patience)
    return Reach(target, points, None, most, ceilings, is_open)


def target_points(situation: Situation, target: Target) -> Decimal:
    """Return the points a target asks for."""
    match target:
        case ToPoints(points):
            return points
        case ToPlace(place):
            return rules.points_for_place(place, situation.peers)


def _floor(situation: Situation, asked: Programme, points: Decimal) -> int:
    """Return the least whole units of points to be gained."""
    lacking = (points - rules.score(situation.components)).scaleb(2 * checking.PLACES)
    return -(-int(lacking) // int(asked.points_unit.scaleb(2 * checking.PLACES)))


def _ceilings(situation: Situation, wanted: Wanted, points: Decimal, patience: Patience) -> tuple[Ceiling, ...]:
    """Return what stops a target: each limit is lifted alone to see whether it is the one."""
    full = rules.full_score(situation.components)
    if full < points:
        return (Ceiling(Limit.SCALE, full),)
    unlimited = _highest(situation, Wanted(), patience.part(2))
    if unlimited < points:
        return (Ceiling(Limit.TASKS, unlimited),)
    lifted = [(limit, without) for limit, without in _lifted(wanted) if without != wanted]
    ceilings = [
        Ceiling(limit, _highest(situation, without, patience.part(len(lifted) - place)))
        for place, (limit, without) in enumerate(lifted)
    ]
    return tuple(one for one in ceilings if one.score >= points) or (Ceiling(Limit.TOGETHER, unlimited),)


def _lifted(wanted: Wanted) -> list[tuple[Limit, Wanted]]:
    return [
        (Limit.BUDGET, replace(wanted, budget_vnd=None)),
        (Limit.HORIZON, replace(wanted, horizon_days=None)),
        (Limit.CAPACITY, replace(wanted, capacity={})),
        (Limit.KEEP, replace(wanted, keep=frozenset())),
    ]


def _highest(situation: Situation, wanted: Wanted, patience: Patience) -> Decimal:
    """Return the highest score there is; what is open is counted in, so that no ceiling is named too soon."""
    asked = programme(situation, wanted)
    settled = settle(asked, (Goal.POINTS,), patience)
    units = asked.points(settled.chosen or frozenset()) + settled.open_by.get(Goal.POINTS, 0)
    return rules.score(situation.components) + units * asked.points_unit


def choice_of(situation: Situation, wanted: Wanted, asked: Programme, settled: Settled, *, has_target: bool) -> Choice:
    """Return the choice counted exactly from its options alone; a set that breaks a limit is refused."""
    keys = asked.named(settled.chosen or frozenset())
    if not rules.is_allowed(situation, wanted, keys):
        raise NoAnswer("Phương án của bộ giải không đúng giới hạn. Hãy báo cho người quản trị.")
    counted, before = rules.count(situation, keys), rules.score(situation.components)
    peers = situation.peers
    return Choice(
        options=tuple(sorted(keys)),
        cost_vnd=counted.cost_vnd,
        days=counted.days,
        gained=counted.gained,
        score=before + counted.gained,
        shares=counted.shares,
        reasons=reasons(situation, wanted, keys, has_target=has_target),
        proof=_proof(asked, settled),
        place_before=rules.place(before, peers) if peers else None,
        place=rules.place(before + counted.gained, peers) if peers else None,
        is_simulation=situation.is_simulation,
        assumptions=situation.assumptions,
    )


def _proof(asked: Programme, settled: Settled) -> Proof:
    return Proof(
        points_open=settled.open_by.get(Goal.POINTS, 0) * asked.points_unit,
        cost_open_vnd=settled.open_by.get(Goal.COST, 0) * asked.cost_unit,
        has_settled_ties=settled.has_settled_ties,
    )
