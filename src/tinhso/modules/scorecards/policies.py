# SPDX-License-Identifier: EUPL-1.2
"""Who opens and keeps a round of assessment, declares a component, says that a declaration holds; who notes issues."""

from collections.abc import Callable

from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.kernel.registry.models import Unit
from tinhso.modules.scorecards.errors import NotYourAssessment, NotYourDeclaration, NotYourRegister
from tinhso.modules.scorecards.models import Assessment, Declaration, Issue

KEEPERS = ("controller", "head", "leader")
CARRIERS = ("specialist", "reception", "clerk", "head", "leader")
GIVERS = ("head", "leader")
STANDING_LEVELS = ("province", "department")
"""A round is of the whole province, so no district or commune opens one."""

Check = Callable[[Viewer, Declaration], Seat]


def check_open(viewer: Viewer) -> Seat:
    """Return the seat a round is opened from; a lent seat opens none. Raises NotYourAssessment."""
    seats = [seat for seat in viewer.seats if seat.role in KEEPERS and not seat.on_behalf_of]
    ids = [seat.unit_id for seat in seats]
    standing = set(Unit.objects.filter(id__in=ids, level__in=STANDING_LEVELS).values_list("id", flat=True))
    for seat in seats:
        if seat.unit_id in standing:
            return seat
    raise NotYourAssessment(
        "Chỉ cán bộ kiểm soát, người phụ trách hoặc lãnh đạo của cơ quan thường trực cấp tỉnh mới mở kỳ đánh giá."
    )


def check_note_issue(viewer: Viewer) -> Seat:
    """Return the seat what was issued is noted from: one that may open a round. Raises NotYourRegister."""
    try:
        return check_open(viewer)
    except NotYourAssessment as refused:
        raise NotYourRegister(
            "Chỉ cán bộ kiểm soát, người phụ trách hoặc lãnh đạo của cơ quan cấp tỉnh mới ghi văn bản hằng năm."
        ) from refused


def may_note_issue(viewer: Viewer) -> bool:
    return may_open(viewer)


def check_take_back_issue(viewer: Viewer, issue: Issue) -> Seat:
    """Return the seat of the office that noted it; raises NotYourRegister for everybody else."""
    seat = viewer.seat_in(issue.office_id, *KEEPERS)
    if seat is None:
        raise NotYourRegister("Văn bản này do cơ quan khác ghi. Hãy báo cơ quan đó bỏ ghi.")
    return seat


def may_take_back_issue(viewer: Viewer, issue: Issue) -> bool:
    return viewer.seat_in(issue.office_id, *KEEPERS) is not None


def may_open(viewer: Viewer) -> bool:
    try:
        check_open(viewer)
    except NotYourAssessment:
        return False
    return True


def check_keep(viewer: Viewer, assessment: Assessment) -> Seat:
    """Return the seat of the standing office of a round; raises NotYourAssessment for everybody else."""
    seat = viewer.seat_in(assessment.office_id, *KEEPERS)
    if seat is None:
        raise NotYourAssessment("Kỳ đánh giá này do cơ quan thường trực khác phụ trách. Hãy gửi ý kiến đến cơ quan đó.")
    return seat


def may_keep(viewer: Viewer, assessment: Assessment) -> bool:
    return viewer.seat_in(assessment.office_id, *KEEPERS) is not None


def check_seal(viewer: Viewer, assessment: Assessment) -> Seat:
    """Return the seat of who leads the standing office; a lent seat seals nothing. Raises NotYourAssessment."""
    for seat in viewer.seats:
        if seat.unit_id == assessment.office_id and seat.role in GIVERS and not seat.on_behalf_of:
            return seat
    raise NotYourAssessment("Chỉ người đứng đầu hoặc lãnh đạo cơ quan thường trực mới ký bảng kết quả của kỳ này.")


def may_seal(viewer: Viewer, assessment: Assessment) -> bool:
    try:
        check_seal(viewer, assessment)
    except NotYourAssessment:
        return False
    return True


def check_manage(viewer: Viewer, declaration: Declaration) -> Seat:
    """Return the seat of the standing office: assigning, asking again, scores, questions."""
    return check_keep(viewer, declaration.assessment)


def check_pass_on(viewer: Viewer, declaration: Declaration) -> Seat:
    seat = viewer.seat_in(declaration.unit_id, *GIVERS) if declaration.unit_id else None
    if seat is None:
        raise NotYourDeclaration("Chỉ người phụ trách hoặc lãnh đạo đơn vị kê khai mới giao người kê khai.")
    return seat


def check_declare(viewer: Viewer, declaration: Declaration) -> Seat:
    """Return the seat of the person named, of who stands in for that person, or of the head of the unit."""
    named = declaration.officer.key if declaration.officer else ""
    for seat in viewer.seats:
        if seat.unit_id != declaration.unit_id or seat.role not in CARRIERS:
            continue
        is_named = seat.on_behalf_of == named if seat.on_behalf_of else viewer.officer_id == declaration.officer_id
        if seat.role in GIVERS or (named and is_named):
            return seat
    raise NotYourDeclaration("Chỉ số này giao cho người khác kê khai. Hãy chuyển cho người hoặc đơn vị được giao.")


def check_judge(viewer: Viewer, declaration: Declaration) -> Seat:
    """Return the seat of the standing office; who declared never accepts."""
    seat = check_keep(viewer, declaration.assessment)
    if viewer.officer_id == declaration.declarer_id:
        raise NotYourDeclaration("Bạn là người đã kê khai nên người khác của cơ quan thường trực phải xem xét.")
    return seat


def is_party(viewer: Viewer, declaration: Declaration) -> bool:
    """Whether the officer works in the standing office or in the unit that declares; these alone open evidence."""
    units = {declaration.assessment.office_id, declaration.unit_id}
    if any(seat.unit_id in units for seat in viewer.seats):
        return True
    return declaration.unit_id is not None and viewer.oversees(declaration.unit_id)
