# SPDX-License-Identifier: EUPL-1.2
"""What dossiers of a ministry's system add to the facts, apart from the province's own. Pure, like `folds`."""

from collections.abc import Iterator

from tinhso.kernel.events.types import ActRow
from tinhso.kernel.indicators.folding import fold_verbs
from tinhso.kernel.indicators.types import Delta
from tinhso.modules.onestop.ministry import types as acts


@fold_verbs(acts.MinistryDossierReceived, facts=["onestop.ministry_received"])
def received(act: ActRow) -> Iterator[Delta]:
    yield Delta("onestop.ministry_received", 1, act.unit_id, act.area)


@fold_verbs(acts.MinistryDossierFinished, facts=["onestop.ministry_finished", "onestop.ministry_on_time"])
def finished(act: ActRow) -> Iterator[Delta]:
    yield Delta("onestop.ministry_finished", 1, act.unit_id, act.area)
    if act.data["on_time"]:
        yield Delta("onestop.ministry_on_time", 1, act.unit_id, act.area)
