# SPDX-License-Identifier: EUPL-1.2
"""What comes in: done once, answered as before when it comes again, refused when it contradicts itself."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import SYSTEM
from tinhso.kernel.exchange.errors import Contradicted
from tinhso.kernel.exchange.models import InMessage
from tinhso.kernel.exchange.rules import canonical, digest
from tinhso.kernel.exchange.types import MessageAccepted, MessageContradicted


def accept_message(
    partner_key: str,
    their_id: str,
    body: Mapping[str, Any] | str,
    *,
    handle: Callable[[InMessage], str],
    now: datetime,
) -> str:
    """Do what a message asks for and return the answer; the same message again only returns that answer.

    handle: does the work inside this transaction and gives the answer; it runs once per identifier.
    Raises Contradicted when the identifier came before with another content; that is kept and shown to people.
    """
    text = canonical(body)
    message, contradicts = _take(partner_key, their_id, text, handle, now)
    if contradicts:
        raise Contradicted(
            f"Mã bản tin {their_id[:60]} đã được dùng cho nội dung khác nên bản tin này bị từ chối. "
            "Hãy gửi lại với mã mới.",
            code="SAME_ID_OTHER_CONTENT",
        )
    return message.answer


@transaction.atomic(durable=True)
def _take(
    partner_key: str, their_id: str, text: str, handle: Callable[[InMessage], str], now: datetime
) -> tuple[InMessage, bool]:
    """Return the message as kept and whether this delivery contradicts it."""
    with connection.cursor() as cursor:
        # Two deliveries of one message at the same instant: the second waits and finds the first.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"inbound:{partner_key}:{their_id}"])
    known = InMessage.objects.filter(partner_id=partner_key, their_id=their_id).first()
    if known is not None:
        return known, _contradicts(known, digest(text), now)
    message = InMessage(
        partner_id=partner_key, their_id=their_id, digest=digest(text), body=text, received_at=now, answer=""
    )
    message.save()
    message.answer = handle(message)
    message.save(update_fields=["answer"])
    payload = MessageAccepted(message=message.id, partner=partner_key, digest=message.digest)
    record(payload, at=now, actor=SYSTEM, subject=f"message:{message.id}")
    return message, False


def _contradicts(known: InMessage, sha256: str, now: datetime) -> bool:
    if known.digest == sha256:
        known.repeats += 1
        known.save(update_fields=["repeats"])
        return False
    known.refused_digest, known.refused_at = sha256, now
    known.save(update_fields=["refused_digest", "refused_at"])
    payload = MessageContradicted(message=known.id, partner=known.partner_id, digest=sha256)
    record(payload, at=now, actor=SYSTEM, subject=f"message:{known.id}")
    return True
