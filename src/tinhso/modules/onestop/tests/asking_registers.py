# SPDX-License-Identifier: EUPL-1.2
"""The national databases running beside the tests, in the mood a test wants."""

import json
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from tinhso.config import env
from tinhso.modules.onestop.registers import client
from tinhso_counterparts.modes import Word, order, utc_now, write_mode
from tinhso_counterparts.running import in_thread, on_free_ports

APPLICANT = "083190000123"


@dataclass(frozen=True)
class Registers:
    """The running databases: where they answer, their folder, the client's secret."""

    url: str
    folder: Path
    secret: str

    def behave(self, word: str, how: str = "", delay: float = 0.3) -> None:
        write_mode(self.folder, order(Word(word), how, delay, None, utc_now()))
        address = urlsplit(self.url)
        for _ in range(100):
            with socket.socket() as probe:
                listening = probe.connect_ex((address.hostname, address.port)) == 0
            if listening != (word == "down"):
                return
            time.sleep(0.05)
        raise AssertionError(f"the databases did not follow the mode {word}")

    def put(self, register: str, **values: str) -> None:
        """Let a database know these values of the applicant of the small world."""
        url = f"{self.url}/v1/{register}/records/{APPLICANT}"
        assert requests.put(url, json=values, auth=("tinhso", self.secret), timeout=5).status_code == 200

    def asked(self) -> list[dict[str, str]]:
        found = requests.get(f"{self.url}/v1/questions", auth=("tinhso", self.secret), timeout=5).json()
        return list(found["questions"])


@pytest.fixture
def databases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Registers]:
    """The databases in good mood, known to this installation."""
    var = tmp_path / "counterparts"
    with in_thread(("registers",), on_free_ports(var)) as addresses:
        known = json.loads(Path(addresses["registers"]["clients_file"]).read_text("utf-8"))
        running = Registers(addresses["registers"]["url"], var / "registers", known["tinhso"]["secret"])
        monkeypatch.setattr(env, "REGISTERS_URL", running.url)
        monkeypatch.setattr(env, "REGISTERS_SECRET", running.secret)
        monkeypatch.setattr(client, "TIMEOUT_SECONDS", (0.5, 0.5))
        yield running
