# SPDX-License-Identifier: EUPL-1.2
"""Who sees and keeps the sources, systems and machines of a unit."""

import uuid

from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.modules.security.errors import NotYourSource, NotYourSystem

KEEPERS = ("head", "leader")
EVERYWHERE = ("operator", "auditor")
"""Operators run the collecting for the whole province; auditors look at it."""


def sees_everything(viewer: Viewer) -> bool:
    return any(seat.role in EVERYWHERE for seat in viewer.seats)


def units_seen(viewer: Viewer) -> frozenset[uuid.UUID]:
    """Return the units whose sources an officer sees when not all: the own ones, and those answered for."""
    return viewer.scope | {seat.unit_id for seat in viewer.seats}


def keeper_seat(viewer: Viewer, unit_id: uuid.UUID) -> Seat | None:
    """Return the seat from which the sources of a unit are kept: its head's or leader's, or any operator's."""
    own = viewer.seat_in(unit_id, *KEEPERS)
    return own or next((seat for seat in viewer.seats if seat.role == "operator"), None)


def check_keep(viewer: Viewer, unit_id: uuid.UUID) -> Seat:
    """Return the seat from which the sources of the unit are kept; raises NotYourSource for everybody else."""
    seat = keeper_seat(viewer, unit_id)
    if seat is None:
        raise NotYourSource(
            "Chỉ người phụ trách, lãnh đạo của đơn vị hoặc quản trị vận hành mới đăng ký, gỡ nguồn sự kiện."
        )
    return seat


def may_register(viewer: Viewer) -> bool:
    return any(seat.role in (*KEEPERS, "operator") for seat in viewer.seats)


def check_keep_register(viewer: Viewer, *unit_ids: uuid.UUID) -> Seat:
    """Return the seat from which the systems and machines of one of the units are kept; raises NotYourSystem."""
    seat = next((seat for one in unit_ids if (seat := keeper_seat(viewer, one))), None)
    if seat is None:
        raise NotYourSystem(
            "Chỉ người phụ trách, lãnh đạo của đơn vị hoặc quản trị vận hành mới sửa sổ hệ thống thông tin."
        )
    return seat


def check_province(viewer: Viewer) -> Seat:
    """Return the seat from which what belongs to the whole province is kept: any operator's."""
    seat = next((seat for seat in viewer.seats if seat.role == "operator"), None)
    if seat is None:
        raise NotYourSystem("Chỉ quản trị vận hành của tỉnh mới ghi số liệu chung của toàn tỉnh.")
    return seat
