# SPDX-License-Identifier: EUPL-1.2
"""What acts of the queue add to the facts, by unit and day. Pure, like `folds`.

A wait ends with the first call; a person sent on to a second counter has not waited twice. Who was not served by the
end of the day is counted apart: the mean of those who were called would hide them.
"""

from collections.abc import Iterator

from tinhso.kernel.events.types import ActRow
from tinhso.kernel.indicators.folding import fold_verbs
from tinhso.kernel.indicators.types import Delta
from tinhso.modules.onestop.queue import types as acts


def _add(act: ActRow, fact: str, amount: int = 1) -> Delta:
    return Delta(f"onestop.{fact}", amount, act.unit_id, act.area)


@fold_verbs(acts.TicketTaken, facts=["onestop.tickets"])
def taken(act: ActRow) -> Iterator[Delta]:
    yield _add(act, "tickets")


@fold_verbs(acts.TicketCalled, facts=["onestop.tickets_called", "onestop.wait_minutes"])
def called(act: ActRow) -> Iterator[Delta]:
    minutes = act.data.get("minutes")
    if minutes is not None:
        yield _add(act, "tickets_called")
        yield _add(act, "wait_minutes", minutes)


@fold_verbs(acts.TicketClosed, facts=["onestop.tickets_unserved"])
def closed(act: ActRow) -> Iterator[Delta]:
    yield _add(act, "tickets_unserved")
