# SPDX-License-Identifier: EUPL-1.2
"""The receiver is killed at random points under load: what it confirmed is in the spool, and once.

TINHSO_KILLS sets how often; a few in the ordinary run.
"""

import http.client
import os
import random
import threading
import time
from pathlib import Path

import pytest

from tinhso.modules.security.collect.records import Way
from tinhso.modules.security.collect.tests.running import TOKEN, Running, everything

KILLS = int(os.environ.get("TINHSO_KILLS", "4"))
BATCH = 20


class Sender(threading.Thread):
    """Sends numbered batches over HTTP until told to stop; one that was not confirmed is sent again."""

    def __init__(self, name: str, port: list[int]) -> None:
        super().__init__(daemon=True)
        self.stream, self.port = name, port
        self.confirmed = self.answers = 0
        self.done = False

    def run(self) -> None:
        while not self.done:
            body = "\n".join(f'{{"s":"{self.stream}","n":{self.confirmed + n}}}' for n in range(1, BATCH + 1))
            headers = {"Authorization": f"Bearer {TOKEN}".encode(), "X-Stream": self.stream}
            headers["X-Sequence"] = str(self.confirmed + 1)
            connection = http.client.HTTPConnection("127.0.0.1", self.port[0], timeout=5)
            try:
                connection.request("POST", "/v1/events", body.encode(), headers)
                if connection.getresponse().status == 200:
                    self.confirmed += BATCH
                    self.answers += 1
            except (OSError, http.client.HTTPException):
                time.sleep(0.01)
            finally:
                connection.close()


class Writer(threading.Thread):
    """Adds numbered lines to a file and now and then turns it over, as a program with its log does."""

    def __init__(self, log: Path) -> None:
        super().__init__(daemon=True)
        self.log, self.done = log, False
        self.written = self.turned = 0

    def run(self) -> None:
        while not self.done:
            with self.log.open("ab", buffering=0) as stream:
                for _ in range(random.randint(1, 40)):
                    self.written += 1
                    stream.write(b"%d\n" % self.written)
            if self.written % 7 == 0:
                self.turn()
            time.sleep(random.uniform(0.001, 0.02))

    def turn(self) -> None:
        """Give the file another name; the next line begins a new one."""
        self.turned += 1
        self.log.rename(self.log.with_name(f"{self.log.name}.{self.turned}"))


@pytest.mark.slow
def test_a_killed_receiver_takes_each_line_of_a_followed_file_once(tmp_path, request):
    folder, writer = tmp_path / "spool", Writer(tmp_path / "alerts.json")
    running = Running(folder, files=[str(writer.log)])
    request.addfinalizer(lambda: running.process.kill())
    writer.log.write_bytes(b"0\n")
    while not everything(folder):
        time.sleep(0.05)
    writer.start()
    for _ in range(KILLS):
        time.sleep(random.uniform(0.02, 0.5))
        running.kill()
        running = Running(folder, files=[str(writer.log)])
    writer.done = True
    writer.join()
    deadline = time.monotonic() + 30
    while len(found := everything(folder)) <= writer.written and time.monotonic() < deadline:
        time.sleep(0.2)
    running.stop()

    assert writer.turned > KILLS
    assert {one.way for one in found} == {Way.FILE}
    assert [int(one.raw) for one in found] == list(range(writer.written + 1))


@pytest.mark.slow
def test_a_killed_receiver_loses_and_doubles_nothing_it_confirmed(tmp_path, request):
    running = Running(tmp_path, http_port=-1)
    request.addfinalizer(lambda: running.process.kill())
    port = [running.ports["http"]]
    senders = [Sender(f"s{n}", port) for n in range(3)]
    for sender in senders:
        sender.start()
    for _ in range(KILLS):
        time.sleep(random.uniform(0.02, 0.5))
        running.kill()
        running = Running(tmp_path, http_port=-1)
        port[0] = running.ports["http"]
    time.sleep(0.3)
    for sender in senders:
        sender.done = True
    for sender in senders:
        sender.join()
    running.stop()

    found = everything(tmp_path)

    for sender in senders:
        numbers = [one.sequence for one in found if one.stream == sender.stream]
        assert sender.answers > KILLS / 2
        assert len(numbers) == len(set(numbers)), "a number was kept twice"
        assert set(range(1, sender.confirmed + 1)) <= set(numbers), "a confirmed line is not there"
        assert max(numbers) <= sender.confirmed + BATCH
