# SPDX-License-Identifier: EUPL-1.2
"""Queue, deliver and resend messages."""

import uuid
from datetime import datetime

from django.db import transaction

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import SYSTEM, Actor
from tinhso.kernel.exchange.channels import CHANNELS
from tinhso.kernel.exchange.errors import PermanentFailure, TemporaryFailure
from tinhso.kernel.exchange.models import Attempt, Message
from tinhso.kernel.exchange.rules import next_delay
from tinhso.kernel.exchange.types import (
    Envelope,
    MessageDelivered,
    MessageGivenUp,
    MessageResent,
    MessageState,
)


def queue_message(
    *,
    key: str,
    channel: str,
    recipient: str,
    subject: str,
    body: str,
    now: datetime,
    case_id: uuid.UUID | None = None,
) -> Message:
    """Write a message to go out after commit; the same key again returns the first and changes nothing."""
    message, _ = Message.objects.get_or_create(
        key=key,
        defaults={
            "channel": channel,
            "recipient": recipient,
            "subject": subject[:300],
            "body": body,
            "case_id": case_id,
            "state": MessageState.QUEUED,
            "next_at": now,
            "created_at": now,
        },
    )
    return message


def deliver_due(*, now: datetime, limit: int = 100) -> int:
    """Send what is due, one transaction per message; return how many went out.

    A worker killed after the other side took a message sends it again under the same key.
    """
    due = Message.objects.filter(state=MessageState.QUEUED, next_at__lte=now).order_by("next_at")
    return sum(_deliver(message_id, now) for message_id in list(due.values_list("id", flat=True)[:limit]))


@transaction.atomic(durable=True)
def _deliver(message_id: uuid.UUID, now: datetime) -> int:
    message = (
        Message.objects.select_for_update(skip_locked=True).filter(id=message_id, state=MessageState.QUEUED).first()
    )
    if message is None:
        return 0
    message.attempts += 1
    try:
        receipt = CHANNELS[message.channel].send(_envelope(message))
    except (ValueError, UnicodeError) as fault:
        _failed(message, f"Địa chỉ hoặc nội dung không gửi được: {fault}", now, None)
        return 0
    except TemporaryFailure as failure:
        delay = next_delay(message.attempts)
        _failed(message, failure.sentence, now, None if delay is None else now + delay)
        return 0
    except PermanentFailure as failure:
        _failed(message, failure.sentence, now, None)
        return 0
    message.state, message.sent_at, message.receipt = MessageState.SENT, now, receipt[:500]
    message.save(update_fields=["state", "sent_at", "receipt", "attempts"])
    Attempt.objects.create(message=message, at=now, succeeded=True, answer=receipt[:500])
    payload = MessageDelivered(message=message.id, channel=message.channel, attempts=message.attempts)
    record(payload, at=now, actor=SYSTEM, subject=f"message:{message.id}", case_id=message.case_id)
    return 1


def _envelope(message: Message) -> Envelope:
    return Envelope(message.key, message.recipient, message.subject, message.body)


def _failed(message: Message, answer: str, now: datetime, next_at: datetime | None) -> None:
    Attempt.objects.create(message=message, at=now, succeeded=False, answer=answer[:500])
    if next_at is None:
        message.state = MessageState.DEAD
        payload = MessageGivenUp(message=message.id, channel=message.channel, attempts=message.attempts)
        record(payload, at=now, actor=SYSTEM, subject=f"message:{message.id}", case_id=message.case_id)
    else:
        message.next_at = next_at
    message.save(update_fields=["state", "attempts", "next_at"])


@transaction.atomic(durable=True)
def resend(message_id: uuid.UUID, *, now: datetime, by: Actor, recipient: str = "") -> Message:
    """Put a dead message back in the queue, asked by a person, optionally with a corrected address."""
    message = Message.objects.select_for_update().get(id=message_id)
    if message.state == MessageState.DEAD:
        message.state, message.next_at, message.attempts = MessageState.QUEUED, now, 0
        message.recipient = recipient or message.recipient
        message.save(update_fields=["state", "next_at", "attempts", "recipient"])
        record(MessageResent(message=message.id), at=now, actor=by, subject=f"message:{message.id}")
    return message
