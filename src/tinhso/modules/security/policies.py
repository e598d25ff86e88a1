# SPDX-License-Identifier: EUPL-1.2
"""Who sees the sources of a unit, who registers and withdraws them."""

import uuid

from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.kernel.registry.queries.units import is_installed, territory
from tinhso.modules.security.errors import NotYourIntelligence, NotYourSource

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


def check_intelligence(viewer: Viewer) -> Seat:
    """Return the seat from which intelligence is shared for the whole province: an operator's, or its leader's."""
    seat = _intelligence_seat(viewer)
    if seat is None:
        raise NotYourIntelligence("Chỉ lãnh đạo tỉnh hoặc quản trị vận hành mới nhận, chia sẻ thông tin nguy cơ.")
    return seat


def may_keep_intelligence(viewer: Viewer) -> bool:
    return _intelligence_seat(viewer) is not None


def _intelligence_seat(viewer: Viewer) -> Seat | None:
    operating = next((seat for seat in viewer.seats if seat.role == "operator"), None)
    if operating is not None or not any(seat.role == "leader" for seat in viewer.seats) or not is_installed():
        return operating
    return viewer.seat_in(territory().root_id, "leader")


def machine_seat(viewer: Viewer, unit_id: uuid.UUID, roles: frozenset[str]) -> Seat | None:
    """Return the seat from which an infected machine of a unit is handled; operators help every unit."""
    own = viewer.seat_in(unit_id, *roles)
    helping = (seat for seat in viewer.seats if seat.role == "operator") if "operator" in roles else iter(())
    return own or next(helping, None)
