# SPDX-License-Identifier: EUPL-1.2
"""Figures with their three answers: what is it, where does it come from, show me."""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import CharField, F, Func, Model, Q, QuerySet, Sum
from django.db.models.functions import Substr, TruncMonth

from tinhso.kernel.events.models import Subscription
from tinhso.kernel.events.types import ActRow
from tinhso.kernel.indicators.behind import acts_of_fact, sealed_for
from tinhso.kernel.indicators.definitions import definition, definitions
from tinhso.kernel.indicators.models import Fact, LateFact, MonthlyFact, ProvinceFact
from tinhso.kernel.indicators.scopes import Scope, months_of
from tinhso.kernel.indicators.types import Definition, Figure, Kind
from tinhso.kernel.registry.queries import unit_names_on

CENT = Decimal("0.01")
LATE_FROM = Func(
    F("dimension"),
    template="to_char(left(%(expressions)s, 10)::date + 1, 'YYYY-MM-01')",
    output_field=CharField(),
)
"""The first day of the month in which what the dimension promises begins to be overdue."""
AFTER_THE_DAY = len("2026-11-02|") + 1
"""Where the rest of a dimension begins whose first part is a day."""


def _sums(
    scope: Scope, names: Sequence[str], *by: str, dimensions: Sequence[str] = (), before: date | None = None
) -> dict[tuple[Any, ...], int]:
    """Return totals by the columns named; whole months are read as months, the days at both ends as days.

    What does not ask for units or areas is read from the facts of the province. What was known only after the day
    the scope names is taken off; sums of nought are left out.
    """
    wanted, found = scope.rows(names, dimensions, before), Counter[tuple[Any, ...]]()
    grouped = by or ("fact",)
    for *key, total in _read(scope, wanted, grouped):
        found[tuple(key[: len(by)])] += int(total)
    for *key, total in _totalled(_late(scope).filter(wanted), grouped):
        found[tuple(key[: len(by)])] -= int(total)
    return {key: total for key, total in found.items() if total}


def _read(scope: Scope, wanted: Q, by: Sequence[str]) -> QuerySet[Any, tuple[Any, ...]]:
    if not (scope.unit_ids or scope.areas or {"unit_id", "area"} & set(by)):
        return _totalled(ProvinceFact.objects.filter(wanted, day__range=(scope.since, scope.until)), by)
    first, after = scope.months()
    edges = Q(day__lt=first) | Q(day__gte=after)
    days = Fact.objects.filter(wanted, edges, day__range=(scope.since, scope.until))
    months = MonthlyFact.objects.filter(wanted, month__gte=first, month__lt=after)
    return _totalled(days, by).union(_totalled(months, by), all=True)


def _late(scope: Scope) -> QuerySet[LateFact]:
    """Return what lies in the days of the scope and was known only later than the scope knows; else nothing."""
    if scope.known_on is None:
        return LateFact._default_manager.none()
    return LateFact._default_manager.filter(day__range=(scope.since, scope.until), known_on__gt=scope.known_on)


def _all_known(scope: Scope) -> Scope:
    """Return the scope; raises ValueError for one as known on a day, which tables by month cannot tell."""
    if scope.known_on is not None:
        raise ValueError("figures by month are told as they are known now only")
    return scope


def sums_by_month(names: Sequence[str], scope: Scope, *by: str) -> dict[tuple[Any, ...], int]:
    """Return totals by the first day of the month and the columns named, those of a month cut off at an end too."""
    wanted, (first, after) = _all_known(scope).rows(names), scope.months()
    edges = Fact.objects.filter(wanted, Q(day__lt=first) | Q(day__gte=after), day__range=(scope.since, scope.until))
    days = edges.annotate(in_month=TruncMonth("day"))
    months = MonthlyFact.objects.filter(wanted, month__gte=first, month__lt=after).annotate(in_month=F("month"))
    found: Counter[tuple[Any, ...]] = Counter()
    for *key, total in _totalled(days, ("in_month", *by)).union(_totalled(months, ("in_month", *by)), all=True):
        found[tuple(key)] += int(total)
    return found


