# SPDX-License-Identifier: EUPL-1.2
"""Start, kill and read a collector in tests."""

import json
import subprocess
import sys
import uuid
from pathlib import Path

from tinhso.modules.security.collect import reader
from tinhso.modules.security.collect.ndjson import digest
from tinhso.modules.security.collect.records import Record, Way
from tinhso.modules.security.collect.segments import Position

TOKEN = "mã-thử-của-một-nguồn"
SOURCE = uuid.UUID("018f0000-0000-7000-8000-000000000001")


class Running:
    """A collector with free ports: `Running(folder, tcp_port=-1)`."""

    def __init__(self, folder: Path, **told) -> None:
        told = {"folder": str(folder), "entries": [[str(SOURCE), digest(TOKEN)]]} | told
        command = [sys.executable, "-m", "tinhso.modules.security.collect.tests.process", json.dumps(told)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        self.ports: dict[str, int] = json.loads(self.process.stdout.readline())

    def kill(self) -> None:
        """End it as a power cut of the process does."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        self.process.terminate()
        assert self.process.wait(20) == 0


def everything(folder: Path) -> list[Record]:
    """Return every message in the spool, in order; fails on damage."""
    found, at = [], Position()
    while True:
        batch = reader.read(folder, at)
        assert not batch.damaged
        if batch.position == at:
            return [one for one in found if one.way is not Way.NOTE]
        found += batch.records
        at = batch.position
