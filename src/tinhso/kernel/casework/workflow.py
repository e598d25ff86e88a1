# SPDX-License-Identifier: EUPL-1.2
"""The workflows known to this installation, by kind; each module registers its own when it starts."""

from tinhso.kernel.casework.types import Clock, Phase, State, Step, Workflow

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


def states(
    *rows: tuple[str, str, Phase, Clock, str, str] | tuple[str, str, Phase, Clock, str, str, bool],
) -> dict[str, State]:
    """Read the states of a step table, one row each, in the order of the fields of `State`."""
    return {row[0]: State(*row) for row in rows}


def steps(*rows: tuple[str, str, str, str, str, str]) -> dict[str, Step]:
    """Read the steps of a table. Each row: name, title, source states, target, roles, law; lists are words."""
    return {
        name: Step(name, title, frozenset(sources.split()), target, frozenset(roles.split()), law)
        for name, title, sources, target, roles, law in rows
    }
