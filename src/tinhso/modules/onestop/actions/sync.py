# SPDX-License-Identifier: EUPL-1.2
"""The alert a person sees when a body has not confirmed receipt of a component in time."""

import uuid
from datetime import datetime

from django.db import transaction

from tinhso.db import rows
from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import SYSTEM
from tinhso.modules.onestop.actions.parts import lock_part, subject_of_part
from tinhso.modules.onestop.linked import clocks
from tinhso.modules.onestop.linked.types import PartUnacknowledged
from tinhso.modules.onestop.models import LinkedPart


def alert_unacknowledged(*, now: datetime, limit: int = 200) -> int:
    """Record once for every part whose receipt was not confirmed in time that somebody must look; return how many.

    Source: 63/2024/NĐ-CP, Điều 7 (mark B).
    """
    late = LinkedPart.objects.filter(acknowledge_by__lt=now, acknowledged_at=None, alerted_at=None)
    found = list(late.filter(case__state="sent").order_by("acknowledge_by").values_list("case_id", flat=True)[:limit])
    return sum(_alert(part_id, now) for part_id in found)


@transaction.atomic(durable=True)
def _alert(part_id: uuid.UUID, now: datetime) -> bool:
    part, _ = lock_part(part_id)
    if part.case.state != "sent" or part.alerted_at is not None or part.acknowledge_by is None:
        return False
    part.alerted_at = now
    rows.update(part, "alerted_at")
    record(
        PartUnacknowledged(part=part_id, acknowledge_by=part.acknowledge_by),
        at=now,
        actor=SYSTEM,
        subject=subject_of_part(part_id),
        case_id=part_id,
        unit_id=part.case.unit_id,
        area=part.case.area_code,
        rule=clocks.rule().law,
    )
    return True
