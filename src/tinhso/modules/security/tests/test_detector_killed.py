# SPDX-License-Identifier: EUPL-1.2
"""Receiver, detector and store are killed in turn under load: what was confirmed is stored once and evaluated once.

TINHSO_KILLS sets how often; a few in the ordinary run.
"""

import http.client
import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from tinhso.modules.security.actions import count_spool
from tinhso.modules.security.collect import segments
from tinhso.modules.security.collect.ndjson import digest
from tinhso.modules.security.collect.tests import running as collecting
from tinhso.modules.security.models import Alert, DetectorPlace, Source
from tinhso.modules.security.queries.sources import gaps_of
from tinhso.modules.security.store.tests import running as storing
from tinhso.modules.security.tests import world

KILLS = int(os.environ.get("TINHSO_KILLS", "6"))
EVERY = 10
MOST_AHEAD = 20_000
CALM = "<13>1 - may-chu-1 app 5 - - việc {number}"
ALARM = "<85>1 - may-chu-1 sudo 5 - - lan : user NOT in sudoers ; lần {number}"


class Sender(threading.Thread):
    """Sends numbered lines until told to stop; what was not confirmed is sent again. Every tenth is an alarm.

    evaluated: as last seen; it never runs further ahead of it than some seconds of work.
    """

    def __init__(self, token: str, port: int) -> None:
        super().__init__(daemon=True)
        self.port, self.confirmed, self.evaluated, self.done = port, 0, 0, False
        self._headers = {"Authorization": f"Bearer {token}".encode(), "X-Stream": "may"}

    def run(self) -> None:
        while not self.done:
            if self.confirmed - self.evaluated > MOST_AHEAD:
                time.sleep(0.02)
                continue
            numbers = range(self.confirmed + 1, self.confirmed + 1 + random.randint(1, 400))
            while not self._send(numbers):
                time.sleep(0.01)
            time.sleep(random.uniform(0, 0.05))

    def _send(self, numbers: range) -> bool:
        """Return whether the lines were confirmed."""
        body = "\n".join(line(number) for number in numbers)
        door = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            door.request("POST", "/v1/events", body.encode(), self._headers | {"X-Sequence": str(numbers.start)})
            if door.getresponse().status != 200:
                return False
        except (OSError, http.client.HTTPException):
            return False
        finally:
            door.close()
        self.confirmed = numbers.stop - 1
        return True


def line(number: int) -> str:
    return (CALM if number % EVERY else ALARM).format(number=number)


class Centre:
    """The three processes over one folder, as they run in a province."""

    def __init__(self, folder: Path, source: Source, token: str) -> None:
        self.spool, self._entries = folder / "spool", [[str(source.id), digest(token)]]
        self.store = storing.Running(folder / "store")
        self.receiver = self._collector()
        self.detector = detector(self.spool, self.store)

    def _collector(self) -> collecting.Running:
        return collecting.Running(self.spool, http_port=-1, entries=self._entries, segment_bytes=300_000)

    def kill(self, turn: int) -> None:
        """End one of the three as a power cut does, and start it again."""
        if turn % 3 == 0:
            self.detector.kill()
            self.detector.wait()
            self.detector = detector(self.spool, self.store)
        elif turn % 3 == 1:
            self.store.kill()
            self.store.start()
        else:
            self.receiver.kill()
            self.receiver = self._collector()

    def stop(self) -> None:
        """End the receiver, then the detector once it has read everything."""
        self.receiver.stop()
        wait_until(lambda: segments.behind(self.spool, segments.readers(self.spool)["detector"]) == 0)
        self.detector.terminate()
        assert self.detector.wait(20) == 0

    def end(self) -> None:
        for process in (self.detector, self.store.process, self.receiver.process):
            process.kill()


def detector(folder, store) -> subprocess.Popen:
    address = urlsplit(os.environ["DATABASE_URL"])
    url = urlunsplit(address._replace(path=f"/{connection.settings_dict['NAME']}"))
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tinhso.config.settings"}
    name = "tinhso.modules.security.tests.detector_process"
    return subprocess.Popen([sys.executable, "-m", name, str(folder), store.url, "khoa-thu"], env=environment)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_whoever_is_killed_each_event_is_stored_and_evaluated_once(tmp_path, request):
    source, token = world.registered(world.build())
    centre = Centre(tmp_path, source, token)
    request.addfinalizer(centre.end)
    sender = Sender(token, centre.receiver.ports["http"])
    sender.start()
    for turn in range(KILLS):
        sender.evaluated = wait_for_progress(random.uniform(0, 0.5))
        centre.kill(turn)
        sender.port = centre.receiver.ports["http"]
    sender.done = True
    sender.join()
    wait_until(lambda: evaluated() >= sender.confirmed)
    centre.stop()

    sent = sender.confirmed
    rows = "SELECT count() AS n, uniqExact((segment, offset, part)) AS places, uniqExact(raw) AS lines FROM events"
    assert centre.store.store.select(rows) == [{"n": sent, "places": sent, "lines": sent}], "stored twice, or missing"
    alarms = sent // EVERY
    assert (evaluated(), DetectorPlace.objects.get().matches) == (sent, alarms)
    assert Alert.objects.get().count == alarms
    while count_spool(centre.spool, zone=ZoneInfo("Asia/Ho_Chi_Minh"), now=timezone.now()):
        pass
    assert (Source.objects.get().received, gaps_of(source.id)) == (sent, []), "the ledger of sources disagrees"
    centre.store.stop()


def wait_for_progress(after: float) -> int:
    """Wait until the detector has kept something more, so that it is killed at work and not at its start."""
    before = evaluated()
    wait_until(lambda: evaluated() > before)
    time.sleep(after)
    return evaluated()


def evaluated() -> int:
    return DetectorPlace.objects.values_list("events", flat=True).first() or 0


def wait_until(holds, seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.02)
