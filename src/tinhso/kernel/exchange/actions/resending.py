# SPDX-License-Identifier: EUPL-1.2
"""What a person does with a message that does not go: send it again, corrected or not, or set it aside."""

import json
import uuid
from datetime import datetime

from django.db import transaction

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.types import Actor
from tinhso.kernel.exchange.errors import NotAMessage
from tinhso.kernel.exchange.models import HOLDING, Message
from tinhso.kernel.exchange.rules import canonical
from tinhso.kernel.exchange.signing import sign
from tinhso.kernel.exchange.types import MessageResent, MessageSetAside, MessageState

SHORTEST_GROUND = 10
"""Letters a ground must have to say something (house rule)."""


@transaction.atomic(durable=True)
def resend(message_id: uuid.UUID, *, now: datetime, by: Actor, recipient: str = "", body: str = "") -> Message:
    """Put a dead message back in the queue, asked by a person, optionally with a corrected address or body.

    body: empty to leave it. A corrected body is signed anew and goes under a key of its own, because the other side
    refuses the old key with another content. Raises NotAMessage when JSON was expected and is not JSON.
    """
    message = Message.objects.select_for_update().get(id=message_id)
    if message.state != MessageState.DEAD:
        return message
    if body and message.partner_id is None:
        raise NotAMessage("Thư gửi cho người không sửa được nội dung. Hãy chỉ sửa địa chỉ, hoặc bỏ qua thư này.")
    corrected = _correct(message, body) if body else False
    message.state, message.next_at, message.attempts = MessageState.QUEUED, now, 0
    message.recipient = recipient or message.recipient
    sign(message)
    message.save()
    payload = MessageResent(message=message.id, corrected=corrected)
    record(payload, at=now, actor=by, subject=f"message:{message.id}")
    return message


def _correct(message: Message, body: str) -> bool:
    text = canonical(_parsed(body)) if _is_json(message.body) else body
    if text == message.body:
        return False
    message.body = text
    message.revision += 1
    return True


def _is_json(text: str) -> bool:
    return text.startswith("{")


def _parsed(body: str) -> dict[str, object]:
    try:
        found = json.loads(body)
    except ValueError as error:
        raise NotAMessage(f"Nội dung sửa không phải JSON ({error}). Bản tin chưa được gửi lại.") from error
    if not isinstance(found, dict):
        raise NotAMessage("Nội dung sửa phải là một đối tượng JSON. Bản tin chưa được gửi lại.")
    return found


@transaction.atomic(durable=True)
def set_aside(message_id: uuid.UUID, *, reason: str, now: datetime, by: Actor) -> Message:
    """Take a message out of its stream for good, so that the ones behind it go; the reason stays in its row.

    Raises NotAMessage for a message that has gone already or a reason too short to say something.
    """
    message = Message.objects.select_for_update().get(id=message_id)
    if message.state == MessageState.ASIDE:
        return message
    if len(reason.strip()) < SHORTEST_GROUND:
        raise NotAMessage("Hãy ghi rõ lý do bỏ qua (ít nhất 10 ký tự). Bản tin vẫn giữ nguyên.")
    if message.state == MessageState.SENT:
        raise NotAMessage("Bản tin này đã được đối tác nhận nên không bỏ qua được nữa.")
    _put_aside(message, reason, now, by)
    return message


def set_aside_stuck(partner_key: str, stream: str, *, reason: str, now: datetime, by: Actor) -> int:
    """Set aside a stream that a dead message holds, with all behind it; return how many, 0 when nothing is dead.

    Belongs into the transaction that queues the message which says all of it anew.
    """
    held = Message.objects.select_for_update().filter(HOLDING, partner_id=partner_key, stream=stream)
    found = list(held.order_by("sequence"))
    if not any(message.state == MessageState.DEAD for message in found):
        return 0
    for message in found:
        _put_aside(message, reason, now, by)
    return len(found)


def _put_aside(message: Message, reason: str, now: datetime, by: Actor) -> None:
    message.state, message.note = MessageState.ASIDE, reason.strip()[:300]
    message.save(update_fields=["state", "note"])
    payload = MessageSetAside(message=message.id, sequence=message.sequence)
    record(payload, at=now, actor=by, subject=f"message:{message.id}")
