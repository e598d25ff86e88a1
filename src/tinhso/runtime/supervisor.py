# SPDX-License-Identifier: EUPL-1.2
"""Keep the parts of one installation running: start in order, start again when one dies, stop cleanly.

One thread does everything: the signal that ties a child to its parent follows the thread that forked it. Only the
prober, which starts no process, has one of its own.
"""

import os
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType

from tinhso.runtime import clock, postgres, run_file
from tinhso.runtime.logs import FileTail, Say
from tinhso.runtime.part import Part, Running, Step
from tinhso.runtime.probes import Prober

SUPERVISOR = "tinhso"
FIRST_START_TRIES = 3
TICK_SECONDS = 0.1
CLOCK_SECONDS = 60.0
DATABASE_SECONDS = 10.0  # until the next try, when the database does not come up


class StartFailed(Exception):
    """A part does not come up; the sentence names it and carries the end of its log."""


class Supervisor:
    """Brings up `plan` in order for the installation `var`; `embedded` puts the PostgreSQL server first."""

    def __init__(
        self, var: Path, plan: Sequence[Part | Step], *, embedded: bool, say: Say, prober: Prober | None = None
    ) -> None:
        self.var = var
        self.say = say
        self.embedded = embedded
        self.prober = prober
        self.plan = plan
        self.parts: list[Running] = []
        self.stopping = False
        self.renewing = False
        self._environment: dict[str, str] = {}
        self._database: postgres.Share | None = None
        self._tail: FileTail | None = None
        self._clock_due = 0.0
        self._database_due = 0.0

    def ask_to_stop(self, number: int = 0, frame: FrameType | None = None) -> None:
        self.stopping = True

    def ask_to_renew(self, number: int = 0, frame: FrameType | None = None) -> None:
        self.renewing = True

    def run(self, *, on_ready: Callable[[], Sequence[str]]) -> None:
        """Serve until a signal asks to stop; `on_ready` gives the lines to say once everything is up.

        Raises run_file.AlreadyRunning, StartFailed, postgres.PostgresError.
        """
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self.ask_to_stop)
        signal.signal(signal.SIGUSR1, self.ask_to_renew)
        with run_file.claim(self.var) as run:
            self._environment = {**os.environ, run_file.MARK: run.mark, "PYTHONUNBUFFERED": "1"}
            try:
                self._start_all()
                if not self.stopping:
                    if self.prober:
                        self.prober.start()
                    for line in on_ready():
                        self.say(SUPERVISOR, line)
                while not self.stopping:
                    self._tick()
            finally:
                self._stop_all()

    def _start_all(self) -> None:
        if self.embedded:
            self._tail = FileTail("postgres", self.var / "log" / "postgres.log", self.say)
            self._database = postgres.Share(self.var, tied=True)
            self.say(SUPERVISOR, f"PostgreSQL sẵn sàng ở cổng {self._database.address.port}")
        for item in self.plan:
            if self.stopping:
                return
            if isinstance(item, Step):
                self._do(item)
            else:
                running = Running(item, self.var / "log", self.say)
                self.parts.append(running)
                self._start_first(running)

    def _do(self, step: Step) -> None:
        """Carry out a step and wait for its end. Raises StartFailed when it fails."""
        self.say(SUPERVISOR, step.sentence)
        running = Running(Part(step.name, step.command), self.var / "log", self.say)
        self._start(running)
        while running.exit_code() is None and not self.stopping:
            self._pump()
            running.pump()
            time.sleep(TICK_SECONDS)
        code = running.exit_code()
        running.stop()
        if code and not self.stopping:
            last = "\n".join(running.log.tail())
            raise StartFailed(f"Bước “{step.sentence}” thất bại (mã {code}); xem {running.log.path}.\n{last}")
        if code == 0 and step.done:
            step.done()

    def _start_first(self, running: Running) -> None:
        """Start a part and wait until it is ready. Raises StartFailed after FIRST_START_TRIES."""
        for _ in range(FIRST_START_TRIES):
            self._start(running)
            deadline = time.monotonic() + running.part.ready_seconds
            while running.exit_code() is None and time.monotonic() < deadline and not self.stopping:
                self._pump()
                self._keep_earlier(running)
                if running.is_ready():
                    self.say(SUPERVISOR, f"{running.part.name} sẵn sàng")
                    return
                time.sleep(TICK_SECONDS)
            if self.stopping:
                return
            running.stop()
            time.sleep(TICK_SECONDS)
        last = "\n".join(running.log.tail())
        raise StartFailed(
            f"Phần {running.part.name} không khởi động được sau {FIRST_START_TRIES} lần; "
            f"xem {running.log.path}.\n{last}"
        )

    def _keep_earlier(self, starting: Running) -> None:
        """Start again what died before the last part is up: a part cannot become ready without its database."""
        self._watch_database()
        for running in self.parts:
            if running is not starting:
                self._watch(running)

    def _start(self, running: Running) -> None:
        program = running.part.command[0]
        try:
            running.start(self._environment)
        except OSError as error:
            raise StartFailed(
                f"Không chạy được {program} ({error.strerror}). Hãy chạy `make run` để cài lại các gói."
            ) from error

    def _tick(self) -> None:
        self._pump()
        self._note_time()
        self._watch_database()
        if self.renewing:
            self._renew()
        for running in self.parts:
            self._watch(running)
        time.sleep(TICK_SECONDS)

    def _renew(self) -> None:
        self.renewing = False
        for running in self.parts:
            if running.renew():
                self.say(SUPERVISOR, f"{running.part.name} thay từng tiến trình, vẫn phục vụ")

    def _pump(self) -> None:
        if self._tail:
            self._tail.pump()
        for running in self.parts:
            running.pump()

    def _note_time(self) -> None:
        """Write down the time once a minute, so that `doctor` can see a clock that was set back."""
        if time.monotonic() >= self._clock_due:
            # A full disk leaves the time of an earlier minute, which is as true.
            with suppress(OSError):
                clock.note(self.var)
            self._clock_due = time.monotonic() + CLOCK_SECONDS

    def _watch_database(self) -> None:
        if self._database is None or time.monotonic() < self._database_due or postgres.status(self.var).running:
            return
        before = self._database.address
        self.say(SUPERVISOR, "PostgreSQL đã dừng ngoài dự kiến; khởi động lại")
        try:
            found = self._database.ensure()
        except (postgres.PostgresError, OSError) as error:  # no room on the disk, no memory: the rest waits for it
            self._database_due = time.monotonic() + DATABASE_SECONDS
            self.say(SUPERVISOR, f"chưa khởi động lại được PostgreSQL ({error}); sẽ thử lại")
            return
        if found != before:
            for running in self.parts:
                if running.part.needs_database:
                    running.stop()
                    self._start_again(running)

    def _watch(self, running: Running) -> None:
        if running.pid is None:
            if time.monotonic() >= running.start_after:
                self._start_again(running)
            return
        code = running.exit_code()
        if code is not None:
            running.bury()
            wait = max(0.0, running.start_after - time.monotonic())
            self.say(SUPERVISOR, f"{running.part.name} đã dừng (mã {code}); khởi động lại sau {wait:.0f} giây")

    def _start_again(self, running: Running) -> None:
        """Start a part that ended. While the machine has no memory or no process left for it the others go on."""
        try:
            running.start(self._environment)
        except OSError as error:
            running.postpone()
            self.say(SUPERVISOR, f"chưa khởi động lại được {running.part.name} ({error.strerror}); sẽ thử lại")

    def _stop_all(self) -> None:
        self.say(SUPERVISOR, "đang dừng …")
        if self.prober:
            self.prober.stop()
        for running in reversed(self.parts):
            running.stop()
        if self._database:
            self._database.release()
        self._pump()
        self.say(SUPERVISOR, "đã dừng")
