# SPDX-License-Identifier: EUPL-1.2
"""A rolling restart: web processes are replaced one by one, new code answers, and nobody who asks is refused."""

import http.client
import os
import signal
import threading
import time
from pathlib import Path

import pytest
from tests.ports import free_port

from tinhso.runtime import parts, run_file
from tinhso.runtime.part import Part, Running
from tinhso.runtime.tests.test_supervisor import Supervised, wait_for

APP = """
import pathlib
from tinhso.config.draining import drain_before_ending
drain_before_ending()
SAID = pathlib.Path(__file__).with_name("version").read_bytes()
def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(SAID)))])
    return [SAID]
"""
ASKERS, PATIENCE_SECONDS, SLOW_LINE_SECONDS = 8, 60, 0.2


class Askers:
    """Threads that ask on and on, each time on a connection of its own, which a slow line lets ask late."""

    def __init__(self, port: int) -> None:
        self.port, self.going = port, True
        self.heard: list[bytes] = []
        self.failed: list[str] = []
        self.threads = [threading.Thread(target=self._ask) for _one in range(ASKERS)]
        for thread in self.threads:
            thread.start()

    def _ask(self) -> None:
        while self.going:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            try:
                connection.connect()
                time.sleep(SLOW_LINE_SECONDS)
                connection.request("GET", "/")
                self.heard.append(connection.getresponse().read())
            except (OSError, http.client.HTTPException) as error:
                self.failed.append(repr(error))
            finally:
                connection.close()

    def end(self) -> None:
        self.going = False
        for thread in self.threads:
            thread.join()


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_web_processes_are_replaced_without_a_failed_request(tmp_path: Path, workers: int) -> None:
    (tmp_path / "tiny.py").write_text(APP)
    (tmp_path / "version").write_text("old")
    port = free_port()
    lines: list[str] = []
    part = parts.web("web", "127.0.0.1", port, workers, wsgi="tiny:app", overlap=2)
    running = Running(part, tmp_path / "log", lambda _name, line: lines.append(line))
    running.start({**os.environ, "PYTHONPATH": str(tmp_path)})
    try:
        wait_for(running.is_ready)
        askers = Askers(port)
        (tmp_path / "version").write_text("new")
        assert running.renew()
        deadline = time.monotonic() + PATIENCE_SECONDS
        while sum("Stopped old worker" in line for line in lines) < workers:
            running.pump()
            assert time.monotonic() < deadline, lines
            time.sleep(0.05)
        askers.heard.clear()
        wait_for(lambda: len(askers.heard) > 100)
        askers.end()
    finally:
        running.stop()

    assert askers.failed == []
    assert set(askers.heard) == {b"new"}


def test_a_part_that_cannot_renew_itself_is_left_alone(tmp_path: Path) -> None:
    running = Running(Part("worker", ("sleep", "30")), tmp_path, lambda _name, _line: None)
    before = running.renew()
    running.start(dict(os.environ))

    asked = running.renew()
    running.stop()

    assert (before, asked) == (False, False)


def test_the_supervisor_goes_on_when_asked_to_renew(tmp_path: Path) -> None:
    supervised = Supervised(tmp_path, "import time; print('pid', 1); time.sleep(60)")
    supervised.said("tinhso| up")

    asked = run_file.renew(tmp_path)
    time.sleep(0.5)
    alive = supervised.process.poll() is None
    code = supervised.end(signal.SIGTERM)

    assert (asked, alive, code) == (True, True, 0)
    assert not run_file.renew(tmp_path)
