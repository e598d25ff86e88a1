# SPDX-License-Identifier: EUPL-1.2
"""Bad days with every part a real process: ten times the load, a full spool, store and detector killed meanwhile.

TINHSO_BURST_SECONDS sets how long the burst is: some seconds in the ordinary run, 60 by hand.
"""

import http.client
import json
import os
import subprocess
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db.models import Sum

from tinhso.modules.security.collect import segments
from tinhso.modules.security.collect.records import Way
from tinhso.modules.security.collect.tests.running import TOKEN, everything
from tinhso.modules.security.collect.tests.running import Running as Collector
from tinhso.modules.security.models import Alert, DetectorPlace
from tinhso.modules.security.queries import watching as queries
from tinhso.modules.security.store import connecting
from tinhso.modules.security.store.tests.running import Running as StoreService
from tinhso.modules.security.tests.test_detector_killed import detector, evaluated, wait_until

BURST_SECONDS = float(os.environ.get("TINHSO_BURST_SECONDS", "3"))
USUAL, TIMES = 200, 10
"""Events a second on a usual day of the test, and how many times as many in the burst."""
BATCH, EVERY, HOSTS = 50, 10, 5


class Sender(threading.Thread):
    """Sends numbered lines at a rate until told to stop; what was not confirmed is sent again. Every tenth is an alarm.

    refused: how often it was asked to come again; said: with which words last.
    """

    def __init__(self, port: int, rate: int) -> None:
        super().__init__(daemon=True)
        self.port, self.rate = port, rate
        self.confirmed = self.refused = 0
        self.said = ""
        self.done = False

    def run(self) -> None:
        due = time.monotonic()
        while not self.done:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            headers = {"Authorization": f"Bearer {TOKEN}".encode(), "X-Stream": "ngay-xau"}
            headers["X-Sequence"] = str(self.confirmed + 1)
            body = "\n".join(line(self.confirmed + number) for number in range(BATCH))
            try:
                connection.request("POST", "/v1/events", body.encode(), headers)
                answer = connection.getresponse()
                status, said = answer.status, answer.read().decode()
            finally:
                connection.close()
            if status == 200:
                self.confirmed += BATCH
            else:
                self.refused += 1
                self.said = said
                assert status == 503, status
                time.sleep(0.2)
            due = max(due + BATCH / self.rate, time.monotonic() - 1)
            time.sleep(max(0.0, due - time.monotonic()))


def line(number: int) -> str:
    if number % EVERY:
        return f"<13>1 - may-{number % HOSTS} app 5 - - việc {number}"
    return f"<85>1 - may-{number // EVERY % HOSTS} sudo 5 - - lan : user NOT in sudoers ; lần {number}"


@pytest.fixture
def store(tmp_path, monkeypatch):
    found = StoreService(tmp_path / "store")
    monkeypatch.setattr(connecting, "store", lambda: found.store)
    yield found
    found.process.kill()


def finish(running: subprocess.Popen, folder: Path) -> None:
    """Let the detector read what the receiver wrote last (it notes a pause, too), then end it."""
    wait_until(lambda: segments.behind(folder, segments.readers(folder)["detector"]) == 0)
    running.terminate()
    assert running.wait(20) == 0


def assert_once(store: StoreService, folder, sent: int) -> None:
    """Everything confirmed is in the spool, in the store and in the counts of alerts: once."""
    found = store.store.select("SELECT count() AS n, uniqExact((segment, offset, part)) AS u FROM events")[0]
    assert (found["n"], found["u"]) == (sent, sent), "an event is stored twice, or is missing"
    alarms = -(-sent // EVERY)
    assert DetectorPlace.objects.get().matches == alarms
    assert Alert.objects.aggregate(all=Sum("count"))["all"] == alarms
    assert Alert.objects.count() == HOSTS
    assert segments.behind(folder, segments.readers(folder)["detector"]) == 0


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_ten_times_the_load_while_parts_are_killed(tmp_path, request, store):
    """The detector dies at the height of the burst, then the store; depth and delay rise and fall to nought."""
    folder = tmp_path / "spool"
    collector = Collector(folder, http_port=-1)
    request.addfinalizer(lambda: collector.process.kill())
    running = detector(folder, store)
    request.addfinalizer(lambda: running.kill())
    sender = Sender(collector.ports["http"], USUAL)
    sender.start()
    wait_until(lambda: evaluated() > 2 * BATCH)
    sender.rate = USUAL * TIMES
    time.sleep(BURST_SECONDS / 3)
    running.kill()
    running.wait()
    time.sleep(BURST_SECONDS / 3)
    pressed = queries.reading(datetime.now(UTC), folder, connecting.store().is_there())
    running = detector(folder, store)
    store.kill()
    time.sleep(BURST_SECONDS / 3)
    without = queries.reading(datetime.now(UTC), folder, connecting.store().is_there())
    store.start()
    sender.rate = USUAL
    time.sleep(1)
    sender.done = True
    sender.join()
    wait_until(lambda: DetectorPlace.objects.filter(events=sender.confirmed).exists())
    collector.stop()
    finish(running, folder)

    assert sender.confirmed > USUAL * TIMES * BURST_SECONDS / 4, "there was no burst"
    assert pressed.detector_behind > 10_000
    assert pressed.delay_seconds > 0
    assert (pressed.is_store_there, without.is_store_there) == (True, False)
    assert_once(store, folder, sender.confirmed)
    at_rest = queries.reading(datetime.now(UTC), folder, connecting.store().is_there())
    assert (at_rest.detector_behind, at_rest.delay_seconds) == (0, 0)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_full_spool_holds_the_senders_back_and_loses_nothing(tmp_path, request, store):
    """Nobody reads, the spool fills up, the sender is asked to wait; the detector comes back and all goes on.

    The room the spool may take is raised as an operator would, since one segment is not released while it is written.
    """
    folder = tmp_path / "spool"
    collector = Collector(folder, http_port=-1, limit_bytes=300_000)
    request.addfinalizer(lambda: collector.process.kill())
    sender = Sender(collector.ports["http"], 20_000)
    sender.start()
    wait_until(lambda: sender.refused > 2)
    sender.done = True
    sender.join()
    confirmed = sender.confirmed
    collector.stop()
    assert "đã đầy" in json.loads(sender.said)["detail"]
    assert len([one for one in everything(folder) if one.way is Way.HTTP]) == confirmed

    collector = Collector(folder, http_port=-1, limit_bytes=64_000_000)
    running = detector(folder, store)
    request.addfinalizer(lambda: running.kill())
    again = Sender(collector.ports["http"], 2_000)
    again.confirmed = confirmed
    again.start()
    wait_until(lambda: again.confirmed > confirmed + 500)
    again.done = True
    again.join()
    wait_until(lambda: DetectorPlace.objects.filter(events=again.confirmed).exists())
    collector.stop()
    finish(running, folder)
    assert_once(store, folder, again.confirmed)
