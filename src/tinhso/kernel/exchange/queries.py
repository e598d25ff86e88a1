# SPDX-License-Identifier: EUPL-1.2
"""Reads for the dead-letter desk and for the page of a case."""

import uuid

from django.db.models import Count

from tinhso.kernel.exchange.models import Message
from tinhso.kernel.exchange.types import MessageState


def dead_letters(limit: int = 100) -> list[Message]:
    """Return messages given up, newest first, with their attempts."""
    found = Message.objects.filter(state=MessageState.DEAD).order_by("-created_at")
    return list(found.prefetch_related("tries")[:limit])


def waiting(limit: int = 100) -> list[Message]:
    """Return messages queued, the next to go first."""
    found = Message.objects.filter(state=MessageState.QUEUED).order_by("next_at")
    return list(found.prefetch_related("tries")[:limit])


def messages_of_case(case_id: uuid.UUID) -> list[Message]:
    return list(Message.objects.filter(case_id=case_id).order_by("created_at"))


def counts() -> dict[str, int]:
    """Return how many messages stand in each state."""
    return {row["state"]: row["n"] for row in Message.objects.values("state").annotate(n=Count("id"))}


def message(message_id: uuid.UUID) -> Message | None:
    return Message.objects.prefetch_related("tries").filter(id=message_id).first()
