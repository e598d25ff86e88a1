# SPDX-License-Identifier: EUPL-1.2
"""`kill -9` of PostgreSQL, web, worker, players, supervisor while the province lives: nothing acknowledged is lost."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.faults.installation import Installation, wait_until

ROUNDS = int(os.environ.get("TINHSO_FAULT_ROUNDS", "5"))
SEED = int(os.environ.get("TINHSO_FAULT_SEED", "2026"))
PARTS = ("database", "worker", "web", "player", "supervisor")
PLAYERS = 2


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """A small province that runs, with two processes of citizens and officers at work."""
    made = Installation(tmp_path)
    try:
        made.start_counterparts()
        made.prepare()
        made.start()
        yield made
    finally:
        made.stop()


class Round:
    """One kill at a random moment and the way back to work."""

    def __init__(self, installation: Installation, dice: Random) -> None:
        self.installation = installation
        self.dice = dice
        self.seeds = iter(range(SEED * 1000, SEED * 1000 + 10_000))

    def fill_up_players(self) -> None:
        for _ in range(PLAYERS - len(self.installation.pids_of("player"))):
            self.installation.start_player(next(self.seeds))

    def play(self, part: str) -> None:
        """Let the province live for a while, kill a part, and wait until acts are acknowledged again."""
        if part == "database":
            part = self.dice.choice(("postmaster", "postgres"))  # alone, or with all its backends
        self.fill_up_players()
        self.wait_for_acts(5)
        time.sleep(self.dice.uniform(0, 1.5))
        wait_until(lambda: bool(self.installation.pids_of(part)), f"return of {part}")
        assert self.installation.kill(part) > 0, f"{part} ended by itself"
        if part == "supervisor":
            assert self.installation.supervisor
            self.installation.supervisor.wait(30)
            self.installation.start()
        self.fill_up_players()
        self.wait_for_acts(3)

    def wait_for_acts(self, count: int) -> None:
        """Wait until players have been told of so many acts more; one that gave up is replaced."""
        wanted = len(self.installation.acknowledged()) + count

        def enough() -> bool:
            self.fill_up_players()
            return len(self.installation.acknowledged()) >= wanted

        try:
            wait_until(enough, f"{count} acts more")
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.installation.describe()}") from error


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_or_done_twice_when_anything_is_killed(installation):
    dice = Random(SEED)
    life = Round(installation, dice)
    order = [PARTS[number % len(PARTS)] for number in range(ROUNDS)]
    dice.shuffle(order)

    for part in order:
        life.play(part)
    installation.kill("player")
    wait_until(installation.web_answers, "an answer of the web")
    seen = installation.audit()

    assert len(installation.acknowledged()) > ROUNDS * 8
    assert seen["returned"] or seen["dossiers"]
    wrong = {key: value for key, value in seen.items() if isinstance(value, list) and value}
    assert not wrong
    assert seen["unsealed"] == 0
