# SPDX-License-Identifier: EUPL-1.2
"""One long-running part under supervision: its process, its pipe, when it may be started again."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tinhso.runtime import processes
from tinhso.runtime.logs import PartLog, Say

FIRST_DELAY_SECONDS = 1.0
LONGEST_DELAY_SECONDS = 30.0
SETTLED_SECONDS = 60.0  # a part that ran this long starts again with the first delay


@dataclass(frozen=True)
class Part:
    """What to run and how to see that it is ready.

    ready: asked until it says yes; without it a part is ready when it has lived for a second.
    needs_database: started again when the address of the database changed.
    renew: signal on which the part replaces its own processes one by one, serving meanwhile.
    """

    name: str
    command: tuple[str, ...]
    ready: Callable[[], bool] | None = None
    ready_seconds: float = 60.0
    stop_seconds: float = 20.0
    environment: Mapping[str, str] = field(default_factory=dict)
    needs_database: bool = True
    renew: signal.Signals | None = None


@dataclass(frozen=True)
class Step:
    """Something to be done once at start, between two parts; `done` is called when it succeeded."""

    name: str
    sentence: str
    command: tuple[str, ...]
    done: Callable[[], None] | None = None


class Running:
    """The process of a part; a new one takes its place after a growing delay when it dies."""

    def __init__(self, part: Part, logs: Path, say: Say) -> None:
        self.part = part
        self.log = PartLog(part.name, logs, say)
        self.restarts = 0
        self.start_after = 0.0
        self._delay = FIRST_DELAY_SECONDS
        self._began = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self, environment: Mapping[str, str]) -> None:
        """Start the process in a session of its own, tied to this one by the parent-death signal."""
        self._process = subprocess.Popen(
            self.part.command,
            env={**environment, **self.part.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=processes.die_with_parent(signal.SIGTERM),
        )
        assert self._process.stdout
        os.set_blocking(self._process.stdout.fileno(), False)
        self._began = time.monotonic()

    def is_ready(self) -> bool:
        if self.part.ready:
            return self.part.ready()
        return time.monotonic() - self._began > 1.0

    def pump(self) -> None:
        """Pass on what the process has written since."""
        if self._process is None or self._process.stdout is None:
            return
        with contextlib.suppress(BlockingIOError):
            while data := os.read(self._process.stdout.fileno(), 65_536):
                self.log.feed(data)

    def exit_code(self) -> int | None:
        """Return how the process ended, None while it lives or before it was started."""
        return self._process.poll() if self._process else None

    def renew(self) -> bool:
        """Ask the part to replace its processes one by one; return whether it can and runs."""
        if self.part.renew is None or self._process is None or self.exit_code() is not None:
            return False
        self._process.send_signal(self.part.renew)
        return True

    def bury(self) -> None:
        """After a death: end what is left of its process group and set when it may start again."""
        self.pump()
        self._close()
        if time.monotonic() - self._began > SETTLED_SECONDS:
            self._delay = FIRST_DELAY_SECONDS
        self.postpone()
        self.restarts += 1

    def postpone(self) -> None:
        """Set when it may start again, each time later."""
        self.start_after = time.monotonic() + self._delay
        self._delay = min(self._delay * 2, LONGEST_DELAY_SECONDS)

    def stop(self) -> None:
        """Ask the process to end, kill its whole group when it takes longer than the part allows."""
        if self._process is None:
            return
        self._process.terminate()
        deadline = time.monotonic() + self.part.stop_seconds
        while self._process.poll() is None and time.monotonic() < deadline:
            self.pump()
            time.sleep(0.02)
        self._close()

    def _close(self) -> None:
        assert self._process
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)  # helpers that outlived the leader
        self._process.wait()
        self.pump()
        if self._process.stdout:
            self._process.stdout.close()
        self._process = None
