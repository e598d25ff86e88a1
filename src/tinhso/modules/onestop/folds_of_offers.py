# SPDX-License-Identifier: EUPL-1.2
"""What acts about offers and about who filed add to the facts (224/2026/NĐ-CP, Điều 19). Pure, like `folds`."""

from collections.abc import Iterator

from tinhso.kernel.events.types import ActRow
from tinhso.kernel.indicators.folding import fold_verbs
from tinhso.kernel.indicators.types import Delta
from tinhso.modules.onestop.proactive import types as acts
from tinhso.modules.onestop.types import DossierSubmitted, FiledBy

GRADES = tuple(f"onestop.offers_grade_{grade.value}" for grade in acts.Grade)


def _add(act: ActRow, fact: str) -> Delta:
    """Return one more, by the service it is about; offers are made by the house and by no unit."""
    return Delta(f"onestop.{fact}", area=act.area, dimension=act.data["service"])


@fold_verbs(acts.OfferMade, facts=["onestop.offers_made", *GRADES])
def made(act: ActRow) -> Iterator[Delta]:
    yield _add(act, "offers_made")
    yield _add(act, f"offers_grade_{act.data['grade']}")


@fold_verbs(acts.OfferAccepted, facts=["onestop.offers_accepted"])
def accepted(act: ActRow) -> Iterator[Delta]:
    yield _add(act, "offers_accepted")


@fold_verbs(acts.OfferRefused, facts=["onestop.offers_refused"])
def refused(act: ActRow) -> Iterator[Delta]:
    yield _add(act, "offers_refused")


@fold_verbs(acts.OfferRestored, facts=["onestop.offers_restored"])
def restored(act: ActRow) -> Iterator[Delta]:
    yield _add(act, "offers_restored")


@fold_verbs(DossierSubmitted, facts=["onestop.submitted_by_others", "onestop.submitted_by_filer"])
def filed(act: ActRow) -> Iterator[Delta]:
    """Acts from before it was asked who filed say the applicant."""
    filer = act.data.get("filed_by", FiledBy.SELF)
    yield Delta("onestop.submitted_by_filer", 1, act.unit_id, act.area, dimension=filer)
    if filer != FiledBy.SELF:
        yield Delta("onestop.submitted_by_others", 1, act.unit_id, act.area)
