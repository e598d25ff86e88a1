# SPDX-License-Identifier: EUPL-1.2
"""Detector and store are killed at random points under load: every event is stored once and evaluated once.

TINHSO_KILLS sets how often; a few in the ordinary run.
"""

import os
import random
import subprocess
import sys
import threading
import time
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection
from django.db.models import Sum

from tinhso.modules.security.collect import segments
from tinhso.modules.security.collect.records import Record, Way, encode
from tinhso.modules.security.collect.spool import Spool
from tinhso.modules.security.models import Alert, DetectorPlace
from tinhso.modules.security.store.tests.running import Running

KILLS = int(os.environ.get("TINHSO_KILLS", "4"))
HOSTS, EVERY = 5, 10
MOST_AHEAD = 20_000
LINE = "<85>1 - may-{host} sudo 5 - - lan : user NOT in sudoers ; lần {number}"


class Writer(threading.Thread):
    """Writes groups of records into the spool until told to stop; every tenth line is an alarm.

    evaluated: as last seen; it never runs further ahead of it than some seconds of work.
    """

    def __init__(self, spool: Spool) -> None:
        super().__init__(daemon=True)
        self.spool, self.written, self.evaluated, self.done = spool, 0, 0, False

    def run(self) -> None:
        while not self.done:
            if self.written - self.evaluated > MOST_AHEAD:
                time.sleep(0.02)
                continue
            numbers = range(self.written, self.written + random.randint(1, 400))
            self.spool.write(encode([record(number) for number in numbers]))
            self.written = numbers.stop
            time.sleep(random.uniform(0, 0.05))


def record(number: int) -> Record:
    line = LINE.format(host=number // EVERY % HOSTS, number=number)
    if number % EVERY:
        line = f"<13>1 - may-{number % HOSTS} app 5 - - việc {number}"
    return Record(Way.TCP, time.time_ns(), line.encode(), "10.1.2.3")


def detector(folder, store) -> subprocess.Popen:
    address = urlsplit(os.environ["DATABASE_URL"])
    url = urlunsplit(address._replace(path=f"/{connection.settings_dict['NAME']}"))
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tinhso.config.settings"}
    name = "tinhso.modules.security.tests.detector_process"
    return subprocess.Popen([sys.executable, "-m", name, str(folder), store.url, "khoa-thu"], env=environment)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_whoever_is_killed_each_event_is_stored_and_evaluated_once(tmp_path, request):
    spool = Spool(tmp_path / "spool", time.time_ns, segment_bytes=300_000)
    spool.open()
    store = Running(tmp_path / "store")
    request.addfinalizer(lambda: store.process.kill())
    running = detector(spool.folder, store)
    request.addfinalizer(lambda: running.kill())
    writer = Writer(spool)
    writer.start()
    for number in range(KILLS):
        writer.evaluated = wait_for_progress(random.uniform(0, 0.5))
        if number % 2:
            store.kill()
            store.start()
        else:
            running.kill()
            running.wait()
            running = detector(spool.folder, store)
    writer.done = True
    writer.join()
    wait_until(lambda: DetectorPlace.objects.filter(events=writer.written).exists())
    running.terminate()
    assert running.wait(20) == 0

    found = store.store.select("SELECT count() AS n, uniqExact((segment, offset, part)) AS u FROM events")[0]
    assert (found["n"], found["u"]) == (writer.written, writer.written), "an event is stored twice, or is missing"
    alarms = -(-writer.written // EVERY)
    assert DetectorPlace.objects.get().matches == alarms
    assert Alert.objects.aggregate(all=Sum("count"))["all"] == alarms
    assert Alert.objects.count() == min(HOSTS, alarms)
    assert segments.behind(spool.folder, segments.readers(spool.folder)["detector"]) == 0
    store.stop()
    spool.close()


def wait_for_progress(after: float) -> int:
    """Wait until the detector has kept something more, so that it is killed at work and not at its start."""
    before = evaluated()
    wait_until(lambda: evaluated() > before)
    time.sleep(after)
    return evaluated()


def evaluated() -> int:
    return DetectorPlace.objects.values_list("events", flat=True).first() or 0


def wait_until(holds, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.02)
