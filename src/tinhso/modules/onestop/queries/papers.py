# SPDX-License-Identifier: EUPL-1.2
"""Papers that acts have called for and that are not made yet."""

from datetime import datetime

from django.db.models import F, Q

from tinhso.kernel.events.lanes import WHOLE, Lane
from tinhso.modules.onestop.models import Paper


def due(now: datetime, *, limit: int | None = None, lane: Lane = WHOLE) -> list[int]:
    """Return the keys of papers to make now, in the order of their acts; one that failed waits for its next try."""
    waiting = Paper.objects.filter(Q(retry_at=None) | Q(retry_at__lte=now), document=None).order_by("act_seq")
    waiting = waiting.alias(lane=F("id") % lane.of).filter(lane=lane.number)
    return list(waiting.values_list("id", flat=True)[:limit])
