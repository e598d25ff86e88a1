# SPDX-License-Identifier: EUPL-1.2
"""What an order says, how an event is read, and which of many events counts. Pure."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from tinhso.kernel.events.errors import Refused
from tinhso.modules.onestop.post.types import OVER, TOLD_AS, Address, PostEvent, PostKind

OPEN_FOR: Mapping[PostKind, frozenset[str]] = {
    PostKind.PICK_UP: frozenset({"submitted", "intake_supplement", "received", "supplement_requested"}),
    PostKind.DELIVER: frozenset({"completed", "result_unclaimed"}),
}
"""States of a dossier in which there is something to fetch, or something to bring."""
SHORTEST = 3


class UnreadableEvent(Refused):
    """A message that is not one event of the post."""


class AddressMissing(Refused):
    """Name, phone or address is missing: nobody could go there."""


def checked(address: Address) -> Address:
    """Return the address without blanks around; raises AddressMissing naming what is missing."""
    found = Address(*(" ".join(one.split()) for one in (address.name, address.phone, address.place)))
    for text, words in ((found.name, "họ tên"), (found.phone, "số điện thoại"), (found.place, "địa chỉ")):
        if len(text) < SHORTEST:
            raise AddressMissing(f"Hãy ghi {words} để bưu chính liên hệ. Chưa đặt gì.")
    return found


def read_event(text: str) -> PostEvent:
    """Return the event of a message. Raises UnreadableEvent."""
    try:
        body = json.loads(text)
        order, their_id, state = str(body["MaDon"]), str(body["MaSuKien"]), TOLD_AS[str(body["TrangThai"])]
        at = datetime.fromisoformat(str(body["ThoiDiem"]))
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableEvent("Sự kiện cần MaDon, MaSuKien, TrangThai từ 1 đến 5 và ThoiDiem (ISO 8601).") from error
    cost = body.get("CuocPhi")
    if at.tzinfo is None or not 1 <= len(their_id) <= 60:
        raise UnreadableEvent("ThoiDiem phải có múi giờ; MaSuKien từ 1 đến 60 ký tự.")
    if cost is not None and (not isinstance(cost, int) or isinstance(cost, bool) or cost < 0):
        raise UnreadableEvent("CuocPhi phải là số đồng nguyên, không âm.")
    return PostEvent(order[:40], their_id, state, at, cost, _words(body, "MaVanDon", 60), _words(body, "GhiChu", 300))


def _words(body: Mapping[str, Any], name: str, longest: int) -> str:
    return str(body.get(name) or "").strip()[:longest]


def latest(events: Iterable[PostEvent]) -> PostEvent:
    """Return the event that counts: the last by the post's own clock; of two at once the one that ends the order."""
    return max(events, key=lambda one: (one.at, one.state in OVER))


def price(events: Iterable[PostEvent]) -> int | None:
    """Return what the post said last about the price; None while it said nothing."""
    told = [one for one in events if one.cost_vnd is not None]
    return latest(told).cost_vnd if told else None
