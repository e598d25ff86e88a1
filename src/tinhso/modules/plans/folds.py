# SPDX-License-Identifier: EUPL-1.2
"""Facts of plans, folded from acts: tasks given out, confirmed, confirmed in time. Pure. A task counts for its lead."""

from collections.abc import Iterator

from tinhso.kernel.events.types import ActRow
from tinhso.kernel.indicators.folding import fold_verbs
from tinhso.kernel.indicators.symbols import unit_of
from tinhso.kernel.indicators.types import Delta
from tinhso.modules.plans import types as acts


def _of_lead(act: ActRow, fact: str) -> Delta:
    return Delta(f"plans.{fact}", 1, unit_of(act.data["lead"]), act.area)


@fold_verbs(acts.TaskGiven, facts=["plans.given"])
def given(act: ActRow) -> Iterator[Delta]:
    yield _of_lead(act, "given")


@fold_verbs(acts.TaskConfirmed, facts=["plans.confirmed", "plans.confirmed_on_time"])
def confirmed(act: ActRow) -> Iterator[Delta]:
    yield _of_lead(act, "confirmed")
    if act.data["on_time"]:
        yield _of_lead(act, "confirmed_on_time")
