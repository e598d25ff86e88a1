# SPDX-License-Identifier: EUPL-1.2
"""Indicators of cities and districts in words: each value with how good it is, places sorted as asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.lib.vntext import format_decimal, format_int, search_key
from tinhso.modules.scorecards.kpi import Benchmark, CityIndicator, Place, Quality, Value

QUALITIES = {
    Quality.MEASURED: (gettext_lazy("Đo được"), "done"),
    Quality.ESTIMATED: (gettext_lazy("Ước tính"), "working"),
    Quality.MISSING: (gettext_lazy("Chưa có"), "waiting"),
}
"""How good a value is, in words and as a phase of a tag."""
DASH = "–"
SMALLEST = Decimal("0.01")


@dataclass(frozen=True)
class IndicatorLine:
    """One indicator for the whole province. basis: both numbers, or what lacks."""

    indicator: CityIndicator
    value: str
    quality: str
    phase: str
    basis: str


@dataclass(frozen=True)
class PlaceLine:
    """One place for the indicator chosen."""

    name: str
    people: str
    value: str
    quality: str
    phase: str
    basis: str


def value_words(value: Value) -> str:
    """Return a value with two places; one that two places would show as nought is said to be smaller."""
    if value.value is None:
        return DASH
    if 0 < value.value < SMALLEST:
        return _("dưới %(least)s") % {"least": format_decimal(SMALLEST, 2)}
    return format_decimal(value.value, 2)


def basis_words(value: Value) -> str:
    """Return both numbers of a value, or why there is none."""
    if value.indicator.lacks:
        return _("thiếu: %(what)s") % {"what": value.indicator.lacks}
    if value.numerator is None or value.denominator is None:
        return _("chưa biết dân số")
    if value.denominator == 0:
        return _("chưa có hồ sơ nào để tính")
    parts = {"up": format_int(value.numerator), "down": format_int(value.denominator)}
    return _("%(up)s trên %(down)s") % parts


def indicator_lines(found: Benchmark) -> list[IndicatorLine]:
    return [_indicator(value) for value in found.whole.values]


def _indicator(value: Value) -> IndicatorLine:
    words, phase = QUALITIES[value.quality]
    return IndicatorLine(value.indicator, value_words(value), str(words), phase, basis_words(value))


def chosen(found: Benchmark, code: str) -> CityIndicator:
    """Return the indicator asked for; the first one when there is none of that code."""
    return next((one for one in found.set.indicators if one.code == code), found.set.indicators[0])


def place_lines(found: Benchmark, indicator: CityIndicator, text: str = "") -> list[PlaceLine]:
    """Return the places that hold every word, the best value first, those without one last in Vietnamese order."""
    at, words = found.set.indicators.index(indicator), search_key(text).split()
    rows = [(one, one.values[at]) for one in found.places if all(word in search_key(one.name) for word in words)]
    known = sorted((row for row in rows if row[1].value is not None), key=lambda row: -(row[1].value or 0))
    return [_place(*row) for row in [*known, *(row for row in rows if row[1].value is None)]]


def _place(place: Place, value: Value) -> PlaceLine:
    words, phase = QUALITIES[value.quality]
    people = DASH if place.people is None else format_int(place.people)
    return PlaceLine(place.name, people, value_words(value), str(words), phase, basis_words(value))


def table(found: Benchmark) -> tuple[list[str], Sequence[tuple[object, ...]]]:
    """Return every value of every place as a table; what is missing is empty."""
    heads = [_("Mã nơi"), _("Nơi"), _("Dân số 1/4/2019"), _("Mã"), _("Chỉ số"), _("Đơn vị tính"), _("Tử số")]
    heads += [_("Mẫu số"), _("Giá trị"), _("Chất lượng"), _("Nguồn"), _("Còn thiếu"), _("Từ ngày"), _("Đến ngày")]
    whole = Place("", _("Cả tỉnh"), found.whole.people, found.whole.values)
    return heads, [_cells(found, one, value) for one in (whole, *found.places) for value in one.values]


def _cells(found: Benchmark, place: Place, value: Value) -> tuple[object, ...]:
    one = value.indicator
    shown = None if value.value is None else round(value.value, 4)
    head: tuple[object, ...] = (place.code or None, place.name, place.people, one.code, one.title, one.unit)
    numbers = (value.numerator, value.denominator, shown, value.quality.value)
    return (*head, *numbers, one.source, one.lacks or None, found.since, found.until)
