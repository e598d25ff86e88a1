# SPDX-License-Identifier: EUPL-1.2
"""A web process that is to end stops taking connections first and hears out those it has taken.

Granian closes a connection that was accepted but has not asked yet when its process is told to end; who sits behind a
slow line then sees a reset. So the listening socket, which all processes share, is first taken from this one alone.
"""

import os
import signal
import socket
import time
from types import FrameType

from granian import _signals
from granian._granian import WorkerSignal

DRAIN_SECONDS = 1.0  # between connecting and asking, on a slow line


def drain_before_ending() -> None:
    """Make this process of granian drain when it is told to end; to be called while it loads the application."""
    _signals.set_sync_signals = _drain_then_end


def take_no_more() -> None:
    """Put a socket nobody knows in the place of each listening one; other processes go on with the shared ones."""
    for number in _descriptors():
        if _listens(number):
            with socket.create_server(("127.0.0.1", 0)) as nobodys:
                nobodys.setblocking(False)
                os.dup2(nobodys.fileno(), number)


def _drain_then_end() -> WorkerSignal:
    ending = WorkerSignal()

    def end(_number: int, _frame: FrameType | None) -> None:
        take_no_more()
        time.sleep(DRAIN_SECONDS)
        ending.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    return ending


def _descriptors() -> list[int]:
    return [int(name) for name in os.listdir("/dev/fd")]


def _listens(number: int) -> bool:
    try:
        with socket.socket(fileno=os.dup(number)) as held:
            return bool(held.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
    except OSError:  # no socket, or closed since it was listed
        return False
