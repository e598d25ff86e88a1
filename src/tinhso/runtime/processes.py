# SPDX-License-Identifier: EUPL-1.2
"""What the operating system says about a process: alive, since when, and how a child dies with its parent."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

PR_SET_PDEATHSIG = 1
# Loaded once here: between fork and exec a child must not import or allocate more than it has to.
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def is_alive(pid: int) -> bool:
    """Return whether `pid` runs; a dead child nobody has waited for yet counts as dead."""
    with contextlib.suppress(ChildProcessError):  # not our child: somebody else reaps it
        os.waitpid(pid, os.WNOHANG)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return _state(pid) != "Z"


def _stat_fields(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat after the command name, which may hold spaces and brackets."""
    try:
        line = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return line.rpartition(")")[2].split()


def _state(pid: int) -> str:
    fields = _stat_fields(pid)
    return fields[0] if fields else ""


def started_at(pid: int) -> str:
    """Return when the process began, a text no two processes of one pid share ("" if it is gone).

    Linux: ticks since boot, field 22 of /proc/PID/stat; elsewhere what `ps` prints.
    """
    if Path("/proc/self/stat").exists():
        fields = _stat_fields(pid)
        return fields[19] if fields else ""
    printed = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return printed.stdout.strip()


def wait_until_gone(pid: int, seconds: float) -> bool:
    """Return whether `pid` ended within `seconds`."""
    deadline = time.monotonic() + seconds
    while is_alive(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def die_with_parent(number: signal.Signals) -> Callable[[], None]:
    """Return what a child runs before exec so that the kernel sends it `number` when its parent dies.

    Only Linux offers this; elsewhere the next start cleans up. The signal follows the death of the *thread*
    that forked, so children are started from the main thread only.
    """
    parent = os.getpid()

    def tie() -> None:
        if _LIBC is None:
            return
        _LIBC.prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if os.getppid() != parent:  # the parent died before the call above took effect
            os._exit(1)

    return tie
