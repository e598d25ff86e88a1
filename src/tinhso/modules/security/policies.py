# SPDX-License-Identifier: EUPL-1.2
"""Who sees and keeps sources, systems and machines of a unit, who handles its alerts and incidents."""

import uuid

from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.kernel.registry.queries.units import is_installed, territory
from tinhso.modules.security.errors import (
    NotYourAlert,
    NotYourCentre,
    NotYourDrill,
    NotYourIntelligence,
    NotYourSource,
    NotYourSystem,
    NotYourUnit,
)

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


HANDLERS = ("specialist", "head", "leader")


def check_handle(viewer: Viewer, unit_id: uuid.UUID | None) -> Seat:
    """Return the seat from which alerts of a unit's machines are handled: one there, or any operator's.

    unit_id: None for a machine nobody registered, which is the operators'. Raises NotYourAlert.
    """
    own = viewer.seat_in(unit_id, *HANDLERS) if unit_id else None
    seat = next((one for one in viewer.seats if one.role == "operator"), None) or own
    if seat is None:
        raise NotYourAlert("Chỉ người trực giám sát và cán bộ của đơn vị có máy này mới xử lý được.")
    return seat


def may_handle(viewer: Viewer, unit_id: uuid.UUID | None) -> bool:
    own = unit_id is not None and viewer.seat_in(unit_id, *HANDLERS) is not None
    return own or any(seat.role == "operator" for seat in viewer.seats)


def check_rules(viewer: Viewer) -> Seat:
    """Return the operator's seat from which rules are switched for the province. Raises NotYourAlert."""
    seat = next((one for one in viewer.seats if one.role == "operator"), None)
    if seat is None:
        raise NotYourAlert("Chỉ quản trị vận hành mới bật, tắt luật phát hiện cho cả tỉnh.")
    return seat


def may_approve(viewer: Viewer, unit_id: uuid.UUID) -> bool:
    """Whether an officer agrees to what stops work: head or leader of the unit, or an operator."""
    own = viewer.seat_in(unit_id, *KEEPERS) is not None
    return own or any(seat.role == "operator" for seat in viewer.seats)


def report_seat(viewer: Viewer, unit_id: uuid.UUID) -> Seat | None:
    """Return the seat from which papers of incidents are signed: head's or leader's of the unit, or an operator's."""
    own = viewer.seat_in(unit_id, "leader", "head")
    return own or next((one for one in viewer.seats if one.role == "operator"), None)


def check_report(viewer: Viewer, unit_id: uuid.UUID) -> Seat:
    """Return the seat papers of incidents are signed from; raises NotYourAlert for everybody else."""
    seat = report_seat(viewer, unit_id)
    if seat is None:
        raise NotYourAlert("Báo cáo sự cố do người phụ trách, lãnh đạo đơn vị hoặc quản trị vận hành ký.")
    return seat


def reading_seat(viewer: Viewer, unit_id: uuid.UUID) -> Seat | None:
    """Return the seat from which an officer who sees a unit's incidents reads their papers; reading is written down.

    One there, else an operator's or auditor's, else the first: who answers for units below reads from above.
    """
    own = next((seat for seat in viewer.seats if seat.unit_id == unit_id), None)
    return own or next((seat for seat in viewer.seats if seat.role in EVERYWHERE), next(iter(viewer.seats), None))


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


def step_seat(viewer: Viewer, unit_id: uuid.UUID, roles: frozenset[str]) -> Seat | None:
    """Return the seat from which a step of these roles is taken on a case of a unit; operators help every unit."""
    own = viewer.seat_in(unit_id, *roles)
    helping = (seat for seat in viewer.seats if seat.role == "operator") if "operator" in roles else iter(())
    return own or next(helping, None)


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


def check_centre(viewer: Viewer) -> Seat:
    """Return the seat from which the centre is run: any operator's. Raises NotYourCentre."""
    seat = next((seat for seat in viewer.seats if seat.role == "operator"), None)
    if seat is None:
        raise NotYourCentre("Chỉ người của trung tâm giám sát (quản trị vận hành) mới xếp ca trực, bàn giao ca.")
    return seat


def runs_centre(viewer: Viewer) -> bool:
    return any(seat.role == "operator" for seat in viewer.seats)


def as_unit(viewer: Viewer, unit_id: uuid.UUID) -> Viewer:
    """Return a viewer who sees nothing but this unit, for pages of one unit; raises NotYourUnit for one not seen.

    For reading only: the seat is none that anything is written from.
    """
    if not sees_everything(viewer) and unit_id not in units_seen(viewer):
        raise NotYourUnit("Bạn không xem được an toàn thông tin của đơn vị này. Hãy chọn đơn vị của mình.")
    seats = (Seat(unit_id, "", "reader", ""),)
    return Viewer(viewer.key, viewer.name, officer_id=viewer.officer_id, seats=seats)


def may_audit_logs(viewer: Viewer) -> bool:
    """Whether an officer sees who looked into the logs: auditors only, since operators are among those who look."""
    return any(seat.role == "auditor" for seat in viewer.seats)


def check_drill(viewer: Viewer) -> Seat:
    """Return the seat from which exercises are prepared and run: any operator's. Raises NotYourDrill."""
    seat = next((seat for seat in viewer.seats if seat.role == "operator"), None)
    if seat is None:
        raise NotYourDrill("Chỉ người của trung tâm giám sát (quản trị vận hành) mới soạn và điều khiển diễn tập.")
    return seat


def drill_seat(viewer: Viewer, unit_id: uuid.UUID, officer_id: uuid.UUID | None) -> Seat | None:
    """Return the seat from which an officer takes part: named, or one who handles incidents of the named unit."""
    if officer_id is None:
        return viewer.seat_in(unit_id, *HANDLERS)
    if officer_id != viewer.officer_id:
        return None
    own = next((seat for seat in viewer.seats if seat.unit_id == unit_id), None)
    return own or next(iter(viewer.seats), None)
