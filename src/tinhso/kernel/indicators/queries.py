# SPDX-License-Identifier: EUPL-1.2
"""Figures with their three answers: what is it, where does it come from, show me."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import QuerySet, Sum
from django.utils import timezone

from tinhso.kernel.events.models import Act, Subscription
from tinhso.kernel.events.queries import act_row
from tinhso.kernel.events.types import ActRow
from tinhso.kernel.indicators.definitions import definition, definitions
from tinhso.kernel.indicators.folding import deltas_of, verbs_behind
from tinhso.kernel.indicators.models import Fact
from tinhso.kernel.indicators.types import Definition, Figure, Kind
from tinhso.kernel.registry.queries import unit_names

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Scope:
    """Which facts count: days from `since` to `until`, and units or areas (empty = all)."""

    since: date
    until: date
    unit_ids: tuple[uuid.UUID, ...] = ()
    areas: tuple[str, ...] = ()

    def facts(self, *names: str) -> QuerySet[Fact]:
        found = Fact.objects.filter(fact__in=[name for name in names if name], day__range=(self.since, self.until))
        if self.unit_ids:
            found = found.filter(unit_id__in=self.unit_ids)
        return found.filter(area__in=self.areas) if self.areas else found


def _totals(scope: Scope, names: Sequence[str]) -> dict[str, int]:
    rows = scope.facts(*names).values("fact").annotate(total=Sum("value"))
    return {row["fact"]: int(row["total"]) for row in rows}


def figure(code: str, scope: Scope) -> Figure:
    """Return one figure; raises UnknownIndicator."""
    one = definition(code, scope.until)
    return _figure(one, scope, _totals(scope, [one.numerator, one.denominator]), folded_up_to())


def figures(scope: Scope) -> list[Figure]:
    """Return every figure in force at the end of the scope, with one query for all facts."""
    wanted = definitions(scope.until)
    totals = _totals(scope, [name for one in wanted for name in (one.numerator, one.denominator)])
    reached = folded_up_to()
    return [_figure(one, scope, totals, reached) for one in wanted]


def folded_up_to() -> int:
    """Return the sequence number of the last act in the facts."""
    return Subscription.objects.filter(name="indicators").values_list("seq", flat=True).first() or 0


def _figure(one: Definition, scope: Scope, totals: dict[str, int], reached: int) -> Figure:
    up, down = totals.get(one.numerator, 0), totals.get(one.denominator, 0) if one.denominator else None
    return Figure(one, value_of(one.kind, up, down), up, down, scope.since, scope.until, reached)


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
    rows = scope.facts(one.numerator, one.denominator).values("unit_id", "fact").annotate(total=Sum("value"))
    parts: dict[uuid.UUID | None, dict[str, int]] = {}
    for row in rows:
        parts.setdefault(row["unit_id"], {})[row["fact"]] = int(row["total"])
    names = unit_names({unit_id for unit_id in parts if unit_id})
    found = []
    for unit_id, totals in parts.items():
        up = totals.get(one.numerator, 0)
        down = totals.get(one.denominator, 0) if one.denominator else None
        name = names.get(unit_id, "Không rõ đơn vị") if unit_id else "Toàn tỉnh"
        found.append(Contribution(unit_id, name, up, down, value_of(one.kind, up, down)))
    return sorted(found, key=lambda part: (-(part.denominator or part.numerator), part.name))


def acts_behind(code: str, scope: Scope, *, which: str = "numerator", limit: int = 200) -> list[ActRow]:
    """Return the newest acts that made a figure: show me. which: numerator | denominator."""
    one = definition(code, scope.until)
    fact = one.denominator if which == "denominator" and one.denominator else one.numerator
    start = timezone.make_aware(datetime.combine(scope.since, time.min))
    end = timezone.make_aware(datetime.combine(scope.until + timedelta(days=1), time.min))
    found: list[ActRow] = []
    candidates = Act.objects.filter(verb__in=verbs_behind(fact), at__gte=start, at__lt=end).order_by("-at", "-seq")
    for row in candidates.iterator(chunk_size=500):
        act = act_row(row)
        if any(_counts(delta.fact, delta.unit_id, delta.area, fact, scope) for delta in deltas_of(act)):
            found.append(act)
        if len(found) >= limit:
            break
    return found


def _counts(name: str, unit_id: uuid.UUID | None, area: str, fact: str, scope: Scope) -> bool:
    in_unit = not scope.unit_ids or unit_id in scope.unit_ids
    in_area = not scope.areas or area in scope.areas
    return name == fact and in_unit and in_area


def series(code: str, scope: Scope) -> list[tuple[date, int, int]]:
    """Return numerator and denominator by day, days without acts left out."""
    one = definition(code, scope.until)
    rows = scope.facts(one.numerator, one.denominator).values("day", "fact").annotate(total=Sum("value"))
    days: dict[date, dict[str, int]] = {}
    for row in rows:
        days.setdefault(row["day"], {})[row["fact"]] = int(row["total"])
    return [(day, sums.get(one.numerator, 0), sums.get(one.denominator, 0)) for day, sums in sorted(days.items())]
