# SPDX-License-Identifier: EUPL-1.2
"""Program: what the operator does after the storm, and the comparisons of the night, while the worker runs.

connect: the portal becomes a partner. settle: what was given up is sent again, waits are cut short, until nothing is
left. compare: the days of the exercise with portal and bank, each difference with what explains it. replay: the days
are told to the portal anew.
"""

import json
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.utils import timezone  # noqa: E402

from tests.faults.audit import behind  # noqa: E402
from tinhso.config import env  # noqa: E402
from tinhso.kernel.events.models import Act  # noqa: E402
from tinhso.kernel.events.types import Actor  # noqa: E402
from tinhso.kernel.exchange import actions as exchange  # noqa: E402
from tinhso.kernel.exchange.models import Attempt, Message, Partner  # noqa: E402
from tinhso.kernel.exchange.signing import wire_key  # noqa: E402
from tinhso.kernel.exchange.types import MessageState  # noqa: E402
from tinhso.modules.onestop import actions  # noqa: E402
from tinhso.modules.onestop.models import Difference, Paper, Payment  # noqa: E402
from tinhso.modules.onestop.national import reconciliation  # noqa: E402
from tinhso.modules.onestop.payments.types import Standing  # noqa: E402

OPERATOR = Actor("system:operator")
SETTLE_SECONDS = 1500
ROUND_SECONDS = 2.0
SENT_MOST = 20
"""So often a person sends a message again before it counts as one that does not go."""


def main() -> None:
    what, out = sys.argv[1], Path(sys.argv[2])
    found = {"connect": connect, "settle": settle, "compare": compare, "replay": replay}[what]()
    out.write_text(json.dumps(found, ensure_ascii=False, default=str), encoding="utf-8")


def connect() -> dict[str, Any]:
    reconciliation.connect(env.NATIONAL_URL, now=timezone.now(), by=OPERATOR)
    return {}


def settle() -> dict[str, Any]:
    """Send again what was given up and wait for the rest; `left` names what does not go."""
    deadline, resent = time.monotonic() + SETTLE_SECONDS, Counter[str]()
    while (left := _left()) and time.monotonic() < deadline:
        for message in Message.objects.filter(state=MessageState.DEAD):
            if resent[message.key] < SENT_MOST:
                exchange.resend(message.id, now=timezone.now(), by=OPERATOR)
                resent[message.key] += 1
        _cut_waits_short()
        time.sleep(ROUND_SECONDS)
    return {"left": left, **_traffic()}


def _cut_waits_short() -> None:
    """Hours of waiting are over at once; nothing else is touched."""
    now = timezone.now()
    Message.objects.filter(state=MessageState.QUEUED, next_at__gt=now).update(next_at=now)
    Partner.objects.filter(probe_at__gt=now).update(probe_at=now)
    Paper.objects.filter(document=None, retry_at__gt=now).update(retry_at=now)


def _left() -> list[str]:
    going = Message.objects.exclude(state__in=[MessageState.SENT, MessageState.ASIDE])
    papers = Paper.objects.filter(document=None).count()
    return (
        behind()
        + [f"message {one.key} {one.state}" for one in going[:5]]
        + ([f"{papers} papers without a file"] if papers else [])
    )


def _traffic() -> dict[str, Any]:
    """Return the figures of everything that went out."""
    acts = Counter(Act.objects.filter(verb__startswith="message:").values_list("verb", flat=True))
    by_channel = Counter(Message.objects.filter(state=MessageState.SENT).values_list("channel", flat=True))
    return {
        "sent": dict(by_channel),
        "attempts": Attempt.objects.count(),
        "failed_attempts": Attempt.objects.filter(succeeded=False).count(),
        "retried": Message.objects.filter(tries__succeeded=False).distinct().count(),
        "given_up": acts["message:given_up"],
        "resent": acts["message:resent"],
        "set_aside": acts["message:set_aside"],
    }


def _days() -> list[date]:
    first = timezone.localdate(Partner.objects.get(key=reconciliation.PARTNER).registered_at)
    return [first + timedelta(days=one) for one in range((timezone.localdate() - first).days + 1)]


def compare() -> dict[str, Any]:
    """Return every difference of every day, each with its explanation; empty where nobody can say one."""
    return {"portal": [one for day in _days() for one in _portal(day)], "bank": _bank(), "payments": _payments()}


def _portal(day: date) -> Iterator[dict[str, Any]]:
    made = reconciliation.reconcile(day, now=timezone.now(), by=OPERATOR)
    if made.fault:
        yield {"number": "", "kind": "fault", "ours": "", "theirs": made.fault, "because": ""}
    taken = _taken()
    for one in made.differences.order_by("id"):
        facts = {"number": one.number, "kind": one.kind, "ours": one.ours, "theirs": one.theirs}
        yield facts | {"because": _because(one.subject, one.waiting, taken)}


def _because(stream: str, waiting: int, taken: set[str]) -> str:
    if waiting:
        return "messages still to go"
    sent = Message.objects.filter(partner_id=reconciliation.PARTNER, stream=stream, state=MessageState.SENT)
    lost = [one for one in sent if wire_key(one) not in taken] if stream else []
    return "the portal gave a receipt and lost the message" if lost else ""


def _taken() -> set[str]:
    book = sqlite3.connect(env.VAR / "counterparts" / "national" / "national.sqlite3")
    try:
        return {key for (key,) in book.execute("SELECT key FROM taken")}
    finally:
        book.close()


def _bank() -> list[dict[str, Any]]:
    for day in _days():
        actions.reconcile(day, now=timezone.now(), by=OPERATOR)
    return [
        {
            "number": one.transaction,
            "kind": one.kind,
            "ours": one.here_vnd,
            "theirs": one.there_vnd,
            "because": "the notice never came; the gateway, asked, confirms the payment" if one.settled_at else "",
        }
        for one in Difference.objects.order_by("id")
    ]


def _payments() -> dict[str, Any]:
    """Return how many payments there are by standing, and how many charges were settled more than once."""
    standings = Counter(Payment.objects.values_list("standing", flat=True))
    settled = Counter(Payment.objects.filter(standing=Standing.SETTLED).values_list("charge_id", flat=True))
    return {"by_standing": dict(standings), "twice": sum(count > 1 for count in settled.values())}


def replay() -> dict[str, Any]:
    told = sum(reconciliation.replay_day(day, now=timezone.now(), by=OPERATOR) for day in _days())
    return {"told_anew": told}


if __name__ == "__main__":
    main()
