# SPDX-License-Identifier: EUPL-1.2
"""What the planner is asked and what it answers. Points and shares are exact decimals, money is whole đồng."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True)
class Component:
    """Tiêu chí, chỉ số thành phần. weight: its greatest points; share: what is reached of it, 0 to 1."""

    code: str
    weight: Decimal
    share: Decimal


@dataclass(frozen=True)
class Option:
    """Nhiệm vụ that could be done, wholly or not at all.

    lead_days: from the decision until its gain counts, waiting for what it needs included.
    gains: shares added to components (−1 to 1; a negative one lowers it); needs: keys of options to be chosen with it.
    lead_unit: key of the unit that would lead it (đơn vị chủ trì), empty when none is named.
    """

    key: str
    title: str
    cost_vnd: int
    lead_days: int
    gains: Mapping[str, Decimal]
    needs: tuple[str, ...] = ()
    lead_unit: str = ""


@dataclass(frozen=True)
class Peer:
    """Another province and its published points on the scale of the components.

    points: the upper end where only a span is known or the value was rounded, so that a place reached is a sure one.
    """

    name: str
    points: Decimal


@dataclass(frozen=True)
class Situation:
    """Where the province stands. is_simulation: weights nobody confirmed, then `assumptions` name what is assumed."""

    components: tuple[Component, ...]
    options: tuple[Option, ...]
    peers: tuple[Peer, ...] = ()
    is_simulation: bool = False
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """The limits of a choice. None: no limit; a unit that capacity does not name may lead any number of tasks.

    keep: components no chosen option may lower (giữ vững tiêu chí điểm cao), whatever others would add to them.
    """

    budget_vnd: int | None = None
    horizon_days: int | None = None
    capacity: Mapping[str, int] = field(default_factory=dict)
    keep: frozenset[str] = frozenset()


class Why(StrEnum):
    """Why an option was chosen or left; `explain` has one sentence for each."""

    BEST = "best"
    """Chosen: without it the choice would have `points` less."""
    NEEDED = "needed"
    """Chosen for the sake of others that need it (about: their keys)."""
    LATE = "late"
    """Left: its gain comes after the horizon."""
    LOWERS_KEPT = "lowers_kept"
    """Left: it lowers a component to be kept (about: codes)."""
    NEEDS = "needs"
    """Left: it needs an option that cannot be chosen (about: keys)."""
    TOO_DEAR = "too_dear"
    """Left: with what it needs it costs more than the whole budget."""
    UNIT_FULL = "unit_full"
    """Left: the unit leads as many tasks as it can (about: its key)."""
    NOTHING = "nothing"
    """Left: it adds nothing (about: components that are full without it)."""
    MONEY_ELSEWHERE = "money_elsewhere"
    """Left: the budget brings more elsewhere."""
    NOT_NEEDED = "not_needed"
    """Left: the target is reached without it, for less or sooner."""
    OPEN = "open"
    """Left when the time ran out; it might still add `points`."""


@dataclass(frozen=True)
class Reason:
    """Why one option was chosen or left. points: what it adds; cost_vnd: with what it needs and was not chosen."""

    key: str
    is_chosen: bool
    why: Why
    points: Decimal
    cost_vnd: int
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proof:
    """How far the answer is proved. points_open, cost_open_vnd: what a better one might still have; 0 when proved.

    has_settled_ties: of choices equally good the order of ADR 0044 decided, not chance.
    """

    points_open: Decimal = Decimal(0)
    cost_open_vnd: int = 0
    has_settled_ties: bool = True

    @property
    def is_complete(self) -> bool:
        return self.points_open == 0 and self.cost_open_vnd == 0 and self.has_settled_ties


@dataclass(frozen=True)
class Choice:
    """Phương án: options in the order of their keys, what they cost and bring.

    days: the longest lead time; score: all points after; shares: of every component after, never above 1.
    place_before, place: among the peers, None without peers. is_simulation, assumptions: those of the weights.
    """

    options: tuple[str, ...]
    cost_vnd: int
    days: int
    gained: Decimal
    score: Decimal
    shares: Mapping[str, Decimal]
    reasons: tuple[Reason, ...]
    proof: Proof
    place_before: int | None
    place: int | None
    is_simulation: bool
    assumptions: tuple[str, ...]


@dataclass(frozen=True)
class Curve:
    """Đường Pareto: for no point is there another as cheap with more points; the cheapest first.

    is_whole: no other such point exists; False when more were not asked for or the time ran out.
    """

    choices: tuple[Choice, ...]
    is_whole: bool


@dataclass(frozen=True)
class ToPoints:
    """The target is a score on the scale of the components."""

    points: Decimal


@dataclass(frozen=True)
class ToPlace:
    """The target is a place among the peers, counted from 1; equal points share a place, as published."""

    place: int


Target = ToPoints | ToPlace


class Limit(StrEnum):
    """A ceiling that may stop a target."""

    BUDGET = "budget"
    HORIZON = "horizon"
    CAPACITY = "capacity"
    KEEP = "keep"
    TOGETHER = "together"
    """No limit alone: only without several of them is it reached."""
    TASKS = "tasks"
    """Even all known tasks without any limit do not bring so much."""
    SCALE = "scale"
    """The target lies above all components at 100 %."""


@dataclass(frozen=True)
class Ceiling:
    """What stops a target. score: the most that could be reached if this limit fell."""

    limit: Limit
    score: Decimal


@dataclass(frozen=True)
class Reach:
    """What it takes to reach a target. choice: the cheapest, then the soonest, that does; None when none was found.

    most: then the best that can be done, with ceilings; is_open: the time ran out before either was proved.
    """

    target: Target
    target_points: Decimal
    choice: Choice | None
    most: Choice | None = None
    ceilings: tuple[Ceiling, ...] = ()
    is_open: bool = False
