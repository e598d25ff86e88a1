# SPDX-License-Identifier: EUPL-1.2
"""Lanes: work that several workers share without meeting. Each lane is one job at a time, on whatever machine.

A row belongs to the lane its key falls into, so no two jobs ever take the same row and a lane stopped by a killed
worker is taken up again by the next.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from procrastinate.contrib.django import app
from procrastinate.tasks import Task

from tinhso.config import env


@dataclass(frozen=True)
class Lane:
    """One of `of` lanes: the rows whose key leaves `number` when divided by `of`."""

    number: int
    of: int


WHOLE = Lane(0, 1)
"""The one lane in which everything lies."""


def in_lanes(name: str, *, cron: str) -> Callable[[Task[..., Any, Any]], Task[..., Any, Any]]:
    """Return what starts a task by the clock, once in each of the TINHSO_LANES lanes; it takes `lane` and `of`."""

    def decorated(task: Task[..., Any, Any]) -> Task[..., Any, Any]:
        for number in range(env.LANES):
            lock = f"{name}:{number}"
            told: dict[str, Any] = {"lane": number, "of": env.LANES}
            app.periodic(cron=cron, periodic_id=lock, lock=lock, queueing_lock=lock, task_kwargs=told)(task)
        return task

    return decorated
