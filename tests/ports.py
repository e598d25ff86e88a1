# SPDX-License-Identifier: EUPL-1.2
"""Ports for programs started later: outside the range the system lends to connections, never the same one twice."""

import os
import socket
from random import SystemRandom

LEAST, MOST = 12_000, 32_000
"""Below 32768, where Linux begins to lend ports to connections; between asking and starting it would lend ours."""
SHARES = 8
"""Test processes side by side; each takes ports of its own share."""
_GIVEN: set[int] = set()


def free_port() -> int:
    """Return a port of this process's share that nobody listens on and that was not given before."""
    while True:
        port = SystemRandom().randrange(LEAST + _share(), MOST, SHARES)
        if port not in _GIVEN and _is_free(port):
            _GIVEN.add(port)
            return port


def _share() -> int:
    """Return which share is ours: the number of the worker in `gw3`."""
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % SHARES


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex(("127.0.0.1", port)) != 0
