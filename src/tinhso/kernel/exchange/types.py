# SPDX-License-Identifier: EUPL-1.2
"""States of a message, the channel plugin, what a reconciliation finds, acts."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

from tinhso.kernel.events.catalogue import act


class Outcome(StrEnum):
    """What one try came to; BUSY: the other side takes nothing at all for now."""

    SENT = "sent"
    NOT_SENT = "not_sent"
    BUSY = "busy"


class MessageState(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    DEAD = "dead"
    ASIDE = "aside"


class InState(StrEnum):
    """A received message: stored, handled, refused to its sender, in need of a person, set aside by one."""

    TAKEN = "taken"
    DONE = "done"
    REFUSED = "refused"
    DEAD = "dead"
    ASIDE = "aside"


SETTLED = (InState.DONE, InState.REFUSED, InState.ASIDE)
"""States after which the next message of the stream is handled."""


@dataclass(frozen=True)
class Envelope:
    """What a channel is asked to carry.

    key: stable, the same for every repeat; recipient: address; partner, stream, sequence: empty for a letter;
    digest: SHA-256 (hex) of the canonical body; signature: Ed25519 (hex) over `rules.signed_text`; key_id: whose key.
    """

    key: str
    recipient: str
    subject: str
    body: str
    partner: str = ""
    stream: str = ""
    sequence: int = 0
    digest: str = ""
    signature: str = ""
    key_id: str = ""


class Channel(Protocol):
    """One way out. `send` returns the receipt of the other side (text, at most 500 characters).

    Raises TemporaryFailure (try again) or PermanentFailure (will never work as it is).
    """

    name: str

    def send(self, envelope: Envelope) -> str: ...


@dataclass(frozen=True)
class Arrived:
    """A stored message as its handler sees it."""

    id: uuid.UUID
    partner: str
    their_id: str
    stream: str
    sequence: int
    body: str
    received_at: datetime


class Handler(Protocol):
    """What a module does with the messages of one partner.

    prepare: checks and fetches, in no transaction; may raise TemporaryFailure (tried again) or a refusal.
    handle: the work, in the transaction that settles the message; returns what came of it (at most 500 characters).
    refuse: tells the partner why, in the transaction that marks the message as refused.
    """

    def prepare(self, message: Arrived) -> Any: ...

    def handle(self, message: Arrived, prepared: Any, now: datetime) -> str: ...

    def refuse(self, message: Arrived, code: str, sentence: str, now: datetime) -> None: ...


@runtime_checkable
class PreparingChannel(Channel, Protocol):
    """A channel with something to settle for good before a message can go, such as a number the other side draws.

    `prepare` runs outside the transaction of the delivery, so what it keeps stays when the delivery is cut off. Its
    failures are those of `send`, and count as the attempt.
    """

    def prepare(self, envelope: Envelope, now: datetime) -> None: ...


class DifferenceKind(StrEnum):
    """What two books can disagree on."""

    MISSING_THERE = "missing_there"
    OTHER_STATE = "other_state"
    OTHER_DATE = "other_date"
    UNKNOWN_HERE = "unknown_here"


@dataclass(frozen=True)
class Disagreement:
    """One line on which the books of both sides differ.

    subject: key of the thing here, empty when it is unknown here; number: what both sides call it;
    waiting: messages about it that are still to go, or were given up, when the books were compared.
    """

    kind: DifferenceKind
    number: str
    subject: str = ""
    ours: str = ""
    theirs: str = ""
    waiting: int = 0


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


@act("message:reported", title="Tổng đài báo kết quả phát tin nhắn")
@dataclass(frozen=True)
class MessageReported:
    """arrived: whether every part came to the phone; parts: how many there were."""

    message: uuid.UUID
    arrived: bool
    parts: int


@act("message:resent", title="Gửi lại thông báo")
@dataclass(frozen=True)
class MessageResent:
    """corrected: whether the body was changed before it went again."""

    message: uuid.UUID
    corrected: bool = False


@act("message:set_aside", title="Bỏ qua một bản tin để các bản tin sau được gửi")
@dataclass(frozen=True)
class MessageSetAside:
    """The ground stands in the row of the message, not here: a sentence may name somebody."""

    message: uuid.UUID
    sequence: int


@act("message:accepted", title="Nhận bản tin từ đối tác")
@dataclass(frozen=True)
class MessageAccepted:
    message: uuid.UUID
    partner: str
    digest: str


@act("message:contradicted", title="Từ chối bản tin trùng mã nhưng khác nội dung")
@dataclass(frozen=True)
class MessageContradicted:
    message: uuid.UUID
    partner: str
    digest: str


@act("message:refused", title="Từ chối bản tin đến và báo lại đối tác")
@dataclass(frozen=True)
class MessageRefused:
    """ground: code of the refusal; its sentence stands in the row."""

    message: uuid.UUID
    partner: str
    ground: str


@act("message:stuck", title="Bản tin đến không xử lý được, cần người xem")
@dataclass(frozen=True)
class MessageStuck:
    message: uuid.UUID
    partner: str
    attempts: int


@act("message:tried_again", title="Xử lý lại bản tin đến")
@dataclass(frozen=True)
class MessageTriedAgain:
    message: uuid.UUID
    partner: str


@act("message:inbound:set_aside", title="Bỏ qua một bản tin đến để xử lý các bản tin sau")
@dataclass(frozen=True)
class InMessageSetAside:
    """The ground stands in the row of the message."""

    message: uuid.UUID
    partner: str
    sequence: int


@act("partner:registered", title="Đăng ký đối tác liên thông")
@dataclass(frozen=True)
class PartnerRegistered:
    partner: str
    channel: str


@act("partner:suspended", title="Tạm ngừng liên thông với đối tác")
@dataclass(frozen=True)
class PartnerSuspended:
    partner: str


@act("partner:resumed", title="Nối lại liên thông với đối tác")
@dataclass(frozen=True)
class PartnerResumed:
    partner: str


@act("partner:named", title="Đối tác cấp mã cho hồ sơ của tỉnh")
@dataclass(frozen=True)
class PartnerNamed:
    """ours: what it is called here; theirs: what the partner calls it."""

    partner: str
    ours: str
    theirs: str


@act("partner:replayed", title="Gửi lại một ngày cho đối tác")
@dataclass(frozen=True)
class PartnerReplayed:
    partner: str
    day: date
    messages: int


@act("partner:reconciled", title="Đối soát với đối tác")
@dataclass(frozen=True)
class PartnerReconciled:
    """checked: things compared; differences: lines that differ; answered: whether the partner answered at all."""

    partner: str
    day: date
    checked: int
    differences: int
    answered: bool
