# SPDX-License-Identifier: EUPL-1.2
"""Every subset tried, by plain words of the contract: another hand than the rules and programmes of the planner."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from tinhso.modules.plans.planner.types import Option, Situation, Wanted


def subsets(situation: Situation) -> Iterator[tuple[Option, ...]]:
    for size in range(len(situation.options) + 1):
        yield from combinations(situation.options, size)


def keeps(chosen: tuple[Option, ...], wanted: Wanted) -> bool:
    keys = [one.key for one in chosen]
    if wanted.budget_vnd is not None and sum(one.cost_vnd for one in chosen) > wanted.budget_vnd:
        return False
    for one in chosen:
        if wanted.horizon_days is not None and one.lead_days > wanted.horizon_days:
            return False
        if any(one.gains.get(code, 0) < 0 for code in wanted.keep):
            return False
        if not all(need in keys for need in one.needs):
            return False
    return all(sum(one.lead_unit == unit for one in chosen) <= most for unit, most in wanted.capacity.items())


def gained(situation: Situation, chosen: tuple[Option, ...]) -> Decimal:
    total = Decimal(0)
    for part in situation.components:
        share = part.share
        for one in chosen:
            share += one.gains.get(part.code, Decimal(0))
        total += part.weight * (sorted((Decimal(0), share, Decimal(1)))[1] - part.share)
    return total


def cost(chosen: tuple[Option, ...]) -> int:
    return sum(one.cost_vnd for one in chosen)


def days(chosen: tuple[Option, ...]) -> int:
    return max([one.lead_days for one in chosen], default=0)


def keys(chosen: tuple[Option, ...]) -> tuple[str, ...]:
    return tuple(sorted(one.key for one in chosen))


def allowed(situation: Situation, wanted: Wanted) -> list[tuple[Option, ...]]:
    return [chosen for chosen in subsets(situation) if keeps(chosen, wanted)]


def best(situation: Situation, wanted: Wanted) -> tuple[str, ...]:
    """Return the keys of the choice the contract names: points, cost, days, number, keys."""

    def order(chosen: tuple[Option, ...]) -> tuple[object, ...]:
        return -gained(situation, chosen), cost(chosen), days(chosen), len(chosen), keys(chosen)

    return keys(min(allowed(situation, wanted), key=order))


def cheapest(situation: Situation, wanted: Wanted, lacking: Decimal) -> tuple[str, ...] | None:
    """Return the keys of the cheapest, then soonest choice that gains so much; None when none does."""
    enough = [chosen for chosen in allowed(situation, wanted) if gained(situation, chosen) >= lacking]

    def order(chosen: tuple[Option, ...]) -> tuple[object, ...]:
        return cost(chosen), days(chosen), -gained(situation, chosen), len(chosen), keys(chosen)

    return keys(min(enough, key=order)) if enough else None


def curve(situation: Situation, wanted: Wanted) -> list[tuple[int, Decimal]]:
    """Return every pair of cost and points that no other is as good as in both and better in one."""
    pairs = {(cost(chosen), gained(situation, chosen)) for chosen in allowed(situation, wanted)}
    return sorted(
        one
        for one in pairs
        if not any(other != one and other[0] <= one[0] and other[1] >= one[1] for other in pairs)
    )  # fmt: skip
