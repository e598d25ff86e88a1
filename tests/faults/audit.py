# SPDX-License-Identifier: EUPL-1.2
"""Program: wait for the worker (`wait`), or examine an installation that stands still (`examine`).

Every list in the answer names what is wrong and is empty when all is well.
"""

import json
import sqlite3
import subprocess
import sys
import time
from collections import Counter, defaultdict
from email import message_from_bytes
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db.models import Max  # noqa: E402
from django.utils import timezone  # noqa: E402

from tinhso.config import env  # noqa: E402
from tinhso.kernel.documents.models import PaperNumber  # noqa: E402
from tinhso.kernel.events import tasks  # noqa: E402
from tinhso.kernel.events.models import Act, Parked, Subscription  # noqa: E402
from tinhso.kernel.exchange.actions import deliver_due  # noqa: E402
from tinhso.kernel.exchange.models import Message  # noqa: E402
from tinhso.kernel.exchange.types import MessageState  # noqa: E402
from tinhso.kernel.indicators.actions import compare_with_replay  # noqa: E402
from tinhso.modules.onestop.actions.payments import SERIES  # noqa: E402
from tinhso.modules.onestop.models import BookLine, Dossier, FeeReceipt, Paper  # noqa: E402

DRAIN_SECONDS = 90
ONCE = (
    "dossier:submitted",
    "dossier:received",
    "dossier:started",
    "dossier:result:proposed",
    "dossier:completed",
    "dossier:returned",
    "dossier:refused",
    "dossier:rated",
    "dossier:intake:refused",
)
"""Verbs a played dossier goes through at most once."""


def main() -> None:
    what, side, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    found = {"undrained": _wait_for_worker()} if what == "wait" else _examined(side)
    out.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


def _examined(side: Path) -> dict[str, Any]:
    _finish()
    ledger = _verified()
    return {
        "acts": ledger["acts"],
        "unsealed": ledger["unsealed"],
        "dossiers": Dossier.objects.count(),
        "returned": Dossier.objects.exclude(returned_at=None).count(),
        "ledger_faults": [one["sentence"] for one in ledger["findings"]],
        "facts_differ": [str(one) for one in compare_with_replay()],
        "lost": _lost(side),
        "done_twice": _done_twice(),
        "book_faults": _book_faults(),
        "number_faults": _number_faults(),
        "mail_faults": _mail_faults(),
        "papers_twice": _papers_twice(),
    }


def _finish() -> None:
    """Do what the worker was asked for in its last second."""
    for _ in range(5):
        tasks.pump(now=timezone.now())
        deliver_due(now=timezone.now())
    tasks.pump(now=timezone.now())


def _verified() -> dict[str, Any]:
    """Return what the command an auditor uses says of the ledger."""
    command = (sys.executable, "-W", "ignore", "-m", "tinhso.faces.cli", "ledger", "verify", "--json")
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    return dict(json.loads(said.stdout))


def _wait_for_worker() -> list[str]:
    """Wait until every subscriber has caught up and every message is gone; return what is still there at the end."""
    deadline = time.monotonic() + DRAIN_SECONDS
    while (left := _left()) and time.monotonic() < deadline:
        time.sleep(0.5)
    return left


def _left() -> list[str]:
    # Set aside by a person, or by telling a dossier anew: it waits for nobody any more.
    messages = Message.objects.exclude(state__in=[MessageState.SENT, MessageState.ASIDE])
    return behind() + [f"message {one.key} {one.state}" for one in messages[:5]]


def behind() -> list[str]:
    """Return the subscribers that have not seen every act of a dossier, and the acts that were parked."""
    top = Act.objects.filter(verb__startswith="dossier:").aggregate(top=Max("seq"))["top"] or 0
    late = [f"{one.name} at {one.seq} of {top}" for one in Subscription.objects.filter(seq__lt=top)]
    return late + [f"parked {one.seq}: {one.error}" for one in Parked.objects.all()[:5]]


def _lost(side: Path) -> list[str]:
    """Return each acknowledged act that is not there any more."""
    lost = []
    cases = dict(Dossier.objects.values_list("case_id", "case__version"))
    known = {str(key): version for key, version in cases.items()}
    where = dict(Act.objects.exclude(case_id=None).values_list("seq", "case_id"))
    for fact in _acknowledged(side):
        case = fact["case"]
        if case not in known:
            lost.append(f"{fact['step']} of {case}: no such dossier")
        elif "seq" in fact and (str(where.get(fact["seq"])) != case or known[case] < fact["version"]):
            lost.append(f"{fact['step']} of {case}: act {fact['seq']} or version {fact['version']}")
    return lost


def _acknowledged(side: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for path in side.glob("*.jsonl") for line in path.read_bytes().split(b"\n")[:-1]]


def _done_twice() -> list[str]:
    seen = Counter(Act.objects.filter(verb__in=ONCE).values_list("case_id", "verb"))
    return [f"{verb} of {case}: {count} times" for (case, verb), count in seen.items() if count > 1]


def _book_faults() -> list[str]:
    """Return the books whose numbers are not 1, 2, 3 … without gap or double."""
    books: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for unit, field, year, number in BookLine.objects.values_list("unit_id", "field", "year", "number"):
        books[(unit, field, year)].append(number)
    return [f"{book}: {sorted(has)}" for book, has in books.items() if sorted(has) != list(range(1, len(has) + 1))]


def _number_faults() -> list[str]:
    """Return the series whose counter is not the number of papers, codes or results that bear its numbers."""
    used: Counter[str] = Counter()
    for unit, form in Paper.objects.values_list("unit_id", "form"):
        used[f"{unit}:{form}"] += 1
    for code in Dossier.objects.exclude(code=None).values_list("code", flat=True):
        agency, day, _ = str(code).rsplit("-", 2)
        used[f"dossier:{agency}:{day[2:]}"] += 1
    for unit, field in BookLine.objects.values_list("unit_id", "field"):
        used[f"book:{unit}:{field}"] += 1
    for unit in Dossier.objects.filter(decision__kind="result").values_list("resolving_unit_id", flat=True):
        used[f"{unit}:result"] += 1
    for unit in FeeReceipt.objects.values_list("unit_id", flat=True):
        used[f"{unit}:{SERIES}"] += 1
    drawn: Counter[str] = Counter()
    for series, last in PaperNumber.objects.values_list("series", "last"):
        drawn[series] += last
    return [f"{key}: drawn {drawn[key]}, used {used[key]}" for key in used.keys() | drawn if drawn[key] != used[key]]


def _mail_faults() -> list[str]:
    """Return messages that never reached the other side, and letters there that no message accounts for."""
    inbox = sqlite3.connect(env.VAR / "counterparts" / "mail" / "inbox.sqlite3")
    arrived = {message_from_bytes(raw)["Message-ID"] for (raw,) in inbox.execute("SELECT raw FROM message")}
    domain = env.MAIL_FROM.rpartition("@")[2]
    letters = Message.objects.filter(channel="email").values_list("key", flat=True)
    sent = {f"<{key.replace(':', '.')}@{domain}>" for key in letters}
    return [f"never arrived: {key}" for key in sent - arrived] + [f"nobody sent: {key}" for key in arrived - sent]


def _papers_twice() -> list[str]:
    issued = Counter(Act.objects.filter(verb="paper:issued").values_list("case_id", "data__form", "data__number"))
    return [f"{paper}: {count} times" for paper, count in issued.items() if count > 1]


if __name__ == "__main__":
    main()
