# SPDX-License-Identifier: EUPL-1.2
"""The question in whole numbers: options as columns, points and money each in the largest unit that divides all."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import gcd

from tinhso.modules.plans.planner import rules
from tinhso.modules.plans.planner.types import Component, Situation, Wanted


@dataclass(frozen=True)
class Part:
    """One component in units of points: what each column adds, the room above and what can be lost below."""

    adds: Mapping[int, int]
    room: int
    bottom: int

    @property
    def least(self) -> int:
        """The lowest sum of adds there is; below −bottom the floor of 0 % holds."""
        return sum(add for add in self.adds.values() if add < 0)

    def after(self, chosen: Collection[int]) -> int:
        """Return the units gained by a set of columns, exactly."""
        return min(self.room, max(-self.bottom, sum(add for column, add in self.adds.items() if column in chosen)))


@dataclass(frozen=True)
class Programme:
    """Options that may be chosen, in the order of their keys. points_unit, cost_unit: what one unit is worth."""

    keys: tuple[str, ...]
    costs: tuple[int, ...]
    days: tuple[int, ...]
    parts: tuple[Part, ...]
    needs: tuple[tuple[int, int], ...]
    units: tuple[tuple[tuple[int, ...], int], ...]
    budget: int | None
    points_unit: Decimal
    cost_unit: int

    def points(self, chosen: Collection[int]) -> int:
        return sum(part.after(chosen) for part in self.parts)

    def cost(self, chosen: Iterable[int]) -> int:
        return sum(self.costs[column] for column in chosen)

    def span(self, chosen: Iterable[int]) -> int:
        return max((self.days[column] for column in chosen), default=0)

    def is_allowed(self, chosen: Collection[int]) -> bool:
        """Tell whether a set of columns keeps needs, capacities and budget; the rest is barred beforehand."""
        return (
            (self.budget is None or self.cost(chosen) <= self.budget)
            and all(need in chosen for column, need in self.needs if column in chosen)
            and all(sum(column in chosen for column in columns) <= most for columns, most in self.units)
        )

    def named(self, chosen: Iterable[int]) -> frozenset[str]:
        return frozenset(self.keys[column] for column in chosen)


def programme(situation: Situation, wanted: Wanted) -> Programme:
    """Return the question in whole numbers; options that cannot or need not be chosen are left out."""
    without = rules.barred(situation, wanted)
    options = sorted((one for one in situation.options if one.key not in without), key=lambda one: one.key)
    column = {one.key: place for place, one in enumerate(options)}
    cost_unit = gcd(*(one.cost_vnd for one in options)) or 1
    adds: dict[str, dict[int, Decimal]] = {}
    for one in options:
        for code, gain in one.gains.items():
            adds.setdefault(code, {})[column[one.key]] = gain
    parts, points_unit = _parts([one for one in situation.components if one.weight and one.code in adds], adds)
    units = {unit: tuple(column[one.key] for one in options if one.lead_unit == unit) for unit in wanted.capacity}
    return Programme(
        keys=tuple(column),
        costs=tuple(one.cost_vnd // cost_unit for one in options),
        days=tuple(one.lead_days for one in options),
        parts=parts,
        needs=tuple((column[one.key], column[need]) for one in options for need in one.needs),
        units=tuple((columns, wanted.capacity[unit]) for unit, columns in sorted(units.items()) if columns),
        budget=None if wanted.budget_vnd is None else wanted.budget_vnd // cost_unit,
        points_unit=points_unit,
        cost_unit=cost_unit,
    )


def _parts(components: list[Component], adds: Mapping[str, Mapping[int, Decimal]]) -> tuple[tuple[Part, ...], Decimal]:
    """Return components as whole numbers of a unit of points, and that unit."""
    rows = [
        (
            {column: one.weight * gain for column, gain in adds[one.code].items() if gain},
            one.weight * (1 - one.share),
            one.weight * one.share,
        )
        for one in components
    ]
    places = max((_places(number) for row in rows for number in (*row[0].values(), row[1], row[2])), default=0)
    whole = [
        (
            {column: _whole(add, places) for column, add in row[0].items()},
            _whole(row[1], places),
            _whole(row[2], places),
        )
        for row in rows
    ]
    unit = gcd(*(number for row in whole for number in (*row[0].values(), row[1], row[2]))) or 1
    parts = [
        _part({column: add // unit for column, add in row[0].items()}, row[1] // unit, row[2] // unit) for row in whole
    ]
    return tuple(parts), Decimal(unit).scaleb(-places)


def _part(adds: Mapping[int, int], room: int, bottom: int) -> Part:
    """Return a part; what one option adds beyond the room and all that others can lower is cut off: it never counts."""
    most = room - sum(add for add in adds.values() if add < 0)
    return Part({column: min(add, most) for column, add in adds.items()}, room, bottom)


def _places(number: Decimal) -> int:
    return max(0, -int(number.normalize().as_tuple().exponent))


def _whole(number: Decimal, places: int) -> int:
    return int(number.scaleb(places))
