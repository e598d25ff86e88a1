# SPDX-License-Identifier: EUPL-1.2
"""Every registered step table can be walked, is told apart by phases, and cites its law."""

import re

import pytest

from tests.architecture.tree import listed
from tinhso.kernel.casework.types import LIVING, Clock, Phase, State, Step, Workflow
from tinhso.kernel.casework.workflow import all_workflows
from tinhso.kernel.registry.types import PostRole

OUTSIDERS = {"applicant", "system"}
ROLES = {role.value for role in PostRole} | OUTSIDERS
AFTERWARDS = {"archived", "result_corrected"}
"""A dossier that is over may still be archived, or opened again because its result was wrong: nobody owes that."""
VERB = re.compile(r"^[a-z]+(_[a-z]+)*$")


def reachable(workflow: Workflow) -> set[str]:
    """Return the states that a case can get to from the first one."""
    found, fresh = set(), {workflow.initial}
    while fresh:
        found |= fresh
        fresh = {step.target for state in fresh for step in workflow.steps_from(state)} - found
    return found


def faults(workflow: Workflow) -> list[str]:
    """Return what is wrong with a table, one sentence each."""
    found = [f"{key}: never reached" for key in sorted(workflow.states.keys() - reachable(workflow))]
    for key, state in workflow.states.items():
        found += _faults_of_state(
            key, state, is_last=all(step.target in AFTERWARDS for step in workflow.steps_from(key))
        )
    for step in workflow.steps.values():
        found += _faults_of_step(step)
    return found


def _faults_of_state(key: str, state: State, *, is_last: bool) -> list[str]:
    over = state.phase not in LIVING
    wrong = {
        "has no phase": not isinstance(state.phase, Phase),
        "has no Vietnamese title": not state.title,
        "is the end of the road and still somebody's turn": is_last and bool(state.turn),
        "is the end of the road and not over": is_last and not over,
        "is nobody's turn and can go on": not is_last and not state.turn,
        "its turn is of an unknown role": bool(state.turn) and state.turn not in ROLES,
        "is over and its clock runs": over and state.clock is not Clock.ENDED,
        "is alive and its clock has ended": not over and state.clock is Clock.ENDED,
        "begins the limit anew without stopping it": state.resets and state.clock is not Clock.STOPPED,
    }
    return [f"{key} {what}" for what, is_wrong in wrong.items() if is_wrong]


def _faults_of_step(step: Step) -> list[str]:
    wrong = {
        "is not a plain verb": not VERB.match(step.name),
        "has no Vietnamese title": not step.title,
        "has no legal source": not step.law,
        "may be taken by nobody": not step.roles,
        "may be taken by an unknown role": bool(step.roles - ROLES),
    }
    return [f"step {step.name} {what}" for what, is_wrong in wrong.items() if is_wrong]


def test_every_table_is_sound():
    tables = all_workflows()
    found = [f"{table.kind}: {fault}" for table in tables for fault in faults(table)]

    assert {"dossier", "consultation"} <= {table.kind for table in tables}
    assert not found, listed(found)


def table(states: dict[str, State], steps: dict[str, Step]) -> Workflow:
    return Workflow(kind="test", title="Thử", states=states, steps=steps, initial="asked")


ASKED = State("asked", "Đã hỏi", Phase.OPEN, Clock.RUNNING, "specialist")
ENDED = State("ended", "Đã xong", Phase.DONE, Clock.ENDED, "")
ANSWER = Step("answer", "Trả lời", frozenset({"asked"}), "ended", frozenset({"specialist"}), "61/2018/NĐ-CP")
ISLAND = State("island", "Đảo", Phase.OPEN, Clock.RUNNING, "head")


@pytest.mark.parametrize(
    ("states", "steps", "fault"),
    [
        ({}, {}, ""),
        (
            {"island": ISLAND},
            {"stay": Step("stay", "Ở lại", frozenset({"island"}), "island", frozenset({"head"}), "x")},
            "island: never reached",
        ),
        (
            {"ended": State("ended", "Đã xong", Phase.DONE, Clock.ENDED, "clerk")},
            {},
            "ended is the end of the road and still somebody's turn",
        ),
        (
            {"ended": State("ended", "Đã xong", Phase.WORKING, Clock.RUNNING, "")},
            {},
            "ended is the end of the road and not over",
        ),
        (
            {},
            {"answer": Step("answer", "Trả lời", frozenset({"asked"}), "ended", frozenset({"king"}), "")},
            "step answer has no legal source",
        ),
    ],
)
def test_a_faulty_table_is_seen(states: dict[str, State], steps: dict[str, Step], fault: str):
    found = faults(table({"asked": ASKED, "ended": ENDED, **states}, {"answer": ANSWER, **steps}))

    assert (fault in found) if fault else (found == [])
