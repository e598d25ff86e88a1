# SPDX-License-Identifier: EUPL-1.2
"""Send what is due: letters each for itself, messages to a partner in the order of their stream."""

import uuid
from datetime import datetime, timedelta

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import F

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import SYSTEM
from tinhso.kernel.exchange import queries, rules
from tinhso.kernel.exchange.actions.reports import link_parts
from tinhso.kernel.exchange.channels import CHANNELS
from tinhso.kernel.exchange.errors import Busy, PermanentFailure, TemporaryFailure
from tinhso.kernel.exchange.models import Attempt, Message, Partner
from tinhso.kernel.exchange.signing import envelope
from tinhso.kernel.exchange.types import MessageDelivered, MessageGivenUp, MessageState, Outcome, PreparingChannel

BROKEN = (ValueError, LookupError, TypeError, ObjectDoesNotExist)
"""What a body corrected by hand may make of a channel: such a message is given up, the others go on."""
UNSENDABLE = "Địa chỉ hoặc nội dung không gửi được: {fault}"


def deliver_due(*, now: datetime, limit: int = 100) -> int:
    """Send what is due, one transaction per message; return how many went out.

    A worker killed after the other side took a message sends it again under the same key.
    """
    partners = Partner.objects.order_by("key").values_list("key", flat=True)
    return deliver_letters(now=now, limit=limit) + sum(deliver_to(key, now=now, limit=limit) for key in list(partners))


def deliver_letters(*, now: datetime, limit: int = 100) -> int:
    """Send the letters that are due; return how many went out. Short messages go by `deliver_texts`."""
    return sum(deliver_one(message_id, now) is Outcome.SENT for message_id in queries.due_letters(now, limit))


def deliver_to(partner_key: str, *, now: datetime, limit: int = 100) -> int:
    """Send a partner the first message of every stream, and again until nothing more goes; return how many went.

    A suspended partner gets nothing. One that did not answer `rules.TOLERATED_FAILURES` times in a row gets one
    message as a probe when its pause is over.
    """
    sent, went = 0, 1
    while went and sent < limit:
        went = 0
        for message_id in queries.heads(partner_key, now, limit - sent):
            if not _may_send(partner_key, now):
                return sent + went
            went += deliver_one(message_id, now) is Outcome.SENT
        sent += went
    return sent


def _may_send(partner_key: str, now: datetime) -> bool:
    partner = Partner.objects.get(key=partner_key)
    if partner.suspended_at is not None:
        return False
    return not rules.is_open(partner.failures) or partner.probe_at is None or partner.probe_at <= now


def deliver_one(message_id: uuid.UUID, now: datetime) -> Outcome:
    """Try one message in a transaction of its own and write down what the other side said."""
    return _deliver(message_id, now, _prepare(message_id, now))


def _prepare(message_id: uuid.UUID, now: datetime) -> TemporaryFailure | PermanentFailure | None:
    """Let the channel settle what must outlive a delivery that is cut off; return why it could not."""
    message = Message.objects.filter(id=message_id, state=MessageState.QUEUED).first()
    channel = CHANNELS.get(message.channel) if message is not None else None
    if message is not None and isinstance(channel, PreparingChannel) and not queries.is_held(message):
        try:
            channel.prepare(envelope(message), now)
        except (TemporaryFailure, PermanentFailure) as failure:
            return failure
        except BROKEN as fault:
            return PermanentFailure(UNSENDABLE.format(fault=repr(fault)))
    return None


@transaction.atomic(durable=True)
def _deliver(message_id: uuid.UUID, now: datetime, fault: TemporaryFailure | PermanentFailure | None) -> Outcome:
    message = (
        Message.objects.select_for_update(skip_locked=True).filter(id=message_id, state=MessageState.QUEUED).first()
    )
    if message is None or queries.is_held(message):
        return Outcome.NOT_SENT
    message.attempts += 1
    try:
        receipt = _send(message, fault)
    except BROKEN as fault:
        _failed(message, UNSENDABLE.format(fault=repr(fault)), now, None)
        return Outcome.NOT_SENT
    except TemporaryFailure as failure:
        delay = _delay(message)
        _failed(message, failure.sentence, now, None if delay is None else now + delay)
        _note_failure(message, now)
        return Outcome.BUSY if isinstance(failure, Busy) else Outcome.NOT_SENT
    except PermanentFailure as failure:
        _failed(message, failure.sentence, now, None)
        _note_answer(message, now)
        return Outcome.NOT_SENT
    _sent(message, receipt[:500], now)
    return Outcome.SENT


def _send(message: Message, fault: TemporaryFailure | PermanentFailure | None) -> str:
    if fault is not None:
        raise fault
    return CHANNELS[message.channel].send(envelope(message))


def _delay(message: Message) -> timedelta | None:
    if message.partner_id is None:
        return rules.letter_delay(message.attempts)
    return rules.partner_delay(message.attempts)


def _sent(message: Message, receipt: str, now: datetime) -> None:
    message.state, message.sent_at, message.receipt = MessageState.SENT, now, receipt
    message.save(update_fields=["state", "sent_at", "receipt", "attempts"])
    Attempt.objects.create(message=message, at=now, succeeded=True, answer=receipt)
    _record(message, MessageDelivered(message=message.id, channel=message.channel, attempts=message.attempts), now)
    if message.channel == queries.TEXTS:
        link_parts(message, now)
    if message.partner_id is not None:
        _note_answer(message, now)
        Partner.objects.filter(key=message.partner_id).update(last_sent_at=now)


def _failed(message: Message, answer: str, now: datetime, next_at: datetime | None) -> None:
    Attempt.objects.create(message=message, at=now, succeeded=False, answer=answer[:500])
    if next_at is None:
        message.state = MessageState.DEAD
        _record(message, MessageGivenUp(message=message.id, channel=message.channel, attempts=message.attempts), now)
    else:
        message.next_at = next_at
    message.save(update_fields=["state", "attempts", "next_at"])


def _record(message: Message, payload: MessageDelivered | MessageGivenUp, now: datetime) -> None:
    """Record the act; on the journal of the case only when a person was written to, not another machine."""
    case_id = message.case_id if message.partner_id is None else None
    record(payload, at=now, actor=SYSTEM, subject=f"message:{message.id}", case_id=case_id)


def _note_failure(message: Message, now: datetime) -> None:
    """Count a temporary failure of the partner and, from the limit on, leave it in peace for a while."""
    if message.partner_id is None:
        return
    Partner.objects.filter(key=message.partner_id).update(failures=F("failures") + 1)
    partner = Partner.objects.get(key=message.partner_id)
    if rules.is_open(partner.failures):
        partner.probe_at = now + rules.probe_delay(partner.failures)
        partner.save(update_fields=["probe_at"])


def _note_answer(message: Message, now: datetime) -> None:
    """Note that the partner answered; what waited behind a broken circuit goes now and not in an hour."""
    if message.partner_id is None:
        return
    partner = Partner.objects.get(key=message.partner_id)
    if partner.failures == 0:
        return
    Partner.objects.filter(key=partner.key).update(failures=0, probe_at=None)
    if rules.is_open(partner.failures):
        waiting = Message.objects.filter(partner=partner, state=MessageState.QUEUED, next_at__gt=now)
        waiting.update(next_at=now)
