# SPDX-License-Identifier: EUPL-1.2
"""Who may administer whom: an operator, never the own account, two people where a post oversees others."""

import uuid
from datetime import date, datetime, timedelta

from tinhso.kernel.events.errors import NotAllowed, Refused
from tinhso.kernel.events.queries import acts_of_subject
from tinhso.kernel.identity.models import Assignment, Officer, StaffProposal
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.identity.types_of_staff import WEIGHTY, ProposalKind
from tinhso.kernel.registry.types import PostRole

SHORTEST_REASON, LONGEST_REASON = 10, 500
APART = timedelta(hours=24)
"""House rule: within a day one person may not both take a second factor away and hand out a way to the password."""
SAME_PERSON = (
    "Trong 24 giờ, một người không vừa đề nghị hay đặt lại lớp xác thực thứ hai vừa cấp liên kết mật khẩu của cùng một "
    "tài khoản. Hãy nhờ quản trị viên khác làm việc này."
)
WAY_IN, RESET = "account:way_in:issued", "account:second_factor:reset"


def check_operator(viewer: Viewer) -> None:
    """Raises NotAllowed unless the viewer holds a post of operator today; a lent one does not administer officers.

    Else one operator could lend the post to an account of their own making and be both of the two people.
    """
    if not any(seat.role == PostRole.OPERATOR and not seat.on_behalf_of for seat in viewer.seats):
        raise NotAllowed("Việc này của quản trị viên hệ thống. Hãy nhờ quản trị viên của tỉnh.")


def check_administers(viewer: Viewer, officer_id: uuid.UUID) -> None:
    """Raises NotAllowed for anyone but an operator, and for an operator over the own account or posts."""
    check_operator(viewer)
    if viewer.officer_id == officer_id:
        raise NotAllowed("Không ai tự quản trị tài khoản hay chức vụ của mình. Hãy nhờ quản trị viên khác.")


def check_decides(viewer: Viewer, proposal: StaffProposal) -> None:
    """Raises NotAllowed when the proposal is of the viewer, about the viewer, or the viewer is no operator."""
    check_administers(viewer, proposal.officer_id)
    if proposal.proposed_by == viewer.key:
        raise NotAllowed("Người đề nghị không tự duyệt. Hãy nhờ quản trị viên khác duyệt đề nghị này.")


def checked_reason(reason: str) -> str:
    """Return the reason without spaces around it; raises Refused when it says too little or too much."""
    said = reason.strip()
    if not SHORTEST_REASON <= len(said) <= LONGEST_REASON:
        raise Refused(f"Hãy ghi rõ lý do, từ {SHORTEST_REASON} đến {LONGEST_REASON} ký tự.", code="reason")
    return said


def is_weighty(officer: Officer, on: date) -> bool:
    """Whether the officer holds, on that day or later, a post that oversees others."""
    held = Assignment.objects.filter(officer=officer, post__role__in=WEIGHTY)
    return (
        held.filter(valid__isempty=False, valid__endswith__isnull=True).exists()
        or held.filter(valid__endswith__gt=on).exists()
    )


def check_not_proposer(officer: Officer, *, viewer: Viewer, now: datetime) -> None:
    """Raises NotAllowed when the viewer proposed that this account lose its second factor and it did within a day."""
    recent = StaffProposal.objects.filter(
        officer=officer, kind=ProposalKind.SECOND_FACTOR, confirmed=True, decided_at__gt=now - APART
    )
    if recent.filter(proposed_by=viewer.key).exists():
        raise NotAllowed(SAME_PERSON)


def check_apart(officer: Officer, other: str, *, viewer: Viewer, now: datetime) -> None:
    """Raises NotAllowed when the viewer did the `other` of the two deeds to this account within a day (see APART)."""
    acts = acts_of_subject(officer.key, verbs=[other])
    if any(act.actor == viewer.key and now - act.at < APART for act in acts):
        raise NotAllowed(SAME_PERSON)
