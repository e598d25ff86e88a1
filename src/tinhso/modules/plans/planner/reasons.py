# SPDX-License-Identifier: EUPL-1.2
"""Why each option was chosen or left, found by counting what the choice would be without it or with it."""

from collections.abc import Collection, Iterable
from decimal import Decimal

from tinhso.modules.plans.planner import rules
from tinhso.modules.plans.planner.rules import NOUGHT
from tinhso.modules.plans.planner.types import Option, Reason, Situation, Wanted, Why


class _Beside:
    """A choice, and what it would be with or without some options."""

    def __init__(self, situation: Situation, wanted: Wanted, keys: Collection[str]) -> None:
        self.wanted = wanted
        self.options = {one.key: one for one in situation.options}
        self.components = {one.code: one for one in situation.components}
        self.chosen = {key: self.options[key] for key in keys}
        self.sums = rules.totals(self.chosen.values())
        self.cost_vnd = sum(one.cost_vnd for one in self.chosen.values())
        self.units = rules.by_unit(self.chosen.values())

    def change(self, options: Iterable[Option], sign: int) -> Decimal:
        """Return the points by which the choice changes when options come (1) or go (−1)."""
        changed = NOUGHT
        for code, total in rules.totals(options).items():
            component, before = self.components[code], self.sums.get(code, NOUGHT)
            after = rules.share_after(component, before + sign * total)
            changed += component.weight * (after - rules.share_after(component, before))
        return changed

    def led(self, unit: str) -> int:
        """Return how many chosen options a unit leads."""
        return self.units.get(unit, 0)

    def full(self, option: Option) -> tuple[str, ...]:
        """Return the components the option would raise that the choice fills already."""
        return tuple(
            sorted(
                code
                for code, gain in option.gains.items()
                if gain > 0 and rules.share_after(self.components[code], self.sums.get(code, NOUGHT)) == 1
            )
        )


def reasons(situation: Situation, wanted: Wanted, keys: Collection[str], *, has_target: bool) -> tuple[Reason, ...]:
    """Return one reason for every option of the situation, in its order. has_target: less was looked for, not more."""
    beside = _Beside(situation, wanted, keys)
    barred = rules.barred(situation, wanted)
    return tuple(
        _chosen(beside, one)
        if one.key in beside.chosen
        else _left(beside, one, barred.get(one.key), has_target=has_target)
        for one in situation.options
    )


def _chosen(beside: _Beside, option: Option) -> Reason:
    leaning = rules.leaning_on(option.key, beside.chosen.values())
    lost = -beside.change((beside.chosen[key] for key in leaning), -1)
    users = tuple(sorted(key for key, one in beside.chosen.items() if option.key in one.needs))
    own = -beside.change([option], -1)
    why = Why.NEEDED if users and own <= 0 else Why.BEST
    return Reason(option.key, True, why, lost, option.cost_vnd, users)


def _left(beside: _Beside, option: Option, barred: tuple[Why, tuple[str, ...]] | None, *, has_target: bool) -> Reason:
    group = [beside.options[key] for key in rules.with_needs(option.key, beside.options) if key not in beside.chosen]
    cost_vnd, gained = sum(one.cost_vnd for one in group), beside.change(group, 1)
    why, about = barred or _not_barred(beside, option, group, gained, has_target=has_target)
    return Reason(option.key, False, why, gained, cost_vnd, about)


def _not_barred(
    beside: _Beside, option: Option, group: list[Option], gained: Decimal, *, has_target: bool
) -> tuple[Why, tuple[str, ...]]:
    if gained <= 0:
        return Why.NOTHING, beside.full(option)
    if has_target:
        return Why.NOT_NEEDED, ()
    budget = beside.wanted.budget_vnd
    if budget is not None and beside.cost_vnd + sum(one.cost_vnd for one in group) > budget:
        return Why.MONEY_ELSEWHERE, ()
    more = rules.by_unit(group)
    crowded = sorted(
        unit for unit, most in beside.wanted.capacity.items() if unit in more and beside.led(unit) + more[unit] > most
    )
    return (Why.UNIT_FULL, tuple(crowded)) if crowded else (Why.OPEN, ())
