# SPDX-License-Identifier: EUPL-1.2
"""Each counterpart on free ports and in a folder of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

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
        """Put a mode in force from the next request on."""
        write_mode(self.folder, order(Word(word), how, delay_seconds, None, utc_now()))


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Iterator[Running]]:
    """Give a function that runs one counterpart for the tests of a module."""

    def run_one(name: str) -> Iterator[Running]:
        var = tmp_path_factory.mktemp(name)
        with in_thread((name,), on_free_ports(var)) as addresses:
            yield Running(addresses[name], var / name)

    return run_one
