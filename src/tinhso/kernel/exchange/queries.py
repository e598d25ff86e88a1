# SPDX-License-Identifier: EUPL-1.2
"""Reads for the worker, for the dead-letter desk and for the page of a case."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tinhso.kernel.exchange import rules
from tinhso.kernel.exchange.models import HOLDING, InMessage, Message, Partner, Reconciliation, TheirName
from tinhso.kernel.exchange.types import SETTLED, InState, MessageState

TEXTS = "sms"
"""Name of the channel of short messages; they have a job of their own."""


def dead_letters(limit: int = 100) -> list[Message]:
    """Return messages given up, newest first, with their attempts."""
    found = Message.objects.filter(state=MessageState.DEAD).select_related("partner").order_by("-created_at")
    return list(found.prefetch_related("tries")[:limit])


def waiting(limit: int = 100) -> list[Message]:
    """Return messages queued, the next to go first."""
    found = Message.objects.filter(state=MessageState.QUEUED).select_related("partner").order_by("next_at")
    return list(found.prefetch_related("tries")[:limit])


def messages_of_case(case_id: uuid.UUID) -> list[Message]:
    return list(Message.objects.filter(case_id=case_id).order_by("created_at"))


def messages_by_key(keys: Iterable[str]) -> dict[str, Message]:
    """Return messages to partners and people by the key of their cause."""
    return {one.key: one for one in Message.objects.filter(key__in=list(keys))}


def counts() -> dict[str, int]:
    """Return how many messages stand in each state."""
    return {row["state"]: row["n"] for row in Message.objects.values("state").annotate(n=Count("id"))}


def message(message_id: uuid.UUID) -> Message | None:
    return Message.objects.prefetch_related("tries").filter(id=message_id).first()


def due_letters(now: datetime, limit: int, *, texts: bool = False) -> list[uuid.UUID]:
    """Return messages to people (to no partner) that are due: short messages, or all others."""
    due = Message.objects.filter(state=MessageState.QUEUED, partner=None, next_at__lte=now).order_by("next_at")
    due = due.filter(channel=TEXTS) if texts else due.exclude(channel=TEXTS)
    return list(due.values_list("id", flat=True)[:limit])


def _older_holding() -> QuerySet[Message]:
    same = {"partner": OuterRef("partner"), "stream": OuterRef("stream"), "sequence__lt": OuterRef("sequence")}
    return Message.objects.filter(HOLDING, **same).exclude(stream="")


def heads(partner_key: str, now: datetime, limit: int) -> list[uuid.UUID]:
    """Return the messages of a partner that nothing holds back: the first of each stream, when due.

    While the circuit is broken: one message as a probe, due or not; the pause of the partner counts, not its own.
    """
    partner = Partner.objects.get(key=partner_key)
    free = Message.objects.filter(partner=partner, state=MessageState.QUEUED).filter(~Exists(_older_holding()))
    if rules.is_open(partner.failures):
        return list(free.order_by("next_at", "created_at").values_list("id", flat=True)[:1])
    due = free.filter(next_at__lte=now).order_by("next_at", "created_at", "id")
    return list(due.values_list("id", flat=True)[:limit])


def is_held(message: Message) -> bool:
    """Tell whether an earlier message of the same stream has not gone yet and was not set aside."""
    if not message.stream:
        return False
    same = Message.objects.filter(HOLDING, partner_id=message.partner_id, stream=message.stream)
    return same.filter(sequence__lt=message.sequence).exists()


def partner(key: str) -> Partner | None:
    return Partner.objects.filter(key=key).first()


def partners() -> list[Partner]:
    """Return every partner, each with `queued` and `dead`: how many of its messages wait or were given up."""
    found = list(Partner.objects.order_by("title"))
    rows = Message.objects.filter(HOLDING, partner__isnull=False).values("partner_id", "state").annotate(n=Count("id"))
    held = {(row["partner_id"], row["state"]): row["n"] for row in rows}
    for one in found:
        one.queued = held.get((one.key, "queued"), 0)  # type: ignore[attr-defined]
        one.dead = held.get((one.key, "dead"), 0)  # type: ignore[attr-defined]
        one.is_open = rules.is_open(one.failures)  # type: ignore[attr-defined]
    return found


def held_by_stream(partner_key: str, streams: Iterable[str]) -> dict[str, int]:
    """Return how many messages of each stream wait or were given up; streams without any are left out."""
    held = Message.objects.filter(HOLDING, partner_id=partner_key, stream__in=list(streams))
    return {row["stream"]: row["n"] for row in held.values("stream").annotate(n=Count("id"))}


def their_names(partner_key: str, ours: Iterable[str]) -> dict[str, str]:
    """Return what a partner calls things of ours; those it gave no name are left out."""
    found = TheirName.objects.filter(partner_id=partner_key, ours__in=list(ours))
    return dict(found.values_list("ours", "theirs"))


def our_names(partner_key: str, theirs: Iterable[str]) -> dict[str, str]:
    """Return what things are called here that a partner named."""
    found = TheirName.objects.filter(partner_id=partner_key, theirs__in=list(theirs))
    return dict(found.values_list("theirs", "ours"))


def was_told_otherwise(partner_key: str, stream: str, channel: str) -> bool:
    """Say whether a partner took messages of this stream over another channel than this."""
    sent = Message.objects.filter(partner_id=partner_key, stream=stream, state=MessageState.SENT)
    return sent.exclude(channel=channel).exists()


def stream_begun(partner_key: str, stream: str) -> bool:
    """Say whether anything was ever queued for a partner in this stream."""
    return Message.objects.filter(partner_id=partner_key, stream=stream).exists()


def contradictions(limit: int = 50) -> list[InMessage]:
    """Return received messages whose identifier came again with another content, newest first."""
    found = InMessage.objects.filter(refused_at__isnull=False).select_related("partner").order_by("-refused_at")
    return list(found[:limit])


def reconciliations(limit: int = 30) -> list[Reconciliation]:
    """Return the newest comparison of each day and partner with its differences, newest day first."""
    newest = Reconciliation.objects.order_by("partner_id", "-day", "-made_at").distinct("partner_id", "day")
    found = Reconciliation.objects.filter(id__in=newest.values("id")).select_related("partner")
    return list(found.prefetch_related("differences").order_by("-day", "partner_id")[:limit])


def reconciliation_of(partner_key: str, day: date) -> Reconciliation | None:
    """Return the newest comparison of a day."""
    found = Reconciliation.objects.filter(partner_id=partner_key, day=day).order_by("-made_at")
    return found.prefetch_related("differences").first()


def _in_turn() -> QuerySet[InMessage]:
    """Return messages stored and not handled, each with `before`: how many of the earlier places are settled."""
    same = {"partner": OuterRef("partner"), "stream": OuterRef("stream"), "sequence__lt": OuterRef("sequence")}
    settled = InMessage.objects.filter(state__in=SETTLED, **same).order_by().values("stream")
    counted = settled.annotate(n=Count("id")).values("n")
    return InMessage.objects.filter(state=InState.TAKEN).annotate(before=Coalesce(Subquery(counted), 0))


def inbound_heads(now: datetime, limit: int) -> list[uuid.UUID]:
    """Return the received messages whose turn it is: due, and everything before them in their stream settled."""
    free = _in_turn().filter(Q(stream="") | Q(before=F("sequence") - 1), next_at__lte=now)
    return list(free.order_by("received_at", "id").values_list("id", flat=True)[:limit])


def inbound_out_of_turn(limit: int = 50) -> list[InMessage]:
    """Return received messages that wait for an earlier one of their stream, the longest wait first."""
    held = _in_turn().exclude(Q(stream="") | Q(before=F("sequence") - 1)).select_related("partner")
    return list(held.order_by("received_at")[:limit])


def inbound_in(state: InState, limit: int = 50) -> list[InMessage]:
    """Return received messages in a state, newest first."""
    found = InMessage.objects.filter(state=state).select_related("partner").order_by("-received_at")
    return list(found[:limit])


def inbound_counts() -> dict[str, int]:
    """Return how many received messages stand in each state."""
    return {row["state"]: row["n"] for row in InMessage.objects.values("state").annotate(n=Count("id"))}