def overdue_by_month(fact: str, scope: Scope, *by: str) -> dict[tuple[Any, ...], int]:
    """Return what `overdue` says at the end of each whole month of the scope, by the first day of the month; one query.

    What was promised for a day is overdue from the next day on, so that only the month of that next day matters.
    """
    first, after = _all_known(scope).months()
    rows = MonthlyFact.objects.filter(scope.rows([fact], before=after), month__lt=after).annotate(late_in=LATE_FROM)
    ends = months_of(first, after)
    found: Counter[tuple[Any, ...]] = Counter()
    for month, late_in, *key, total in _totalled(rows, ("month", "late_in", *by)):
        since = max(month, date.fromisoformat(late_in))
        for end in ends:
            if end >= since:
                found[(end, *key)] += int(total)
    return {key: total for key, total in found.items() if total}


def _totalled(facts: QuerySet[Any], by: Sequence[str]) -> QuerySet[Any, tuple[Any, ...]]:
    """Return totals by at least one column: by none, each row would be a group of its own."""
    named = facts.annotate(rest=Substr("dimension", AFTER_THE_DAY)) if "rest" in by else facts
    found: QuerySet[Any, tuple[Any, ...]] = named.order_by().values_list(*by).annotate(total=Sum("value"))
    return found


def _totals(scope: Scope, names: Sequence[str]) -> dict[str, int]:
    return {fact: total for (fact,), total in _sums(scope, names, "fact").items()}


def by_dimension(fact: str, scope: Scope, values: Sequence[str] = ()) -> dict[str, int]:
    """Return a fact's totals by its dimension, the largest first; values: only these."""
    found = _sums(scope, [fact], "dimension", dimensions=values)
    return {dimension: total for (dimension,), total in sorted(found.items(), key=lambda one: (-one[1], one[0]))}


def sums_by(names: Sequence[str], scope: Scope, *by: str) -> dict[tuple[Any, ...], int]:
    """Return totals of facts by the columns named: fact, unit_id, area, dimension."""
    return _sums(scope, names, *by)


def by_year(
    names: Sequence[str], *, dimensions: Sequence[str] = (), year: int | None = None
) -> dict[tuple[int, str, str], int]:
    """Return totals by calendar year, fact and dimension, from the rows of months alone; year, dimensions: only these.

    Whole years: the one that runs is counted up to the last act folded.
    """
    found = MonthlyFact.objects.filter(fact__in=names)
    if year is not None:
        found = found.filter(month__gte=date(year, 1, 1), month__lte=date(year, 12, 1))
    if dimensions:
        found = found.filter(dimension__in=dimensions)
    rows = found.order_by().values_list("month__year", "fact", "dimension").annotate(total=Sum("value"))
    return {(in_year, fact, dimension): int(total) for in_year, fact, dimension, total in rows}


def overdue(fact: str, scope: Scope, *by: str, before: date | None = None) -> dict[tuple[Any, ...], int]:
    """Return what a balance by day holds at the end of the scope under days that were over then.

    Its dimension begins with an ISO day or with nothing. A limit in days ends at 24:00, so what was promised for the
    last day of the scope is not overdue on it. before: another day to look before. by: also `rest`, what follows the
    day in the dimension.
    """
    return _sums(scope.since_ever(), [fact], *by, before=before or scope.until)


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
    """Return the last act that counts in the scope: the last folded, or the last sealed on the day it names."""
    last, sealed = folded_up_to(), sealed_for(scope)
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
    for (unit_id, fact), total in _sums(scope, [one.numerator, one.denominator], "unit_id", "fact").items():
        parts.setdefault(unit_id, {})[fact] = total
    late = overdue(one.overdue, scope, "unit_id") if one.overdue else {}
    for (unit_id,), total in late.items():
        counted = parts.setdefault(unit_id, {})
        counted[one.denominator] = counted.get(one.denominator, 0) + total
    names = unit_names_on({unit_id for unit_id in parts if unit_id}, scope.until)
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
    narrow = scope.unit_ids or scope.areas
    table: type[Model] = Fact if narrow else ProvinceFact
    wanted = scope.rows([one.numerator, one.denominator])
    facts = table._default_manager.filter(wanted, day__range=(scope.since, scope.until))
    days: dict[date, Counter[str]] = {}
    for day, fact, total in _totalled(facts, ("day", "fact")):
        days.setdefault(day, Counter())[fact] += int(total)
    for day, fact, total in _totalled(_late(scope).filter(wanted), ("day", "fact")):
        days.setdefault(day, Counter())[fact] -= int(total)
    found = [(day, sums[one.numerator], sums[one.denominator]) for day, sums in sorted(days.items())]
    return [(day, up, down) for day, up, down in found if up or down]
