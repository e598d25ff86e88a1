# SPDX-License-Identifier: EUPL-1.2
"""Heavy work runs in lanes, each one job at a time, so that a second worker takes what the first has not."""

from procrastinate.contrib.django import app
from procrastinate.tasks import Task

from tinhso.config import env
from tinhso.kernel.events import lanes


def work(timestamp: int, lane: int, of: int) -> None:
    """A task of lanes."""


def test_a_task_is_started_once_in_each_lane(monkeypatch):
    monkeypatch.setattr(env, "LANES", 3)
    monkeypatch.setattr(app.periodic_registry, "periodic_tasks", {})
    task = Task(work, blueprint=app, queue="default")

    lanes.in_lanes("digging", cron="* * * * *")(task)

    found = [(key[1], one.configure_kwargs) for key, one in app.periodic_registry.periodic_tasks.items()]
    assert [name for name, _ in found] == ["digging:0", "digging:1", "digging:2"]
    assert {options["lock"] for _, options in found} == {"digging:0", "digging:1", "digging:2"}
    assert [options["task_kwargs"] for _, options in found] == [{"lane": one, "of": 3} for one in range(3)]
