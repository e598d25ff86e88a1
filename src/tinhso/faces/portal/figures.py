# SPDX-License-Identifier: EUPL-1.2
"""Figures as the public sees them: written the Vietnamese way, with the three ways to where they come from."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from tinhso.faces.ui.data_files import Table
from tinhso.faces.ui.figure_words import DASH as DASH
from tinhso.faces.ui.figure_words import value_words as value_words
from tinhso.kernel.indicators import queries
from tinhso.kernel.indicators.queries import Contribution, Scope
from tinhso.kernel.indicators.types import Definition, Figure
from tinhso.lib.vntext import format_int


@dataclass(frozen=True)
class Card:
    """One figure ready to be shown. basis: numerator and denominator in words, empty for a count."""

    code: str
    title: str
    value: str
    basis: str
    figure: Figure


def year_to_date(until: date) -> Scope:
    """Return the scope of official tables: from 1 January of the year to the day asked for (32/2017/TT-BTTTT)."""
    return Scope(since=date(until.year, 1, 1), until=until)


def cards(scope: Scope) -> list[Card]:
    return [card_of(one) for one in queries.figures(scope)]


def card_of(figure: Figure) -> Card:
    value = value_words(figure.definition, figure.value)
    return Card(figure.definition.code, figure.definition.title, value, _basis(figure), figure)


def _basis(figure: Figure) -> str:
    if figure.denominator is None:
        return ""
    if figure.denominator == 0:
        return _("chưa có hồ sơ nào để tính")
    parts = {"up": format_int(figure.numerator), "down": format_int(figure.denominator)}
    return _("%(up)s trên %(down)s") % parts


def contribution_rows(definition: Definition, parts: list[Contribution]) -> list[tuple[str, str, str, str]]:
    """Return (unit, numerator, denominator, value) in words."""
    return [
        (
            part.name,
            format_int(part.numerator),
            DASH if part.denominator is None else format_int(part.denominator),
            value_words(definition, part.value),
        )
        for part in parts
    ]


def measures() -> tuple[tuple[str, str], ...]:
    """Return code and name of what a data file says of each line."""
    return (("NUMERATOR", _("Tử số")), ("DENOMINATOR", _("Mẫu số")), ("VALUE", _("Giá trị")))


def figures_table(found: list[Card], scope: Scope) -> Table:
    """Return figures as data for machines: one line each, with both numbers they are made of."""
    return Table(
        code=f"FIGURES-{scope.until:%Y%m%d}",
        title=_("Số liệu từ %(since)s đến %(until)s")
        % {"since": f"{scope.since:%d/%m/%Y}", "until": f"{scope.until:%d/%m/%Y}"},
        source=_("Cộng từ sổ sự kiện"),
        period=f"{scope.until:%Y-%m-%d}",
        axis=("INDICATOR", _("Chỉ tiêu"), "metric"),
        columns=measures(),
        lines=tuple(
            (one.code, one.title, (one.figure.numerator, one.figure.denominator, one.figure.value)) for one in found
        ),
        notes=tuple(f"{one.code}: {one.figure.definition.unit}; {one.figure.definition.source}" for one in found),
    )


def units_table(card: Card, parts: list[Contribution], scope: Scope) -> Table:
    """Return one figure by unit as data for machines; units bear the end of their identifier."""
    one = card.figure.definition
    return Table(
        code=f"{card.code}-{scope.until:%Y%m%d}",
        title=card.title,
        source=one.source,
        period=f"{scope.until:%Y-%m-%d}",
        axis=("UNIT", _("Đơn vị"), ""),
        columns=measures(),
        lines=tuple(
            (
                f"U{str(part.unit_id)[-12:]}" if part.unit_id else "ALL",
                part.name,
                (part.numerator, part.denominator, part.value),
            )
            for part in parts
        ),
        notes=(one.explanation,),
    )
