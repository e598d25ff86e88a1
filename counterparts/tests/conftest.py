# SPDX-License-Identifier: EUPL-1.2
"""Each counterpart on free ports and in a folder of its own."""

import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tinhso_counterparts.modes import Word, order, utc_now, write_mode
from tinhso_counterparts.running import in_thread, on_free_ports


@dataclass(frozen=True)
class Running:
    """A counterpart that answers: its addresses, its folder, and its mode as a call."""

    addresses: dict[str, str]
    folder: Path

    @property
    def url(self) -> str:
        return self.addresses["url"]

    def behave(self, word: str, *, how: str = "", delay_seconds: float = 0.7) -> None:
        """Put a mode in force from the next request on; going down or coming back is waited for."""
        write_mode(self.folder, order(Word(word), how, delay_seconds, None, utc_now()))
        address = urlsplit(self.addresses.get("smtp") or self.addresses.get("smpp") or self.url)
        for _ in range(100):
            if _listens(address.hostname, address.port) != (word == "down"):
                return
            time.sleep(0.05)
        raise AssertionError(f"{address.geturl()} did not follow the mode {word}")


def _listens(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Iterator[Running]]:
    """Give a function that runs one counterpart for the tests of a module."""

    def run_one(name: str) -> Iterator[Running]:
        var = tmp_path_factory.mktemp(name)
        with in_thread((name,), on_free_ports(var)) as addresses:
            yield Running(addresses[name], var / name)

    return run_one
