# SPDX-License-Identifier: EUPL-1.2
"""Who draws up a plan, who issues it, who carries a task out, who says that it is done."""

from collections.abc import Callable

from tinhso.kernel.identity.types import Seat, Viewer
from tinhso.modules.plans.errors import NotYourPlan, NotYourTask
from tinhso.modules.plans.models import Plan, Task

KEEPERS = ("controller", "head", "leader")
CARRIERS = ("specialist", "reception", "clerk", "head", "leader")
GIVERS = ("head", "leader")
READERS = (*KEEPERS, "auditor", "specialist", "clerk", "reception")
"""Plans are public papers once issued; every officer reads them, drafts only in the office that draws them up."""

Check = Callable[[Viewer, Task], Seat]


def drafting_seats(viewer: Viewer) -> list[Seat]:
    """Return the seats from which plans are drawn up; none for who may not. A lent seat draws up none."""
    return [seat for seat in viewer.seats if seat.role in KEEPERS and not seat.on_behalf_of]


def check_draft(viewer: Viewer) -> Seat:
    seats = drafting_seats(viewer)
    if not seats:
        raise NotYourPlan("Chỉ cán bộ kiểm soát, người phụ trách hoặc lãnh đạo đơn vị mới lập kế hoạch.")
    return seats[0]


def check_keep(viewer: Viewer, plan: Plan) -> Seat:
    """Return the seat of the plan's standing office; raises NotYourPlan for everybody else."""
    seat = viewer.seat_in(plan.office_id, *KEEPERS)
    if seat is None:
        raise NotYourPlan("Kế hoạch này do cơ quan thường trực khác lập. Hãy gửi ý kiến đến cơ quan đó.")
    return seat


def check_issue(viewer: Viewer, plan: Plan) -> Seat:
    """Return the seat of a leader of the standing office."""
    seat = viewer.seat_in(plan.office_id, "leader")
    if seat is None:
        raise NotYourPlan("Chỉ lãnh đạo cơ quan thường trực mới ban hành, kết thúc kế hoạch.")
    return seat


def may_keep(viewer: Viewer, plan: Plan) -> bool:
    return viewer.seat_in(plan.office_id, *KEEPERS) is not None


def may_see(viewer: Viewer, plan: Plan) -> bool:
    """Whether an officer reads a plan: anybody once it is issued, before that those of its office."""
    return plan.state != "draft" or any(seat.unit_id == plan.office_id for seat in viewer.seats)


def check_pass_on(viewer: Viewer, task: Task) -> Seat:
    seat = viewer.seat_in(task.lead_id, *GIVERS)
    if seat is None:
        raise NotYourTask("Chỉ người phụ trách hoặc lãnh đạo đơn vị chủ trì mới giao người thực hiện.")
    return seat


def check_carry(viewer: Viewer, task: Task) -> Seat:
    """Return the seat of the person named, of who stands in for that person, or of the head of the lead unit."""
    mine = [seat for seat in viewer.seats if seat.unit_id == task.lead_id and seat.role in CARRIERS]
    named = task.officer.key if task.officer else ""
    for seat in mine:
        is_named = seat.on_behalf_of == named if seat.on_behalf_of else viewer.officer_id == task.officer_id
        if seat.role in GIVERS or (named and is_named):
            return seat
    raise NotYourTask("Nhiệm vụ này giao cho người khác. Hãy chuyển cho người được giao hoặc đơn vị chủ trì.")


def check_judge(viewer: Viewer, task: Task) -> Seat:
    """Return the seat of the standing office; who reported a task never confirms it."""
    seat = check_keep(viewer, task.plan)
    if viewer.officer_id == task.reporter_id:
        raise NotYourTask("Bạn là người đã báo cáo nhiệm vụ này nên người khác của cơ quan thường trực phải xác nhận.")
    return seat


def check_manage(viewer: Viewer, task: Task) -> Seat:
    """Return the seat of the standing office, for putting off and taking back."""
    return check_keep(viewer, task.plan)


def check_estimate(viewer: Viewer, task: Task) -> Seat:
    """Return the seat of the standing office, or, once the plan is issued, of who carries the task out."""
    seat = viewer.seat_in(task.plan.office_id, *KEEPERS)
    if seat is not None:
        return seat
    if task.plan.state == "draft":
        raise NotYourTask("Kế hoạch còn là dự thảo nên chỉ cơ quan thường trực mới nêu tác động của nhiệm vụ.")
    return check_carry(viewer, task)


def is_party(viewer: Viewer, task: Task) -> bool:
    """Whether the officer works in the standing office or in the lead unit; proof is opened by these alone."""
    return any(seat.unit_id in (task.plan.office_id, task.lead_id) for seat in viewer.seats) or viewer.oversees(
        task.lead_id
    )
