# SPDX-License-Identifier: EUPL-1.2
"""The key with which the house signs what it sends (Ed25519), apart from the one that seals the ledger."""

from functools import cache
from pathlib import Path

from tinhso.config import env
from tinhso.kernel.events.keys import SigningKey, load_or_make
from tinhso.kernel.exchange.models import Message
from tinhso.kernel.exchange.rules import digest, signed_text
from tinhso.kernel.exchange.types import Envelope


@cache
def _key_at(path: Path) -> SigningKey:
    return load_or_make(path)


def exchange_key() -> SigningKey:
    """Return the signing key of exchange; made on first use, its public half lies beside it."""
    return _key_at(env.KEY_FOLDER / "exchange.pem")


def wire_key(message: Message) -> str:
    """Return the key the other side sees; a corrected body is another message to it."""
    return f"{message.key}#{message.revision}" if message.revision else message.key


def sign(message: Message) -> None:
    """Put digest and signature on a message that is about to be written."""
    message.digest = digest(message.body)
    key = exchange_key()
    message.signature, message.key_id = key.sign(_signed(message)).hex(), key.key_id


def _signed(message: Message) -> bytes:
    return signed_text(
        wire_key(message),
        message.partner_id or "",
        message.stream,
        message.sequence,
        message.recipient,
        message.digest,
    )


def envelope(message: Message) -> Envelope:
    """Return what a channel carries."""
    return Envelope(
        key=wire_key(message),
        recipient=message.recipient,
        subject=message.subject,
        body=message.body,
        partner=message.partner_id or "",
        stream=message.stream,
        sequence=message.sequence,
        digest=message.digest,
        signature=message.signature,
        key_id=message.key_id,
    )
