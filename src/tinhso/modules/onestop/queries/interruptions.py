# SPDX-License-Identifier: EUPL-1.2
"""Interruptions ahead or under way, and all that were announced."""

from datetime import datetime

from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.models import Interruption

MOST = 50


def interruptions_ahead(now: datetime) -> list[Interruption]:
    """Return what was announced and is not over, the next one first: the banner of every public page."""
    return list(Interruption.objects.filter(withdrawn_at=None, ends_at__gt=now).order_by("begins_at")[:3])


def interruptions_announced() -> list[Interruption]:
    return list(Interruption.objects.order_by("-begins_at")[:MOST])


def notice_days() -> int:
    """Return how many working days before its beginning an interruption is announced."""
    return int(definitions.interruption_notice()["value"])
