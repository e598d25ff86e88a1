# SPDX-License-Identifier: EUPL-1.2
"""A figure by place: what the acts of each district and commune add to it, old codes carried to today."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tinhso.kernel.indicators.queries import overdue, sums_by, value_of
from tinhso.kernel.indicators.scopes import Scope
from tinhso.kernel.indicators.types import Definition, Kind
from tinhso.kernel.registry.queries import Ground, carried


@dataclass(frozen=True)
class Basis:
    """What is summed: facts above and below the line, and the balance whose past part is added below."""

    kind: Kind
    above: str
    below: str = ""
    overdue: str = ""


@dataclass(frozen=True)
class PlaceSum:
    """What one place adds; value None where there is nothing to divide by."""

    numerator: int
    denominator: int | None
    value: Decimal | None


def basis_of(one: Definition) -> Basis:
    """Return what a definition sums."""
    return Basis(one.kind, one.numerator, one.denominator, one.overdue)


@dataclass(frozen=True)
class Placed:
    """A figure over the ground: sums by code of commune or district, and what could not be placed (empty code)."""

    basis: Basis
    sums: dict[str, tuple[int, int]]

    def of(self, codes: Sequence[str]) -> PlaceSum:
        """Return what some places add together."""
        up = sum(self.sums.get(one, (0, 0))[0] for one in codes)
        down = sum(self.sums.get(one, (0, 0))[1] for one in codes)
        below = down if self.basis.below else None
        return PlaceSum(up, below, value_of(self.basis.kind, up, below))


def placed(basis: Basis, scope: Scope, here: Ground) -> Placed:
    """Return a figure by place; sums of all places and of what has no place are the figure of the province."""
    up: Counter[str] = Counter()
    down: Counter[str] = Counter()
    for (area, fact), total in sums_by([basis.above, basis.below], scope, "area", "fact").items():
        (up if fact == basis.above else down)[area] += total
        if fact == basis.above == basis.below:
            down[area] += total
    if basis.overdue:
        for (area,), total in overdue(basis.overdue, scope, "area").items():
            down[area] += total
    at = carried({*up, *down}, here)
    sums: dict[str, tuple[int, int]] = {}
    for area in {*up, *down}:
        before = sums.get(at.get(area, ""), (0, 0))
        sums[at.get(area, "")] = (before[0] + up[area], before[1] + down[area])
    return Placed(basis, sums)


def scope_of_place(scope: Scope, code: str, facts: Sequence[str], here: Ground) -> Scope:
    """Return a scope narrowed to one place, with the older codes that belong to it now."""
    seen = {area for (area,) in sums_by(facts, scope, "area")}
    at = carried(seen, here)
    return replace(scope, areas=tuple(sorted({code, *(old for old, now in at.items() if now == code)})))
