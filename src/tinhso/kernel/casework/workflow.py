# SPDX-License-Identifier: EUPL-1.2
"""The workflows known to this installation, by kind; each module registers its own when it starts."""

from tinhso.kernel.casework.types import State, Step, Workflow

_WORKFLOWS: dict[str, Workflow] = {}


def register(workflow: Workflow) -> None:
    """Make a kind of case known; registering the same table again is harmless."""
    known = _WORKFLOWS.get(workflow.kind)
    if known is not None and known != workflow:
        raise ValueError(f"kind {workflow.kind!r} is registered twice with different tables")
    _WORKFLOWS[workflow.kind] = workflow


def workflow(kind: str) -> Workflow:
    return _WORKFLOWS[kind]


def all_workflows() -> list[Workflow]:
    return list(_WORKFLOWS.values())


def state(kind: str, key: str) -> State:
    return _WORKFLOWS[kind].states[key]


def step(kind: str, name: str) -> Step:
    return _WORKFLOWS[kind].steps[name]
