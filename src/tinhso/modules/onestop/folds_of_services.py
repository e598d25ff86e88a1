# SPDX-License-Identifier: EUPL-1.2
"""Facts of the public statistics of each service (thống kê từng dịch vụ), for the whole province. Pure, like `folds`.

The dimension is `<procedure>|<channel>`, so that a month of a service is at most three rows of a fact; a rating knows
no channel. Acts recorded before they named their procedure add nothing (ADR 0020).
Source: Thông tư 32/2017/TT-BTTTT.
"""

from collections.abc import Iterator

from tinhso.kernel.events.types import ActRow
from tinhso.kernel.indicators.folding import fold_verbs
from tinhso.kernel.indicators.types import Delta
from tinhso.modules.onestop import types as acts


def service(procedure: str, channel: str = "") -> str:
    """Return the dimension of every fact of this file."""
    return f"{procedure}|{channel}"


def _add(act: ActRow, fact: str, amount: int = 1) -> Iterator[Delta]:
    procedure = act.data.get("procedure")
    if procedure:
        yield Delta(f"onestop.service_{fact}", amount, dimension=service(procedure, act.data.get("channel", "")))


@fold_verbs(acts.DossierReceived, facts=["onestop.service_received"])
def received(act: ActRow) -> Iterator[Delta]:
    yield from _add(act, "received")


@fold_verbs(
    acts.DossierCompleted,
    acts.DossierRefused,
    facts=["onestop.service_finished", "onestop.service_on_time"],
)
def finished(act: ActRow) -> Iterator[Delta]:
    yield from _add(act, "finished")
    if act.data["on_time"]:
        yield from _add(act, "on_time")


@fold_verbs(acts.DossierCompleted, facts=["onestop.service_completed", "onestop.service_minutes"])
def completed(act: ActRow) -> Iterator[Delta]:
    yield from _add(act, "completed")
    yield from _add(act, "minutes", act.data["minutes"])


@fold_verbs(acts.DossierRated, facts=["onestop.service_rated", "onestop.service_satisfied"])
def rated(act: ActRow) -> Iterator[Delta]:
    yield from _add(act, "rated")
    if act.data["level"] != acts.Satisfaction.NOT:
        yield from _add(act, "satisfied")
