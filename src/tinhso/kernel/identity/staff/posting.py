# SPDX-License-Identifier: EUPL-1.2
"""Writes of an administrator: posts. Appoint, re-assign, end; propose and decide where two people are needed."""

import uuid
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import Conflict, Refused
from tinhso.kernel.events.types import Actor
from tinhso.kernel.identity.actions import appoint, relieve
from tinhso.kernel.identity.models import Assignment, Officer, StaffProposal
from tinhso.kernel.identity.staff import policies
from tinhso.kernel.identity.staff.actions import basis_of, remove_factors
from tinhso.kernel.identity.staff.policies import check_administers, check_operator, checked_reason
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.identity.types_of_staff import WEIGHTY, PostOpened, ProposalKind, StaffDecided, StaffProposed
from tinhso.kernel.registry.actions import create_post
from tinhso.kernel.registry.models import Post
from tinhso.kernel.registry.queries import posts_of, unit
from tinhso.kernel.registry.types import PostRole

LONGEST_TITLE = 120


@transaction.atomic
def give_post(
    officer_id: uuid.UUID,
    post_id: uuid.UUID,
    *,
    begins: date,
    reason: str,
    viewer: Viewer,
    now: datetime,
    replaces: uuid.UUID | None = None,
) -> StaffProposal | None:
    """Appoint an officer from a day on, ending the post it replaces that day; return the proposal if two are needed.

    Raises NotAllowed, Refused for a post or day that does not fit, Conflict when the officer has the post already.
    """
    check_administers(viewer, officer_id)
    said = checked_reason(reason)
    officer = _locked(officer_id)
    post = Post.objects.select_related("unit").get(id=post_id)
    old = _replaced(replaces, officer)
    _check_fits(officer, post, begins, timezone.localdate(now))
    if post.role in WEIGHTY or (old is not None and old.post.role in WEIGHTY):
        return _propose(officer, ProposalKind.APPOINTMENT, said, viewer, now, post=post, begins=begins, replaces=old)
    _carry_out(officer, post, old, begins=begins, reason=said, now=now, by=viewer.actor())
    return None


@transaction.atomic
def open_post(unit_id: uuid.UUID, *, title: str, role: str, viewer: Viewer, now: datetime) -> Post:
    """Return the post with this title and role in a unit, opened when there was none; it gives nobody anything yet.

    Raises NotAllowed, Refused when the title is empty or the role unknown, UnknownUnit.
    """
    check_operator(viewer)
    name = " ".join(title.split())
    if not 2 <= len(name) <= LONGEST_TITLE or role not in set(PostRole):
        raise Refused("Hãy nhập tên chức vụ từ 2 đến 120 ký tự và chọn vai trò.", code="title")
    where, today = unit(unit_id), timezone.localdate(now)
    if any(one.title == name and one.role == role for one in posts_of(unit_id, today)):
        raise Conflict(f"{where.name} đã có chức vụ này. Hãy chọn trong danh sách.", code="title")
    made = create_post(unit=where, title=name, role=PostRole(role), begins=today)
    payload = PostOpened(role=role)
    record(payload, at=now, actor=viewer.actor(), subject=f"post:{made.id}", unit_id=unit_id)
    return made


@transaction.atomic
def end_post(assignment_id: uuid.UUID, *, ends: date, reason: str, viewer: Viewer, now: datetime) -> None:
    """End an assignment; `ends` is the first day without it. Raises NotAllowed, Refused, Conflict when ended before."""
    found = Assignment.objects.select_related("officer", "post").select_for_update(of=("self",)).get(id=assignment_id)
    check_administers(viewer, found.officer_id)
    said = checked_reason(reason)
    if found.valid.isempty or found.valid.upper is not None:  # ended on its first day, a range is empty
        raise Conflict("Chức vụ này đã có ngày thôi giữ. Hãy tải lại trang.")
    if ends < timezone.localdate(now):
        raise Refused("Ngày thôi giữ chức vụ phải từ hôm nay trở đi; việc đã làm trước đó vẫn giữ tên.", code="ends")
    relieve(found, ends=ends, now=now, by=viewer.actor(), reason=said)


@transaction.atomic
def propose_factor_reset(officer_id: uuid.UUID, *, reason: str, viewer: Viewer, now: datetime) -> StaffProposal:
    """Ask another administrator to take an officer's second factors away. Raises NotAllowed, Refused, Conflict."""
    check_administers(viewer, officer_id)
    said = checked_reason(reason)
    officer = _locked(officer_id)
    policies.check_apart(officer, policies.WAY_IN, viewer=viewer, now=now)
    return _propose(officer, ProposalKind.SECOND_FACTOR, said, viewer, now)


