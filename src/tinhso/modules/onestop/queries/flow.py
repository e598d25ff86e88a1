# SPDX-License-Identifier: EUPL-1.2
"""The internal process as dossiers run through it: steps with their clocks, read from holdings, pauses and acts."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tinhso.kernel.calendar.queries import work_calendar
from tinhso.kernel.casework import queries as casework
from tinhso.kernel.casework.models import Case, Holding, Pause
from tinhso.kernel.casework.types import Clock
from tinhso.kernel.events import queries as ledger
from tinhso.modules.onestop.flow.rules import (
    Span,
    flow_of,
    left_to_examine,
    next_of_post,
    review_ahead,
    stays_of,
    times_of,
    without_undone,
)
from tinhso.modules.onestop.flow.types import Flow, FlowStep, Mark, Pass, Standing, StepTime, Turn
from tinhso.modules.onestop.models import Dossier
from tinhso.modules.onestop.queries.catalogue import frozen_version
from tinhso.modules.onestop.workflow import DOSSIER

PASSED = "dossier:step:passed"
UNDONE = ("dossier:assignment:undone", "dossier:step:undone")
REVIEWS = frozenset({"pass_review", "approve_result", "approve_refusal"})


@dataclass(frozen=True)
class _Traces:
    """What several cases left behind, by case."""

    holdings: dict[uuid.UUID, list[Holding]]
    pauses: dict[uuid.UUID, list[Pause]]
    passes: dict[uuid.UUID, list[Pass]]
    undone: dict[uuid.UUID, list[Span]]


def flow_of_dossier(dossier: Dossier) -> Flow | None:
    """Return the running flow of a dossier's version, None when it has none."""
    return flow_of(frozen_version(dossier.version_id).definition)


def step_times(dossier: Dossier, now: datetime) -> list[StepTime]:
    """Return the steps of a dossier with their clocks; empty when its version has no running flow."""
    return many_times([dossier], now).get(dossier.case_id, [])


def many_times(dossiers: Iterable[Dossier], now: datetime) -> dict[uuid.UUID, list[StepTime]]:
    """Return the steps of each dossier whose version has a running flow, by case; three queries however many."""
    flows = [(one, flow) for one in dossiers if (flow := flow_of_dossier(one)) is not None]
    if not flows:
        return {}
    traces = _traces([one.case_id for one, _flow in flows])
    return {one.case_id: _times(one, flow, traces, now) for one, flow in flows}


def current(times: Sequence[StepTime]) -> StepTime | None:
    """Return the step a dossier stands at, None when it is over."""
    return next((one for one in times if one.mark in (Mark.CURRENT, Mark.PAUSED)), None)


def current_steps(cases: Iterable[Case], now: datetime) -> dict[uuid.UUID, StepTime]:
    """Return the present step of each living case of a list that is a dossier with a running flow."""
    dossiers = [_with_case(case) for case in cases if case.kind == DOSSIER.kind and case.closed_at is None]
    found = ((case_id, current(times)) for case_id, times in many_times(dossiers, now).items())
    return {case_id: one for case_id, one in found if one is not None}


def _with_case(case: Case) -> Dossier:
    dossier: Dossier = case.dossier
    return dossier


def place_of(dossier: Dossier, flow: Flow) -> int:
    """Return the place of a dossier in its flow; the first step when it left no trace yet."""
    stays = stays_of(flow, *_turns(dossier, _traces([dossier.case_id])))
    return stays[-1].place if stays else 0


def fitting(dossier: Dossier, names: Sequence[str]) -> list[str]:
    """Return the steps of the table that the flow of a dossier leaves open, in the order given."""
    flow = flow_of_dossier(dossier)
    if flow is None:
        return [one for one in names if one not in {"pass_step", "submit_review"} | REVIEWS]
    place = place_of(dossier, flow)
    shut = REVIEWS - {next_after_review(dossier, flow, place)}
    if next_of_post(flow, place) is None:
        shut |= {"pass_step"}
    if left_to_examine(flow, place) is not None:
        shut |= {"propose_result", "submit_review"}
    shut |= {"propose_result"} if review_ahead(flow, place) else {"submit_review"}
    return [one for one in names if one not in shut]


def next_after_review(dossier: Dossier, flow: Flow, place: int) -> str:
    """Return by which step of the table a review that agrees goes on."""
    if flow.steps[place].role == "head" and next_of_post(flow, place) is not None:
        return "pass_review"
    return "approve_refusal" if dossier.decision.get("kind") == "refusal" else "approve_result"


def following(dossier: Dossier) -> FlowStep | None:
    """Return the step of the same post that would begin by a word of its holder."""
    flow = flow_of_dossier(dossier)
    return next_of_post(flow, place_of(dossier, flow)) if flow else None


def _traces(case_ids: Sequence[uuid.UUID]) -> _Traces:
    found = _Traces(defaultdict(list), defaultdict(list), defaultdict(list), defaultdict(list))
    for holding in casework.holdings_of_many(case_ids):
        found.holdings[holding.case_id].append(holding)
    for pause in casework.pauses_of_many(case_ids):
        found.pauses[pause.case_id].append(pause)
    for act in ledger.acts_of_cases(case_ids, [PASSED, *UNDONE]):
        if act.case_id is None:
            continue
        if act.verb == PASSED:
            found.passes[act.case_id].append(Pass(act.at, act.data["step"]))
        else:
            found.undone[act.case_id].append((datetime.fromisoformat(act.data["done_at"]), act.at))
    return found


def _times(dossier: Dossier, flow: Flow, traces: _Traces, now: datetime) -> list[StepTime]:
    stays = stays_of(flow, *_turns(dossier, traces))
    pauses = [(one.begins_at, one.ends_at or now) for one in traces.pauses[dossier.case_id]]
    paused = DOSSIER.states[dossier.case.state].clock is Clock.STOPPED
    living = dossier.case.closed_at is None
    return times_of(flow, stays, pauses, work_calendar(), now, standing=Standing(living=living, paused=paused))


def _turns(dossier: Dossier, traces: _Traces) -> tuple[list[Turn], list[Pass]]:
    """Return who had the turn when; after the result was signed only those who hand it out."""
    ended = dossier.finished_at
    found = [
        Turn(
            one.turn,
            one.begins_at,
            one.ends_at,
            str(one.unit),
            one.officer.full_name if one.officer else "",
            one.officer_id,
        )
        for one in traces.holdings[dossier.case_id]
        if ended is None or one.begins_at < ended or one.turn == "reception"
    ]
    return without_undone(found, traces.passes[dossier.case_id], traces.undone[dossier.case_id])
