# SPDX-License-Identifier: EUPL-1.2
"""The facts are a subscriber of the ledger like any other."""

from tinhso.kernel.events.subscriptions import fold
from tinhso.kernel.events.types import ActRow
from tinhso.kernel.indicators import actions


@fold(actions.SUBSCRIBER)
def fold_into_facts(acts: list[ActRow]) -> None:
    actions.add_acts(acts)
