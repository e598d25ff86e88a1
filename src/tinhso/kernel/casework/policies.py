# SPDX-License-Identifier: EUPL-1.2
"""Whose turn it is, and who may look."""

from tinhso.kernel.casework import workflow
from tinhso.kernel.casework.errors import NotYourTurn
from tinhso.kernel.casework.models import Case
from tinhso.kernel.casework.types import Step
from tinhso.kernel.identity.types import Seat, Viewer

PERSONAL_ROLES = frozenset({"specialist"})
"""Roles in which a case, once assigned, is one officer's and not the whole unit's."""


def check_turn(viewer: Viewer, case: Case, step: Step) -> Seat:
    """Return the seat from which `viewer` may take this step.

    Raises NotYourTurn with a sentence when the post, the unit or the holder is another.
    """
    seat = viewer.seat_in(case.unit_id, *step.roles)
    if seat is None:
        raise NotYourTurn(
            f"Việc “{step.title}” không thuộc chức vụ của bạn ở {case.unit}. "
            "Hãy chuyển cho người phụ trách hoặc đề nghị ủy quyền."
        )
    held_by_other = case.holder_id not in (None, viewer.officer_id)
    if held_by_other and seat.role in PERSONAL_ROLES and not seat.on_behalf_of:
        raise NotYourTurn("Hồ sơ đang do cán bộ khác giữ. Đề nghị người phân công chuyển lại nếu cần.")
    return seat


def can_take(viewer: Viewer, case: Case, step: Step) -> bool:
    """Whether the button of a step is shown: the table allows it and it is this viewer's turn."""
    if case.state not in step.sources:
        return False
    try:
        check_turn(viewer, case, step)
    except NotYourTurn:
        return False
    return True


def check_see(viewer: Viewer, case: Case) -> None:
    """Raise NotYourTurn unless the officer works in the case's unit, above it, or held it before."""
    if not can_see(viewer, case):
        raise NotYourTurn("Hồ sơ này thuộc đơn vị khác. Bạn chỉ xem được hồ sơ của đơn vị mình.")


def can_see(viewer: Viewer, case: Case) -> bool:
    if case.unit_id in viewer.scope or (viewer.officer_id and case.holder_id == viewer.officer_id):
        return True
    units = {seat.unit_id for seat in viewer.seats}
    return case.holdings.filter(unit_id__in=units).exists() or case.children.filter(unit_id__in=units).exists()


def steps_open_to(viewer: Viewer, case: Case) -> list[Step]:
    """Return the steps this viewer may take now, in the order of the table."""
    table = workflow.workflow(case.kind)
    return [step for step in table.steps_from(case.state) if can_take(viewer, case, step)]
