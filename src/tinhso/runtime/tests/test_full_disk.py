# SPDX-License-Identifier: EUPL-1.2
"""A disk that takes nothing for a while: the house lives on, and says afterwards what it could not write.

The system says no to every write of a process whose files may have no length; pipes and the database are not meant.
"""

import os
import resource
import signal
import time
from pathlib import Path

from tinhso.runtime import postgres, processes
from tinhso.runtime.tests.test_supervisor import Supervised, wait_for

SPEAKS = """
import os, time
print('pid', os.getpid(), flush=True)
while True:
    print('word', flush=True)
    time.sleep(0.1)
"""


def fill(pid: int) -> None:
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))


def free(pid: int) -> None:
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def test_the_house_lives_on_and_tells_what_the_log_lacks(tmp_path: Path) -> None:
    supervised = Supervised(tmp_path, SPEAKS)
    supervised.said("tinhso| up")
    log, first = tmp_path / "log" / "part0.log", supervised.pids()[0]
    fill(supervised.process.pid)
    full_since, said = log.stat().st_size, len(supervised.lines)

    wait_for(lambda: len(supervised.lines) > said + 5)
    os.kill(first, signal.SIGKILL)
    second = supervised.pids(2)[1]
    assert processes.is_alive(second)
    assert log.stat().st_size <= full_since + len("word\n")  # one may have been on its way

    free(supervised.process.pid)
    wait_for(lambda: "byte không ghi được vào nhật ký" in log.read_text())
    assert log.read_text().endswith("word\n")
    assert supervised.end() == 0


def test_a_database_that_does_not_come_up_is_tried_again(tmp_path: Path) -> None:
    supervised = Supervised(tmp_path, SPEAKS, embedded=True)
    supervised.said("tinhso| up")
    server = postgres.status(tmp_path).pid
    assert server
    settings = next((tmp_path / "postgres").rglob("postgresql.conf"))
    kept = settings.read_text()
    settings.write_text(f"{kept}\nno_such_setting = here\n")

    os.kill(server, signal.SIGKILL)
    supervised.said("chưa khởi động lại được PostgreSQL")
    settings.write_text(kept)

    until = time.monotonic() + 60
    while postgres.status(tmp_path).pid in {None, server}:
        assert time.monotonic() < until, supervised.lines[-20:]
        time.sleep(0.2)
    assert processes.is_alive(supervised.pids()[0])
    assert supervised.end() == 0