@transaction.atomic
def decide(proposal_id: uuid.UUID, *, confirmed: bool, reason: str, viewer: Viewer, now: datetime) -> StaffProposal:
    """Confirm or refuse what another administrator proposed; a confirmed one is carried out at once.

    A day that has passed meanwhile becomes today: nothing takes effect before it was agreed to.
    Raises NotAllowed for the proposer and for whom it is about, Conflict when it is decided already.
    """
    found = StaffProposal.objects.select_for_update(of=("self",)).select_related("post__unit").get(id=proposal_id)
    policies.check_decides(viewer, found)
    said = checked_reason(reason)
    if found.decided_at is not None:
        raise Conflict("Đề nghị này đã có người quyết định. Hãy tải lại trang.")
    found.decided_by, found.decided_at, found.confirmed = viewer.key, now, confirmed
    found.save(update_fields=["decided_by", "decided_at", "confirmed"])
    officer, by = _locked(found.officer_id), viewer.actor()
    basis = basis_of(officer, said, now, by)
    payload = StaffDecided(proposal=found.id, confirmed=confirmed, basis=basis)
    record(payload, at=now, actor=by, subject=officer.key)
    if confirmed and found.kind == ProposalKind.SECOND_FACTOR:
        policies.check_apart(officer, policies.WAY_IN, viewer=viewer, now=now)
        remove_factors(officer, reason=found.reason, now=now, by=by)
    elif confirmed and found.post is not None and found.begins is not None:
        today = timezone.localdate(now)
        begins = max(found.begins, today)
        old = _replaced(found.replaces_id, officer)
        _check_fits(officer, found.post, begins, today)
        _carry_out(officer, found.post, old, begins=begins, reason=found.reason, now=now, by=by)
    return found


def _propose(
    officer: Officer,
    kind: ProposalKind,
    reason: str,
    viewer: Viewer,
    now: datetime,
    *,
    post: Post | None = None,
    begins: date | None = None,
    replaces: Assignment | None = None,
) -> StaffProposal:
    if StaffProposal.objects.filter(officer=officer, kind=kind, post=post, decided_at=None).exists():
        raise Conflict("Đề nghị như vậy đang chờ quản trị viên khác duyệt. Không cần gửi lại.")
    made = StaffProposal.objects.create(
        kind=kind,
        officer=officer,
        post=post,
        replaces=replaces,
        begins=begins,
        reason=reason,
        proposed_by=viewer.key,
        proposed_at=now,
    )
    payload = StaffProposed(proposal=made.id, kind=kind, post=post.id if post else None)
    record(payload, at=now, actor=viewer.actor(), subject=officer.key)
    return made


def _replaced(assignment_id: uuid.UUID | None, officer: Officer) -> Assignment | None:
    """Return the living assignment of this officer, locked; raises Conflict when it ended meanwhile."""
    if assignment_id is None:
        return None
    living = Assignment.objects.select_for_update(of=("self",)).select_related("post", "officer")
    found = living.filter(id=assignment_id, officer=officer, valid__isempty=False, valid__endswith__isnull=True).first()
    if found is None:
        raise Conflict("Chức vụ đang giữ vừa thay đổi. Hãy tải lại trang rồi chọn lại.")
    return found


def _check_fits(officer: Officer, post: Post, begins: date, today: date) -> None:
    if not officer.account.is_active:
        raise Refused("Tài khoản của người này đang khóa. Hãy mở lại trước khi bố trí chức vụ.")
    if begins < today:
        raise Refused("Ngày bắt đầu phải từ hôm nay trở đi. Hãy chọn ngày khác.", code="begins")
    if begins not in post.valid or begins not in post.unit.valid:
        raise Refused("Chức vụ hoặc đơn vị không còn vào ngày đó. Hãy chọn chức vụ khác.", code="post")
    if Assignment.objects.filter(
        officer=officer, post=post, valid__isempty=False, valid__endswith__isnull=True
    ).exists():
        raise Conflict("Người này đang giữ chức vụ đó. Hãy tải lại trang.")


def _carry_out(
    officer: Officer, post: Post, old: Assignment | None, *, begins: date, reason: str, now: datetime, by: Actor
) -> None:
    if old is not None:
        relieve(old, ends=begins, now=now, by=by, reason=reason)
    appoint(officer, post, begins=begins, now=now, by=by, reason=reason)


def _locked(officer_id: uuid.UUID) -> Officer:
    return Officer.objects.select_related("account").select_for_update(of=("self",)).get(id=officer_id)
