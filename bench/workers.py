# SPDX-License-Identifier: EUPL-1.2
"""Papers made per second by one worker and by two, beside what a second process gains this machine at bare counting.

A paper is one job of the background: drawn, signed with time stamp and revocation answers, stored, recorded.
"""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from sys import executable

from bench.figures import Figure
from bench.installation import COMMUNES, installed
from bench.place import ROOT, Place
from bench.signing import authority

PAPERS, SETTLING, COUNT = 300, 20, 20_000_000
COUNTING = f"import time; t = time.perf_counter(); sum(range({COUNT})); print(time.perf_counter() - t)"
PATIENCE = 600


def measure(place: Place, *, quick: bool = False) -> list[Figure]:
    """Return papers per second of one worker with one lane and of two workers with two."""
    papers = 60 if quick else PAPERS
    with authority(), installed(place):
        from tinhso.kernel.documents.signing import install_demo_trust  # noqa: PLC0415 - after django.setup()

        install_demo_trust()
        alone = _rate(1, papers)
        together = _rate(2, papers)
        gain = _bare_gain()
    note = f"a second bare process gains this machine {gain:.2f} times; authority and database on the same cores"
    return [
        Figure("Papers in the background, one worker", alone, "papers/s", None, "", f"{papers} papers"),
        Figure("Papers in the background, two workers", together, "papers/s", alone * gain, "one worker × gain", note),
    ]


def _rate(workers: int, papers: int) -> float:
    """Return papers per second between the first and the last few, so that starting and ending count for nothing."""
    from tinhso.modules.onestop.queries.desk import papers_waiting  # noqa: PLC0415

    _call_for(papers)
    with _workers(workers):
        first = papers_waiting() - SETTLING
        began = _when_left(papers_waiting, first)
        ended = _when_left(papers_waiting, SETTLING)
        _when_left(papers_waiting, 0)
    return (first - SETTLING) / (ended - began)


def _when_left(waiting: Callable[[], int], most: int) -> float:
    deadline = time.monotonic() + PATIENCE
    while waiting() > most:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{waiting()} papers still wait")
        time.sleep(0.05)
    return time.monotonic()


def _call_for(papers: int) -> None:
    """Submit and receive dossiers until so many papers wait, and seal their acts."""
    from django.utils import timezone  # noqa: PLC0415

    from bench.life_worker import Lives  # noqa: PLC0415
    from tinhso.kernel.events.tasks import pump  # noqa: PLC0415
    from tinhso.modules.onestop import actions  # noqa: PLC0415
    from tinhso.modules.onestop.queries.desk import papers_waiting  # noqa: PLC0415
    from tinhso.modules.onestop.tests import world  # noqa: PLC0415

    lives = Lives(COMMUNES[0])
    while papers_waiting() < papers:
        now = timezone.now()
        case = actions.submit_draft(lives.draft(), viewer=world.viewer(lives.person), now=now).case_id
        actions.receive(case, viewer=lives.reception, now=now)
    while pump():
        pass


@contextmanager
def _workers(count: int) -> Iterator[None]:
    environment = os.environ | {"TINHSO_LANES": str(count)}
    command = (executable, "-W", "ignore", "-m", "tinhso.faces.cli", "worker")
    quiet = subprocess.DEVNULL
    started = [subprocess.Popen(command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet) for _ in range(count)]
    try:
        yield
    finally:
        for one in started:
            one.terminate()
        for one in started:
            one.wait(30)


def _bare_gain() -> float:
    """Return how much more two processes count in the same time than one."""
    one = _counted(1)
    return 2 * one / _counted(2)


def _counted(processes: int) -> float:
    """Return seconds each process takes to count when so many count at once."""
    started = [
        subprocess.Popen((executable, "-c", COUNTING), stdout=subprocess.PIPE, text=True) for _ in range(processes)
    ]
    return sum(float(one.communicate()[0]) for one in started) / processes
