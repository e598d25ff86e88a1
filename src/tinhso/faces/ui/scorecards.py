# SPDX-License-Identifier: EUPL-1.2
"""An index as people see it: rows in words, points only where they count, and why where they do not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.kernel.indicators.queries import Scope
from tinhso.lib.vntext import format_decimal, format_int, format_percent
from tinhso.modules.scorecards import queries
from tinhso.modules.scorecards.types import Card, Score, Standing, Total, Trust

DASH = "–"
STANDINGS = {
    Standing.CONFIRMED: gettext_lazy("Đã tính; điểm tối đa và công thức đã xác nhận"),
    Standing.INFERRED: gettext_lazy("Đã tính; điểm tối đa hoặc công thức suy ra, chưa xác nhận"),
    Standing.NO_WEIGHT: gettext_lazy("Có tỷ lệ, chưa biết điểm tối đa: không cộng vào tổng"),
    Standing.EMPTY: gettext_lazy("Chưa có hồ sơ nào để tính: không cộng vào tổng"),
    Standing.NO_DATA: gettext_lazy("Chưa có số liệu: không cộng vào tổng"),
    Standing.WATCHED: gettext_lazy("Theo dõi, không chấm điểm"),
}
SIMULATED = gettext_lazy("Mô phỏng: tính theo điểm tối đa suy ra, chưa văn bản nào xác nhận")
"""What stands beside points whose maximum no document confirms (ADR 0041)."""
PERIODS = {
    "thang": gettext_lazy("Tháng"),
    "quy": gettext_lazy("Quý"),
    "6thang": gettext_lazy("Sáu tháng"),
    "nam": gettext_lazy("Năm"),
}
MONTHS = {"thang": 1, "quy": 3, "6thang": 6, "nam": 12}
"""Periods of the index (766/QĐ-TTg): year, half-year, quarter, month."""


def period(kind: str, until: date) -> Scope:
    """Return the scope from the first day of the period a day lies in to that day; an unknown kind is a month."""
    length = MONTHS.get(kind, 1)
    first = (until.month - 1) // length * length + 1
    return Scope(since=date(until.year, first, 1), until=until)


@dataclass(frozen=True)
class Line:
    """One component ready to be shown."""

    code: str
    title: str
    value: str
    basis: str
    points: str
    possible: str
    standing: str
    why: str


def line(score: Score) -> Line:
    component = score.component
    return Line(
        code=component.code,
        title=component.title,
        value=_value(score),
        basis=_basis(score),
        points=DASH if score.points is None else format_decimal(score.points, 2),
        possible=_("chưa biết") if component.max_points is None else points_words(component.max_points),
        standing=standing_words(score),
        why=component.lacks,
    )


def standing_words(score: Score) -> str:
    """Return what can be said of a component; points of an unconfirmed maximum are called a simulation."""
    if score.points is not None and score.component.weight is not Trust.CONFIRMED:
        return str(SIMULATED)
    return str(STANDINGS[score.standing])


def _value(score: Score) -> str:
    if score.ratio is None:
        return DASH
    if score.component.watched:
        return _("%(days)s ngày") % {"days": format_decimal(score.ratio, 2)}
    share = queries.percent(score.ratio)
    return DASH if share is None else format_percent(share)


def _basis(score: Score) -> str:
    if score.ratio is None or score.component.watched:
        return ""
    down = score.denominator * score.component.per
    return _("%(up)s trên %(down)s") % {"up": format_int(score.numerator), "down": format_int(down)}


def points_words(points: Decimal) -> str:
    """Return points without a tail of noughts: 20, 13,33."""
    return format_int(int(points)) if points == int(points) else format_decimal(points, 2)


def total_words(total: Total) -> str:
    """Return "18 trên 26 điểm": reached of what could be computed."""
    parts = {"points": points_words(total.points), "possible": points_words(total.possible)}
    return _("%(points)s trên %(possible)s điểm") % parts


@dataclass(frozen=True)
class GroupLines:
    code: str
    title: str
    possible: str
    total: str
    lines: tuple[Line, ...]


def groups(card: Card) -> list[GroupLines]:
    return [
        GroupLines(
            code=one.group.code,
            title=one.group.title,
            possible=DASH if one.group.max_points is None else points_words(one.group.max_points),
            total=total_words(one.total),
            lines=tuple(line(score) for score in one.scores),
        )
        for one in card.groups
    ]


@dataclass(frozen=True)
class Shown:
    """A whole card in words. band: empty while points are missing."""

    card: Card
    groups: list[GroupLines]
    total: str
    confirmed: str
    inferred: str
    band: str


def shown(card: Card) -> Shown:
    band = card.band()
    return Shown(
        card=card,
        groups=groups(card),
        total=total_words(card.total),
        confirmed=total_words(card.confirmed),
        inferred=total_words(card.inferred),
        band=band.title if band else "",
    )


def table(card: Card) -> tuple[list[str], list[list[object]]]:
    """Return headers and exact cells of a card, for a file."""
    headers = [_("Mã"), _("Chỉ số"), _("Tử số"), _("Mẫu số"), _("Tỷ lệ %"), _("Điểm"), _("Tối đa"), _("Tình trạng")]
    return headers, [_cells(score) for group in card.groups for score in group.scores]


def _cells(score: Score) -> list[object]:
    component = score.component
    return [
        component.code,
        component.title,
        score.numerator if component.denominator else None,
        score.denominator * component.per if component.denominator else None,
        None if component.watched else queries.percent(score.ratio),
        score.points,
        component.max_points,
        standing_words(score),
    ]


def part_rows(parts: Iterable[queries.Part]) -> list[tuple[str, str, str, str, str]]:
    """Return unit, basis in two numbers, what is open past its day, ratio."""
    return [
        (
            part.name,
            format_int(part.score.numerator),
            format_int(part.score.denominator),
            format_int(part.score.overdue),
            _value(part.score),
        )
        for part in parts
    ]
