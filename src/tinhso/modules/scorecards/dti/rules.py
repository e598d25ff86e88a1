# SPDX-License-Identifier: EUPL-1.2
"""Formulas of the index and what a ranking allows to conclude. Pure; nothing is rounded before it is shown."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from tinhso.modules.scorecards.dti.types import Edition, Main, Pillar, Result, Span

WHOLE = Span(Decimal(0), Decimal(1))


def overall(edition: Edition, values: Mapping[str, Decimal]) -> Decimal:
    """Return the value of the whole from those of all scored main indices, exactly (formula confirmed).

    >>> from tinhso.modules.scorecards.dti.reading import edition
    >>> overall(edition("DTI-922"), {code: Decimal(1) for code in "12345789"})
    Decimal('1')
    """
    return _weighted(edition.scored(), values)


def pillar(edition: Edition, one: Pillar, values: Mapping[str, Decimal]) -> Decimal:
    """Return the value of a pillar: foundation and own main index by their maxima (formula inferred)."""
    return _weighted([main for main in edition.scored() if main.code in one.main], values)


def _weighted(mains: Sequence[Main], values: Mapping[str, Decimal]) -> Decimal:
    reached = sum((main.max_points * values[main.code] for main in mains), Decimal(0))
    return reached / sum(main.max_points for main in mains)


def published(value: Decimal, decimals: int) -> Span:
    """Return what a value published with so many places may have been before it was rounded.

    >>> published(Decimal("0.7163"), 4)
    Span(low=Decimal('0.71625'), high=Decimal('0.71635'))
    """
    places = max(decimals, -int(value.as_tuple().exponent))
    half = Decimal(5).scaleb(-places - 1)
    return Span(value - half, value + half)


def overall_span(edition: Edition, values: Mapping[str, Decimal]) -> Span:
    """Return between what the whole lies when main indices are known as published, that is rounded."""
    spans = {code: published(value, edition.decimals) for code, value in values.items()}
    low = overall(edition, {code: max(one.low, Decimal(0)) for code, one in spans.items()})
    return Span(low, overall(edition, {code: min(one.high, Decimal(1)) for code, one in spans.items()}))


def ranks(values: Sequence[Decimal]) -> list[int]:
    """Return the place of each: equal values share one and the next is skipped (as published: two at 15, none at 16).

    >>> ranks([Decimal("0.5"), Decimal("0.7"), Decimal("0.5"), Decimal("0.1")])
    [2, 1, 2, 4]
    """
    return [1 + sum(other > value for other in values) for value in values]


def bounds(results: Iterable[Result], rank: int) -> Span:
    """Return between what the value at a place lies, from the values known above and below it."""
    known = [(one.rank, one.value) for one in results if one.value is not None]
    here = [value for place, value in known if place == rank]
    if here:
        return Span(here[0], here[0])
    above = [value for place, value in known if place < rank]
    below = [value for place, value in known if place > rank]
    return Span(max(below, default=WHOLE.low), min(above, default=WHOLE.high))


def gap(results: Sequence[Result], own: Result, rank: int) -> Span:
    """Return between what lies the value still lacking to reach a place; nought when it is reached already."""
    if own.rank <= rank:
        return Span(Decimal(0), Decimal(0))
    mine, there = bounds(results, own.rank), bounds(results, rank)
    return Span(max(there.low - mine.high, Decimal(0)), there.high - mine.low)
