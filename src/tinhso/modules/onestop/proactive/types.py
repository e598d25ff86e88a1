# SPDX-License-Identifier: EUPL-1.2
"""Words of proactive services (dịch vụ công chủ động): grades, standings of an offer, triggers, acts."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum
from typing import Any

from tinhso.kernel.events.catalogue import act


class Grade(IntEnum):
    """Mức chủ động (224/2026/NĐ-CP, Điều 16)."""

    REMIND = 1
    PREPARE = 2
    RECOMMEND = 3
    CARRY_OUT = 4


class Standing(StrEnum):
    """Where an offer stands. DONE: carried out, the person has not spoken yet; RESTORING: the desk must confirm."""

    OPEN = "open"
    SNOOZED = "snoozed"
    DONE = "done"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    RESTORING = "restoring"
    RESTORED = "restored"


UNDECIDED = frozenset({Standing.OPEN, Standing.SNOOZED, Standing.DONE})
"""Standings in which the person has still to say something."""


class Trigger(StrEnum):
    """What happened in a life so that something can be offered."""

    CARD_ENDS = "card_ends"
    CHILD_BORN = "child_born"
    DRAFT_BEGUN = "draft_begun"
    AGE_REACHED = "age_reached"


@dataclass(frozen=True)
class Service:
    """One line of the table: what may be offered between two dates, on which facts, by which law.

    grade: the highest; procedure: code filed here, empty for the service of another body (`elsewhere`);
    numbers: legal numbers by name, None where nobody has read them; off: why nobody is offered it, empty when on;
    pilot: communes where it is tried first, empty when it is offered everywhere.
    Days are choices of the house: how long before, how long after, how often a register is asked again.
    """

    key: str
    title: str
    trigger: Trigger
    valid_from: date
    valid_to: date | None
    grade: Grade
    off: str
    procedure: str
    why: str
    law: str
    mark: str
    source: str
    numbers: Mapping[str, int | None]
    ahead_days: int
    after_days: int | None
    again_days: int | None
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    register: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    answers_under_consent: Mapping[str, Any] = field(default_factory=dict)
    consent_version: str = ""
    cannot_undo: str = ""
    instead_of: str = ""
    births: tuple[str, ...] = ()
    pilot: tuple[str, ...] = ()

    @property
    def consent_purpose(self) -> str:
        """Return the purpose of the standing consent under which grade 4 is allowed."""
        return f"proactive-{self.key}"


@dataclass(frozen=True)
class Fact:
    """One datum an offer rests on, as shown to the person: what, the value, where from."""

    label: str
    value: str
    source: str


@dataclass(frozen=True)
class Occasion:
    """That something may be offered now. key: what makes this occasion this one and no other; day: the day of it."""

    key: str
    day: date
    facts: tuple[Fact, ...]


@act("proactive:offer:made", title="Đề nghị dịch vụ chủ động")
@dataclass(frozen=True)
class OfferMade:
    """read: names of the data it rests on, never values; grade: 1–4."""

    offer: uuid.UUID
    service: str
    grade: int
    procedure: str
    read: tuple[str, ...]


@act("proactive:offer:carried_out", title="Tự động nộp hồ sơ theo sự đồng ý có trước")
@dataclass(frozen=True)
class OfferCarriedOut:
    """before: SHA-256 of the state as it was, to which the person can return."""

    offer: uuid.UUID
    service: str
    dossier: uuid.UUID
    consent: uuid.UUID
    before: str


@act("proactive:offer:accepted", title="Nhận đề nghị dịch vụ chủ động")
@dataclass(frozen=True)
class OfferAccepted:
    offer: uuid.UUID
    service: str
    grade: int


@act("proactive:offer:refused", title="Từ chối đề nghị dịch vụ chủ động")
@dataclass(frozen=True)
class OfferRefused:
    offer: uuid.UUID
    service: str
    grade: int


@act("proactive:offer:snoozed", title="Để đề nghị lại sau")
@dataclass(frozen=True)
class OfferSnoozed:
    offer: uuid.UUID
    service: str
    until: date


@act("proactive:offer:reopened", title="Lấy lại đề nghị đã từ chối")
@dataclass(frozen=True)
class OfferReopened:
    offer: uuid.UUID
    service: str


@act("proactive:offer:restore_requested", title="Yêu cầu khôi phục trạng thái trước")
@dataclass(frozen=True)
class RestoreRequested:
    """adjusting: the person takes the answers along into a draft of their own."""

    offer: uuid.UUID
    service: str
    adjusting: bool


@act("proactive:offer:restored", title="Đã khôi phục trạng thái trước")
@dataclass(frozen=True)
class OfferRestored:
    """equal: the state is the one before, byte for byte; otherwise the person changed something meanwhile."""

    offer: uuid.UUID
    service: str
    grade: int
    before: str
    after: str
    equal: bool


@act("proactive:service:barred", title="Không nhận đề nghị về một dịch vụ")
@dataclass(frozen=True)
class ServiceBarred:
    service: str


@act("proactive:service:unbarred", title="Nhận lại đề nghị về một dịch vụ")
@dataclass(frozen=True)
class ServiceUnbarred:
    service: str
