# SPDX-License-Identifier: EUPL-1.2
"""The whole ledger folded again beside COPY of the same rows, the page of a score, and one act to its figure."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone

from bench.figures import Figure, percentile
from bench.installation import installed
from bench.place import Place

SIZES = (100_000, 1_000_000)
COMPARED = 100_000
PROCESSES = 2
SHARE_WANTED, PAGE_MS, SEEN_SECONDS = 0.2, 50.0, 1.0
PAGES, LIVES = 40, 8


def measure(place: Place, *, quick: bool = False, sizes: Sequence[int] = ()) -> list[Figure]:
    """Return replay, pages and one act to its figure for each number of acts; each size is a ledger of its own."""
    figures = []
    with installed(place):
        from bench import act_rows, services  # noqa: PLC0415 - models exist after django.setup()

        call_command("collectstatic", interactive=False, verbosity=0)
        services.grow()
        newest = timezone.now() - timedelta(hours=1)
        for size in sorted(sizes) or ([20_000] if quick else list(SIZES)):
            _empty()
            acts = act_rows.load(size, newest)
            figures += _replay(acts)
            figures += [_pages(acts, 10 if quick else PAGES), _one_act(acts, 2 if quick else LIVES)]
    return figures


def _empty() -> None:
    """Take all acts and facts out; the ledger refuses that but to its owner, who lifts its guards."""
    from tests.ledger_flush import GUARDED, _months  # noqa: PLC0415

    tables = "indicators_fact, indicators_monthlyfact, indicators_provincefact, indicators_latefact"
    with connection.cursor() as cursor:
        for word in ("DISABLE", "ENABLE"):
            for table in GUARDED:
                cursor.execute(f"ALTER TABLE {table} {word} TRIGGER USER")
            cursor.execute(_months(word))
            if word == "DISABLE":
                cursor.execute(f"TRUNCATE ledger_act, ledger_seal, ledger_timestamp, {tables}")


def _replay(acts: int) -> list[Figure]:
    """Return acts folded a second, over one connection and over two, beside COPY of all acts to this process."""
    from tinhso.kernel.indicators import actions, rebuilding  # noqa: PLC0415

    copy = acts / _taken(_copy)
    figures = []
    for processes in (1, PROCESSES):
        taken, memory = _with_memory(lambda count=processes: rebuilding.rebuild(processes=count))
        note = f"{taken:.1f} s; at least {SHARE_WANTED} asked; peak memory of a process {memory:.0f} MB"
        what = f"Replay of {acts:,} acts into all facts, {processes} connection{'s' if processes > 1 else ''}"
        figures.append(Figure(what, acts / taken, "acts/s", copy, "COPY of the same rows", note))
    differing = actions.compare_with_replay() if acts <= COMPARED else []
    assert not differing, differing[:3]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE indicators_fact, indicators_monthlyfact, indicators_provincefact")
    return figures


def _copy() -> None:
    with connection.cursor() as cursor, cursor.copy("COPY (SELECT * FROM ledger_act) TO STDOUT") as source:
        for _block in source:
            pass


def _taken(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _with_memory(work: Callable[[], object]) -> tuple[float, float]:
    """Return seconds, and the most memory in MB this process and a process of the database held of their own."""
    ended, most = threading.Event(), [0.0]

    def watch() -> None:
        while not ended.wait(0.1):
            most[0] = max([most[0], *_own_mb("postgres"), *_own_mb()])

    thread = threading.Thread(target=watch)
    thread.start()
    taken = _taken(work)
    ended.set()
    thread.join()
    return taken, most[0]


def _own_mb(name: str = "") -> list[float]:
    """Return what each process of a name, or this one, holds that no other shares; nothing where no system tells."""
    found = []
    for status in Path("/proc").glob("[0-9]*/status" if name else "self/status"):
        with suppress(OSError):
            lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
            if name in ("", lines["Name"].strip()) and "RssAnon" in lines:
                found.append(int(lines["RssAnon"].split()[0]) / 1024)
    return found


def _pages(acts: int, repeats: int) -> Figure:
    """Return p95 of the pages of the index: the whole year, a component by unit, the acts behind it."""
    from django.test import Client  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    client, taken = Client(), []
    paths = [reverse("portal:index_766"), reverse("portal:component_766", args=["2.1"])]
    paths.append(reverse("portal:component_766_acts", args=["2.1"]))
    for number in range(repeats + 1):
        for path in paths:
            began = time.perf_counter()
            answer = client.get(path, {"ky": "nam"}, headers={"host": "localhost"})
            if number:
                taken.append((time.perf_counter() - began) * 1000)
            assert answer.status_code == 200, (path, answer.status_code)
    note = (
        f"{len(taken)} pages: the index of a year, a component by unit, the acts behind it; in one process, no network"
    )
    return Figure(
        f"Score with drill-down, {acts:,} acts, p95", percentile(taken, 0.95), "ms", PAGE_MS, "the goal", note
    )


def _one_act(acts: int, repeats: int) -> Figure:
    """Return how long after its commit an act is in the public figure, while a worker drains the outbox as always."""
    from django.test import Client  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from tinhso.modules.onestop.tests import world  # noqa: PLC0415

    client, taken = Client(), []

    def shown() -> str:
        answer = client.get(reverse("api:v1:figure", args=["onestop.submitted"]), headers={"host": "localhost"})
        return str(answer.json()["figure"]["value"])

    with _worker():
        for number in range(repeats):
            person = world.citizen(f"0831900{acts % 97:02d}{number:03d}", "Nguyễn Thị Đo")
            before = shown()
            world.submitted(person, now=timezone.now())
            began = time.perf_counter()
            while shown() == before and time.perf_counter() - began < 60:
                time.sleep(0.005)
            taken.append(time.perf_counter() - began)
    slowest = (
        f"the slowest of {repeats}; the worker looks for acts every so often, median {percentile(taken, 0.5):.2f} s"
    )
    return Figure(f"One act to its figure, {acts:,} acts", max(taken), "s", SEEN_SECONDS, "the goal", slowest)


@contextmanager
def _worker() -> Iterator[None]:
    """Drain the outbox in a thread with the pauses of the worker."""
    from tinhso.kernel.events import tasks  # noqa: PLC0415

    ended = threading.Event()

    def work() -> None:
        while not ended.is_set():
            if tasks.pump() < tasks.FULL:
                tasks.wait_for_acts()
        connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
