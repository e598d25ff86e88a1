# SPDX-License-Identifier: EUPL-1.2
"""Program: `play` on a few communes without end, noting on disk each act that was acknowledged to its caller.

A caller whose connection breaks does what a browser's user does: it asks again with the same key. Whether the first
attempt had been committed is for the house to find out, and for `audit` to check.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import django

django.setup()

from django.db import InterfaceError, OperationalError, connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from tests.faults.prepare import COMMUNES  # noqa: E402
from tinhso.kernel.events.errors import HouseError  # noqa: E402
from tinhso.kernel.registry.models import Area  # noqa: E402
from tinhso.modules.onestop import actions  # noqa: E402
from tinhso.modules.onestop.models import Dossier, Draft  # noqa: E402
from tinhso.modules.onestop.tests.world import plain_seal  # noqa: E402
from tinhso.play import dossiers  # noqa: E402
from tinhso.play.province import Player, Script  # noqa: E402

LOST = (OperationalError, InterfaceError)
DAYS = 60
PER_DAY = 12
BREATH_SECONDS = 0.02
REALLY_SIGNED = 0.1


class SideFile:
    """Lines that are on the disk when `note` returns."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def note(self, **facts: object) -> None:
        os.write(self._handle, json.dumps(facts).encode() + b"\n")
        os.fsync(self._handle)


def patiently(call: Callable[[], Any]) -> Any:
    """Return the answer of `call`, asked again while the database is away."""
    while True:
        try:
            return call()
        except LOST:
            connection.close()
            time.sleep(0.2)


class Acknowledging:
    """The actions of the one-stop as a client far away sees them."""

    def __init__(self, side: SideFile, dice: Random) -> None:
        self._side = side
        self._dice = dice

    def __getattr__(self, name: str) -> Callable[..., Any]:
        verb = getattr(actions, name)

        def call(*args: Any, **options: Any) -> Any:
            if name == "sign_result" and self._dice.random() > REALLY_SIGNED:
                options["sealer"] = plain_seal
            outcome = self._ask(verb, args, options)
            self._note(name, outcome)
            time.sleep(BREATH_SECONDS)
            return outcome

        return call

    def _ask(self, verb: Callable[..., Any], args: tuple[Any, ...], options: dict[str, Any]) -> Any:
        try:
            return verb(*args, **options)
        except LOST:
            connection.close()
        try:
            return patiently(lambda: verb(*args, **options))
        except HouseError:
            # Refused the second time: the first was committed and only its answer was lost on the way.
            if args and (found := patiently(lambda: Dossier.objects.filter(case_id=args[0]).first())):
                return found
            raise

    def _note(self, name: str, outcome: Any) -> None:
        case_id = getattr(outcome, "case_id", None) or getattr(outcome, "dossier_id", None)
        if case_id is None or isinstance(outcome, Draft):
            return
        self._side.note(step=name, case=str(case_id))
        seq, version = patiently(lambda: _standing(case_id))
        self._side.note(step=name, case=str(case_id), seq=seq, version=version)


def _standing(case_id: object) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT max(seq) FROM ledger_act WHERE case_id = %s), version FROM casework_case WHERE id = %s",
            [case_id, case_id],
        )
        seq, version = cursor.fetchone()
        return int(seq), int(version)


class ImpatientPlayer(Player):
    """Plays a few communes; a life whose connection broke between two acts ends, as a visitor gives up."""

    def _communes(self) -> list[Area]:
        return [area for area in super()._communes() if area.code in COMMUNES]

    def _next(self, life: Iterator[float]) -> float | None:
        try:
            return super()._next(life)
        except LOST:
            patiently(lambda: connection.close() or connection.ensure_connection())
            return None


def main() -> None:
    side, seed = Path(sys.argv[1]), int(sys.argv[2])
    dossiers.actions = Acknowledging(SideFile(side), Random(seed))  # type: ignore[attr-defined]
    today = timezone.localdate()
    first_day = today - timedelta(days=DAYS)
    # Every player serves all communes, so that they meet in the same books.
    player = patiently(lambda: ImpatientPlayer(Script(first_day, DAYS, PER_DAY, seed, today)))
    player.play(progress=lambda done, what: print(done, what, flush=True))


if __name__ == "__main__":
    main()
