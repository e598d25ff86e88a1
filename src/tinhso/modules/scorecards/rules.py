# SPDX-License-Identifier: EUPL-1.2
"""From sums of facts to points. Pure: no clock, no database, no rounding before the end."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from tinhso.modules.scorecards.types import COUNTED, Card, Component, GroupScore, Index, Score, Standing, Total, Trust

CENT = Decimal("0.01")


def score(component: Component, sums: Mapping[str, int], overdue: int = 0) -> Score:
    """Return one component computed from sums of facts; overdue: what its balance holds past its day.

    A denominator of nothing gives no points: the decision has no rule for it (766/QĐ-TTg, not found).
    """
    up = sum(sums.get(name, 0) for name in component.plus) - sum(sums.get(name, 0) for name in component.minus)
    down = sum(sums.get(name, 0) for name in component.denominator) + overdue
    ratio = Decimal(up) / (down * component.per) if down > 0 else None
    standing = _standing(component, ratio)
    return Score(component, standing, up, down, overdue, ratio, _points(component, standing, ratio))


def _points(component: Component, standing: Standing, ratio: Decimal | None) -> Decimal | None:
    if standing not in COUNTED or ratio is None or component.max_points is None:
        return None
    return (ratio * component.max_points).quantize(CENT, ROUND_HALF_UP)


def _standing(component: Component, ratio: Decimal | None) -> Standing:
    if not component.denominator:
        return Standing.NO_DATA
    if ratio is None:
        return Standing.EMPTY
    if component.watched:
        return Standing.WATCHED
    if component.max_points is None:
        return Standing.NO_WEIGHT
    sure = component.weight is Trust.CONFIRMED and component.formula is Trust.CONFIRMED
    return Standing.CONFIRMED if sure else Standing.INFERRED


def card(index: Index, sums: Mapping[str, int], late: Callable[[str], int], since: date, until: date) -> Card:
    """Return the whole index computed; late: what a balance holds past its day."""
    groups = []
    for group in index.groups:
        scores = tuple(score(one, sums, late(one.overdue) if one.overdue else 0) for one in group.components)
        groups.append(GroupScore(group, scores, total(scores)))
    every = [one for group in groups for one in group.scores]
    return Card(
        index,
        since,
        until,
        tuple(groups),
        total(every),
        total(one for one in every if one.standing is Standing.CONFIRMED),
        total(one for one in every if one.standing is Standing.INFERRED),
    )


def total(scores: Iterable[Score]) -> Total:
    """Return points reached of points that could be computed."""
    points, possible = Decimal(0), Decimal(0)
    for one in scores:
        if one.points is not None and one.component.max_points is not None:
            points, possible = points + one.points, possible + one.component.max_points
    return Total(points, possible)


def forecast_sums(index: Index, sums: Mapping[str, int], due: Callable[[str], int]) -> dict[str, int]:
    """Return the sums as they would stand at the end of the month (dự báo cuối tháng).

    Method: what is open and promised between today and the last day ends on time; what is overdue stays open and
    overdue; nothing else changes, so every other ratio stays as it is today. due: what a balance holds under the days
    from today to the last one. Simple on purpose: it says what is still in the hands of the officers.
    """
    found = dict(sums)
    for one in index.components():
        if one.overdue:
            coming = due(one.overdue)
            for name in {*one.plus[:1], *one.denominator[:1]}:
                found[name] = found.get(name, 0) + coming
    return found
