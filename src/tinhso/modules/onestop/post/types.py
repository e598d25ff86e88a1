# SPDX-License-Identifier: EUPL-1.2
"""Words, records and acts of orders to the post."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tinhso.kernel.events.catalogue import act

PARTNER = "post"


class PostKind(StrEnum):
    """What the post is asked to do: fetch papers from the applicant, bring the result."""

    PICK_UP = "nhan_ho_so"
    DELIVER = "tra_ket_qua"


class PostState(StrEnum):
    """Where an order stands, as the post said about its latest event."""

    PLACED = "placed"
    TAKEN = "taken"
    MOVING = "moving"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OVER = frozenset({PostState.DONE, PostState.FAILED, PostState.CANCELLED})
TOLD_AS: Mapping[str, PostState] = {
    "1": PostState.TAKEN,
    "2": PostState.MOVING,
    "3": PostState.DONE,
    "4": PostState.FAILED,
    "5": PostState.CANCELLED,
}
"""TrangThai of an event: accepted, on its way, handed over, could not be handed over, cancelled."""


@dataclass(frozen=True)
class Address:
    """Where the post goes: name, Vietnamese phone number, address in words."""

    name: str
    phone: str
    place: str


@dataclass(frozen=True)
class PostEvent:
    """One event as the post tells it. at: when it happened there; cost_vnd: None when it says none."""

    order: str
    their_id: str
    state: PostState
    at: datetime
    cost_vnd: int | None
    tracking: str
    note: str


@act("postal_order:placed", title="Đặt bưu chính nhận hoặc trả giấy tờ")
@dataclass(frozen=True)
class PostalOrderPlaced:
    """kind: a `PostKind`. Name, phone and address stand in the row, not here."""

    order: uuid.UUID
    kind: str


@act("postal_order:reported", title="Bưu chính báo tình trạng bưu gửi")
@dataclass(frozen=True)
class PostalOrderReported:
    """state: a `PostState`, of this event; a later event may have come before it."""

    order: uuid.UUID
    state: str
