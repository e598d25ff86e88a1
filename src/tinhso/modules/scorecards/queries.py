# SPDX-License-Identifier: EUPL-1.2
"""Indexes computed from the facts of the kernel: for the province or some units, over a period, and ahead."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from tinhso.kernel.events.types import ActRow
from tinhso.kernel.indicators import queries as indicators
from tinhso.kernel.indicators.origins import names_in
from tinhso.kernel.indicators.queries import Scope
from tinhso.modules.scorecards import rules
from tinhso.modules.scorecards.types import Card, Component, Index, Score

INDEX_766, NINE_INDICATORS = "766", "01-2018"


@dataclass(frozen=True)
class _Late:
    """What a balance holds past its day at the end of a scope."""

    scope: Scope

    def __call__(self, balance: str) -> int:
        return sum(indicators.overdue(balance, self.scope).values())


@dataclass(frozen=True)
class _Held:
    """What balances hold past their day for one unit."""

    unit_id: uuid.UUID
    held: Mapping[str, Mapping[tuple[object, ...], int]]

    def __call__(self, balance: str) -> int:
        return self.held[balance].get((self.unit_id,), 0)


def card(index: Index, scope: Scope) -> Card:
    """Return the index over a period; two queries and one for each balance."""
    return rules.card(index, _sums(index.components(), scope), _Late(scope), scope.since, scope.until)


def forecast(index: Index, scope: Scope) -> Card:
    """Return the index as it would stand at the end of the month of the scope's last day.

    See `rules.forecast_sums` for the method. The scope should begin on the first day of that month.
    """
    last = _last_of_month(scope.until)

    @cache
    def due(balance: str) -> int:
        held = indicators.overdue(balance, scope, before=last + timedelta(days=1))
        return sum(held.values()) - _Late(scope)(balance)

    ahead = rules.forecast_sums(index, _sums(index.components(), scope), due)
    return rules.card(index, ahead, _Late(scope), scope.since, last)


def _last_of_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _sums(components: list[Component], scope: Scope) -> dict[str, int]:
    return {fact: total for (fact,), total in indicators.sums_by(_facts(components), scope, "fact").items()}


def _facts(components: list[Component]) -> list[str]:
    return sorted({name for one in components for name in (*one.plus, *one.minus, *one.denominator)})


@dataclass(frozen=True)
class Part:
    """What one unit adds to a component."""

    unit_id: uuid.UUID | None
    name: str
    score: Score


def contributions(component: Component, scope: Scope) -> list[Part]:
    """Return a component by unit, the largest denominator first."""
    sums: dict[uuid.UUID | None, dict[str, int]] = {}
    for (unit_id, fact), total in indicators.sums_by(_facts([component]), scope, "unit_id", "fact").items():
        sums.setdefault(unit_id, {})[fact] = total
    held = indicators.overdue(component.overdue, scope, "unit_id") if component.overdue else {}
    late = {unit_id: total for (unit_id,), total in held.items()}
    names = names_in(scope, {unit_id for unit_id in {*sums, *late} if unit_id})
    parts = [_part(component, one, names, sums.get(one, {}), late.get(one, 0)) for one in {*sums, *late}]
    return sorted(parts, key=lambda part: (-part.score.denominator, part.name, str(part.unit_id)))


def _part(
    component: Component,
    unit_id: uuid.UUID | None,
    names: Mapping[uuid.UUID, str],
    sums: Mapping[str, int],
    late: int,
) -> Part:
    name = names.get(unit_id, "Không rõ đơn vị") if unit_id else "Toàn tỉnh"
    return Part(unit_id, name, rules.score(component, sums, late))


def cards_by_unit(index: Index, scope: Scope) -> list[tuple[str, Card]]:
    """Return the card of every unit that has anything in the scope, by name of the unit."""
    by_unit: dict[uuid.UUID, dict[str, int]] = {}
    for (unit_id, fact), total in indicators.sums_by(_facts(index.components()), scope, "unit_id", "fact").items():
        if unit_id:
            by_unit.setdefault(unit_id, {})[fact] = total
    balances = {one.overdue for one in index.components() if one.overdue}
    held = {name: indicators.overdue(name, scope, "unit_id") for name in balances}
    for (unit_id,) in {key for one in held.values() for key in one}:
        if isinstance(unit_id, uuid.UUID):
            by_unit.setdefault(unit_id, {})
    names = names_in(scope, set(by_unit))
    cards = [
        (names.get(unit_id, ""), rules.card(index, sums, _Held(unit_id, held), scope.since, scope.until))
        for unit_id, sums in sorted(by_unit.items())
    ]
    return sorted(cards, key=lambda one: one[0])


def acts_behind(component: Component, scope: Scope, *, which: str = "numerator", limit: int = 200) -> list[ActRow]:
    """Return the newest acts that made a component: show me. which: numerator | denominator."""
    names = component.denominator if which == "denominator" else (*component.plus, *component.minus)
    found = {act.seq: act for name in names for act in indicators.acts_of_fact(name, scope, limit=limit)}
    return sorted(found.values(), key=lambda act: (act.at, act.seq), reverse=True)[:limit]


def percent(ratio: Decimal | None) -> Decimal | None:
    """Return a ratio in percent to two places, half up as in official tables."""
    return None if ratio is None else (ratio * 100).quantize(rules.CENT, ROUND_HALF_UP)
