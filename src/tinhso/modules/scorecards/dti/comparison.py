# SPDX-License-Identifier: EUPL-1.2
"""Where points were lost by main index, how a province stands beside the others. Pure; from published values only."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from tinhso.modules.scorecards.dti import rules
from tinhso.modules.scorecards.dti.types import Edition, Main, Result, Span

NOUGHT = Decimal(0)


@dataclass(frozen=True)
class MainLoss:
    """Điểm mất của một chỉ số chính, in points. reached, lost: None where no value was found."""

    main: Main
    reached: Decimal | None
    lost: Decimal | None


@dataclass(frozen=True)
class Beside:
    """A main index of a province beside the others, as shares of one. count: other provinces with a value.

    best_of: who has the best value, own province included; median: of the others.
    """

    main: Main
    own: Decimal | None
    median: Decimal | None
    best: Decimal | None
    best_of: tuple[str, ...]
    count: int


def main_losses(edition: Edition, own: Result) -> list[MainLoss]:
    """Return what each scored main index lacks to its confirmed maximum, the most first, the unknown last."""
    found = []
    for main in edition.scored():
        share = own.main.get(main.code)
        reached = None if share is None else share * main.max_points
        found.append(MainLoss(main, reached, None if reached is None else main.max_points - reached))
    return sorted(found, key=lambda one: (one.lost is None, -(one.lost or NOUGHT)))


def all_lost(edition: Edition, results: Sequence[Result], own: Result) -> Span:
    """Return between what lies everything lost, in points: from main indices if all are known, else from the whole."""
    if len(own.main) == len(edition.scored()):
        lost = (1 - rules.overall(edition, own.main)) * edition.total_max
        return Span(lost, lost)
    today = rules.bounds(results, own.rank)
    return Span((1 - today.high) * edition.total_max, (1 - today.low) * edition.total_max)


def lost_unknown(edition: Edition, results: Sequence[Result], own: Result) -> Span:
    """Return between what lies the loss that no main index explains, in points; nought when all are known."""
    losses = main_losses(edition, own)
    known = sum((one.lost for one in losses if one.lost is not None), NOUGHT)
    most = sum((one.main.max_points for one in losses if one.lost is None), NOUGHT)
    whole = all_lost(edition, results, own)
    return Span(*(min(max(end - known, NOUGHT), most) for end in (whole.low, whole.high)))


def beside(edition: Edition, results: Sequence[Result], own: Result) -> list[Beside]:
    """Return each scored main index of a province beside the median of the others and the best of all."""
    found = []
    for main in edition.scored():
        known = [(one.province, one.main[main.code]) for one in results if main.code in one.main]
        others = [value for province, value in known if province != own.province]
        best = max((value for _province, value in known), default=None)
        leaders = tuple(province for province, value in known if value == best)
        middle = median(others) if others else None
        found.append(Beside(main, own.main.get(main.code), middle, best, leaders, len(others)))
    return found
