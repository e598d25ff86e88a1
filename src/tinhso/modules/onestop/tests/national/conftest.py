# SPDX-License-Identifier: EUPL-1.2
"""The national portal on the loopback, connected to this installation."""

import json
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from tinhso.config import env
from tinhso.kernel.events.keys import VerifyingKey
from tinhso.kernel.events.queries import acts_between
from tinhso.kernel.exchange import actions as exchange
from tinhso.modules.onestop.national import subscriber
from tinhso.modules.onestop.national.reconciliation import connect
from tinhso.modules.onestop.tests import world
from tinhso.modules.onestop.tests.national.filing_there import There, there
from tinhso.modules.onestop.tests.national.peers import Peer, connected
from tinhso_counterparts.modes import Word, order, utc_now, write_mode
from tinhso_counterparts.running import in_thread, on_free_ports


@dataclass(frozen=True)
class Portal:
    """The running portal: its mood as a call, what it holds, and our side sending to it."""

    addresses: dict[str, str]
    folder: Path

    def behave(self, word: str, how: str = "") -> None:
        write_mode(self.folder, order(Word(word), how, 0.3, None, utc_now()))
        address = urlsplit(self.addresses["url"])
        for _ in range(100):
            if _listens(address.hostname, address.port) != (word == "down"):
                return
            time.sleep(0.05)
        raise AssertionError(f"the portal did not follow the mode {word}")

    def held(self) -> dict[str, dict]:
        """Return what the portal holds, by code."""
        found = requests.get(f"{self.addresses['web']}/api/dossiers", timeout=5).json()
        return {one["code"]: one for one in found["dossiers"]}

    def repeats(self) -> int:
        return int(requests.get(f"{self.addresses['web']}/api/dossiers", timeout=5).json()["counts"]["repeats"])

    def forget(self, code: str) -> None:
        requests.delete(f"{self.addresses['web']}/api/dossiers/{code}", timeout=5)

    @staticmethod
    def tell(after: timedelta = timedelta(0)) -> int:
        """Hand every act to the reaction, as the worker would, and send what is due; return how many messages went.

        Acts that were told before are handed over again: the same act has the same key.
        """
        now: datetime = world.START + timedelta(hours=6) + after
        for act in acts_between(1, 10**9):
            if act.verb in subscriber.TELLINGS:
                subscriber.tell_portal(act, now)
        return exchange.deliver_to("national", now=now)


def _listens(host: str | None, port: int | None) -> bool:
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


@pytest.fixture(scope="session")
def running_portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    var = tmp_path_factory.mktemp("counterparts")
    with in_thread(("national",), on_free_ports(var)) as addresses:
        yield Portal(addresses["national"], var / "national")


@pytest.fixture
def portal(running_portal: Portal, people: world.Staff, monkeypatch: pytest.MonkeyPatch) -> Iterator[Portal]:
    """The portal in good mood, empty, known to this installation."""
    accounts = json.loads(Path(running_portal.addresses["accounts_file"]).read_text("utf-8"))
    monkeypatch.setattr(env, "NATIONAL_PASSWORD", accounts["tinhso"])
    for code in running_portal.held():
        running_portal.forget(code)
    key = VerifyingKey.from_pem((running_portal.folder / "portal.pub.pem").read_bytes()).raw.hex()
    connect(running_portal.addresses["url"], now=world.START - timedelta(days=1), by=world.SETUP, public_key=key)
    yield running_portal
    running_portal.behave("ok")


@pytest.fixture
def reachable(settings: Any) -> None:
    """Let the application answer over the wire without built style sheets."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture(scope="session")
def running_peers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, dict[str, str]]]]:
    var = tmp_path_factory.mktemp("peers")
    with in_thread(("ministry", "post", "feedback", "reporting", "agency"), on_free_ports(var)) as addresses:
        yield var, addresses


@pytest.fixture
def ministry(running_peers: Any, people: world.Staff, reachable: None) -> Iterator[Peer]:
    var, addresses = running_peers
    with connected("ministry", addresses["ministry"], var / "ministry") as peer:
        yield peer


@pytest.fixture
def post(running_peers: Any, people: world.Staff, reachable: None) -> Iterator[Peer]:
    var, addresses = running_peers
    with connected("post", addresses["post"], var / "post") as peer:
        yield peer


@pytest.fixture
def feedback_system(running_peers: Any, people: world.Staff, reachable: None) -> Iterator[Peer]:
    var, addresses = running_peers
    with connected("feedback", addresses["feedback"], var / "feedback") as peer:
        yield peer


@pytest.fixture
def reporting(running_peers: Any, people: world.Staff, reachable: None) -> Iterator[Peer]:
    var, addresses = running_peers
    with connected("reporting", addresses["reporting"], var / "reporting") as peer:
        yield peer


@pytest.fixture
def agency(running_peers: Any, people: world.Staff, reachable: None) -> Iterator[Peer]:
    var, addresses = running_peers
    with connected("agency", addresses["agency"], var / "agency") as peer:
        yield peer


@pytest.fixture
def citizen_there(portal: Portal, reachable: None) -> Iterator[There]:
    """A citizen at the portal, which reaches this installation over the wire."""
    with there(portal.addresses["web"]) as found:
        yield found
