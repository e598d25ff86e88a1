# SPDX-License-Identifier: EUPL-1.2
"""The payment gateway running beside the tests, the test citizen who pays there, waiting for what it tells us."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from tinhso.config import env
from tinhso_counterparts.modes import Word, order, utc_now, write_mode
from tinhso_counterparts.running import in_thread, on_free_ports

BIRTH_COPY = "2.000635"  # 8.000 đồng một bản
ADOPTION = "2.001263"  # 400.000 đồng


@dataclass(frozen=True)
class Gateway:
    """The running gateway: where it answers, its folder, its mood as a call."""

    url: str
    folder: Path
    secret: str

    def behave(self, word: str, how: str = "", delay: float = 0.3) -> None:
        write_mode(self.folder, order(Word(word), how, delay, None, utc_now()))

    def pay(self, page: str) -> str:
        """Press the button on the gateway's page as the test citizen does; return what the page says."""
        assert requests.get(page, timeout=5).status_code == 200
        return requests.post(page, timeout=5).text

    def told(self) -> list[str]:
        """Return what the house answered to each notice, oldest first."""
        log = self.folder / "notices.log"
        return log.read_text("utf-8").splitlines() if log.exists() else []


def wait_for(ready: Callable[[], object]) -> None:
    """Wait until something is so; an assertion when it never is."""
    for _ in range(200):
        if ready():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen in ten seconds")


@pytest.fixture
def running_gateway(tmp_path: Path) -> Iterator[Gateway]:
    """One for each test, so that no statement tells of another test's money."""
    var = tmp_path / "counterparts"
    with in_thread(("pay",), on_free_ports(var)) as addresses:
        known = json.loads(Path(addresses["pay"]["merchant_file"]).read_text("utf-8"))
        yield Gateway(addresses["pay"]["url"], var / "pay", known["secret"])


@pytest.fixture
def gateway(running_gateway, monkeypatch) -> Iterator[Gateway]:
    """The gateway in good mood, known to this installation."""
    monkeypatch.setattr(env, "PAY_URL", running_gateway.url)
    monkeypatch.setattr(env, "PAY_SECRET", running_gateway.secret)
    monkeypatch.setattr(env, "PAY_BANK_BIN", "970403")
    monkeypatch.setattr(env, "PAY_ACCOUNT", "0011012345678")
    (running_gateway.folder / "notices.log").unlink(missing_ok=True)
    running_gateway.behave("ok")
    yield running_gateway
    running_gateway.behave("ok")
