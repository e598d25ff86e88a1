# SPDX-License-Identifier: EUPL-1.2
"""The supervisor: order, restarts, clean stop, nothing left behind."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tinhso.runtime import clock, logs, parts, postgres, processes, run_file
from tinhso.runtime.logs import LINE_LIMIT, FileTail, PartLog

PROGRAM = """
import sys
from pathlib import Path
from tinhso.runtime.part import Part, Step
from tinhso.runtime.supervisor import StartFailed, Supervisor

var, embedded, *commands = sys.argv[1:]
parts = []
for number, code in enumerate(commands):
    if code.startswith("step:"):
        parts.append(Step(f"step{number}", f"doing {number}", (sys.executable, "-c", code[5:])))
    elif code.startswith("/"):
        parts.append(Part(f"part{number}", (code,)))
    else:
        parts.append(Part(f"part{number}", (sys.executable, "-c", code)))
say = lambda part, line: print(f"{part}| {line}", flush=True)
try:
    Supervisor(Path(var), parts, embedded=embedded == "yes", say=say).run(on_ready=lambda: ["up"])
except StartFailed as failed:
    sys.exit(str(failed))
"""
FOREVER = "import os, time; print('pid', os.getpid()); time.sleep(60)"
FAMILY = (  # a leader with a helper that ignores the request to end
    "import subprocess, sys, time; "
    "h = subprocess.Popen([sys.executable, '-c', 'import signal, time; "
    "signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)']); "
    "print('pid', h.pid); time.sleep(60)"
)


class Supervised:
    """A supervisor in a process of its own; its lines are collected as they come."""

    def __init__(self, var: Path, *commands: str, embedded: bool = False) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, var, "yes" if embedded else "no", *commands],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line.rstrip())

    def said(self, words: str, times: int = 1) -> list[str]:
        """Return the lines with `words` once there are `times` of them."""
        wait_for(lambda: len([line for line in self.lines if words in line]) >= times, self.lines)
        return [line for line in self.lines if words in line]

    def pids(self, times: int = 1) -> list[int]:
        return [int(line.split()[-1]) for line in self.said("| pid", times)]

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        code = self.process.wait(20)
        self.reader.join(5)
        return code


def wait_for(question: Callable[[], bool], shown: object = "") -> None:
    deadline = time.monotonic() + 15
    while not question():
        assert time.monotonic() < deadline, shown
        time.sleep(0.02)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_parts_start_in_order_and_stop_with_the_supervisor(tmp_path: Path, number: signal.Signals) -> None:
    supervised = Supervised(tmp_path, FOREVER, FOREVER)
    supervised.said("tinhso| up")
    pids = supervised.pids(2)

    code = supervised.end(number)

    ready = [line for line in supervised.lines if "sẵn sàng" in line]
    assert code == 0
    assert ready == ["tinhso| part0 sẵn sàng", "tinhso| part1 sẵn sàng"]
    assert not any(processes.is_alive(pid) for pid in pids)
    assert run_file.read(tmp_path) is None
    assert (tmp_path / "log" / "part0.log").read_text().startswith("pid ")


def test_a_part_that_dies_is_started_again(tmp_path: Path) -> None:
    supervised = Supervised(tmp_path, FOREVER)
    supervised.said("tinhso| up")
    first = supervised.pids()[0]

    os.kill(first, signal.SIGKILL)
    second = supervised.pids(2)[1]

    assert second != first
    assert supervised.said("khởi động lại sau 1 giây")
    supervised.end()


def test_a_part_the_machine_has_no_room_for_is_tried_again_and_the_others_go_on(tmp_path: Path) -> None:
    """What the system says when memory or processes have run out, here of a program that is away for a while."""
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\necho pid $$\nexec sleep 60\n")
    program.chmod(0o755)
    supervised = Supervised(tmp_path, FOREVER, str(program))
    supervised.said("tinhso| up")
    other, first = sorted(supervised.said("| pid", 2))
    program.rename(tmp_path / "away")

    os.kill(int(first.split()[-1]), signal.SIGKILL)
    supervised.said("chưa khởi động lại được part1")
    (tmp_path / "away").rename(program)

    assert supervised.said("part1| pid", 2)[1] != first
    assert processes.is_alive(int(other.split()[-1]))
    supervised.end()


def test_a_part_that_cannot_start_ends_the_supervisor_with_its_last_words(tmp_path: Path) -> None:
    supervised = Supervised(tmp_path, FOREVER, "raise SystemExit('no such setting')")

    assert supervised.process.wait(20) == 1
    supervised.reader.join(5)

    assert any("Phần part1 không khởi động được" in line for line in supervised.lines)
    assert not processes.is_alive(supervised.pids()[0])


def test_steps_are_done_in_their_place(tmp_path: Path) -> None:
    supervised = Supervised(tmp_path, FOREVER, "step:print('migrated')", FOREVER)
    supervised.said("tinhso| up")

    supervised.end()

    order = [supervised.lines.index(line) for line in ("tinhso| part0 sẵn sàng", "step1| migrated", "tinhso| up")]
    assert order == sorted(order)


def test_a_step_that_fails_stops_what_was_started(tmp_path: Path) -> None:
    supervised = Supervised(tmp_path, FOREVER, "step:raise SystemExit('no table')", FOREVER)

    assert supervised.process.wait(20) == 1
    supervised.reader.join(5)

    assert any("Bước “doing 1” thất bại" in line for line in supervised.lines)
    assert "no table" in supervised.lines
    assert not processes.is_alive(supervised.pids()[0])
    assert "tinhso| up" not in supervised.lines


def test_a_missing_program_is_a_sentence(tmp_path: Path) -> None:
    supervised = Supervised(tmp_path, "/nowhere/program")

    assert supervised.process.wait(20) == 1
    supervised.reader.join(5)

    assert supervised.lines[-1].startswith("Không chạy được /nowhere/program")


def test_the_helpers_of_a_part_end_with_it(tmp_path: Path) -> None:
    supervised = Supervised(tmp_path, FAMILY)
    supervised.said("tinhso| up")
    helper = supervised.pids()[0]

    supervised.end()

    assert processes.wait_until_gone(helper, 5)


def test_a_killed_supervisor_leaves_nothing_after_the_next_start(tmp_path: Path) -> None:
    killed = Supervised(tmp_path, FAMILY, embedded=True)
    killed.said("tinhso| up")
    helper = killed.pids()[0]
    server = postgres.status(tmp_path).pid
    assert server

    killed.end(signal.SIGKILL)
    assert processes.wait_until_gone(server, 10)
    again = Supervised(tmp_path, FOREVER)
    again.said("tinhso| up")

    assert not processes.is_alive(helper)
    again.end()


def test_a_database_that_is_killed_comes_back(tmp_path: Path) -> None:
    supervised = Supervised(tmp_path, embedded=True)
    supervised.said("tinhso| up")
    first = postgres.status(tmp_path).pid
    assert first

    os.kill(first, signal.SIGKILL)
    supervised.said("PostgreSQL đã dừng ngoài dự kiến")
    wait_for(lambda: postgres.status(tmp_path).pid not in {None, first})

    supervised.end()
    assert not postgres.status(tmp_path).running


def test_a_second_supervisor_is_refused(tmp_path: Path) -> None:
    first = Supervised(tmp_path, FOREVER)
    first.said("tinhso| up")

    with pytest.raises(run_file.AlreadyRunning, match="tinhso stop"), run_file.claim(tmp_path):
        pass

    first.end()


def test_stop_ends_the_running_supervisor(tmp_path: Path) -> None:
    supervised = Supervised(tmp_path, FOREVER)
    supervised.said("tinhso| up")

    reaper = threading.Thread(target=supervised.process.wait)
    reaper.start()

    assert run_file.stop(tmp_path)
    reaper.join(5)
    assert supervised.process.returncode == 0
    assert not run_file.stop(tmp_path)


def test_stop_never_touches_a_recycled_pid(tmp_path: Path) -> None:
    bystander = subprocess.Popen(["sleep", "30"])
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "supervisor.json").write_text(
        f'{{"pid": {bystander.pid}, "began": "another time", "mark": "none"}}'
    )

    assert not run_file.stop(tmp_path)

    assert bystander.poll() is None
    bystander.kill()
    bystander.wait()


def test_a_log_over_the_limit_is_moved_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "LIMIT_BYTES", 10)
    log = PartLog("p", tmp_path, lambda part, line: None)

    log.feed(b"0123456789ab\n")
    log.feed(b"new\n")

    assert (tmp_path / "p.log").read_bytes() == b"new\n"
    assert (tmp_path / "p.log.1").exists()


def test_a_line_without_end_is_cut(tmp_path: Path) -> None:
    heard: list[str] = []
    log = PartLog("p", tmp_path, lambda part, line: heard.append(line))

    log.feed(b"x" * (LINE_LIMIT + 1))
    log.feed("rest\nngày".encode())

    assert heard == ["x" * LINE_LIMIT, "rest"]


def test_a_tail_begins_at_the_end_and_survives_rotation(tmp_path: Path) -> None:
    path = tmp_path / "server.log"
    path.write_text("old\n")
    heard: list[str] = []
    tail = FileTail("p", path, lambda part, line: heard.append(line))

    path.write_text("old\nnew\n")
    tail.pump()
    path.write_text("a\n")
    tail.pump()

    assert heard == ["new", "a"]


def test_a_clock_set_back_is_noticed_and_not_written_down(tmp_path: Path) -> None:
    clock.note(tmp_path)
    assert clock.step_back(tmp_path) == 0
    last = tmp_path / "run" / clock.FILE
    last.write_text(f"{time.time() + 3600:.0f}")

    clock.note(tmp_path)

    assert 3590 < clock.step_back(tmp_path) < 3610


def test_web_is_served_on_both_loopbacks() -> None:
    fourth, sixth = parts.web("web", "127.0.0.1", 8000, 2), parts.web("web6", "::1", 8000, 1)

    assert fourth.command[fourth.command.index("--host") + 1] == "127.0.0.1"
    assert sixth.command[sixth.command.index("--host") + 1] == "::1"
