# SPDX-License-Identifier: EUPL-1.2
"""The part of a supplement about papers that databases serve: each is asked only with a reason of its own."""

from datetime import datetime
from typing import Any

from django.http import QueryDict

from tinhso.modules.onestop.queries import registers
from tinhso.modules.onestop.registers.types import DESPITE_GROUNDS, Despite

PREFIX = "despite-"
REASON = "despite_reason-"


def read(data: QueryDict) -> list[Despite]:
    """Return the papers for which a reason was chosen."""
    found = []
    for name, ground in data.items():
        if name.startswith(PREFIX) and ground:
            key = name.removeprefix(PREFIX)
            found.append(Despite(key, str(ground), str(data.get(f"{REASON}{key}", ""))))
    return found


def form(dossier: Any, now: datetime) -> dict[str, Any]:
    """Return the papers databases serve, the reasons to choose from, until when asking is in time."""
    served = registers.served_by(dossier.version)
    due = registers.ask_by(dossier)
    return {
        "served": [{"paper": one, "name": f"{PREFIX}{one.key}", "why": f"{REASON}{one.key}"} for one in served],
        "despite_grounds": list(DESPITE_GROUNDS.items()),
        "ask_by": due.at,
        "ask_late": now > due.at,
    }
