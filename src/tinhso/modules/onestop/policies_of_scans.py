# SPDX-License-Identifier: EUPL-1.2
"""Who may scan what, when, and sign it: by the purpose of the scan and the unit that answers for it."""

import uuid

from tinhso.kernel.events.errors import HouseError, Refused
from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.modules.onestop.errors import NotYourDesk
from tinhso.modules.onestop.models import Dossier, Scan
from tinhso.modules.onestop.policies import check_scanner
from tinhso.modules.onestop.scanning.types import Purpose

ROLES = {
    Purpose.SETTLEMENT: ("specialist", "head", "reception"),
    Purpose.RESULT: ("specialist", "reception"),
    Purpose.CERTIFIED: ("reception", "specialist", "leader"),
}
CERTIFIER = "leader"
"""The post in whose name a certified copy is signed (người có thẩm quyền chứng thực)."""
RECALLED = frozenset({"result_corrected", "correction_signing"})


def check_scan(viewer: Viewer, scan: Scan) -> Seat:
    """Return the seat from which an officer looks after a scan; raises NotYourDesk for officers of other units."""
    purpose = Purpose(scan.purpose)
    if purpose is Purpose.INTAKE:
        return check_scanner(viewer, scan.unit_id)
    seat = viewer.seat_in(scan.unit_id, *ROLES[purpose])
    if seat is None:
        raise NotYourDesk("Bản quét này của đơn vị khác. Chỉ cán bộ của đơn vị số hóa được xem, sửa và ký.")
    return seat


def check_signer(viewer: Viewer, scan: Scan) -> Seat:
    """Return the seat from which a scan is signed; a certified copy is signed by the leader of the unit alone.

    Source: 45/2020/NĐ-CP, Điều 10 (bản sao điện tử có chứng thực).
    """
    if scan.purpose != Purpose.CERTIFIED:
        return check_scan(viewer, scan)
    seat = viewer.seat_in(scan.unit_id, CERTIFIER)
    if seat is None:
        raise NotYourDesk("Bản sao điện tử do lãnh đạo đơn vị ký chứng thực. Hãy chuyển lãnh đạo đối chiếu và ký.")
    return seat


def can_sign(viewer: Viewer, scan: Scan) -> bool:
    """Whether the button to sign is shown."""
    try:
        check_signer(viewer, scan)
    except HouseError:
        return False
    return True


def check_begin(viewer: Viewer, dossier: Dossier, purpose: Purpose) -> Seat:
    """Return the seat whose unit answers for a new scan on a dossier; raises NotYourDesk, Refused.

    In settlement: the unit the open dossier lies at. A result: the body that decided, or the desk that gives it back,
    once there is one. A certified copy: the unit that received the dossier.
    """
    if purpose is Purpose.SETTLEMENT and (dossier.case.closed_at is not None or dossier.finished_at is not None):
        raise Refused("Hồ sơ đã giải quyết xong nên không thêm giấy tờ phát sinh. Hãy số hóa kết quả nếu còn bản giấy.")
    if purpose is Purpose.RESULT:
        check_result(dossier)
    for unit in units_of(dossier, purpose):
        seat = viewer.seat_in(unit, *ROLES[purpose])
        if seat is not None:
            return seat
    raise NotYourDesk("Việc số hóa này do đơn vị đang giải quyết hoặc trả kết quả hồ sơ thực hiện.")


def units_of(dossier: Dossier, purpose: Purpose) -> tuple[uuid.UUID, ...]:
    """Return the units that may scan for this purpose, the first the most fitting."""
    if purpose is Purpose.SETTLEMENT:
        return (dossier.case.unit_id,)
    if purpose is Purpose.RESULT:
        return (dossier.resolving_unit_id, dossier.receiving_unit_id)
    return (dossier.receiving_unit_id,)


def check_result(dossier: Dossier) -> None:
    """Raise Refused unless the dossier has a granted result that stands."""
    if dossier.finished_at is None or dossier.case.outcome != "granted":
        raise Refused("Hồ sơ chưa có kết quả nên chưa số hóa được bản giấy. Hãy ký, phát hành kết quả trước.")
    if dossier.case.state in RECALLED or dossier.is_revoked:
        raise Refused("Kết quả đã thu hồi hoặc đang đính chính nên không số hóa bản giấy cũ.")


def can_begin(viewer: Viewer, dossier: Dossier, purpose: Purpose) -> bool:
    """Whether the link to scan is shown."""
    try:
        check_begin(viewer, dossier, purpose)
    except HouseError:
        return False
    return True
