# SPDX-License-Identifier: EUPL-1.2
"""Start, stop and describe the embedded server; one starter at a time."""

import contextlib
import fcntl
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tinhso.runtime import processes
from tinhso.runtime.postgres import binaries, cluster, roles, server
from tinhso.runtime.postgres.account import server_account
from tinhso.runtime.postgres.layout import (
    USUAL_PORT,
    Address,
    Layout,
    PostgresError,
    remember,
    remembered_port,
)

LOCK_SECONDS = 180
ANSWER_SECONDS = 30


@dataclass(frozen=True)
class Status:
    """What runs on the data folder: pid and port are None when nothing does."""

    running: bool
    pid: int | None = None
    port: int | None = None


def ensure_running(var: Path, *, port: int | None = None, tied: bool = False) -> Address:
    """Return the address of the embedded server of `var`, starting (and first creating) it when needed.

    port: wished TCP port; by default that of the last start, else 8432; another free one when it is taken.
    tied: the server stops when the calling process dies (Linux); otherwise it runs until `stop`.
    Raises PostgresError: data of another major version, of another account, a server that fails.
    """
    layout = Layout(var.resolve())
    layout.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _only_starter(layout.lock):
        deadline = time.monotonic() + ANSWER_SECONDS
        while True:
            found = server.find(layout.data)
            if found is None or not server.wait_ready(layout, found):
                found = _start(layout, port, tied)
            try:
                address = roles.prepare(layout, found.port)
            except psycopg.OperationalError as error:
                _wait_for_recovery(layout, error, deadline)
                continue
            remember(layout, address)
            return address


def _wait_for_recovery(layout: Layout, error: psycopg.OperationalError, deadline: float) -> None:
    """Give a server that was just killed time to vanish, and one whose backend was killed time to recover."""
    if "password" in str(error):
        raise PostgresError(
            f"PostgreSQL nhúng không nhận mật khẩu trong {layout.home}: tệp mật khẩu không thuộc "
            "dữ liệu này. Hãy khôi phục tệp password và superuser_password từ bản sao lưu của thư mục."
        ) from error
    if time.monotonic() > deadline:
        raise PostgresError(f"PostgreSQL nhúng không trả lời: {error}. Hãy xem {layout.log}.") from error
    time.sleep(0.05)


def _start(layout: Layout, port: int | None, tied: bool) -> server.Postmaster:
    account = server_account(layout.data)
    programs = binaries.programs_for(account)
    if layout.data.exists():
        cluster.check_version(layout.data)
    else:
        cluster.create(layout, account, programs)
    chosen = server.free_port(port or remembered_port(layout) or USUAL_PORT)
    # SIGINT is PostgreSQL's fast shutdown: clients are cut off, everything committed is kept.
    hook = processes.die_with_parent(signal.SIGINT) if tied else None
    return server.start(layout, account, programs, chosen, before_exec=hook)


@contextlib.contextmanager
def _only_starter(path: Path) -> Iterator[None]:
    """Hold the lock of the folder; the kernel frees it when its holder dies."""
    deadline = time.monotonic() + LOCK_SECONDS
    with open(path, "a", encoding="ascii") as handle:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() > deadline:
                    raise PostgresError(
                        f"Một lệnh khác đang giữ khóa {path} quá lâu. Hãy đợi hoặc dừng lệnh đó rồi chạy lại."
                    ) from error
                time.sleep(0.05)
        yield


def stop(var: Path) -> bool:
    """Stop the embedded server of `var`; return False when none ran."""
    layout = Layout(var.resolve())
    if not layout.home.exists():
        return False
    with _only_starter(layout.lock):
        return server.stop(layout)


def status(var: Path) -> Status:
    """Return whether the embedded server of `var` runs, without starting it."""
    found = server.find(Layout(var.resolve()).data)
    return Status(True, found.pid, found.port) if found else Status(False)


def binary(var: Path, name: str) -> Path:
    """Return the path of a client program (pg_dump, pg_restore, pgbench, psql …) of the server of `var`."""
    path = binaries.programs() / name
    if not path.exists():
        raise PostgresError(f"Bản PostgreSQL nhúng của {var} không có chương trình {name}.")
    return path
