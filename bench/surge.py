# SPDX-License-Identifier: EUPL-1.2
"""Fifty times the usual sign-ins at once: everybody gets to the e-ID, in the order of arrival, nobody gets an error."""

import os
import subprocess
from itertools import pairwise
from pathlib import Path
from sys import executable

from bench.figures import Figure, percentile
from bench.installation import installed
from bench.load import Arrival, arrive_at
from bench.pages import load, serving
from bench.place import Place, free_port

USUAL_AN_HOUR, TIMES, PACE, SECONDS = 2500, 50, 20, 30
DOOR = "/tai-khoan/oidc/eid/login/"


def measure(place: Place, *, quick: bool = False) -> list[Figure]:
    """Return how many came in without an error, how long they waited and how far out of order they were let in."""
    rate, port = USUAL_AN_HOUR * TIMES / 3600, free_port()
    os.environ |= {
        "TINHSO_SIGN_INS_PER_SECOND": str(PACE),
        "TINHSO_OIDC_ISSUER": f"http://127.0.0.1:{port}",
        "COUNTERPARTS_IDP_PORT": str(port),
    }
    with installed(place):
        load()
        outside = subprocess.Popen(
            (str(Path(executable).with_name("tinhso-counterparts")), "up", "--only", "idp"),
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert outside.stdout
            outside.stdout.readline()
            with serving("tinhso.config.wsgi:application") as address:
                came = arrive_at(rate, 5 if quick else SECONDS, address + DOOR, lambda status: status == 302)
        finally:
            outside.terminate()
            outside.wait(20)
    return _figures(came, rate)


def _figures(came: list[Arrival], rate: float) -> list[Figure]:
    taken = max(one.entered for one in came) - min(one.came for one in came)
    waits = [one.entered - one.came for one in came]
    entered = [one.entered for one in sorted(came, key=lambda one: one.came)]
    overtaken = max((first - second for first, second in pairwise(entered)), default=0.0)
    asked = sum(one.asked for one in came) / len(came)
    failed = sum(one.failed for one in came)
    return [
        Figure(
            f"Let to the e-ID of {len(came):,} who came at {rate:.0f} a second",
            len(came) / taken,
            "people/s",
            PACE,
            "the pace set",
            f"{failed} errors",
        ),
        Figure("Wait, p95", percentile(waits, 0.95), "s", note=f"each asked {asked:.1f} times"),
        Figure("Furthest a neighbour was overtaken", max(overtaken, 0.0), "s", note="pages ask again at half the wait"),
    ]
