# SPDX-License-Identifier: EUPL-1.2
"""How an indicator ages, and whether it is watched today.

No law and no standard gives a number. The half-lives below are ours, chosen because addresses change hands within weeks
and file hashes never do; the operator sets others for each kind, and the page says which are in force.
"""

import math
from datetime import datetime, timedelta

from tinhso.modules.security.types import WATCHABLE, IndicatorKind, Standing

HALF_LIVES_DAYS: dict[IndicatorKind, int | None] = {
    IndicatorKind.ADDRESS: 30,
    IndicatorKind.NETWORK: 30,
    IndicatorKind.DOMAIN: 90,
    IndicatorKind.URL: 30,
    IndicatorKind.HASH: None,
}
"""Our defaults, in days; None: does not age."""
FULL, LEAST = 100.0, 25.0
"""Ours: an indicator whose source states no confidence begins at 100; below 25 it is not watched."""


def score(confidence: int | None, age_days: float, half_life_days: int | None) -> float:
    """Return what an indicator is worth today, 0 to 100: confidence halved once per half-life since it was confirmed.

    >>> score(80, 30, 30)
    40.0
    """
    base = FULL if confidence is None else float(confidence)
    if half_life_days is None:
        return base
    return float(base * 0.5 ** (max(age_days, 0.0) / half_life_days))


def decays_at(confidence: int | None, confirmed_at: datetime, half_life_days: int | None) -> datetime | None:
    """Return the instant from which on the score is below what is watched; None when it never is.

    >>> from datetime import UTC
    >>> decays_at(None, datetime(2026, 1, 1, tzinfo=UTC), 30).isoformat()
    '2026-03-02T00:00:00+00:00'
    """
    base = FULL if confidence is None else float(confidence)
    if base < LEAST:
        return confirmed_at
    if half_life_days is None:
        return None
    return confirmed_at + timedelta(days=half_life_days * math.log2(base / LEAST))


def standing(
    kind: IndicatorKind,
    *,
    is_revoked: bool,
    listed_by: str,
    valid_from: datetime,
    valid_until: datetime | None,
    decayed_at: datetime | None,
    now: datetime,
) -> Standing:
    """Return whether an indicator is watched now, else the first reason why not."""
    facts = (
        (Standing.NOT_WATCHABLE, kind not in WATCHABLE),
        (Standing.REVOKED, is_revoked),
        (Standing.LISTED, bool(listed_by)),
        (Standing.NOT_YET, valid_from > now),
        (Standing.EXPIRED, valid_until is not None and valid_until <= now),
        (Standing.DECAYED, decayed_at is not None and decayed_at <= now),
    )
    return next((reason for reason, holds in facts if holds), Standing.WATCHED)
