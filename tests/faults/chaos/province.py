# SPDX-License-Identifier: EUPL-1.2
"""Program: citizens and officers live in real time for some seconds; citizens pay, officers ask the databases."""

import heapq
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import django

django.setup()

import requests  # noqa: E402
from django.utils import timezone  # noqa: E402

from tests.faults.playing import Acknowledging, ImpatientPlayer, SideFile  # noqa: E402
from tinhso.kernel.documents.errors import SigningUnavailable  # noqa: E402
from tinhso.kernel.events.errors import Refused  # noqa: E402
from tinhso.kernel.identity.queries import viewer_of_person  # noqa: E402
from tinhso.modules.onestop import actions  # noqa: E402
from tinhso.modules.onestop.actions.registers import query_register  # noqa: E402
from tinhso.modules.onestop.errors import GatewayUnavailable, RegisterUnavailable  # noqa: E402
from tinhso.modules.onestop.models import Charge, Dossier  # noqa: E402
from tinhso.modules.onestop.queries import registers as papers  # noqa: E402
from tinhso.play import dossiers  # noqa: E402
from tinhso.play.province import Script  # noqa: E402
from tinhso.play.teams import Teams  # noqa: E402

NEW_EVERY_SECONDS = 4.0
SECONDS_A_MINUTE, LONGEST_WAIT_SECONDS = 0.01, 6.0
"""A working minute of a played life lasts so long here, and no wait longer than the second number."""

SIGN_AGAIN_SECONDS, SIGN_TIMES = 1.0, 60
PAY_TIMES = 30
PAGE_SECONDS = 6
FEE_VND, FEE_SOURCE = 30_000, "Văn bản trình diễn của cuộc diễn tập"


class Steadfast(Acknowledging):
    """A leader whose signature the authority does not give asks again; a specialist asks the databases first."""

    def __init__(self, side: SideFile, dice: Random) -> None:
        super().__init__(side, dice)
        self.filed: list[UUID] = []

    def _ask(self, verb: Callable[..., Any], args: tuple[Any, ...], options: dict[str, Any]) -> Any:
        for _ in range(SIGN_TIMES):
            try:
                return super()._ask(verb, args, options)
            except SigningUnavailable:
                time.sleep(SIGN_AGAIN_SECONDS)
        return super()._ask(verb, args, options)

    def _note(self, name: str, outcome: Any) -> None:
        super()._note(name, outcome)
        if name in ("submit_draft", "file_at_counter"):
            self.filed.append(outcome.case_id)

    def start_work(self, case_id: UUID, **options: Any) -> Dossier:
        """Begin the examination as usual, then look up what the databases know."""
        begun = self.__getattr__("start_work")(case_id, **options)
        for paper in papers.served_by(begun.version):
            try:
                query_register(case_id, key=paper.key, viewer=options["viewer"], now=timezone.now())
            except (RegisterUnavailable, Refused):
                continue
        return begun


class LivingPlayer(ImpatientPlayer):
    """Plays lives by the clock on the wall."""

    def live(self, client: Steadfast, seconds: float) -> None:
        """Let somebody in every few seconds and let each act when its wait is over."""
        began = time.monotonic()
        dice = Random(f"{self.script.seed}:live")
        coming: list[tuple[float, int, Iterator[float]]] = []
        following = 0.0
        while (passed := time.monotonic() - began) < seconds:
            if passed >= following:
                self._enter(coming, passed, self._life(dice, dice.random() < 0.7).run())
                following += dice.expovariate(1 / NEW_EVERY_SECONDS)
            while client.filed:
                self._enter(coming, passed, _pay(client.filed.pop(), self.teams, Random(dice.random())))
            if not coming or coming[0][0] > passed:
                time.sleep(0.1)
                continue
            _, _, life = heapq.heappop(coming)
            self.moment.now = timezone.now()
            wait = self._next(life)
            if wait is None:
                self.score.ended += 1
            else:
                due = time.monotonic() - began + min(wait * SECONDS_A_MINUTE, LONGEST_WAIT_SECONDS)
                heapq.heappush(coming, (due, next(self.order), life))

    def _enter(self, coming: list[tuple[float, int, Iterator[float]]], at: float, life: Iterator[float]) -> None:
        heapq.heappush(coming, (at, next(self.order), life))
        self.score.started += 1


def _pay(case_id: UUID, teams: Teams, dice: Random) -> Iterator[float]:
    """The applicant pays what is due through the gateway's page, again as long as it does not count as paid."""
    yield dice.uniform(50, 400)
    for charge in Charge.objects.filter(dossier_id=case_id).select_related("dossier__applicant"):
        if charge.amount_vnd is None:
            desk = teams.of(charge.dossier.receiving_unit_id).reception
            stated = {"amount_vnd": FEE_VND, "source": FEE_SOURCE}
            actions.state_amount(charge.id, **stated, viewer=desk, now=timezone.now())
        for _ in range(PAY_TIMES):
            if not Charge.objects.get(id=charge.id).is_payable:
                break
            _try_to_pay(charge)
            yield dice.uniform(100, 500)


def _try_to_pay(charge: Charge) -> None:
    viewer = viewer_of_person(charge.dossier.applicant)
    try:
        order = actions.open_order(charge.id, viewer=viewer, now=timezone.now())
        requests.post(order.gateway_url, timeout=PAGE_SECONDS)
    except (GatewayUnavailable, requests.RequestException):
        return


def main() -> None:
    side, seed, seconds = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    client = Steadfast(SideFile(side), Random(seed))
    dossiers.actions = client  # type: ignore[attr-defined]
    today = timezone.localdate()
    player = LivingPlayer(Script(today, 1, 1, seed, today))
    player.live(client, seconds)
    score = {"lives": player.score.started, "ended": player.score.ended, "refusals": dict(player.score.refusals)}
    side.with_suffix(".score").write_text(json.dumps(score, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
