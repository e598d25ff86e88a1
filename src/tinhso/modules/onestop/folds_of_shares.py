# SPDX-License-Identifier: EUPL-1.2
"""Facts of the six shares of online services (sáu tỷ lệ về dịch vụ công trực tuyến). Pure, like `folds`.

The dimension of `shares_filed`, `shares_prefilled` and `shares_personal` is the procedure, so that services can be
counted as well as dossiers. Source of the names: 3015/KH-UBND (Gia Lai); it gives no formulas, these are ours.
"""

from collections.abc import Iterator

from tinhso.kernel.events.types import ActRow
from tinhso.kernel.identity.types import SignedIn
from tinhso.kernel.indicators.folding import fold_verbs
from tinhso.kernel.indicators.types import Delta
from tinhso.modules.onestop import types as acts

ONLINE = acts.Channel.ONLINE.value


@fold_verbs(
    acts.DossierSubmitted,
    facts=[
        "onestop.shares_filed",
        "onestop.shares_prefilled",
        "onestop.shares_personal",
        "onestop.shares_answers",
        "onestop.shares_answers_kept",
        "onestop.accounts_used",
    ],
)
def filed(act: ActRow) -> Iterator[Delta]:
    if act.data["channel"] != ONLINE:
        return
    procedure = act.data["procedure"]
    yield Delta("onestop.shares_filed", 1, act.unit_id, act.area, procedure)
    if act.data.get("prefilled"):
        yield Delta("onestop.shares_prefilled", 1, act.unit_id, act.area, procedure)
        yield Delta("onestop.shares_answers_kept", act.data["prefilled"])
    if act.data.get("answered"):
        yield Delta("onestop.shares_answers", act.data["answered"])
    if act.data.get("personal"):
        yield Delta("onestop.shares_personal", 1, act.unit_id, act.area, procedure)
    if act.data.get("first_of_year"):
        yield Delta("onestop.accounts_used")


@fold_verbs(SignedIn, facts=["onestop.accounts_opened"])
def signed_in(act: ActRow) -> Iterator[Delta]:
    if act.data.get("first"):
        yield Delta("onestop.accounts_opened")


@fold_verbs(acts.DossierCompleted, facts=["onestop.completed_online"])
def completed(act: ActRow) -> Iterator[Delta]:
    """From filing to result without paper: filed on line, and the result is an electronic document."""
    if act.data["channel"] == ONLINE and act.data["electronic"]:
        yield Delta("onestop.completed_online", 1, act.unit_id, act.area)


@fold_verbs(acts.DossierRated, facts=["onestop.rated_online", "onestop.satisfied_online"])
def rated(act: ActRow) -> Iterator[Delta]:
    if act.data.get("channel") != ONLINE:
        return
    yield Delta("onestop.rated_online", 1, act.unit_id, act.area)
    if act.data["level"] != acts.Satisfaction.NOT:
        yield Delta("onestop.satisfied_online", 1, act.unit_id, act.area)
