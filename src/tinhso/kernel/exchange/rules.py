# SPDX-License-Identifier: EUPL-1.2
"""When a message that failed goes again."""

from datetime import timedelta

DELAYS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(hours=24),
)
"""House rule: eight attempts over about two days, then a person decides."""


def next_delay(attempts: int) -> timedelta | None:
    """Return how long to wait after that many failed attempts; None when it is time to give up."""
    return DELAYS[attempts - 1] if attempts <= len(DELAYS) else None
