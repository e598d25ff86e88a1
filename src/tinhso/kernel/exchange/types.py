# SPDX-License-Identifier: EUPL-1.2
"""States of a message, the channel plugin, acts."""

import uuid
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from tinhso.kernel.events.catalogue import act


class MessageState(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    DEAD = "dead"


@dataclass(frozen=True)
class Envelope:
    """What a channel is asked to carry: stable key, recipient, subject, body."""

    key: str
    recipient: str
    subject: str
    body: str


class Channel(Protocol):
    """One way out. `send` returns the receipt of the other side (text, at most 500 characters).

    Raises TemporaryFailure (try again) or PermanentFailure (will never work as it is).
    """

    name: str

    def send(self, envelope: Envelope) -> str: ...


@act("message:delivered", title="Gửi thông báo thành công")
@dataclass(frozen=True)
class MessageDelivered:
    message: uuid.UUID
    channel: str
    attempts: int


@act("message:given_up", title="Không gửi được thông báo")
@dataclass(frozen=True)
class MessageGivenUp:
    message: uuid.UUID
    channel: str
    attempts: int


@act("message:resent", title="Gửi lại thông báo")
@dataclass(frozen=True)
class MessageResent:
    message: uuid.UUID
