# SPDX-License-Identifier: EUPL-1.2
"""Every background task is found by the worker, and some worker takes jobs from its queue."""

import ast
from typing import Any

from procrastinate.contrib.django import app

from tests.architecture.tree import SOURCE, listed, product_modules


def consumed() -> set[str] | None:
    """Return the queues that `tinhso worker` takes jobs from; None when it takes from all of them."""
    tree = ast.parse((SOURCE / "faces" / "cli" / "worker.py").read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node) == "run_worker"]
    assert calls, "tinhso worker no longer calls run_worker"
    for keyword in calls[0].keywords:
        if keyword.arg == "queues":
            return set(ast.literal_eval(keyword.value))
    return None


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def test_every_queue_has_a_consumer():
    queues = {task.queue for name, task in app.tasks.items() if name.startswith("tinhso.")}
    taken = consumed()

    assert queues
    assert taken is None or queues <= taken


def test_every_task_is_registered():
    declared = {
        f"{module.path.removeprefix('src/').removesuffix('.py').replace('/', '.')}.{node.name}"
        for module in product_modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef) and any("app.task" in ast.unparse(one) for one in node.decorator_list)
    }

    assert not declared - set(app.tasks), listed(declared - set(app.tasks))


def _own(task: Any) -> dict[str, Any]:
    """Return the lock a task has whoever starts it; one in lanes gets it from the clock that starts each."""
    return {"queueing_lock": task.queueing_lock} if task.queueing_lock else {}


def test_tasks_that_run_by_the_clock_do_not_pile_up():
    """A periodic task needs a queueing lock, or a worker that was away comes back to a heap of equal jobs."""
    piling = [
        name
        for (name, _), periodic in app.periodic_registry.periodic_tasks.items()
        if name.startswith("tinhso.") and not (periodic.configure_kwargs | _own(periodic.task)).get("queueing_lock")
    ]

    assert not piling, listed(piling)
