# SPDX-License-Identifier: EUPL-1.2
"""The ranking as its pages show it: words for values known, known between two ends, or not found."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from tinhso.faces.ui.ranking_links import DTI as DTI
from tinhso.faces.ui.ranking_links import slug_of as slug_of
from tinhso.lib.vntext import format_decimal, search_key, sort_key
from tinhso.modules.scorecards.dti import reading, rules
from tinhso.modules.scorecards.dti.types import Edition, Result, Span

SHOWN_PLACES = 6


@dataclass(frozen=True)
class Line:
    """One province of the table. between: ends of a value nobody published, empty when it was."""

    slug: str
    result: Result
    value: str
    between: str
    is_own: bool


@dataclass(frozen=True)
class MainLine:
    """One main index of a province. value: as published, or words."""

    code: str
    title: str
    max_points: int
    value: str
    points: str


def number(value: Decimal) -> str:
    """Return a value with the places it was published with, the Vietnamese way."""
    return format_decimal(value, max(-int(value.as_tuple().exponent), 0))


def span_words(span: Span) -> str:
    """Return between what something lies; one number when both ends are one."""
    low, high = (number(one.normalize()) if one else "0" for one in (span.low, span.high))
    return low if span.low == span.high else _("từ %(low)s đến %(high)s") % {"low": low, "high": high}


def lines_of(year: int, own: str, text: str = "", order: str = "") -> list[Line]:
    """Return the lines of a year that hold the words typed, by place or by name."""
    found = reading.results(year)
    wanted = search_key(text)
    lines = [
        Line(
            slug=slug_of(one.province),
            result=one,
            value=number(one.value) if one.value is not None else "",
            between="" if one.value is not None else span_words(rules.bounds(found, one.rank)),
            is_own=search_key(one.province) == search_key(own),
        )
        for one in found
        if wanted in search_key(one.province)
    ]
    return sorted(lines, key=lambda line: sort_key(line.result.province)) if order == "ten" else lines


def main_lines(edition: Edition, result: Result) -> list[MainLine]:
    """Return the nine main indices of a province; what is not scored or not found says so."""
    found = []
    for one in edition.main:
        value = result.main.get(one.code)
        words = number(value) if value is not None else (_("chưa tìm thấy") if one.scored else _("không chấm điểm"))
        points = format_decimal(value * one.max_points, 2) if value is not None else ""
        found.append(MainLine(one.code, one.title, int(one.max_points), words, points))
    return found


def recomputed(edition: Edition, result: Result) -> dict[str, str | bool] | None:
    """Return the whole computed from the main indices beside what was published; None when not all are known."""
    if result.value is None or len(result.main) < len(edition.scored()):
        return None
    computed = rules.overall(edition, result.main)
    same = rules.overall_span(edition, result.main).overlaps(rules.published(result.value, edition.decimals))
    return {"computed": format_decimal(computed, SHOWN_PLACES), "published": number(result.value), "same": same}
