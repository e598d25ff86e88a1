# SPDX-License-Identifier: EUPL-1.2
"""Whole dossier lives per second with two processes, beside pgbench saying as many statements and commits."""

import re
import statistics
import subprocess
from collections import Counter
from pathlib import Path

from django.db import connection

from bench.figures import Figure, median_of
from bench.installation import COMMUNES, installed
from bench.place import Place
from bench.statements import SETUP, Recording, recording
from tinhso.runtime import postgres, programs

RUNS, LIVES, PGBENCH_SECONDS = 3, 60, 6


def measure(place: Place, *, quick: bool = False) -> list[Figure]:
    """Return lives per second with the result drawn beforehand and with the result rendered."""
    runs, lives, seconds = (1, 30, 3) if quick else (RUNS, LIVES, PGBENCH_SECONDS)
    with installed(place):
        heard, per_step = _listen()
        limit = median_of(runs, lambda: _pgbench(place, heard, seconds))
        plain = _lives(place, "plain", runs, lives)
        rendered = _lives(place, "rendered", 1, lives // 2)
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(heard.counts().items()))
    what = f"pgbench, 2 clients, per life {kinds}"
    steps = ", ".join(f"{name} {count}" for name, count in per_step.items())
    return [
        Figure("Lives, 2 processes, PDF drawn beforehand", plain, "lives/s", limit, what, f"statements: {steps}"),
        Figure("Lives, 2 processes, result rendered by typst", rendered, "lives/s", limit, "as above", "not signed"),
    ]


def _listen() -> tuple[Recording, Counter[str]]:
    """Return what one life says, and how many statements each of its steps takes."""
    from bench.life_worker import Lives, without_rendering  # noqa: PLC0415 - models exist after django.setup()

    without_rendering()
    lives = Lives(COMMUNES[0])
    lives.run(lives.draft())
    draft, per_step, before = lives.draft(), Counter[str](), 0
    with recording() as heard:

        def note(name: str) -> None:
            nonlocal before
            per_step[name] = len(heard.texts) - before
            before = len(heard.texts)

        lives.run(draft, note)
    return heard, per_step


def _lives(place: Place, rendering: str, runs: int, lives: int) -> float:
    workers = [place.program("bench.life_worker", commune, rendering) for commune in COMMUNES]
    try:
        return statistics.median(_one_run(workers, lives) for _ in range(runs))
    finally:
        for worker in workers:
            worker.communicate()


def _one_run(workers: "list[subprocess.Popen[str]]", lives: int) -> float:
    for worker in workers:
        _say(worker, str(lives))
    for worker in workers:
        _hear(worker)
    for worker in workers:
        _say(worker, "go")
    return lives * sum(1 / float(_hear(worker)) for worker in workers)


def _say(worker: "subprocess.Popen[str]", line: str) -> None:
    assert worker.stdin
    worker.stdin.write(line + "\n")
    worker.stdin.flush()


def _hear(worker: "subprocess.Popen[str]") -> str:
    assert worker.stdout
    line = worker.stdout.readline()
    assert line, "a worker ended before its time"
    return line


def _pgbench(place: Place, heard: Recording, seconds: int) -> float:
    """Return transactions (lives) per second of pgbench with the script of a life."""
    with connection.cursor() as cursor:
        cursor.execute(SETUP)
    script = Path(place.var) / "life.pgbench"
    script.write_text(heard.script(), encoding="utf-8")
    command = (
        str(postgres.binary(place.var, "pgbench")),
        "-n",
        "-f",
        str(script),
        "-c",
        "2",
        "-j",
        "2",
        "-T",
        str(seconds),
    )
    environment = programs.server().environment()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    assert found, done.stdout
    return float(found.group(1))
