# SPDX-License-Identifier: EUPL-1.2
"""The weights of this installation as pages need them: the file, or the sentence that says what is wrong with it."""

from decimal import Decimal

from tinhso.modules.scorecards.declaring import weighing
from tinhso.modules.scorecards.declaring.weighing import WeightBook
from tinhso.modules.scorecards.errors import WeightsFaulty


def installed(edition: str) -> tuple[WeightBook | None, str]:
    """Return the weights of an edition, or none; with the sentence about a file that cannot be used."""
    try:
        book = weighing.installed()
    except WeightsFaulty as fault:
        return None, fault.sentence
    return (book if book is not None and book.edition == edition else None), ""


def points(book: WeightBook | None, code: str, final: Decimal | None) -> Decimal | None:
    """Return points for the final share of a component, only under a confirmed weight."""
    weight = book.confirmed(code) if book is not None else None
    return None if weight is None or final is None else weight * final
