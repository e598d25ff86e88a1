# SPDX-License-Identifier: EUPL-1.2
"""The calculator: an official score when nothing is assumed, else a simulation that names all it assumes (ADR 0041)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum

from tinhso.modules.scorecards.declaring.types import Footing
from tinhso.modules.scorecards.declaring.weighing import WeightBook
from tinhso.modules.scorecards.dti import simulation
from tinhso.modules.scorecards.dti.types import Edition, Main, Outcome, Weights

CENT = Decimal("0.01")
NOUGHT = Decimal(0)


class Assumed(StrEnum):
    """What a simulation takes for granted."""

    ONLY_PROVEN = "only_proven"
    EQUAL_SPLIT = "equal_split"
    UNCONFIRMED_WEIGHT = "unconfirmed_weight"
    APPRAISED_FOR_FINAL = "appraised_for_final"
    FOLDED_FOR_FINAL = "folded_for_final"
    OWN_FOR_FINAL = "own_for_final"
    UNKNOWN_AS_NOUGHT = "unknown_as_nought"


@dataclass(frozen=True)
class Known:
    """What is known of one component, shares of one; None where nothing is. has_evidence: of what was accepted."""

    footing: Footing
    folded: Decimal | None = None
    own: Decimal | None = None
    appraised: Decimal | None = None
    final: Decimal | None = None
    has_evidence: bool = False

    def best(self) -> tuple[Decimal | None, Assumed | None]:
        """Return the share nearest to the final one, and what is assumed by taking it."""
        if self.final is not None:
            return self.final, None
        if self.appraised is not None:
            return self.appraised, Assumed.APPRAISED_FOR_FINAL
        if self.folded is not None:
            return self.folded, Assumed.FOLDED_FOR_FINAL
        if self.own is not None and self.footing is Footing.DECLARED:
            return self.own, Assumed.OWN_FOR_FINAL
        return None, Assumed.UNKNOWN_AS_NOUGHT

    def proven(self) -> Decimal:
        """Return the share acts or accepted evidence prove; nought for everything else."""
        if self.footing is Footing.FOLDED:
            return self.folded or NOUGHT
        if self.footing is Footing.DECLARED and self.has_evidence:
            return self.own or NOUGHT
        return NOUGHT


@dataclass(frozen=True)
class Reckoned:
    """The index computed. assumed: codes of components by what is assumed of them; empty only when official."""

    outcome: Outcome
    official: bool
    assumed: Mapping[Assumed, tuple[str, ...]]

    @property
    def points(self) -> Decimal:
        return self.outcome.overall * self.outcome.edition.total_max


def reckon(
    edition: Edition, book: WeightBook | None, known: Mapping[str, Known], *, only_proven: bool, dated: date
) -> Reckoned:
    """Return the index over what is known of each scored component.

    Official only when every weight of every scored component is confirmed and every final share is known. dated: the
    day of the assumption where weights are shared equally.
    """
    assumed: dict[Assumed, list[str]] = {}
    weights = weigh(edition, book, assumed, dated)
    shares: dict[str, Decimal] = {}
    for code in scored_codes(edition):
        one = known.get(code, Known(Footing.MISSING))
        if only_proven:
            shares[code] = one.proven()
            continue
        share, why = one.best()
        if share is not None:
            shares[code] = share
        if why is not None:
            assumed.setdefault(why, []).append(code)
    if only_proven:
        assumed[Assumed.ONLY_PROVEN] = []
    outcome = simulation.compute(edition, _named(weights, assumed), shares)
    said = {why: tuple(assumed[why]) for why in Assumed if why in assumed}
    return Reckoned(outcome, outcome.official and not said, said)


def scored_codes(edition: Edition) -> list[str]:
    return [part.code for main in edition.scored() for part in main.parts]


def weigh(edition: Edition, book: WeightBook | None, assumed: dict[Assumed, list[str]], dated: date) -> Weights:
    """Return a weight for every scored component: the file's, and the rest of a main index shared equally."""
    given = {} if book is None or book.edition != edition.code else book.weights
    points: dict[str, Decimal] = {}
    for main in edition.scored():
        lacking = [part.code for part in main.parts if part.code not in given]
        points |= {part.code: given[part.code].points for part in main.parts if part.code in given}
        points |= _shared(main, lacking, main.max_points - sum(points[p.code] for p in main.parts if p.code in given))
        if lacking:
            assumed.setdefault(Assumed.EQUAL_SPLIT, []).extend(lacking)
        doubtful = [part.code for part in main.parts if part.code in given and not given[part.code].confirmed]
        if doubtful:
            assumed.setdefault(Assumed.UNCONFIRMED_WEIGHT, []).extend(doubtful)
    title = book.title if book is not None and given else "Giả định chia đều"
    return Weights(edition.code, title, "", dated, False, (), points)


def _shared(main: Main, codes: Sequence[str], rest: Decimal) -> dict[str, Decimal]:
    """Return the rest of a main index shared equally in hundredths; what is left over goes to the first."""
    if not codes:
        return {}
    each = (rest / len(codes)).quantize(CENT, ROUND_DOWN)
    points = dict.fromkeys(codes, each)
    left = rest - each * len(codes)
    for code in codes:
        more = min(left, CENT)
        points[code], left = points[code] + more, left - more
    return points


def _named(weights: Weights, assumed: Mapping[Assumed, list[str]]) -> Weights:
    """Return the weights, confirmed only when nothing at all is assumed, neither of them nor of the shares."""
    kinds = tuple(why.value for why in assumed)
    return Weights(weights.edition, weights.title, weights.source, weights.dated, not kinds, kinds, weights.points)
