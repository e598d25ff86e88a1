# SPDX-License-Identifier: EUPL-1.2
"""The test session: a database server, a folder of its own, no network but loopback.

It works when this file is imported, because Django reads its settings before any conftest beside the code.
Without DATABASE_URL an embedded server runs below TINHSO_TEST_VAR (default var/test); sessions share it and
the last one stops it. TINHSO_TEST_DATABASE names the test database, so that several sessions can run at once;
TINHSO_TEST_SETTINGS names another settings module.
"""

import atexit
import ipaddress
import os
import shutil
import socket
import tempfile
from pathlib import Path
from typing import Any, NoReturn

import django

from tinhso.runtime import postgres

SERVER_VAR = Path(os.environ.get("TINHSO_TEST_VAR", Path(__file__).parent / "var" / "test")).resolve()
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")


class NetworkClosed(RuntimeError):
    """A test tried to leave the machine."""


def _begin() -> postgres.Share | None:
    """Set the environment of this process and of the xdist workers; return the server to release, if any."""
    if WORKER:
        var = Path(os.environ["TINHSO_VAR"]) / WORKER
        var.mkdir(exist_ok=True)
        os.environ["TINHSO_VAR"] = str(var)
        return None
    os.environ["TINHSO_VAR"] = tempfile.mkdtemp(prefix="tinhso-test-")
    if os.environ.get("DATABASE_URL"):
        return None
    server = postgres.Share(SERVER_VAR)
    os.environ["DATABASE_URL"] = server.address.url
    return server


def _is_local(host: str) -> bool:
    if host in {"", "localhost", socket.gethostname()}:
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _refuse(host: str) -> NoReturn:
    raise NetworkClosed(f"a test tried to reach {host}; only loopback is open in tests")


def _close_network() -> None:
    """Let Python's sockets reach loopback and sockets on disk only."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def check(sock: socket.socket, address: Any) -> None:
        if sock.family in {socket.AF_INET, socket.AF_INET6} and not _is_local(str(address[0])):
            _refuse(str(address[0]))

    def guarded_connect(self: socket.socket, address: Any) -> None:
        check(self, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        check(self, address)
        return connect_ex(self, address)

    def guarded_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and not _is_local(name):
            _refuse(name)
        return look_up(host, *args, **kwargs)

    socket.socket.connect = guarded_connect  # type: ignore[method-assign,assignment]
    socket.socket.connect_ex = guarded_connect_ex  # type: ignore[method-assign,assignment]
    socket.getaddrinfo = guarded_look_up


def _end(folder: str, server: postgres.Share | None, owner: int) -> None:
    """Remove the folder and give the server back; a forked child that ends must not do it for its parent."""
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)
        if server:
            server.release()


_server = _begin()
if not WORKER:
    # Not a hook of pytest: those are skipped when the settings or a conftest beside the code fail to load.
    atexit.register(_end, os.environ["TINHSO_VAR"], _server, os.getpid())
_close_network()
os.environ["DJANGO_SETTINGS_MODULE"] = os.environ.get("TINHSO_TEST_SETTINGS", "tinhso.config.settings")
django.setup()
# A worker that inherited it would read its settings before this file has given it a folder of its own.
del os.environ["DJANGO_SETTINGS_MODULE"]
from tests import ledger_flush  # noqa: E402 - it needs the settings

ledger_flush.install()
