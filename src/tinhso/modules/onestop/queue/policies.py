# SPDX-License-Identifier: EUPL-1.2
"""Who works at the counters of a desk, and who decides its settings."""

import uuid

from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.modules.onestop.errors import NotYourQueue


def check_desk(viewer: Viewer, unit_id: uuid.UUID) -> Seat:
    """Return the seat from which an officer calls numbers: reception of the unit, or its head."""
    seat = viewer.seat_in(unit_id, "reception", "head")
    if seat is None:
        raise NotYourQueue("Hàng đợi này của Bộ phận Một cửa khác. Chỉ cán bộ tiếp nhận hoặc phụ trách ở đó làm được.")
    return seat


def check_head(viewer: Viewer, unit_id: uuid.UUID) -> Seat:
    """Return the seat from which settings, counters and keys of devices are decided: head or leader of the unit."""
    seat = viewer.seat_in(unit_id, "head", "leader")
    if seat is None:
        raise NotYourQueue("Thiết lập hàng đợi do người phụ trách hoặc lãnh đạo đơn vị thực hiện.")
    return seat


def can_set(viewer: Viewer, unit_id: uuid.UUID) -> bool:
    return viewer.seat_in(unit_id, "head", "leader") is not None


def desks_of(viewer: Viewer) -> list[tuple[uuid.UUID, str]]:
    """Return the units whose queue this officer may look at, own posts first, each once."""
    found = {seat.unit_id: seat.unit_name for seat in viewer.seats if seat.role in ("reception", "head", "leader")}
    return list(found.items())
