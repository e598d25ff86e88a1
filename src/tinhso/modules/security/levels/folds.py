# SPDX-License-Identifier: EUPL-1.2
"""Facts of levels, folded from acts: levels approved, limits kept, duties done, the frozen register. Pure."""

from collections.abc import Iterator

from tinhso.kernel.events.types import ActRow
from tinhso.kernel.indicators.folding import fold_verbs
from tinhso.kernel.indicators.symbols import unit_of
from tinhso.kernel.indicators.types import Delta
from tinhso.modules.security import types as acts

FROZEN = ("systems", "level_approved", "plan_deployed", "inspected", "monitored", "sharing", "response_plan",
          "machines", "agents_expected", "agents_heard", "machines_seen")  # fmt: skip


@fold_verbs(acts.LevelApproved, facts=["security.levels_approved"])
def approved(act: ActRow) -> Iterator[Delta]:
    yield Delta("security.levels_approved", 1, unit_of(act.data["focal"]), act.area)


@fold_verbs(acts.LevelDossierAppraised, facts=["security.appraisals_limited", "security.appraisals_on_time"])
def appraised(act: ActRow) -> Iterator[Delta]:
    """Only appraisals for which the law writes a limit (levels 3 and up)."""
    if act.data["limited"]:
        yield Delta("security.appraisals_limited", 1, act.unit_id, act.area)
        if act.data["on_time"]:
            yield Delta("security.appraisals_on_time", 1, act.unit_id, act.area)


@fold_verbs(acts.DutyDone, facts=["security.duties", "security.duties_on_time", "security.assessments"])
def duty_done(act: ActRow) -> Iterator[Delta]:
    yield Delta("security.duties", 1, act.unit_id, act.area)
    if act.data["on_time"]:
        yield Delta("security.duties_on_time", 1, act.unit_id, act.area)
    if act.data["duty"] == "assessment":
        yield Delta("security.assessments", 1, act.unit_id, act.area)


@fold_verbs(acts.RegisterFrozen, facts=[f"security.frozen_{name}" for name in FROZEN])
def frozen(act: ActRow) -> Iterator[Delta]:
    """Both numbers of every share come from the same frozen register."""
    for name in FROZEN:
        yield Delta(f"security.frozen_{name}", act.data[name], act.unit_id, act.area)
