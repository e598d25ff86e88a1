# SPDX-License-Identifier: EUPL-1.2
"""Totals of the rows of facts a scope counts: by days and months, less what was known later than the scope knows.

Adopted ledgers (ADR 0049) stand in the facts of the whole and apart: one is read apart, our own is the whole less all.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, F, Func, Q, QuerySet, Sum
from django.db.models.functions import Substr, TruncMonth

from tinhso.kernel.indicators.models import AdoptedFact, Fact, LateFact, MonthlyFact, ProvinceFact
from tinhso.kernel.indicators.scopes import OWN, Scope, days_of, months_of

LATE_FROM = Func(
    F("dimension"),
    template="to_char(left(%(expressions)s, 10)::date + 1, 'YYYY-MM-01')",
    output_field=CharField(),
)
"""The first day of the month in which what the dimension promises begins to be overdue."""
AFTER_THE_DAY = len("2026-11-02|") + 1
"""Where the rest of a dimension begins whose first part is a day."""
Rows = QuerySet[Any, tuple[Any, ...]]
Totals = dict[tuple[Any, ...], int]


def sums(
    scope: Scope, names: Sequence[str], *by: str, dimensions: Sequence[str] = (), before: date | None = None
) -> Totals:
    """Return totals by the columns named; whole months are read as months, the days at both ends as days.

    What does not ask for units or areas is read from the facts of the province. What was known only after the day
    the scope names is taken off; sums of nought are left out.
    """
    wanted, grouped = scope.rows(names, dimensions, before), by or ("fact",)
    found = _added(_base(scope, wanted, grouped), [_totalled(rows.filter(wanted), grouped) for rows in _off(scope)])
    return found if by else _in_one(found)


def _in_one(found: Totals) -> Totals:
    total = sum(found.values())
    return {(): total} if total else {}


def _added(base: Rows, off: Sequence[Rows]) -> Totals:
    found: Counter[tuple[Any, ...]] = Counter()
    for *key, total in base:
        found[tuple(key)] += int(total)
    for rows in off:
        for *key, total in rows:
            found[tuple(key)] -= int(total)
    return {key: total for key, total in found.items() if total}


def _base(scope: Scope, wanted: Q, by: Sequence[str]) -> Rows:
    if scope.adopted:
        return _totalled(_adopted(scope).filter(wanted), by)
    if not (scope.unit_ids or scope.areas or {"unit_id", "area"} & set(by)):
        return _totalled(ProvinceFact.objects.filter(wanted, day__range=(scope.since, scope.until)), by)
    days, months = _days_and_months(scope, wanted)
    return _totalled(days, by).union(_totalled(months, by), all=True)


def _days_and_months(scope: Scope, wanted: Q) -> tuple[QuerySet[Any], QuerySet[Any]]:
    """Return the days at both ends of a scope and its whole months."""
    first, after = scope.months()
    begun = days_of(scope.since, min(first - timedelta(days=1), scope.until)) if scope.since < first else []
    edges = [*begun, *days_of(after, scope.until)]
    days = Fact.objects.filter(wanted, day__in=edges) if edges else Fact.objects.none()
    return days, MonthlyFact.objects.filter(wanted, month__gte=first, month__lt=after)


def _off(scope: Scope) -> list[QuerySet[Any]]:
    """Return the rows by day that are taken off: what was known too late, what adopted ledgers brought."""
    found: list[QuerySet[Any]] = []
    if scope.adopted:
        return found
    if scope.known_on is not None:
        found.append(LateFact.objects.filter(day__range=(scope.since, scope.until), known_on__gt=scope.known_on))
    if scope.origin == OWN:
        found.append(_adopted(scope))
    return found


def _adopted(scope: Scope) -> QuerySet[Any]:
    """Return what one adopted ledger, or all of them, brought to the days of a scope, as far as it knows."""
    found = AdoptedFact.objects.filter(day__range=(scope.since, scope.until))
    if scope.adopted:
        found = found.filter(ledger_id=int(scope.origin))
    return found if scope.known_on is None else found.filter(Q(known_on=None) | Q(known_on__lte=scope.known_on))


def sums_by_month(
    names: Sequence[str], scope: Scope, *by: str, dimensions: Sequence[str] = ()
) -> dict[tuple[Any, ...], int]:
    """Return totals by the first day of the month and the columns named, those of a month cut off at an end too."""
    wanted, columns = scope.rows(names, dimensions), ("in_month", *by)
    if scope.adopted:
        return _added(_totalled(_adopted(scope).filter(wanted).annotate(in_month=TruncMonth("day")), columns), [])
    days, months = _days_and_months(scope, wanted)
    by_day = _totalled(days.annotate(in_month=TruncMonth("day")), columns)
    base = by_day.union(_totalled(months.annotate(in_month=F("month")), columns), all=True)
    off = [rows.filter(wanted).annotate(in_month=TruncMonth("day")) for rows in _off(scope)]
    return _added(base, [_totalled(rows, columns) for rows in off])


def overdue_by_month(fact: str, scope: Scope, *by: str) -> dict[tuple[Any, ...], int]:
    """Return what `queries.overdue` says at the end of each whole month of the scope, by the first day of the month.

    What was promised for a day is overdue from the next day on, so that only the month of that next day matters.
    """
    first, after = scope.months()
    wanted, ends = scope.rows([fact], before=after), months_of(first, after)
    months: QuerySet[Any] = MonthlyFact.objects.filter(wanted, month__lt=after).annotate(in_month=F("month"))
    if scope.adopted:
        whole = replace(scope, since=date(1, 1, 1), until=after - timedelta(days=1))
        months = _adopted(whole).filter(wanted).annotate(in_month=TruncMonth("day"))
    off = [rows.filter(wanted, day__lt=after).annotate(in_month=TruncMonth("day")) for rows in _off(scope.since_ever())]
    columns = ("in_month", "late_in", *by)
    moved = _added(
        _totalled(months.annotate(late_in=LATE_FROM), columns),
        [_totalled(rows.annotate(late_in=LATE_FROM), columns) for rows in off],
    )
    found: Counter[tuple[Any, ...]] = Counter()
    for (month, late_in, *key), total in moved.items():
        since = max(month, date.fromisoformat(late_in))
        for end in ends:
            if end >= since:
                found[(end, *key)] += total
    return {key: total for key, total in found.items() if total}


def by_year(names: Sequence[str], scope: Scope, *, dimensions: Sequence[str] = ()) -> dict[tuple[int, str, str], int]:
    """Return totals by calendar year, fact and dimension; dimensions: only these."""
    found: Counter[tuple[int, str, str]] = Counter()
    for (month, fact, dimension), total in sums_by_month(
        names, scope, "fact", "dimension", dimensions=dimensions
    ).items():
        found[(month.year, fact, dimension)] += total
    return {key: total for key, total in found.items() if total}


def sums_by_day(names: Sequence[str], scope: Scope) -> dict[tuple[Any, ...], int]:
    """Return totals by day and fact."""
    wanted, columns = scope.rows(names), ("day", "fact")
    narrow = scope.unit_ids or scope.areas
    by_day = (Fact if narrow else ProvinceFact)._default_manager.filter(day__range=(scope.since, scope.until))
    base = (_adopted(scope) if scope.adopted else by_day).filter(wanted)
    return _added(_totalled(base, columns), [_totalled(rows.filter(wanted), columns) for rows in _off(scope)])


def _totalled(facts: QuerySet[Any], by: Sequence[str]) -> Rows:
    """Return totals by at least one column: by none, each row would be a group of its own."""
    named = facts.annotate(rest=Substr("dimension", AFTER_THE_DAY)) if "rest" in by else facts
    found: Rows = named.order_by().values_list(*by).annotate(total=Sum("value"))
    return found
