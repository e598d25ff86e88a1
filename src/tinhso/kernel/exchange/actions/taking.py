# SPDX-License-Identifier: EUPL-1.2
"""Take a message in at the address of a partner: proven, stored, answered at once; the worker does the rest."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError

from tinhso.kernel.events.keys import VerifyingKey
from tinhso.kernel.exchange.actions.inbound import accept_message
from tinhso.kernel.exchange.errors import (
    Contradicted,
    Damaged,
    NotProven,
    OtherRecipient,
    PartnerSuspended,
    UnknownPartner,
)
from tinhso.kernel.exchange.handlers import HANDLERS
from tinhso.kernel.exchange.models import InMessage, Partner
from tinhso.kernel.exchange.rules import digest, signed_text
from tinhso.kernel.exchange.types import Envelope, InState

LONGEST_ID, LONGEST_STREAM, LAST_PLACE = 200, 100, 1_000_000


@dataclass(frozen=True)
class Receipt:
    """What the sender is told at once. number: ours; repeats: how often the same message came after the first."""

    number: str
    state: str
    repeats: int


def take_message(envelope: Envelope, *, recipient: str, now: datetime) -> Receipt:
    """Store a signed message of a partner before anything else is done with it; the same again changes nothing.

    recipient: code of this agency, which the signature covers, so that a message for another cannot be turned on us.
    Raises UnknownPartner, Damaged, NotProven, OtherRecipient, PartnerSuspended, Contradicted (same identifier or same
    place in the stream with another content).
    """
    partner = Partner.objects.filter(key=envelope.partner).exclude(public_key="").first()
    if partner is None or partner.key not in HANDLERS:
        raise UnknownPartner("Không có đối tác này hoặc đối tác chưa đăng ký khóa ký. Bản tin chưa được nhận.")
    _check_head(envelope)
    _check_proof(partner, envelope)
    if envelope.recipient != recipient:
        raise OtherRecipient(f"Bản tin ghi nơi nhận {envelope.recipient[:40]}, nơi này là {recipient}. Chưa nhận.")
    if partner.suspended_at is not None:
        raise PartnerSuspended("Liên thông với đối tác đang tạm ngừng. Hãy giữ bản tin và gửi lại sau.")
    try:
        accept_message(
            partner.key, envelope.key, envelope.body, handle=lambda message: _store(message, envelope, now), now=now
        )
    except IntegrityError as error:
        raise _place_taken(envelope) from error
    kept = InMessage.objects.get(partner=partner, their_id=envelope.key)
    return Receipt(str(kept.id), kept.state, kept.repeats)


def _check_head(envelope: Envelope) -> None:
    ordered = 1 <= envelope.sequence <= LAST_PLACE if envelope.stream else envelope.sequence == 0
    if not 1 <= len(envelope.key) <= LONGEST_ID or len(envelope.stream) > LONGEST_STREAM or not ordered:
        raise Damaged("Mã bản tin, luồng hoặc số thứ tự trong luồng thiếu hay không đúng. Bản tin chưa được nhận.")
    if "\x00" in envelope.key + envelope.stream + envelope.body:
        raise Damaged("Bản tin có ký tự không lưu được. Bản tin chưa được nhận.")
    if digest(envelope.body) != envelope.digest:
        raise Damaged("Mã băm không khớp nội dung. Hãy gửi lại; bản tin chưa được nhận.", code="WRONG_HASH")


def _check_proof(partner: Partner, envelope: Envelope) -> None:
    """Raise NotProven unless the partner's own key signed head and hash (same text as on our way out)."""
    key = VerifyingKey(bytes.fromhex(partner.public_key))
    head = (envelope.key, partner.key, envelope.stream, envelope.sequence, envelope.recipient, envelope.digest)
    try:
        signature = bytes.fromhex(envelope.signature)
    except ValueError:
        signature = b""
    if envelope.key_id != key.key_id or not key.verifies(signed_text(*head), signature):
        raise NotProven("Chữ ký không đúng hoặc không phải của đối tác này. Bản tin chưa được nhận.")


def _store(message: InMessage, envelope: Envelope, now: datetime) -> str:
    same = InMessage.objects.filter(partner_id=message.partner_id, stream=envelope.stream, sequence=envelope.sequence)
    if envelope.stream and same.exists():
        raise _place_taken(envelope)
    message.stream, message.sequence = envelope.stream, envelope.sequence
    message.signature, message.key_id = envelope.signature, envelope.key_id
    message.state, message.next_at = InState.TAKEN, now
    message.save()
    return str(message.id)


def _place_taken(envelope: Envelope) -> Contradicted:
    return Contradicted(
        f"Số thứ tự {envelope.sequence} của luồng này đã có bản tin khác nên bản tin này bị từ chối.",
        code="SAME_PLACE_OTHER_MESSAGE",
    )
