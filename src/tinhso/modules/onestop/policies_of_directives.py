# SPDX-License-Identifier: EUPL-1.2
"""Who gives directives, who carries them out, who says that they are done."""

import uuid
from collections.abc import Callable

from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.modules.onestop.errors import NotYourDirective
from tinhso.modules.onestop.models import Directive, Dossier

Check = Callable[[Viewer, Directive], Seat]
GIVERS = ("leader", "head")
CARRIERS = ("specialist", "reception", "head", "leader")


def units_of(dossier: Dossier) -> list[uuid.UUID]:
    """Return the units that have to do with a dossier, each once: where it lies, who decides, who took it in."""
    return list(dict.fromkeys([dossier.case.unit_id, dossier.resolving_unit_id, dossier.receiving_unit_id]))


def giving_seat(viewer: Viewer, dossier: Dossier) -> Seat | None:
    """Return the seat of a head or leader of such a unit, or of a leader above one; None for everybody else."""
    units = units_of(dossier)
    for unit_id in units:
        seat = viewer.seat_in(unit_id, *GIVERS)
        if seat is not None:
            return seat
    above = [seat for seat in viewer.seats if seat.role == "leader"]
    return above[0] if above and viewer.scope.intersection(units) else None


def check_give(viewer: Viewer, dossier: Dossier) -> Seat:
    seat = giving_seat(viewer, dossier)
    if seat is None:
        raise NotYourDirective("Chỉ người phụ trách hoặc lãnh đạo của đơn vị liên quan mới cho ý kiến chỉ đạo.")
    return seat


def check_carry(viewer: Viewer, found: Directive) -> Seat:
    """Return the seat of who is told to: the officer named, who stands in for one, or head and leader of the unit."""
    mine = [seat for seat in viewer.seats if seat.unit_id == found.unit_id and seat.role in CARRIERS]
    holder = found.officer.key if found.officer else ""
    for seat in mine:
        acts_for_holder = seat.on_behalf_of == holder if seat.on_behalf_of else viewer.officer_id == found.officer_id
        if viewer.officer_id != found.giver_id and (seat.role in GIVERS or (holder and acts_for_holder)):
            return seat
    raise NotYourDirective("Ý kiến chỉ đạo này giao cho người khác. Hãy chuyển cho người được giao.")


def check_pass_on(viewer: Viewer, found: Directive) -> Seat:
    seat = viewer.seat_in(found.unit_id, *GIVERS)
    if seat is None:
        raise NotYourDirective("Chỉ người phụ trách hoặc lãnh đạo đơn vị được giao mới chọn người thực hiện.")
    return seat


def check_judge(viewer: Viewer, found: Directive) -> Seat:
    """Return the seat of the giver, of who stands in for the giver, or of another leader there who did not report."""
    for seat in viewer.seats:
        if seat.unit_id != found.giver_unit_id or seat.role not in GIVERS:
            continue
        is_giver = viewer.officer_id == found.giver_id or seat.on_behalf_of == found.giver.key
        if is_giver or (seat.role == "leader" and viewer.officer_id != found.reporter_id):
            return seat
    raise NotYourDirective("Chỉ người đã cho ý kiến chỉ đạo (hoặc lãnh đạo cùng đơn vị) mới kết luận việc này.")


def is_party(viewer: Viewer, found: Directive) -> bool:
    """Whether the officer works in the unit told to or in the one that told."""
    return any(seat.unit_id in (found.unit_id, found.giver_unit_id) for seat in viewer.seats)
