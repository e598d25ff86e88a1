# SPDX-License-Identifier: EUPL-1.2
"""Record that a restore was exercised."""

from datetime import datetime

from django.db import transaction

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import SYSTEM
from tinhso.modules.onestop.types import RestoreExercised
from tinhso.runtime.exercise import Found


@transaction.atomic(durable=True)
def record_exercise(found: Found, *, sha256: str, seconds: int, now: datetime) -> None:
    """Write down one exercise, also one whose ledger was not sound; the same archive may be exercised again."""
    payload = RestoreExercised(
        created=found.created_at,
        sha256=sha256,
        entries=found.entries,
        acts=found.acts,
        seconds=seconds,
        sound=found.sound,
    )
    record(payload, at=now, actor=SYSTEM, subject=f"backup:{sha256}")
