# SPDX-License-Identifier: EUPL-1.2
"""How much of the work on dossiers the house does by itself (mức độ tự động hóa, 224/2026/NĐ-CP, Điều 19). Pure.

The decree names the figure and gives no formula; this one is ours: of all acts about dossiers, those no person took.
"""

from collections.abc import Iterator

from tinhso.kernel.events import catalogue
from tinhso.kernel.events.types import ActRow
from tinhso.kernel.indicators.folding import fold_verbs
from tinhso.kernel.indicators.types import Delta

ABOUT_DOSSIERS = tuple(verb.payload for name, verb in catalogue.VERBS.items() if name.startswith("dossier:"))
"""Every verb of the noun that is known when the application starts; this file is imported last."""


@fold_verbs(*ABOUT_DOSSIERS, facts=["onestop.dossier_acts", "onestop.dossier_acts_automatic"])
def taken(act: ActRow) -> Iterator[Delta]:
    yield Delta("onestop.dossier_acts", 1, act.unit_id, act.area)
    if act.actor_kind == "system":
        yield Delta("onestop.dossier_acts_automatic", 1, act.unit_id, act.area)
