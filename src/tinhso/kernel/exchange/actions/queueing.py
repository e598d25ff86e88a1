# SPDX-License-Identifier: EUPL-1.2
"""Write down what is to go out, in the transaction that causes it."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Max

from tinhso.kernel.exchange.errors import NotAMessage
from tinhso.kernel.exchange.models import Message, Partner
from tinhso.kernel.exchange.rules import canonical
from tinhso.kernel.exchange.signing import sign
from tinhso.kernel.exchange.types import MessageState


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
    """Write a letter to go out after commit; the same key again returns the first and changes nothing."""
    letter = Message(key=key, channel=channel, recipient=recipient, subject=subject[:300], body=body, case_id=case_id)
    return _keep(letter, now)


def queue_for_partner(
    partner_key: str,
    *,
    key: str,
    stream: str,
    subject: str,
    body: Mapping[str, Any] | str,
    now: datetime,
    case_id: uuid.UUID | None = None,
) -> Message:
    """Write a message at the end of a partner's stream; the same key again returns the first and changes nothing.

    stream: what must stay in order (`dossier:<id>`), empty when nothing must; body: JSON values or text.
    Call it inside the transaction of the cause. Raises NotAMessage for a partner nobody registered.
    """
    partner = Partner.objects.filter(key=partner_key).first()
    if partner is None:
        raise NotAMessage(f"Chưa đăng ký đối tác {partner_key}. Hãy đăng ký trước khi gửi.")
    message = Message(
        key=key,
        channel=partner.channel,
        partner=partner,
        stream=stream,
        recipient=partner.endpoint,
        subject=subject[:300],
        body=canonical(body),
        case_id=case_id,
    )
    return _keep(message, now)


def _keep(message: Message, now: datetime) -> Message:
    if message.stream:
        _wait_for_stream(f"{message.partner_id}:{message.stream}")
    first = Message.objects.filter(key=message.key).first()
    if first is not None:
        return first
    if message.stream:
        last = Message.objects.filter(partner_id=message.partner_id, stream=message.stream)
        message.sequence = (last.aggregate(last=Max("sequence"))["last"] or 0) + 1
    message.state, message.next_at, message.created_at = MessageState.QUEUED, now, now
    sign(message)
    values = {field.attname: getattr(message, field.attname) for field in Message._meta.concrete_fields}
    kept, _ = Message.objects.get_or_create(key=message.key, defaults=values)
    return kept


def _wait_for_stream(name: str) -> None:
    """Let one transaction at a time append to a stream; the lock ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"exchange:{name}"])
