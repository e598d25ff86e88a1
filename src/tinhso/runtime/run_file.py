# SPDX-License-Identifier: EUPL-1.2
"""Who supervises an installation: one at a time, found by pid and start time, never by a recycled pid."""

import contextlib
import fcntl
import json
import os
import secrets
import signal
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from tinhso.runtime import processes

# Every child carries it in its environment, so that what a killed supervisor left behind can be told apart.
MARK = "TINHSO_RUN"
STOP_SECONDS = 60


class AlreadyRunning(Exception):
    """Another supervisor serves this installation."""


@dataclass(frozen=True)
class Run:
    """One run of the supervisor: its pid, when that process began, and the mark of its children."""

    pid: int
    began: str
    mark: str


def _folder(var: Path) -> Path:
    return var / "run"


def read(var: Path) -> Run | None:
    """Return the last run written down, whether or not it still goes on."""
    try:
        return Run(**json.loads((_folder(var) / "supervisor.json").read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def current(var: Path) -> Run | None:
    """Return the run that goes on now, None when there is none."""
    run = read(var)
    if run and processes.is_alive(run.pid) and processes.started_at(run.pid) == run.began:
        return run
    return None


@contextlib.contextmanager
def claim(var: Path) -> Iterator[Run]:
    """Become the supervisor of `var` until the block ends; first end what a killed predecessor left.

    Raises AlreadyRunning when another process supervises `var`.
    """
    folder = _folder(var)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "supervisor.json"
    with open(folder / "supervisor.lock", "a", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunning(
                f"Tỉnh Số đang chạy với dữ liệu ở {var}. Hãy dùng `tinhso stop` trước, hoặc đặt TINHSO_VAR khác."
            ) from error
        before = read(var)
        if before:
            end_marked(before.mark)
        run = Run(os.getpid(), processes.started_at(os.getpid()), secrets.token_hex(8))
        draft = path.with_suffix(".new")
        draft.write_text(json.dumps(asdict(run)), encoding="utf-8")
        draft.replace(path)
        try:
            yield run
        finally:
            path.unlink(missing_ok=True)


def marked(mark: str) -> list[int]:
    """Return the processes that carry `mark` in their environment (Linux; elsewhere none are found)."""
    wanted = f"{MARK}={mark}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if wanted in entry.read_bytes().split(b"\0"):
                found.append(int(entry.parent.name))
    return [pid for pid in found if pid != os.getpid() and processes.is_alive(pid)]


def end_marked(mark: str) -> None:
    """End the processes of a run whose supervisor is gone: asked first, killed after two seconds."""
    for number, seconds in ((signal.SIGTERM, 2.0), (signal.SIGKILL, 5.0)):
        for pid in marked(mark):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        deadline = time.monotonic() + seconds
        while marked(mark) and time.monotonic() < deadline:
            time.sleep(0.05)


def renew(var: Path) -> bool:
    """Ask the running supervisor to replace its web processes one by one; return False when none runs."""
    run = current(var)
    if run is None:
        return False
    os.kill(run.pid, signal.SIGUSR1)
    return True


def stop(var: Path) -> bool:
    """Ask the running supervisor to stop and wait for it; return False when none runs."""
    run = current(var)
    if run is None:
        left = read(var)
        if left:
            end_marked(left.mark)
        return False
    os.kill(run.pid, signal.SIGTERM)
    if not processes.wait_until_gone(run.pid, STOP_SECONDS):
        os.kill(run.pid, signal.SIGKILL)
        processes.wait_until_gone(run.pid, 5)
        end_marked(run.mark)
    return True
