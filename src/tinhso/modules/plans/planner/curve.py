# SPDX-License-Identifier: EUPL-1.2
"""The walk along the curve of money against points: which budget to ask about next (epsilon-constraint)."""

from collections.abc import Callable

from tinhso.modules.plans.planner.highs import Patience
from tinhso.modules.plans.planner.types import Choice, Curve

Within = Callable[[int | None, int], Choice]
"""Gives the best choice within a budget, using one of so many parts of the patience left."""


class Walk:
    """What is found by its cost, and the gaps: budgets, first and last, whose answers are not known yet.

    The widest gap is asked in its middle. If that brings nothing new, it is asked at its dear end, which either
    brings the next choice below or shows that there is none: at most two questions for every choice found.
    """

    def __init__(self, within: Within, most: int) -> None:
        self.within, self.most = within, most
        self.found: dict[int, Choice] = {}
        self.gaps: list[tuple[int, int]] = []

    def curve(self, budget_vnd: int | None, patience: Patience) -> Curve:
        """Return what was found when the curve is whole, long enough, or the patience is gone."""
        dearest = self.ask(budget_vnd)
        if dearest.cost_vnd > 0:
            self.ask(0)
            self.open(1, dearest.cost_vnd - 1)
        while self.gaps and len(self.found) < self.most and patience.left > 0:
            self.narrow()
        is_proved = all(not one.proof.points_open and not one.proof.cost_open_vnd for one in self.found.values())
        return Curve(self.unbeaten(), is_whole=is_proved and not self.gaps)

    def ask(self, budget_vnd: int | None) -> Choice:
        choice = self.within(budget_vnd, max(1, self.most - len(self.found)))
        known = self.found.setdefault(choice.cost_vnd, choice)
        if choice.gained > known.gained:
            self.found[choice.cost_vnd] = choice
        return choice

    def narrow(self) -> None:
        """Ask within the widest gap and leave open what is not known of it."""
        low, high = max(self.gaps, key=lambda gap: (gap[1] - gap[0], -gap[0]))
        self.gaps.remove((low, high))
        middle = (low + high) // 2
        choice = self.ask(middle)
        if choice.cost_vnd >= low:
            self.open(low, choice.cost_vnd - 1)
            self.open(middle + 1, high)
        elif middle < high and (dear := self.ask(high)).cost_vnd > middle:
            self.open(middle + 1, dear.cost_vnd - 1)

    def open(self, low: int, high: int) -> None:
        if low <= high:
            self.gaps.append((low, high))

    def unbeaten(self) -> tuple[Choice, ...]:
        """Return the choices found, the cheapest first, without any that brings no more than a cheaper one."""
        kept: list[Choice] = []
        for _cost, choice in sorted(self.found.items()):
            if not kept or choice.gained > kept[-1].gained:
                kept.append(choice)
        return tuple(kept)
