# SPDX-License-Identifier: EUPL-1.2
"""The server process: find it, start it until it accepts connections, stop it."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tinhso.runtime import processes
from tinhso.runtime.postgres import cluster
from tinhso.runtime.postgres.account import Account
from tinhso.runtime.postgres.layout import HOST, Layout, PostgresError

READY_SECONDS = 120  # recovery after a crash replays at most max_wal_size
ORPHAN_SECONDS = 20  # children of a killed postmaster end by themselves within this time
STOP_SECONDS = 30
LOG_LIMIT_BYTES = 10_000_000
# Kept so that a running server is not taken for a forgotten child when its Popen is collected.
_started: list[subprocess.Popen[bytes]] = []


@dataclass(frozen=True)
class Postmaster:
    """A running server as its own postmaster.pid describes it."""

    pid: int
    port: int
    ready: bool


def find(data: Path) -> Postmaster | None:
    """Return the server that runs on `data`, None when there is none; a recycled pid is not taken for it."""
    try:
        lines = (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return None
    except PermissionError as error:
        raise PostgresError(f"Bạn không có quyền đọc {data}; hãy chạy lại bằng root.") from error
    if len(lines) < 4 or not _serves(int(lines[0]), data):
        return None
    return Postmaster(int(lines[0]), int(lines[3]), ready=len(lines) > 7 and lines[7].strip() == "ready")


def _serves(pid: int, data: Path) -> bool:
    """Return whether `pid` is alive and has `data` as working folder, as every process of the server has."""
    if not processes.is_alive(pid):
        return False
    link = Path(f"/proc/{pid}/cwd")
    if not Path("/proc/self/cwd").exists():
        shown = subprocess.run(["ps", "-o", "comm=", "-p", str(pid)], capture_output=True, text=True, check=False)
        return "postgres" in shown.stdout
    try:
        return link.samefile(data)
    except OSError:
        return False


def free_port(wished: int) -> int:
    """Return `wished` when nobody listens there, else a port the system picks."""
    for port in (wished, 0):
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((HOST, port))
            return int(probe.getsockname()[1])
    raise PostgresError("Không còn cổng TCP trống trên 127.0.0.1; hãy tắt bớt chương trình rồi chạy lại.")


def start(
    layout: Layout, account: Account, programs: Path, port: int, *, before_exec: Callable[[], None] | None
) -> Postmaster:
    """Start the server and return it once it accepts connections.

    Waits out the orphans of a postmaster that was killed alone, and takes another port when `port` was
    snatched in the meantime. Raises PostgresError with the end of the log otherwise.
    """
    deadline = time.monotonic() + ORPHAN_SECONDS
    while True:
        begin = _log_size(layout.log)
        child = _spawn(layout, account, programs, port, before_exec)
        if _wait_ready(child, layout):
            found = find(layout.data)
            if found:
                return found
        said = _log_since(layout.log, begin)
        if "Address already in use" in said:
            port = free_port(0)
        elif "pre-existing shared memory block" in said and time.monotonic() < deadline:
            time.sleep(0.1)
        else:
            raise PostgresError(f"PostgreSQL nhúng không khởi động được: {said.strip()[-600:]} Xem thêm {layout.log}.")


def _spawn(
    layout: Layout, account: Account, programs: Path, port: int, before_exec: Callable[[], None] | None
) -> subprocess.Popen[bytes]:
    _forget_recycled_pid(layout.data)
    _rotate(layout.log)
    command = [
        str(programs / "postgres"),
        *("-D", cluster.data_argument(layout.data, account)),
        *("-c", f"listen_addresses={HOST}"),
        *("-c", f"port={port}"),
        *("-c", "unix_socket_directories="),
    ]
    with open(layout.log, "ab") as log:
        child = subprocess.Popen(
            command,
            cwd=layout.data,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C in the terminal must reach the supervisor alone
            preexec_fn=before_exec,
            umask=0o077,
            **account.popen(),
        )
    _started.append(child)
    return child


def _forget_recycled_pid(data: Path) -> None:
    """Remove a postmaster.pid whose pid now belongs to another program; PostgreSQL would refuse to start.

    The interlock on shared memory still keeps two servers off one data folder.
    """
    path = data / "postmaster.pid"
    if path.exists() and find(data) is None:
        with contextlib.suppress(ValueError, IndexError):
            pid = int(path.read_text(encoding="utf-8").splitlines()[0])
            if processes.is_alive(pid):
                path.unlink(missing_ok=True)


def _wait_ready(child: subprocess.Popen[bytes], layout: Layout) -> bool:
    """Return whether the server became ready before it ended. Raises PostgresError after READY_SECONDS."""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if child.poll() is not None:
            return False
        found = find(layout.data)
        if found and found.pid == child.pid and found.ready:
            return True
        time.sleep(0.01)
    raise PostgresError(
        f"PostgreSQL nhúng chưa sẵn sàng sau {READY_SECONDS} giây (có thể đang khôi phục sau sự cố). "
        f"Hãy xem {layout.log} và chạy lại sau ít phút."
    )


def wait_ready(layout: Layout, postmaster: Postmaster) -> bool:
    """Return whether a server somebody else started becomes ready before it ends."""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        found = find(layout.data)
        if found is None or found.pid != postmaster.pid:
            return False
        if found.ready:
            return True
        time.sleep(0.02)
    return False


def stop(layout: Layout) -> bool:
    """Stop the server: clients are cut off, everything committed is on disk. Return False if none ran."""
    found = find(layout.data)
    if found is None:
        return False
    for number, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 5)):
        try:
            os.kill(found.pid, number)
        except ProcessLookupError:
            return True
        except PermissionError as error:
            raise PostgresError("PostgreSQL nhúng do tài khoản khác chạy; hãy dừng bằng root.") from error
        if processes.wait_until_gone(found.pid, seconds):
            return True
    raise PostgresError(f"PostgreSQL nhúng (tiến trình {found.pid}) không chịu dừng; hãy xem {layout.log}.")


def _rotate(log: Path) -> None:
    log.parent.mkdir(parents=True, exist_ok=True)
    if _log_size(log) > LOG_LIMIT_BYTES:
        log.replace(log.with_suffix(".log.1"))


def _log_size(log: Path) -> int:
    return log.stat().st_size if log.exists() else 0


def _log_since(log: Path, begin: int) -> str:
    if not log.exists():
        return ""
    with open(log, "rb") as stream:
        stream.seek(begin if begin <= _log_size(log) else 0)
        return stream.read().decode("utf-8", errors="replace")
