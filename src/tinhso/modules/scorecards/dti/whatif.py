# SPDX-License-Identifier: EUPL-1.2
"""What a province would reach if some shares were others: mô phỏng. Pure; never official, whatever is supposed.

Counted in points. What nobody touches keeps what it holds today: exactly where that is published, between two ends
where only the whole is known.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tinhso.modules.scorecards.dti import rules
from tinhso.modules.scorecards.dti.types import Edition, Main, Result, Span, Weights
from tinhso.modules.scorecards.errors import WrongShare

NOUGHT = Decimal(0)


@dataclass(frozen=True)
class Supposition:
    """What is supposed, as shares of one: main indices as a whole, or components under `weights`.

    A main index supposed as a whole has none of its components here.
    """

    main: Mapping[str, Decimal]
    parts: Mapping[str, Decimal]
    weights: Weights

    def __bool__(self) -> bool:
        return bool(self.main or self.parts)


@dataclass(frozen=True)
class Line:
    """One main index in points. now: published, None where not found; touched: how much of its maximum is supposed;
    reached: what the touched part is to hold."""

    main: Main
    now: Decimal | None
    touched: Decimal
    reached: Decimal

    @property
    def kept(self) -> Decimal:
        return self.main.max_points - self.touched

    def rest(self) -> Span:
        """Return what the untouched part may hold, in points, from this main index alone."""
        now = Span(NOUGHT, self.main.max_points) if self.now is None else Span(self.now, self.now)
        return remainder(now, self.touched, self.kept)


@dataclass(frozen=True)
class Simulated:
    """Values a supposition leads to, as shares of one. supposed: codes of main indices touched.

    official: always false; the weights are assumed, the shares too.
    """

    main: Mapping[str, Span]
    pillars: Mapping[str, Span]
    overall: Span
    supposed: tuple[str, ...]
    official: bool = False


@dataclass(frozen=True)
class Place:
    """Hạng mô phỏng: the best and the worst place a value may take among the others; equal ends when it is one."""

    best: int
    worst: int


def remainder(held: Span, touched: Decimal, kept: Decimal) -> Span:
    """Return what the kept part may hold when both parts together hold `held` today.

    >>> remainder(Span(Decimal(60), Decimal(60)), Decimal(50), Decimal(50))
    Span(low=Decimal('10'), high=Decimal('50'))
    """
    low = max(NOUGHT, held.low - touched)
    return Span(low, max(low, min(kept, held.high)))


def simulate(edition: Edition, own: Result, today: Span, supposed: Supposition) -> Simulated:
    """Return main indices, pillars and the whole as they would be.

    today: value of the whole as published, or between what it lies. Raises WrongShare for a share that is none.
    """
    check(edition, supposed)
    lines = [_line(main, own, supposed) for main in edition.scored()]
    held = _held_unknown(edition, lines, today)
    return Simulated(
        main={one.main.code: _share([one], held, _unknown(lines)) for one in lines},
        pillars={
            pillar.code: _share([one for one in lines if one.main.code in pillar.main], held, _unknown(lines))
            for pillar in edition.pillars
        },
        overall=_share(lines, held, _unknown(lines)),
        supposed=tuple(one.main.code for one in lines if one.touched),
    )


def check(edition: Edition, supposed: Supposition) -> None:
    """Raise WrongShare for a share outside 0 to 1, of nothing that is scored, or said twice."""
    mains = {main.code: {part.code for part in main.parts} for main in edition.scored()}
    parts = set().union(*mains.values())
    for code, share in [*supposed.main.items(), *supposed.parts.items()]:
        if not 0 <= share <= 1:
            raise WrongShare(f"Mức giả định của chỉ số {code} phải từ 0 đến 100 %. Hãy sửa lại.")
    strange = [code for code in supposed.main if code not in mains]
    strange += [code for code in supposed.parts if code not in parts]
    if strange:
        raise WrongShare(f"Chỉ số {strange[0]} không có hoặc không chấm điểm. Hãy bỏ dòng này.")
    twice = [code for code in supposed.main if mains[code] & set(supposed.parts)]
    if twice:
        raise WrongShare(f"Chỉ số {twice[0]} có cả mức chung và mức từng thành phần. Hãy chỉ ghi một trong hai.")


def _line(main: Main, own: Result, supposed: Supposition) -> Line:
    share = own.main.get(main.code)
    now = None if share is None else share * main.max_points
    if main.code in supposed.main:
        return Line(main, now, main.max_points, supposed.main[main.code] * main.max_points)
    points = supposed.weights.points
    given = {part.code: points[part.code] for part in main.parts if part.code in supposed.parts}
    reached = sum((weight * supposed.parts[code] for code, weight in given.items()), NOUGHT)
    return Line(main, now, sum(given.values(), NOUGHT), reached)


def _unknown(lines: Iterable[Line]) -> list[Line]:
    return [one for one in lines if one.now is None]


def _held_unknown(edition: Edition, lines: Sequence[Line], today: Span) -> Span:
    """Return what all main indices without a published value hold together today, in points."""
    known = sum((one.now for one in lines if one.now is not None), NOUGHT)
    most = sum((one.main.max_points for one in _unknown(lines)), NOUGHT)
    ends = [min(max(end * edition.total_max - known, NOUGHT), most) for end in (today.low, today.high)]
    return Span(*ends)


def _share(lines: Sequence[Line], held: Span, unknown: Sequence[Line]) -> Span:
    """Return the share these main indices reach together of their maxima.

    Everything unknown that is not kept here takes from `held` first, so the ends are the farthest possible.
    """
    own = [one for one in lines if one.now is None]
    kept = sum((one.kept for one in own), NOUGHT)
    elsewhere = sum((one.main.max_points for one in unknown), NOUGHT) - kept
    free = remainder(held, elsewhere, kept)
    sure = [one.rest() for one in lines if one.now is not None]
    reached = sum((one.reached for one in lines), NOUGHT)
    most = sum(one.main.max_points for one in lines)
    low = reached + free.low + sum((one.low for one in sure), NOUGHT)
    return Span(low / most, (reached + free.high + sum((one.high for one in sure), NOUGHT)) / most)


def place(edition: Edition, results: Sequence[Result], own: Result, value: Span) -> Place:
    """Return the place a value takes among the published values of all others; equal values share a place.

    The value is rounded as the one it is compared with; who is known between two ends may stand before or behind.
    """
    others = _others(results, own)
    bounds = [rules.bounds(results, one.rank) for one in others]
    return Place(
        1 + sum(_is_surely_above(edition, *pair, value.high) for pair in zip(others, bounds, strict=True)),
        1 + sum(there.high > _like(edition, value.low, there.high) for there in bounds),
    )


def _is_surely_above(edition: Edition, one: Result, there: Span, value: Decimal) -> bool:
    """Return whether a province has more than the value; a better published place means a higher value."""
    rounded = _like(edition, value, there.low)
    return there.low > rounded or (one.value is None and there.low == rounded > 0)


def lacking(edition: Edition, results: Sequence[Result], own: Result, value: Span, rank: int) -> Span:
    """Return between what lies the value lacking to take a place among all others; nought when it is taken.

    Raises ValueError for a place nobody can take.
    """
    others = _others(results, own)
    if not 1 <= rank <= len(others):
        raise ValueError(f"no place {rank} among {len(others)} others")
    there = rules.bounds(results, others[rank - 1].rank)
    return Span(
        max(there.low - _like(edition, value.high, there.low), NOUGHT),
        max(there.high - _like(edition, value.low, there.high), NOUGHT),
    )


def _others(results: Sequence[Result], own: Result) -> list[Result]:
    return sorted((one for one in results if one.province != own.province), key=lambda one: one.rank)


def _like(edition: Edition, value: Decimal, published: Decimal) -> Decimal:
    """Return the value with the places another was published with, at least those of the edition."""
    places = max(edition.decimals, -int(published.as_tuple().exponent))
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
