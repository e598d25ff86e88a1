# SPDX-License-Identifier: EUPL-1.2
"""Components of an edition folded from acts: the proofs of one module joined with the six shares of another."""

from datetime import date

from tinhso.kernel.indicators.queries import Scope
from tinhso.modules.onestop.queries.six_shares import six_shares
from tinhso.modules.scorecards.declaring.proofs import proofs_of
from tinhso.modules.scorecards.declaring.types import Folded


def folded_of(edition: str, year: int, today: date) -> dict[str, Folded]:
    """Return by component what acts say of a year up to a day; nothing of a year that has not begun.

    A component whose denominator is still nothing has no share: acts do not prove it yet.
    """
    first, last = date(year, 1, 1), min(today, date(year, 12, 31))
    proofs = proofs_of(edition)
    if not proofs or last < first:
        return {}
    shares = {one.key: one for one in six_shares(Scope(first, last))}
    return {
        code: Folded(proof, shares[proof.figure].numerator, shares[proof.figure].denominator)
        for code, proof in proofs.items()
    }
