# SPDX-License-Identifier: EUPL-1.2
"""An installation in a temporary folder whose processes may be killed: PostgreSQL, web, worker, players, stand-ins."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.ports import free_port
from tinhso.runtime import postgres, processes, run_file
from tinhso.runtime.parts import answers

ROOT = Path(__file__).resolve().parents[2]
EST_PASSWORD = "chi-dung-trong-kiem-thu"
PATIENCE_SECONDS = 60
AUDIT_SECONDS = 900
"""An audit reads every act and dossier of the exercise; on a busy machine an hour of them takes minutes."""


def wait_until(happened: Callable[[], bool], what: str, seconds: float = PATIENCE_SECONDS) -> None:
    """Wait for something to happen; raises AssertionError naming it when it does not."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, f"{what} did not happen in {seconds} seconds"
        time.sleep(0.1)


class Installation:
    """Starts, kills and asks the processes of one installation."""

    def __init__(self, folder: Path) -> None:
        self.var = folder / "var"
        self.side = folder / "acknowledged"
        self.side.mkdir(parents=True)
        self.web_port, self.pki_port, self.smtp_port, self.inbox_port, self.pay_port = (free_port() for _ in range(5))
        self.environment = self._environment()
        self.supervisor: subprocess.Popen[bytes] | None = None
        self.counterparts: subprocess.Popen[bytes] | None = None
        self.players: list[subprocess.Popen[bytes]] = []

    def _environment(self) -> dict[str, str]:
        inherited = {key: value for key, value in os.environ.items() if not key.startswith(("TINHSO_", "PYTEST_"))}
        inherited.pop("DATABASE_URL", None)
        return inherited | {
            "DJANGO_SETTINGS_MODULE": "tinhso.config.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src"), str(ROOT / "counterparts" / "src")]),
            "TINHSO_VAR": str(self.var),
            "TINHSO_PORT": str(self.web_port),
            "TINHSO_COLLECT": "0",
            "TINHSO_WEB_WORKERS": "1",
            "TINHSO_PKI_URL": f"http://127.0.0.1:{self.pki_port}",
            "TINHSO_TSA_URL": f"http://127.0.0.1:{self.pki_port}/tsa",
            "TINHSO_SMS_URL": "",
            "TINHSO_SMTP_PORT": str(self.smtp_port),
            "TINHSO_PKI_ENROL_PASSWORD": EST_PASSWORD,
            "COUNTERPARTS_VAR": str(self.var / "counterparts"),
            "COUNTERPARTS_PKI_PORT": str(self.pki_port),
            "TINHSO_PAY_URL": f"http://127.0.0.1:{self.pay_port}",
            "COUNTERPARTS_PAY_PORT": str(self.pay_port),
            "COUNTERPARTS_MAIL_SMTP_PORT": str(self.smtp_port),
            "COUNTERPARTS_MAIL_WEB_PORT": str(self.inbox_port),
            "COUNTERPARTS_EST_PASSWORD": EST_PASSWORD,
        }

    def _spawn(self, name: str, *command: str) -> subprocess.Popen[bytes]:
        log = self.var / "log" / f"test-{name}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as stream:
            return subprocess.Popen(
                command,
                env=self.environment,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                start_new_session=True,
                preexec_fn=processes.die_with_parent(signal.SIGTERM),
            )

    def _program(self, name: str, *arguments: str) -> tuple[str, ...]:
        return (sys.executable, "-W", "ignore", "-m", f"tests.faults.{name}", *arguments)

    def start_counterparts(self) -> None:
        command = (str(Path(sys.executable).with_name("tinhso-counterparts")), "up", "--only", "pki,mail")
        self.counterparts = self._spawn("counterparts", *command)
        wait_until(answers(f"http://127.0.0.1:{self.inbox_port}/"), "start of the counterparts")

    def prepare(self) -> None:
        """Fill a new database with a small province while the static files are gathered."""
        static = self._spawn("static", sys.executable, "-m", "django", "collectstatic", "--noinput", "-v", "0")
        assert self._spawn("prepare", *self._program("prepare")).wait(PATIENCE_SECONDS) == 0, self.tail("prepare")
        assert static.wait(PATIENCE_SECONDS) == 0, self.tail("static")

    def start(self) -> None:
        """Start the supervisor with PostgreSQL, web and worker, and wait until the first page comes."""
        self.supervisor = self._spawn("serve", *self._program("serve"))
        wait_until(self.web_answers, f"first page\n{self.tail('serve')}")

    def web_answers(self) -> bool:
        return answers(f"http://127.0.0.1:{self.web_port}/")()

    def start_player(self, seed: int) -> None:
        """Start a process that plays citizens and officers; each seed is played once."""
        side = self.side / f"{seed}.jsonl"
        self.players.append(self._spawn("player", *self._program("playing", str(side), str(seed))))

    def acknowledged(self) -> list[dict[str, object]]:
        """Return what the players were told is done; the last line of a killed one may be cut short."""
        return [line for path in sorted(self.side.glob("*.jsonl")) for line in _whole_lines(path)]

    def audit(self) -> dict[str, object]:
        """Let the worker finish, stop it, then return what the whole installation says of itself."""
        waited = self._asked("wait")
        self.stop_supervisor()
        with postgres.Share(self.var):
            return waited | self._asked("examine")

    def _asked(self, what: str) -> dict[str, object]:
        out = self.var / f"{what}.json"
        child = self._spawn("audit", *self._program("audit", what, str(self.side), str(out)))
        assert child.wait(AUDIT_SECONDS) == 0, self.tail("audit")
        return dict(json.loads(out.read_text(encoding="utf-8")))

    def stop_supervisor(self) -> None:
        """Ask the supervisor to stop everything in good order."""
        assert self.supervisor
        self.supervisor.terminate()
        self.supervisor.wait(PATIENCE_SECONDS)

    def pids_of(self, part: str) -> list[int]:
        """Return the processes of a part: postmaster | postgres (all of it) | worker | web | supervisor | player."""
        data = self.var / "postgres" / "data"
        match part:
            case "postmaster":
                status = postgres.status(self.var)
                return [status.pid] if status.pid else []
            case "postgres":
                return [pid for pid in _all_pids() if _works_in(pid, data)]
            case "supervisor":
                return [self.supervisor.pid] if self.supervisor else []
            case "player":
                return [child.pid for child in self.players if child.poll() is None]
        run = run_file.read(self.var)
        word = {"worker": b"worker", "web": b"granian"}[part]
        return [pid for pid in run_file.marked(run.mark if run else "-") if word in _command_line(pid)]

    def kill(self, part: str) -> int:
        """Send SIGKILL to every process of a part and wait until they are gone; return how many there were."""
        killed = []
        for pid in self.pids_of(part):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                killed.append(pid)
        assert all(processes.wait_until_gone(pid, PATIENCE_SECONDS) for pid in killed)
        return len(killed)

    def stop(self) -> None:
        """Stop everything in good order, then end what is left."""
        for child in (*self.players, self.supervisor, self.counterparts):
            if child is not None and child.poll() is None:
                child.terminate()
        for child in (*self.players, self.supervisor, self.counterparts):
            if child is not None:
                try:
                    child.wait(30)
                except subprocess.TimeoutExpired:
                    child.kill()
                    child.wait()
        run_file.stop(self.var)
        postgres.stop(self.var)

    def describe(self) -> str:
        """Return what runs and the ends of the logs, for the message of a test that failed."""
        parts = ("postmaster", "web", "worker", "supervisor", "player")
        running = ", ".join(f"{part} {self.pids_of(part)}" for part in parts)
        return f"running: {running}\n{self.tail('player')}\n{self.tail('serve')}"

    def tail(self, name: str) -> str:
        log = self.var / "log" / f"test-{name}.log"
        return log.read_text(encoding="utf-8", errors="replace")[-3_000:] if log.exists() else ""


def _whole_lines(path: Path) -> Iterator[dict[str, object]]:
    for line in path.read_bytes().split(b"\n")[:-1]:
        yield json.loads(line)


def _all_pids() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").glob("[0-9]*")]


def _works_in(pid: int, folder: Path) -> bool:
    try:
        return Path(f"/proc/{pid}/cwd").samefile(folder)
    except OSError:
        return False


def _command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
