# SPDX-License-Identifier: EUPL-1.2
"""The state of the house as one page: checks of the machine, the ledger and its readers, queues, what is held up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from procrastinate.contrib.django.models import ProcrastinateJob

from tinhso.kernel.events import queries as ledger
from tinhso.kernel.events.subscriptions import parked_acts
from tinhso.kernel.exchange import queries as exchange
from tinhso.lib.vntext import format_int
from tinhso.modules.onestop.queries import desk
from tinhso.runtime import health
from tinhso.runtime.health import Check

LAG_TOLERATED = 2_000
"""Acts a reader may lie behind before the page says so; the worker passes some hundreds a second."""


def checks() -> Iterator[Check]:
    """Yield what can be seen from inside a web process, without starting anything."""
    yield health.python()
    yield health.disk()
    yield health.clock_steps()
    yield health.secrets()
    for name, behind in ledger.readers():
        yield _reader(name, behind)


def _reader(name: str, behind: int) -> Check:
    sentence = _("%(name)s còn %(behind)s sự kiện chưa đọc") % {"name": name, "behind": format_int(behind)}
    advice = _("Hãy kiểm tra tiến trình nền (worker) còn chạy không.") if behind > LAG_TOLERATED else ""
    return Check(f"reader:{name}", not advice, sentence, advice)


@dataclass(frozen=True)
class Overview:
    """What the page shows. jobs, messages: how many stand in each state."""

    checks: list[Check]
    acts: int
    unsealed: int
    last_seal: Any
    stamped_at: datetime | None
    jobs: dict[str, int]
    messages: dict[str, int]
    parked: list[Any]
    papers_waiting: int
    papers_held_up: list[Any]


def overview() -> Overview:
    seals = ledger.newest_seals(1)
    newest = ledger.newest_acts(1)
    top = newest[0].seq if newest else 0
    return Overview(
        checks=list(checks()),
        acts=ledger.count_acts(),
        unsealed=max(0, top - ledger.sealed_up_to()),
        last_seal=seals[0][0] if seals else None,
        stamped_at=seals[0][1] if seals else None,
        jobs={state: ProcrastinateJob.objects.filter(status=state).count() for state in ("todo", "doing", "failed")},
        messages=exchange.counts(),
        parked=parked_acts(50),
        papers_waiting=desk.papers_waiting(),
        papers_held_up=desk.papers_held_up(20),
    )
