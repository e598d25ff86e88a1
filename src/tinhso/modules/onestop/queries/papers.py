# SPDX-License-Identifier: EUPL-1.2
"""Papers that acts have called for and that are not made yet."""

from datetime import datetime

from django.db.models import Q

from tinhso.modules.onestop.models import Paper


def due(now: datetime, *, limit: int | None = None) -> list[int]:
    """Return the keys of papers to make now, in the order of their acts; one that failed waits for its next try."""
    waiting = Paper.objects.filter(Q(retry_at=None) | Q(retry_at__lte=now), document=None).order_by("act_seq")
    return list(waiting.values_list("id", flat=True)[:limit])
