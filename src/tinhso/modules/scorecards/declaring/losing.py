# SPDX-License-Identifier: EUPL-1.2
"""Where points of a round are lost: by main index, under given weights; what nobody knows yet stands apart. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from tinhso.modules.scorecards.dti.types import Edition, Main, Weights

NOUGHT = Decimal(0)


@dataclass(frozen=True)
class RoundLoss:
    """One main index in points: reached, lost, and what its components without a share could still bring."""

    main: Main
    reached: Decimal
    lost: Decimal
    unknown: Decimal

    @property
    def share(self) -> Decimal | None:
        """Return the share reached of what is known; None where nothing is."""
        known = self.reached + self.lost
        return self.reached / known if known else None


def round_losses(edition: Edition, weights: Weights, shares: Mapping[str, Decimal | None]) -> list[RoundLoss]:
    """Return every scored main index in the order of the edition; the three numbers of each add up to its maximum.

    shares: of one, by component; None or absent where nothing is known. Weights add up to the maximum of their main
    index.
    """
    return [_loss(main, weights, shares) for main in edition.scored()]


def _loss(main: Main, weights: Weights, shares: Mapping[str, Decimal | None]) -> RoundLoss:
    reached = lost = unknown = NOUGHT
    for part in main.parts:
        weight, share = weights.points[part.code], shares.get(part.code)
        if share is None:
            unknown += weight
        else:
            reached += weight * share
            lost += weight * (1 - share)
    return RoundLoss(main, reached, lost, unknown)
