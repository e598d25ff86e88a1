# SPDX-License-Identifier: EUPL-1.2
"""The planner on 98 components × 400 tasks, beside the same question with tasks chosen in part (linear relaxation)."""

import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bench.figures import Figure
from bench.place import Place

COMPONENTS, TASKS, UNITS, PROVINCES, PEERS = 98, 400, 25, 20, 62
CHOICES, TARGET = 20, 10
PATIENCE_S = 600.0


def measure(place: Place, *, quick: bool = False) -> list[Figure]:
    """Return how long the three questions take for provinces made up by dice."""
    from tinhso.modules.plans.planner import solve  # noqa: PLC0415 - after place()
    from tinhso.modules.plans.planner.types import ToPlace  # noqa: PLC0415 - after place()

    provinces = [province(seed) for seed in range(1 if quick else PROVINCES)]
    bare = statistics.median(_relaxed(*one) for one in provinces)
    best = [_timed(solve.best, *one, seconds=PATIENCE_S) for one in provinces]
    curve = _timed(solve.pareto, *provinces[0], most=3 if quick else CHOICES, seconds=PATIENCE_S)
    reached = [_timed(solve.reach, *one, ToPlace(TARGET), seconds=PATIENCE_S) for one in provinces]
    found = [one.given.choice for one in reached if one.given.choice]
    choices = curve.given.choices
    return [
        Figure("Best within limits, median", statistics.median(map(_processor, best)) * 1000, "ms", bare * 1000,
               "linear relaxation of the first step, median",
               f"{len(best)} made-up provinces, {_proved([one.given for one in best])}; processor time, as below"),
        Figure("Best within limits, slowest", max(map(_processor, best)), "s", 10.0, "the goal", _by_the_clock(best)),
        Figure(f"Curve of {len(choices)} choices", curve.processor, "s", len(choices) * best[0].processor,
               "so many times the best of the same province", f"{_proved(choices)}; {_by_the_clock([curve])}"),
        Figure(f"What place {TARGET} takes, slowest", max(map(_processor, reached)), "s", 10.0, "the goal",
               f"{len(found)} of {len(reached)} reached, {_proved(found)}; {_by_the_clock(reached)}"),
    ]  # fmt: skip


@dataclass(frozen=True)
class Timed:
    """A call. processor: seconds of its one thread, whatever else the machine does; clock: seconds that went by."""

    processor: float
    clock: float
    given: Any


def _processor(one: Timed) -> float:
    return one.processor


def _by_the_clock(timed: Sequence[Timed]) -> str:
    """Return the slowest by the clock, which is longer than the processor time when other work shares the cores."""
    return f"at most {max(one.clock for one in timed):.1f} s by the clock"


def _proved(choices: Sequence[Any]) -> str:
    return f"{sum(one.proof.is_complete for one in choices)} of {len(choices)} choices proved to the last tie"


def province(seed: int) -> tuple[Any, Any]:
    """Return a made-up province of the size of the index: needs, units that lead so many, money for a third."""
    from tinhso.modules.plans.planner.types import Component, Peer, Situation, Wanted  # noqa: PLC0415 - after place()

    dice = random.Random(seed)
    components = tuple(
        Component(f"{place}", Decimal(dice.randint(200, 2000)) / 100, Decimal(dice.randint(1000, 9500)) / 10_000)
        for place in range(COMPONENTS)
    )
    options = tuple(_task(dice, place) for place in range(TASKS))
    now = sum(one.weight * one.share for one in components)
    peers = tuple(Peer(f"Tỉnh {one}", now + Decimal(dice.randint(-20_000, 60_000)) / 100) for one in range(PEERS))
    wanted = Wanted(
        budget_vnd=sum(one.cost_vnd for one in options) // 3,
        horizon_days=540,
        capacity={f"so-{one}": dice.randint(4, 10) for one in range(UNITS)},
        keep=frozenset(one.code for one in components if one.share > Decimal("0.9")),
    )
    return Situation(components, options, peers, True, ("Dựng bằng xúc xắc để đo.",)), wanted


def _task(dice: random.Random, place: int) -> Any:
    """Return a task that raises one to four components, in five of a hundred lowers one, and may need earlier ones."""
    from tinhso.modules.plans.planner.types import Option  # noqa: PLC0415 - after place()

    gains = {f"{one}": Decimal(dice.randint(2, 40)) / 100 for one in dice.sample(range(COMPONENTS), dice.randint(1, 4))}
    if dice.random() < 0.05:
        gains[f"{dice.randrange(COMPONENTS)}"] = Decimal(-dice.randint(1, 10)) / 100
    needs = {f"{dice.randrange(place):03d}" for _ in range(dice.choice((0, 0, 0, 1, 2)))} if place else set()
    days, cost_vnd = dice.randint(15, 700), dice.randint(20, 20_000) * 1_000_000
    unit = f"so-{dice.randrange(UNITS)}"
    return Option(f"{place:03d}", f"Nhiệm vụ {place}", cost_vnd, days, gains, tuple(sorted(needs)), unit)


def _relaxed(situation: Any, wanted: Any) -> float:
    """Return the seconds HiGHS takes for the first step when tasks may be chosen in part."""
    from tinhso.modules.plans.planner import highs  # noqa: PLC0415 - after place()
    from tinhso.modules.plans.planner.model import Goal, Held, linear  # noqa: PLC0415 - after place()
    from tinhso.modules.plans.planner.programme import programme  # noqa: PLC0415 - after place()

    asked = linear(programme(situation, wanted), Held(), Goal.POINTS)
    return _timed(highs.ask, asked, highs.Patience(PATIENCE_S), is_relaxed=True).processor


def _timed(run: Callable[..., Any], *arguments: Any, **named: Any) -> Timed:
    processor, clock = time.process_time(), time.perf_counter()
    given = run(*arguments, **named)
    return Timed(time.process_time() - processor, time.perf_counter() - clock, given)
