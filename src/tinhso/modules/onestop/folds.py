# SPDX-License-Identifier: EUPL-1.2
"""What each act of a dossier adds to the facts. Pure: one act in, additions out, so that a replay gives the same."""

from collections.abc import Iterator
from uuid import UUID

from tinhso.kernel.events.types import ActRow
from tinhso.kernel.indicators.folding import fold_verbs
from tinhso.kernel.indicators.symbols import unit_of
from tinhso.kernel.indicators.types import Delta
from tinhso.modules.onestop import types as acts

ONLINE = acts.Channel.ONLINE.value


def _add(act: ActRow, fact: str, amount: int = 1, *, unit: UUID | None = None) -> Delta:
    return Delta(f"onestop.{fact}", amount, unit or act.unit_id, act.area)


@fold_verbs(
    acts.DossierSubmitted, facts=["onestop.submitted", "onestop.submitted_online", "onestop.submitted_by_procedure"]
)
def submitted(act: ActRow) -> Iterator[Delta]:
    yield _add(act, "submitted")
    yield Delta("onestop.submitted_by_procedure", dimension=act.data["procedure"])
    if act.data["channel"] == ONLINE:
        yield _add(act, "submitted_online")


@fold_verbs(
    acts.DossierReceived,
    facts=[
        "onestop.received",
        "onestop.received_online",
        "onestop.received_digitised",
        "onestop.received_reusing",
        "onestop.intake_minutes",
    ],
)
def received(act: ActRow) -> Iterator[Delta]:
    unit = unit_of(act.data["resolving"])
    yield _add(act, "received", unit=unit)
    yield _add(act, "intake_minutes", act.data.get("minutes", 0), unit=unit)
    if act.data["channel"] == ONLINE:
        yield _add(act, "received_online", unit=unit)
    if act.data.get("digitised"):
        yield _add(act, "received_digitised", unit=unit)
    if act.data.get("reused"):
        yield _add(act, "received_reusing", unit=unit)


@fold_verbs(
    acts.DossierCompleted,
    facts=[
        "onestop.completed",
        "onestop.completed_on_time",
        "onestop.completed_on_time_766",
        "onestop.completed_electronic",
        "onestop.completed_minutes",
        "onestop.finished",
        "onestop.finished_on_time",
    ],
)
def completed(act: ActRow) -> Iterator[Delta]:
    yield _add(act, "completed")
    yield _add(act, "finished")
    yield _add(act, "completed_minutes", act.data["minutes"])
    if act.data["on_time"]:
        yield _add(act, "completed_on_time")
        yield _add(act, "finished_on_time")
    if act.data["on_time_766"]:
        yield _add(act, "completed_on_time_766")
    if act.data["electronic"]:
        yield _add(act, "completed_electronic")


@fold_verbs(acts.DossierRefused, facts=["onestop.refused", "onestop.finished", "onestop.finished_on_time"])
def refused(act: ActRow) -> Iterator[Delta]:
    yield _add(act, "refused")
    yield _add(act, "finished")
    if act.data["on_time"]:
        yield _add(act, "finished_on_time")


@fold_verbs(acts.IntakeRefused, facts=["onestop.intake_refused"])
def intake_refused(act: ActRow) -> Iterator[Delta]:
    yield _add(act, "intake_refused")


@fold_verbs(acts.DossierStopped, facts=["onestop.stopped"])
def stopped(act: ActRow) -> Iterator[Delta]:
    yield _add(act, "stopped")


@fold_verbs(acts.SupplementRequested, facts=["onestop.supplemented"])
def supplemented(act: ActRow) -> Iterator[Delta]:
    yield _add(act, "supplemented")


@fold_verbs(acts.DossierApologised, facts=["onestop.apologised"])
def apologised(act: ActRow) -> Iterator[Delta]:
    yield _add(act, "apologised")


@fold_verbs(acts.ResultReturned, facts=["onestop.returned"])
def returned(act: ActRow) -> Iterator[Delta]:
    if not act.data.get("again"):
        yield _add(act, "returned")


@fold_verbs(
    acts.FeedbackAnswered, facts=["onestop.feedback_answered", "onestop.feedback_on_time", "onestop.feedback_poor"]
)
def feedback_answered(act: ActRow) -> Iterator[Delta]:
    """Feedback in competence that was answered; refused feedback is not in competence."""
    yield _add(act, "feedback_answered")
    if act.data["on_time"]:
        yield _add(act, "feedback_on_time")
    else:
        yield _add(act, "feedback_poor")


@fold_verbs(acts.FeedbackRated, facts=["onestop.feedback_poor"])
def feedback_rated(act: ActRow) -> Iterator[Delta]:
    """Poor: answered late or found unsatisfactory, each feedback once."""
    if not act.data["satisfied"] and act.data["on_time"]:
        yield _add(act, "feedback_poor")


@fold_verbs(acts.DossierRated, facts=["onestop.rated", "onestop.satisfied", "onestop.dissatisfied"])
def rated(act: ActRow) -> Iterator[Delta]:
    yield _add(act, "rated")
    if act.data["level"] != acts.Satisfaction.NOT:
        yield _add(act, "satisfied")
    else:
        yield _add(act, "dissatisfied")
