# SPDX-License-Identifier: EUPL-1.2
"""The planner on 98 components × 400 tasks, beside the same question with tasks chosen in part (linear relaxation)."""

import random
import time
from collections.abc import Callable
from decimal import Decimal

from bench.figures import Figure, percentile
from bench.place import Place

COMPONENTS, TASKS, UNITS, DICE = 98, 400, 25, 20
GOAL = "the goal for the best"


def measure(place: Place, *, quick: bool = False) -> list[Figure]:
    """Return seconds of the three questions for provinces made up by dice; none when HiGHS is missing."""
    from tinhso.modules.plans.planner import highs, rules, solve  # noqa: PLC0415 - after place()
    from tinhso.modules.plans.planner.model import Goal, Held, linear  # noqa: PLC0415
    from tinhso.modules.plans.planner.programme import programme  # noqa: PLC0415
    from tinhso.modules.plans.planner.types import ToPlace  # noqa: PLC0415

    best: list[float] = []
    bare: list[float] = []
    open_points = Decimal(0)
    for seed in range(1 if quick else DICE):
        situation, wanted = province(seed)
        asked = linear(programme(situation, wanted), Held(), Goal.POINTS)
        bare.append(_seconds(lambda asked=asked: highs.ask(asked, highs.Patience(60.0), is_relaxed=True)))
        choices: list[object] = []
        best.append(_seconds(lambda one=situation, two=wanted: choices.append(solve.best(one, two, seconds=60.0))))
        open_points = max(open_points, choices[0].proof.points_open)
    situation, wanted = province(0)
    curves: list[object] = []
    reached: list[object] = []
    along = _seconds(lambda: curves.append(solve.pareto(situation, wanted, most=20, seconds=300.0)))
    target = ToPlace(rules.place(rules.score(situation.components), situation.peers) // 2)
    there = _seconds(lambda: reached.append(solve.reach(situation, wanted, target, seconds=60.0)))
    relaxed = percentile(bare, 0.5)
    return [
        Figure("Best within limits, median", percentile(best, 0.5), "s", relaxed, "linear relaxation of the first step",
               f"{len(best)} made-up provinces, {COMPONENTS} components × {TASKS} tasks; points open at most {open_points}"),
        Figure("Best within limits, slowest", max(best), "s", 10.0, GOAL),
        Figure("Curve of 20 choices", along, "s", 20 * relaxed, "20 linear relaxations", _told(curves[0])),
        Figure("What a place takes", there, "s", relaxed, "linear relaxation", f"place {target.place}, {_found(reached[0])}"),
    ]  # fmt: skip


def province(seed: int):  # noqa: ANN201 - types come after place()
    """Return a made-up province of the size of the index, tasks with needs, units that lead so many, money for a third."""
    from tinhso.modules.plans.planner.types import Component, Option, Peer, Situation, Wanted  # noqa: PLC0415

    dice = random.Random(seed)
    components = tuple(
        Component(f"{place}", Decimal(dice.randint(200, 2000)) / 100, Decimal(dice.randint(1000, 9500)) / 10_000)
        for place in range(COMPONENTS)
    )
    options = []
    for place in range(TASKS):
        raised = dice.sample(components, dice.randint(1, 4))
        gains = {one.code: Decimal(dice.randint(2, 40)) / 100 for one in raised}
        if dice.random() < 0.05:
            gains[dice.choice(components).code] = Decimal(-dice.randint(1, 10)) / 100
        needs = {f"{dice.randrange(place):03d}" for _ in range(dice.choice((0, 0, 0, 1, 2)))} if place else set()
        days, cost = dice.randint(15, 700), dice.randint(20, 20_000) * 1_000_000
        unit = f"so-{dice.randrange(UNITS)}"
        options.append(Option(f"{place:03d}", f"Nhiệm vụ {place}", cost, days, gains, tuple(sorted(needs)), unit))
    now = sum(one.weight * one.share for one in components)
    peers = tuple(Peer(f"Tỉnh {place}", now + Decimal(dice.randint(-20_000, 20_000)) / 100) for place in range(62))
    wanted = Wanted(
        budget_vnd=sum(one.cost_vnd for one in options) // 3,
        horizon_days=540,
        capacity={f"so-{one}": dice.randint(4, 10) for one in range(UNITS)},
        keep=frozenset(one.code for one in components if one.share > Decimal("0.9")),
    )
    return Situation(components, tuple(options), peers, True, ("Dựng bằng xúc xắc để đo.",)), wanted


def _seconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def _told(curve) -> str:  # noqa: ANN001
    proved = sum(one.proof.is_complete for one in curve.choices)
    return f"{len(curve.choices)} choices, {proved} of them proved to the last tie"


def _found(reach) -> str:  # noqa: ANN001
    if reach.choice is None:
        return "not reached: " + ", ".join(one.limit for one in reach.ceilings)
    return f"{len(reach.choice.options)} tasks, {'proved' if reach.choice.proof.is_complete else 'not proved'}"
