# SPDX-License-Identifier: EUPL-1.2
"""Which periods are reported, and when figures are others than those sent. Pure."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from tinhso.modules.onestop.reporting.types import Period

MONTHS_BACK, QUARTERS_BACK = 12, 4
"""How long after its end a period is still looked at: a correction may come late."""


def periods_ended(today: date) -> list[Period]:
    """Return the months and quarters that ended before today, oldest first, months before their quarter.

    >>> [one.name for one in periods_ended(date(2026, 4, 1))][-2:]
    ['2026-03', '2026-Q1']
    """
    found = []
    last = today.replace(day=1) - timedelta(days=1)
    for _ in range(MONTHS_BACK):
        first = last.replace(day=1)
        found.append(Period(f"{first:%Y-%m}", first, last))
        last = first - timedelta(days=1)
    quarters: list[Period] = []
    for month in found:
        if month.until.month % 3 == 0 and len(quarters) < QUARTERS_BACK:
            since = date(month.until.year, month.until.month - 2, 1)
            quarters.append(Period(f"{since.year}-Q{month.until.month // 3}", since, month.until))
    return sorted([*found, *quarters], key=lambda one: (one.until, -one.since.toordinal()))


def digest_of(figures: Mapping[str, Any]) -> str:
    """Return the SHA-256 (hex) of figures, the same whatever the order of their keys."""
    text = json.dumps(figures, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
