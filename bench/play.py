# SPDX-License-Identifier: EUPL-1.2
"""Thirty days of the living province, as `tinhso play` plays them, papers signed and all."""

import json
import subprocess
import time
from pathlib import Path
from sys import executable

from bench.figures import Figure
from bench.place import Place
from tinhso.runtime import postgres

DAYS, LIMIT_SECONDS = 30, 180.0
FIRST = (
    ("migrate", "--apply"),
    ("setup", "reference"),
    ("setup", "people"),
    ("setup", "demo-accounts"),
    ("setup", "demo-trust"),
)


def measure(place: Place, *, quick: bool = False) -> list[Figure]:
    """Return the seconds a month takes and what came of it."""
    days = 3 if quick else DAYS
    with postgres.Share(place.var):
        authority = subprocess.Popen(
            (str(Path(executable).with_name("tinhso-counterparts")), "up", "--only", "pki"),
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert authority.stdout
            authority.stdout.readline()
            for command in FIRST:
                _tinhso(*command)
            began = time.monotonic()
            came = json.loads(_tinhso("play", "--days", str(days), "--json"))
            taken = time.monotonic() - began
        finally:
            authority.terminate()
            authority.wait(20)
    limit = LIMIT_SECONDS * days / DAYS
    what = ", ".join(f"{name} {count}" for name, count in came.items() if isinstance(count, int))
    return [Figure(f"{days} days played", taken, "s", limit, "the goal of the house", what)]


def _tinhso(*arguments: str) -> str:
    program = str(Path(executable).with_name("tinhso"))
    return subprocess.run((program, *arguments), stdout=subprocess.PIPE, text=True, check=True).stdout
