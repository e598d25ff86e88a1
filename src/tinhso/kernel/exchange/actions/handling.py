# SPDX-License-Identifier: EUPL-1.2
"""Do what received messages ask for: each once, in the order of its stream, and what fails is shown to people."""

import uuid
from datetime import datetime

from django.db import transaction

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import HouseError, Unavailable
from tinhso.kernel.events.types import SYSTEM, Actor
from tinhso.kernel.exchange import queries, rules
from tinhso.kernel.exchange.actions.resending import SHORTEST_GROUND
from tinhso.kernel.exchange.errors import NotAMessage, TemporaryFailure
from tinhso.kernel.exchange.handlers import HANDLERS
from tinhso.kernel.exchange.models import InMessage
from tinhso.kernel.exchange.types import (
    SETTLED,
    Arrived,
    InMessageSetAside,
    InState,
    MessageRefused,
    MessageStuck,
    MessageTriedAgain,
)

MOST_ATTEMPTS = 20
"""House rule: after about fifteen hours of trying a person must look; the message stays and holds its stream."""


def handle_waiting(*, now: datetime, limit: int = 100) -> int:
    """Handle the first message of every stream, and again until nothing more goes; return how many were settled."""
    settled, went = 0, 1
    while went and settled < limit:
        found = queries.inbound_heads(now, limit - settled)
        went = sum(handle_one(message_id, now) for message_id in found)
        settled += went
    return settled


def handle_one(message_id: uuid.UUID, now: datetime) -> bool:
    """Handle one message; return whether it is settled (done, or refused to its sender).

    The attempt is counted before the work, so a message that breaks the worker waits longer each time, lets the
    others pass and comes to a person in the end.
    """
    message = _begin(message_id, now)
    if message is None:
        return False
    arrived = _arrived(message)
    handler = HANDLERS[message.partner_id]
    try:
        prepared = handler.prepare(arrived)
        with transaction.atomic(durable=True):
            kept = InMessage.objects.select_for_update().get(id=message_id)
            if kept.state != InState.TAKEN:
                return False
            _settle(kept, InState.DONE, handler.handle(arrived, prepared, now), now)
    except (TemporaryFailure, Unavailable) as failure:
        InMessage.objects.filter(id=message_id).update(outcome=failure.sentence[:500])
        return False
    except HouseError as refusal:
        _refuse(arrived, refusal, now)
    return True


@transaction.atomic(durable=True)
def _begin(message_id: uuid.UUID, now: datetime) -> InMessage | None:
    """Count an attempt and set the next one; None when the message is not to be handled now."""
    waiting = InMessage.objects.select_for_update(skip_locked=True).filter(id=message_id, state=InState.TAKEN)
    message = waiting.filter(next_at__lte=now).first()
    if message is None:
        return None
    if message.attempts >= MOST_ATTEMPTS:
        _settle(message, InState.DEAD, message.outcome or "Xử lý nhiều lần không xong; xem nhật ký của worker.", now)
        stuck = MessageStuck(message=message.id, partner=message.partner_id, attempts=message.attempts)
        record(stuck, at=now, actor=SYSTEM, subject=f"message:{message.id}")
        return None
    message.attempts += 1
    message.next_at = now + rules.partner_delay(message.attempts)
    message.save(update_fields=["attempts", "next_at"])
    return message


@transaction.atomic(durable=True)
def _refuse(arrived: Arrived, refusal: HouseError, now: datetime) -> None:
    """Mark the message as refused and tell its sender why, both or neither."""
    kept = InMessage.objects.select_for_update().get(id=arrived.id)
    if kept.state != InState.TAKEN:
        return
    _settle(kept, InState.REFUSED, f"{refusal.code}: {refusal.sentence}", now)
    HANDLERS[arrived.partner].refuse(arrived, refusal.code, refusal.sentence, now)
    payload = MessageRefused(message=arrived.id, partner=arrived.partner, ground=refusal.code)
    record(payload, at=now, actor=SYSTEM, subject=f"message:{arrived.id}")


def _settle(message: InMessage, state: InState, outcome: str, now: datetime) -> None:
    message.state, message.outcome, message.settled_at = state, outcome[:500], now
    message.save(update_fields=["state", "outcome", "settled_at"])


def _arrived(message: InMessage) -> Arrived:
    return Arrived(
        id=message.id,
        partner=message.partner_id,
        their_id=message.their_id,
        stream=message.stream,
        sequence=message.sequence,
        body=message.body,
        received_at=message.received_at,
    )


@transaction.atomic(durable=True)
def try_again(message_id: uuid.UUID, *, now: datetime, by: Actor) -> InMessage:
    """Let a dead message be handled again, or one that waits be handled at once, asked by a person."""
    message = InMessage.objects.select_for_update().get(id=message_id)
    if message.state not in (InState.DEAD, InState.TAKEN):
        return message
    message.state, message.attempts, message.next_at, message.settled_at = InState.TAKEN, 0, now, None
    message.save(update_fields=["state", "attempts", "next_at", "settled_at"])
    payload = MessageTriedAgain(message=message.id, partner=message.partner_id)
    record(payload, at=now, actor=by, subject=f"message:{message.id}")
    return message


@transaction.atomic(durable=True)
def set_arrived_aside(message_id: uuid.UUID, *, reason: str, now: datetime, by: Actor) -> InMessage:
    """Give up a received message, so that the ones behind it in its stream are handled; its sender is told.

    Raises NotAMessage for a reason too short to say something.
    """
    message = InMessage.objects.select_for_update().get(id=message_id)
    if message.state in SETTLED:
        return message
    if len(reason.strip()) < SHORTEST_GROUND:
        raise NotAMessage("Hãy ghi rõ lý do bỏ qua (ít nhất 10 ký tự). Bản tin vẫn giữ nguyên.")
    _settle(message, InState.ASIDE, reason.strip(), now)
    HANDLERS[message.partner_id].refuse(_arrived(message), "SET_ASIDE", reason.strip(), now)
    payload = InMessageSetAside(message=message.id, partner=message.partner_id, sequence=message.sequence)
    record(payload, at=now, actor=by, subject=f"message:{message.id}")
    return message
