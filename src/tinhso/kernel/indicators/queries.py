# SPDX-License-Identifier: EUPL-1.2
"""Figures with their three answers: what is it, where does it come from, show me."""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tinhso.kernel.events.models import Subscription
from tinhso.kernel.events.types import ActRow
from tinhso.kernel.indicators import origins
from tinhso.kernel.indicators.behind import acts_of_fact, sealed_for
from tinhso.kernel.indicators.definitions import definition, definitions
from tinhso.kernel.indicators.rows import overdue_by_month, sums, sums_by_day, sums_by_month
from tinhso.kernel.indicators.scopes import Scope, months_of
from tinhso.kernel.indicators.types import Definition, Figure, Kind

CENT = Decimal("0.01")


def _totals(scope: Scope, names: Sequence[str]) -> dict[str, int]:
    return {fact: total for (fact,), total in sums(scope, names, "fact").items()}


def by_dimension(fact: str, scope: Scope, values: Sequence[str] = ()) -> dict[str, int]:
    """Return a fact's totals by its dimension, the largest first; values: only these."""
    found = sums(scope, [fact], "dimension", dimensions=values)
    return {dimension: total for (dimension,), total in sorted(found.items(), key=lambda one: (-one[1], one[0]))}


def sums_by(names: Sequence[str], scope: Scope, *by: str) -> dict[tuple[Any, ...], int]:
    """Return totals of facts by the columns named: fact, unit_id, area, dimension."""
    return sums(scope, names, *by)


def overdue(fact: str, scope: Scope, *by: str, before: date | None = None) -> dict[tuple[Any, ...], int]:
    """Return what a balance by day holds at the end of the scope under days that were over then.

    Its dimension begins with an ISO day or with nothing. A limit in days ends at 24:00, so what was promised for the
    last day of the scope is not overdue on it. before: another day to look before. by: also `rest`, what follows the
    day in the dimension.
    """
    return sums(scope.since_ever(), [fact], *by, before=before or scope.until)


def figure(code: str, scope: Scope) -> Figure:
    """Return one figure; raises UnknownIndicator."""
    one = definition(code, scope.until)
    return _figure(one, scope, _totals(scope, [one.numerator, one.denominator]), reached(scope))


def figures(scope: Scope) -> list[Figure]:
    """Return every figure in force at the end of the scope, with one query for all facts."""
    wanted = definitions(scope.until)
    totals = _totals(scope, [name for one in wanted for name in (one.numerator, one.denominator)])
    last = reached(scope)
    return [_figure(one, scope, totals, last) for one in wanted]


def reached(scope: Scope) -> int:
    """Return the last act that counts in the scope: the last folded, or the last sealed on the day it names.

    Numbers of acts are those of the one ledger of the scope, else of our own.
    """
    last = origins.last_act(scope.origin) if scope.adopted else folded_up_to()
    sealed = sealed_for(scope)
    return last if scope.known_on is None else min(last, sealed.last if sealed else 0)


def folded_up_to() -> int:
    """Return the sequence number of the last act in the facts."""
    return Subscription.objects.filter(name="indicators").values_list("seq", flat=True).first() or 0


def _figure(one: Definition, scope: Scope, totals: dict[str, int], last: int) -> Figure:
    up, down = totals.get(one.numerator, 0), totals.get(one.denominator, 0) if one.denominator else None
    if down is not None and one.overdue:
        down += sum(overdue(one.overdue, scope).values())
    return Figure(one, value_of(one.kind, up, down), up, down, scope.since, scope.until, last)


def value_of(kind: Kind, numerator: int, denominator: int | None) -> Decimal | None:
    """Return the value to two places, half up as in official tables; None when the denominator is nothing."""
    if kind is Kind.COUNT:
        return Decimal(numerator)
    if not denominator:
        return None
    factor = 100 if kind is Kind.SHARE else 1
    return (Decimal(numerator * factor) / denominator).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Contribution:
    """What one unit adds to a figure."""

    unit_id: uuid.UUID | None
    name: str
    numerator: int
    denominator: int | None
    value: Decimal | None


def contributions(code: str, scope: Scope) -> list[Contribution]:
    """Return the figure by unit, the largest denominator first: where does it come from."""
    one = definition(code, scope.until)
    parts: dict[uuid.UUID | None, dict[str, int]] = {}
    for (unit_id, fact), total in sums(scope, [one.numerator, one.denominator], "unit_id", "fact").items():
        parts.setdefault(unit_id, {})[fact] = total
    late = overdue(one.overdue, scope, "unit_id") if one.overdue else {}
    for (unit_id,), total in late.items():
        counted = parts.setdefault(unit_id, {})
        counted[one.denominator] = counted.get(one.denominator, 0) + total
    names = origins.names_in(scope, {unit_id for unit_id in parts if unit_id})
    found = []
    for unit_id, totals in parts.items():
        up = totals.get(one.numerator, 0)
        down = totals.get(one.denominator, 0) if one.denominator else None
        name = names.get(unit_id, "Không rõ đơn vị") if unit_id else "Toàn tỉnh"
        found.append(Contribution(unit_id, name, up, down, value_of(one.kind, up, down)))
    return sorted(found, key=lambda part: (-(part.denominator or part.numerator), part.name, str(part.unit_id)))


def acts_behind(code: str, scope: Scope, *, which: str = "numerator", limit: int = 200) -> list[ActRow]:
    """Return the newest acts that made a figure: show me. which: numerator | denominator."""
    one = definition(code, scope.until)
    fact = one.denominator if which == "denominator" and one.denominator else one.numerator
    return acts_of_fact(fact, scope, limit=limit)


def series(code: str, scope: Scope) -> list[tuple[date, int, int]]:
    """Return numerator and denominator by day, days without acts left out."""
    one = definition(code, scope.until)
    days: dict[date, Counter[str]] = {}
    for (day, fact), total in sums_by_day([one.numerator, one.denominator], scope).items():
        days.setdefault(day, Counter())[fact] += total
    return [(day, counted[one.numerator], counted[one.denominator]) for day, counted in sorted(days.items())]


def month_by_month(code: str, scope: Scope) -> list[tuple[date, int, int, Decimal | None]]:
    """Return a figure as of the end of each month of a scope: last day, both sums from its first day on, the value.

    The last month ends with the scope, so that its value is the figure's. Two queries, two more for a balance.
    """
    one = definition(code, scope.until)
    moved = sums_by_month([one.numerator, one.denominator], scope, "fact")
    late = _late_by_month(one, scope)
    found, up, down = [], 0, 0
    for month in months_of(scope.since.replace(day=1), scope.until + timedelta(days=1)):
        up += moved.get((month, one.numerator), 0)
        down += moved.get((month, one.denominator), 0) if one.denominator else 0
        below = down + late.get(month, 0)
        last = min(months_of(month, month + timedelta(days=62))[1] - timedelta(days=1), scope.until)
        found.append((last, up, below, value_of(one.kind, up, below if one.denominator else None)))
    return found


def _late_by_month(one: Definition, scope: Scope) -> dict[date, int]:
    """Return what the balance of a definition holds past its day at the end of each month; nothing without one."""
    if not one.overdue:
        return {}
    whole = replace(scope, since=scope.since.replace(day=1))
    found = {month: total for (month,), total in overdue_by_month(one.overdue, whole).items()}
    return found | {scope.until.replace(day=1): sum(overdue(one.overdue, scope).values())}
