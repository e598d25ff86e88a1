# SPDX-License-Identifier: EUPL-1.2
"""The installation of the exercise: as for the faults, with every counterpart that keeps a book or a key."""

import json
import sys
from pathlib import Path
from typing import Any

from tests.faults.chaos.weather import NAMES
from tests.faults.installation import Installation, wait_until
from tests.ports import free_port
from tinhso.runtime.parts import answers

LONGEST_RECKONING_SECONDS = 1800


class ChaosHouse(Installation):
    """Web and worker as in production, players in real time, six counterparts."""

    def _environment(self) -> dict[str, str]:
        self.ports = {name: free_port() for name in ("national", "national_web", "registers", "sms", "sms_web")}
        ports = self.ports
        return super()._environment() | {
            "TINHSO_BASE_URL": f"http://127.0.0.1:{self.web_port}",
            "TINHSO_NATIONAL_URL": f"http://127.0.0.1:{ports['national']}",
            "TINHSO_REGISTERS_URL": f"http://127.0.0.1:{ports['registers']}",
            "TINHSO_SMS_URL": f"smpp://127.0.0.1:{ports['sms']}",
            "TINHSO_SMS_QUIET": "",
            **{f"COUNTERPARTS_{name.upper()}_PORT": str(port) for name, port in ports.items()},
        }

    @property
    def weather_folder(self) -> Path:
        """Return where the counterparts look how to behave."""
        return self.var / "counterparts"

    def start_counterparts(self) -> None:
        command = (str(Path(sys.executable).with_name("tinhso-counterparts")), "up", "--only", ",".join(NAMES))
        self.counterparts = self._spawn("counterparts", *command)
        wait_until(answers(f"http://127.0.0.1:{self.inbox_port}/"), "start of the counterparts")
        wait_until(answers(f"http://127.0.0.1:{self.ports['national_web']}/"), "start of the portal's stand-in")

    def start_living(self, seed: int, seconds: float) -> None:
        """Start a process of citizens and officers that ends by itself."""
        side = self.side / f"{seed}.jsonl"
        program = self._program("chaos.province", str(side), str(seed), str(seconds))
        self.players.append(self._spawn("player", *program))

    def books(self, what: str) -> dict[str, Any]:
        """Ask the program of the books: connect | settle | compare | replay."""
        out = self.var / f"books-{what}.json"
        child = self._spawn("books", *self._program("chaos.books", what, str(out)))
        assert child.wait(LONGEST_RECKONING_SECONDS) == 0, self.tail("books")
        return dict(json.loads(out.read_text(encoding="utf-8")))

    def scores(self) -> list[dict[str, Any]]:
        """Return what the players say they did."""
        return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(self.side.glob("*.score"))]
