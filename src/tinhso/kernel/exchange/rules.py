# SPDX-License-Identifier: EUPL-1.2
"""When a message that failed goes again, when a partner is left in peace, what is hashed and signed."""

import hashlib
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

LETTER_DELAYS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(hours=24),
)
"""House rule for letters to people: eight attempts over about two days, then a person decides."""

FIRST_DELAY = timedelta(seconds=30)
LAST_GROWING_DELAY = timedelta(minutes=8)
STEADY_DELAY = timedelta(hours=1)
"""House rule for partners: 30 s, 1, 2, 4, 8 minutes, then every hour without end, because a state must arrive."""

TOLERATED_FAILURES = 5
"""House rule: after so many temporary failures in a row one message at a time tries the partner."""

URGENT = "urgent:"
"""A message whose key begins so is sent in the quiet hours too: to people on duty, never to citizens."""


def letter_delay(attempts: int) -> timedelta | None:
    """Return how long a letter waits after that many failed attempts; None when it is time to give up."""
    return LETTER_DELAYS[attempts - 1] if attempts <= len(LETTER_DELAYS) else None


def partner_delay(attempts: int) -> timedelta:
    """Return how long a message to a partner waits after that many failed attempts (at least 1)."""
    delay = FIRST_DELAY * int(2 ** min(attempts - 1, 10))
    return delay if delay <= LAST_GROWING_DELAY else STEADY_DELAY


def probe_delay(failures: int) -> timedelta:
    """Return how long a partner is left in peace after so many failures in a row: 30 s growing to 8 minutes.

    Never hourly: one probe costs little, and the streams behind it wait for it.
    """
    return min(FIRST_DELAY * int(2 ** min(max(failures - TOLERATED_FAILURES, 0), 10)), LAST_GROWING_DELAY)


def is_open(failures: int) -> bool:
    """Tell whether the circuit to a partner is broken."""
    return failures >= TOLERATED_FAILURES


def canonical(body: Mapping[str, Any] | str) -> str:
    """Return the text that is kept, hashed and sent: JSON with sorted keys and no spaces, or the text as it is."""
    if isinstance(body, str):
        return body
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """Return SHA-256 (hex) of a canonical body in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def signed_text(key: str, partner: str, stream: str, sequence: int, recipient: str, sha256: str) -> bytes:
    """Return what the house signs: the envelope with the hash of the body, as canonical JSON in UTF-8."""
    head = {
        "key": key,
        "partner": partner,
        "recipient": recipient,
        "sequence": sequence,
        "sha256": sha256,
        "stream": stream,
    }
    return canonical(head).encode()
