# SPDX-License-Identifier: EUPL-1.2
"""Facts for the index of Decision 766 and for statistic tables: endings, what is open, money. Pure, like `folds`.

A dossier counts for the body that resolves it. `onestop.open` is a balance: every act that moves an open dossier takes
it from the place where it stood and puts it where it stands now, so that the sum since the first day says how many
are open. Its dimension is `<day of the promise>|<procedure>|<channel>`; the day is empty when no promise runs.
The facts `…_in` say the same with the procedure left empty: a table of bodies reads a few rows of each body and month
however many services there are (ADR 0031).
Source: Quyết định 766/QĐ-TTg; acts recorded before these fields existed add nothing (ADR 0023).
"""

from collections.abc import Iterator
from datetime import date

from tinhso.kernel.events.types import ActRow
from tinhso.kernel.indicators.folding import fold_verbs
from tinhso.kernel.indicators.symbols import local_day, unit_of
from tinhso.kernel.indicators.types import Delta
from tinhso.modules.onestop import types as acts
from tinhso.modules.onestop.payments import types as money

FREE_CONTACTS = 2
"""Points of a dossier whose applicant was asked for nothing more (01/2018/TT-VPCP, Điều 13, chỉ số 3)."""


def standing(promise: date | str | None, procedure: str, channel: str) -> str:
    """Return the dimension of `onestop.open`."""
    return f"{promise or ''}|{procedure}|{channel}"


def _here(act: ActRow, fact: str, amount: int = 1, dimension: str = "") -> Delta:
    return Delta(f"onestop.{fact}", amount, unit_of(act.data["resolving"]), act.area, dimension)


def _counted(act: ActRow, fact: str) -> Iterator[Delta]:
    """Count one dossier finely under `<fact>_by` and coarsely under `<fact>_in`."""
    yield _here(act, f"{fact}_by", 1, f"{act.data['procedure']}|{act.data['channel']}")
    yield _here(act, f"{fact}_in", 1, f"|{act.data['channel']}")


def _stands(act: ActRow, amount: int, promise: date | str | None) -> Iterator[Delta]:
    """Put an open dossier under a promise or take it away, finely and coarsely."""
    yield _here(act, "open", amount, standing(promise, act.data["procedure"], act.data["channel"]))
    yield _here(act, "open_in", amount, standing(promise, "", act.data["channel"]))


@fold_verbs(
    acts.DossierReceived, facts=["onestop.open", "onestop.open_in", "onestop.received_by", "onestop.received_in"]
)
def opened(act: ActRow) -> Iterator[Delta]:
    promised = act.data.get("promised")
    yield from _stands(act, 1, local_day(promised) if promised else None)
    yield from _counted(act, "received")


@fold_verbs(acts.SupplementRequested, acts.SupplementSupplied, facts=["onestop.open", "onestop.open_in"])
def moved(act: ActRow) -> Iterator[Delta]:
    data = act.data
    before, after = data.get("promise"), data.get("promise_after")
    if data.get("resolving") and before != after:
        yield from _stands(act, -1, before)
        yield from _stands(act, 1, after)


@fold_verbs(
    acts.DossierCompleted,
    acts.DossierRefused,
    acts.DossierStopped,
    facts=[
        "onestop.open",
        "onestop.open_in",
        "onestop.ended",
        "onestop.ended_by",
        "onestop.ended_in",
        "onestop.ended_on_time_766",
        "onestop.ended_on_time_by",
        "onestop.ended_on_time_in",
        "onestop.contact_points",
    ],
)
def ended(act: ActRow) -> Iterator[Delta]:
    data = act.data
    if not data.get("resolving"):
        return
    yield from _stands(act, -1, data.get("promise"))
    yield _here(act, "ended")
    yield from _counted(act, "ended")
    if data["on_time_766"]:
        yield _here(act, "ended_on_time_766")
        yield from _counted(act, "ended_on_time")
    points = max(0, FREE_CONTACTS - data.get("contacts", 0))
    if points:
        yield _here(act, "contact_points", points)


@fold_verbs(money.FeeRaised, facts=["onestop.with_fee"])
def fee_raised(act: ActRow) -> Iterator[Delta]:
    yield Delta("onestop.with_fee", 1, act.unit_id, act.area)


@fold_verbs(money.FeeExempted, facts=["onestop.with_fee"])
def fee_exempted(act: ActRow) -> Iterator[Delta]:
    yield Delta("onestop.with_fee", -1, act.unit_id, act.area)


@fold_verbs(money.PaymentSettled, facts=["onestop.paid_online"])
def paid(act: ActRow) -> Iterator[Delta]:
    if act.data["channel"] == money.PayChannel.GATEWAY:
        yield Delta("onestop.paid_online", 1, act.unit_id, act.area)
