# SPDX-License-Identifier: EUPL-1.2
"""p95 of the questions behind inbox, search, book and dossier page, as the number of dossiers grows."""

import random
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from django.db import connection

from bench import bulk
from bench.figures import Figure, percentile
from bench.installation import installed
from bench.place import Place

if TYPE_CHECKING:
    from bench.questions import Question

SIZES, REPEATS = (10_000, 100_000), 60
LIMIT_MS = 50.0
"""The goal of the house at a million dossiers."""


def measure(place: Place, *, quick: bool = False, sizes: Sequence[int] = ()) -> list[Figure]:
    """Return a line per question and size; the growth against the smallest size stands in the notes."""
    wanted = sorted(sizes) or ([5_000] if quick else list(SIZES))
    repeats = 10 if quick else REPEATS
    figures, smallest = [], {}
    with installed(place):
        from bench import services  # noqa: PLC0415 - models exist after django.setup()
        from bench.questions import Askers  # noqa: PLC0415

        services.grow()
        there = 0
        for size in wanted:
            bulk.load(there, size - 1)
            there = size
            for name, question in Askers().questions().items():
                p95, queries = _p95(question, size, repeats)
                first = smallest.setdefault(name, p95)
                note = f"{queries} queries; {p95 / first:.1f} times that at {wanted[0]:,}"
                figures.append(Figure(f"{name}, {size:,} dossiers, p95", p95, "ms", LIMIT_MS, "the goal", note))
    return figures


def _p95(question: "Question", size: int, repeats: int) -> tuple[float, int]:
    """Return the 95th percentile in milliseconds (queries and their objects, no page), and the number of queries."""
    dice, taken, seen = random.Random(size), [], 0

    def count(execute: Callable[..., object], *arguments: object) -> object:
        nonlocal seen
        seen += 1
        return execute(*arguments)

    question(dice, size)
    with connection.execute_wrapper(count):
        for _ in range(repeats):
            began = time.perf_counter()
            question(dice, size)
            taken.append((time.perf_counter() - began) * 1000)
    return percentile(taken, 0.95), round(seen / repeats)
