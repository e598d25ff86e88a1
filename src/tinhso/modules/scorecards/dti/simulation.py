# SPDX-License-Identifier: EUPL-1.2
"""Compute the index from shares of its components and a file of weights: official only when nothing is assumed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tinhso.modules.scorecards.dti import rules
from tinhso.modules.scorecards.dti.types import Edition, Main, Outcome, Weights
from tinhso.modules.scorecards.errors import WrongShare

EQUAL = "Chia đều điểm tối đa của mỗi chỉ số chính cho các thành phần của nó."


def equal_weights(edition: Edition, dated: date) -> Weights:
    """Return weights that share each main index equally: an assumption of ours, so never official.

    A rest that cannot be shared in hundredths goes to the first components.
    """
    points = {}
    for main in edition.scored():
        hundredths, count = int(main.max_points * 100), len(main.parts)
        for place, part in enumerate(main.parts):
            points[part.code] = Decimal(hundredths // count + (place < hundredths % count)) / 100
    return Weights(edition.code, "Giả định chia đều", "không có văn bản", dated, False, (EQUAL,), points)


def compute(edition: Edition, weights: Weights, shares: Mapping[str, Decimal]) -> Outcome:
    """Return the index; a scored component without a share counts nothing and is named as lacking.

    shares: of one, by code of component. Raises WrongShare for one outside 0 to 1 or of no scored component.
    """
    codes = {part.code for main in edition.scored() for part in main.parts}
    for code, share in shares.items():
        if code not in codes:
            raise WrongShare(f"Chỉ số thành phần {code} không có hoặc không chấm điểm. Hãy bỏ dòng này.")
        if not 0 <= share <= 1:
            raise WrongShare(f"Mức đạt của chỉ số thành phần {code} phải từ 0 đến 100 %. Hãy sửa lại.")
    main = {one.code: _share(one, weights, shares) for one in edition.scored()}
    lacking = tuple(sorted(codes - set(shares)))
    return Outcome(
        edition=edition,
        weights=weights,
        official=weights.confirmed and not lacking,
        main=main,
        pillars={one.code: rules.pillar(edition, one, main) for one in edition.pillars},
        overall=rules.overall(edition, main),
        lacking=lacking,
    )


def _share(main: Main, weights: Weights, shares: Mapping[str, Decimal]) -> Decimal:
    reached = sum((weights.points[part.code] * shares.get(part.code, Decimal(0)) for part in main.parts), Decimal(0))
    return reached / main.max_points


@dataclass(frozen=True)
class Loss:
    """Where points were lost: a scored component, what it weighs, what it lacks to its maximum."""

    code: str
    weight: Decimal
    lost: Decimal


def losses(edition: Edition, weights: Weights, shares: Mapping[str, Decimal]) -> list[Loss]:
    """Return what each scored component lacks, the most first: the waterfall from the maximum to the score."""
    found = [
        Loss(part.code, weights.points[part.code], weights.points[part.code] * (1 - shares.get(part.code, Decimal(0))))
        for main in edition.scored()
        for part in main.parts
    ]
    return sorted(found, key=lambda one: (-one.lost, one.code))
