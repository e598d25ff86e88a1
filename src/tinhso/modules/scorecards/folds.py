# SPDX-License-Identifier: EUPL-1.2
"""Facts of declarations, folded from acts: components declared, declared in time, once each for its unit. Pure."""

from collections.abc import Iterator

from tinhso.kernel.events.types import ActRow
from tinhso.kernel.indicators.folding import fold_verbs
from tinhso.kernel.indicators.symbols import unit_of
from tinhso.kernel.indicators.types import Delta
from tinhso.modules.scorecards.declaring import types as acts


@fold_verbs(acts.DeclarationDeclared, facts=["scorecards.declared", "scorecards.declared_on_time"])
def declared(act: ActRow) -> Iterator[Delta]:
    """Only the first time in a round counts: a declaration sent back and mended is still one."""
    if not act.data["first"]:
        return
    unit = unit_of(act.data["declarer"])
    yield Delta("scorecards.declared", 1, unit, act.area)
    if act.data["on_time"]:
        yield Delta("scorecards.declared_on_time", 1, unit, act.area)
