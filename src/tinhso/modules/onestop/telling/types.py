# SPDX-License-Identifier: EUPL-1.2
"""Words of telling: kinds of notices, the ways a person may choose, the act of choosing."""

from dataclasses import dataclass
from enum import StrEnum

from tinhso.kernel.events.catalogue import act


class Kind(StrEnum):
    """Loại thông báo: what a person chooses by."""

    PROGRESS = "progress"
    ACTION = "action"
    DECISION = "decision"
    DELAY = "delay"
    RESULT = "result"
    OFFER = "offer"


class Way(StrEnum):
    """Cách nhận thông báo. UNSAID: nobody chose, the rule of the house applies."""

    UNSAID = ""
    EMAIL = "email"
    SMS = "sms"
    BOTH = "both"
    NONE = "none"


@dataclass(frozen=True)
class ShortText:
    """One wording: the kind of notice it belongs to and the version that goes with the message."""

    kind: Kind
    version: int
    text: str


@act("person:notices:chosen", title="Chọn cách nhận thông báo")
@dataclass(frozen=True)
class NoticesChosen:
    """Opting in and out of one way for one kind; `before` is empty when nothing had been chosen."""

    kind: str
    way: str
    before: str
