# SPDX-License-Identifier: EUPL-1.2
"""`tinhso up` from nothing: seconds until the first page comes, peak memory of each process after it."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from bench.figures import Figure, median_of
from bench.place import Place, free_port
from tinhso.runtime import postgres

LONGEST_SECONDS = 600
AFTER_SECONDS = 10
DATABASE_RUNS = 3


def measure(place: Place, *, quick: bool = False) -> list[Figure]:
    """Return the seconds of the first start with five played days, and of the second, and memory by process."""
    var = place.var.parent / "first"
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    environment = _environment(var, port)
    first, figures = _start(address, environment, var, with_memory=not quick)
    second, _ = _start(address, environment, var, with_memory=False)
    shutil.rmtree(var, ignore_errors=True)
    runs = 1 if quick else DATABASE_RUNS
    database = median_of(runs, lambda: _database(place.var.parent / "empty"))
    return [
        Figure("Embedded PostgreSQL from an empty folder", database, "s", 2.0, "the goal of the house"),
        Figure(
            "First start until the first page", first, "s", note="packages installed; five days of the province played"
        ),
        Figure("Second start until the first page", second, "s"),
        *figures,
    ]


def _database(var: Path) -> float:
    """Return the seconds from an empty folder to a server that answers."""
    var.mkdir()
    began = time.perf_counter()
    postgres.ensure_running(var)
    seconds = time.perf_counter() - began
    postgres.stop(var)
    shutil.rmtree(var)
    return seconds


def _environment(var: Path, port: int) -> dict[str, str]:
    ports = {name: free_port() for name in ("IDP", "MAIL_SMTP", "MAIL_WEB", "PKI")}
    own = {f"COUNTERPARTS_{name}_PORT": str(number) for name, number in ports.items()}
    return {
        **{key: value for key, value in os.environ.items() if not key.startswith(("TINHSO_", "COUNTERPARTS_"))},
        **own,
        "TINHSO_VAR": str(var),
        "TINHSO_PORT": str(port),
        "TINHSO_OIDC_ISSUER": f"http://127.0.0.1:{ports['IDP']}",
        "TINHSO_SMTP_PORT": str(ports["MAIL_SMTP"]),
        "TINHSO_PKI_URL": f"http://127.0.0.1:{ports['PKI']}",
        "TINHSO_TSA_URL": f"http://127.0.0.1:{ports['PKI']}/tsa",
    }


def _start(address: str, environment: dict[str, str], var: Path, *, with_memory: bool) -> tuple[float, list[Figure]]:
    began = time.perf_counter()
    log = var.with_suffix(".log").open("ab")
    supervisor = subprocess.Popen(
        (sys.executable, "-m", "tinhso.faces.cli", "up"), env=environment, stdout=log, stderr=log
    )
    try:
        while not _answers(address):
            assert supervisor.poll() is None, var.with_suffix(".log").read_text(encoding="utf-8")[-2_000:]
            assert time.perf_counter() - began < LONGEST_SECONDS, f"no first page in {LONGEST_SECONDS} seconds"
            time.sleep(0.1)
        seconds = time.perf_counter() - began
        if not with_memory:
            return seconds, []
        time.sleep(AFTER_SECONDS)
        return seconds, _memory(supervisor.pid)
    finally:
        supervisor.send_signal(signal.SIGTERM)
        supervisor.wait(60)
        log.close()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _memory(root: int) -> list[Figure]:
    """Return the peak resident memory of the supervisor and of everything below it, the same names together."""
    peaks: dict[str, list[float]] = {}
    for pid in _family(root):
        with contextlib.suppress(OSError, StopIteration):
            lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
            peak = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
            peaks.setdefault(_name(pid), []).append(peak / 1024)
    return [
        Figure(f"Peak memory: {name}", max(each), "MB", note=f"{len(each)} processes, {sum(each):.0f} MB in all")
        for name, each in sorted(peaks.items(), key=lambda pair: -sum(pair[1]))
    ]


def _family(root: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError, ValueError):
            parent = int((entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
            parents.setdefault(parent, []).append(int(entry.name))
    found, layer = [root], [root]
    while layer:
        layer = [child for pid in layer for child in parents.get(pid, [])]
        found += layer
    return found


def _name(pid: int) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    for word, name in (("granian", "web"), ("counterparts", "counterparts"), ("postgres", "PostgreSQL")):
        if word in words:
            return name
    return "worker" if "cli worker" in words else "supervisor" if "cli up" in words else words[:30]
