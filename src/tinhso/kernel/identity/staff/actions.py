# SPDX-License-Identifier: EUPL-1.2
"""Writes of an administrator: accounts of officers. Posts stand in `posting`, sheets in `sheets`."""

import re
import uuid
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import Conflict, Refused
from tinhso.kernel.events.types import Actor
from tinhso.kernel.identity.actions import create_officer, disable_account, write_basis
from tinhso.kernel.identity.models import Account, Officer
from tinhso.kernel.identity.staff import policies
from tinhso.kernel.identity.staff.policies import check_administers, check_operator, checked_reason
from tinhso.kernel.identity.staff.queries import account_of_way_in, way_in_words
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.identity.types_of_staff import (
    AccountEnabled,
    OfficerRegistered,
    PasswordSet,
    SecondFactorReset,
    WayInIssued,
)

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")


@transaction.atomic
def register_officer(
    *, full_name: str, username: str, email: str, phone: str, reason: str, viewer: Viewer, now: datetime
) -> Officer:
    """Return a new officer whose account waits for a password (see `issue_way_in`).

    Raises NotAllowed, Refused with the name of the field as code, Conflict when the username is taken.
    """
    check_operator(viewer)
    said = checked_reason(reason)
    return enter_officer(full_name, username, email, phone, reason=said, now=now, by=viewer.actor())


def enter_officer(
    full_name: str, username: str, email: str, phone: str, *, reason: str, now: datetime, by: Actor
) -> Officer:
    """Write a new officer inside the caller's transaction; raises as `register_officer` does."""
    name, login, address = full_name.strip(), username.strip().lower(), email.strip()
    check_facts(name, login, address)
    if Account.objects.filter(username=login).exists():
        raise Conflict(f"Tên đăng nhập {login} đã có người dùng. Hãy chọn tên khác.", code="username")
    made = create_officer(username=login, password=None, full_name=name, email=address)
    if phone.strip():
        made.phone = phone.strip()[:16]
        made.save(update_fields=["phone"])
    record(OfficerRegistered(basis=basis_of(made, reason, now, by)), at=now, actor=by, subject=made.key)
    return made


def check_facts(name: str, login: str, address: str) -> None:
    """Raises Refused with the field as code: a name of two words, a username of plain letters, an address or none."""
    if len(name.split()) < 2 or len(name) > 100 or any(char.isdigit() for char in name):
        raise Refused("Hãy nhập đủ họ và tên, không có chữ số, tối đa 100 ký tự.", code="full_name")
    if not USERNAME.fullmatch(login):
        raise Refused(
            "Tên đăng nhập gồm 3 đến 60 chữ thường không dấu, số, dấu chấm hoặc gạch, ví dụ nguyen.van.an.",
            code="username",
        )
    try:
        if address:
            validate_email(address)
    except ValidationError as error:
        raise Refused("Địa chỉ thư không đúng. Hãy nhập dạng ten@vidu.vn hoặc để trống.", code="email") from error


@transaction.atomic
def close_account(officer_id: uuid.UUID, *, reason: str, viewer: Viewer, now: datetime) -> None:
    """Disable an account: the next request of an open session is refused. Raises NotAllowed, Refused, Conflict."""
    check_administers(viewer, officer_id)
    said = checked_reason(reason)
    officer = _locked(officer_id)
    if not officer.account.is_active:
        raise Conflict("Tài khoản này đã được khóa trước đó. Hãy tải lại trang.")
    disable_account(officer, reason=said, now=now, by=viewer.actor())


@transaction.atomic
def open_account(officer_id: uuid.UUID, *, reason: str, viewer: Viewer, now: datetime) -> None:
    """Enable an account again; the password it had no longer opens it, a new way in has to be issued."""
    check_administers(viewer, officer_id)
    said = checked_reason(reason)
    officer = _locked(officer_id)
    if officer.account.is_active:
        raise Conflict("Tài khoản này đang mở. Hãy tải lại trang.")
    officer.account.is_active = True
    officer.account.set_unusable_password()
    officer.account.save(update_fields=["is_active", "password"])
    basis = basis_of(officer, said, now, viewer.actor())
    record(AccountEnabled(basis=basis), at=now, actor=viewer.actor(), subject=officer.key)


@transaction.atomic
def issue_way_in(officer_id: uuid.UUID, *, reason: str, viewer: Viewer, now: datetime) -> tuple[str, str]:
    """Return the two words of a link that sets the officer's password once; earlier ones end when it is used.

    Raises NotAllowed (own account, or the same person just took the second factor away), Refused when disabled.
    """
    check_administers(viewer, officer_id)
    said = checked_reason(reason)
    officer = _locked(officer_id)
    if not officer.account.is_active:
        raise Refused("Tài khoản đang khóa. Hãy mở lại tài khoản trước khi cấp liên kết đặt mật khẩu.")
    policies.check_apart(officer, policies.RESET, viewer=viewer, now=now)
    policies.check_not_proposer(officer, viewer=viewer, now=now)
    basis = basis_of(officer, said, now, viewer.actor())
    record(WayInIssued(basis=basis), at=now, actor=viewer.actor(), subject=officer.key)
    return way_in_words(officer.account)


@transaction.atomic
def use_way_in(account: str, token: str, *, password: str, now: datetime) -> Officer:
    """Set the password of the account the link belongs to; open sessions of it end.

    Raises Refused with code `link` when the link is used up or old, `password` with what the password lacks.
    """
    found = account_of_way_in(account, token)
    if found is None:
        raise Refused("Liên kết đã dùng hoặc đã hết hạn. Hãy đề nghị quản trị viên cấp liên kết mới.", code="link")
    officer = _locked(Officer.objects.get(account=found).id)
    if account_of_way_in(account, token) is None:
        raise Refused("Liên kết vừa được dùng. Hãy đăng nhập bằng mật khẩu mới.", code="link")
    try:
        validate_password(password, officer.account)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), code="password") from error
    officer.account.set_password(password)
    officer.account.save(update_fields=["password"])
    record(PasswordSet(method="link"), at=now, actor=Actor(officer.key), subject=officer.key)
    return officer


@transaction.atomic
def reset_second_factor(officer_id: uuid.UUID, *, reason: str, viewer: Viewer, now: datetime) -> None:
    """Take an officer's second factors away; the next sign-in sets a new one up.

    Raises NotAllowed, also when the officer holds a post that oversees others: that takes a proposal (`posting`).
    """
    check_administers(viewer, officer_id)
    said = checked_reason(reason)
    officer = _locked(officer_id)
    if policies.is_weighty(officer, timezone.localdate(now)):
        raise Refused("Chức vụ của người này cần hai người: hãy gửi đề nghị để quản trị viên khác duyệt.")
    policies.check_apart(officer, policies.WAY_IN, viewer=viewer, now=now)
    remove_factors(officer, reason=said, now=now, by=viewer.actor())


def remove_factors(officer: Officer, *, reason: str, now: datetime, by: Actor) -> None:
    """Take the second factors away and end the sessions they opened, inside the caller's transaction."""
    removed, _by_model = Authenticator.objects.filter(user_id=officer.account_id).delete()
    if not removed:
        raise Conflict("Tài khoản này chưa có lớp xác thực thứ hai, hoặc vừa được đặt lại. Hãy tải lại trang.")
    end_sessions(officer.account)
    record(SecondFactorReset(basis=basis_of(officer, reason, now, by)), at=now, actor=by, subject=officer.key)


def basis_of(officer: Officer, words: str, now: datetime, by: Actor) -> uuid.UUID:
    """Keep a reason that was checked before and return its key."""
    found = write_basis(officer, words, now=now, by=by)
    assert found is not None, "a checked reason is not empty"
    return found


def end_sessions(account: Account) -> None:
    """Close every open session of an account: the next request of each is refused."""
    account.sessions_ended += 1
    account.save(update_fields=["sessions_ended"])


def _locked(officer_id: uuid.UUID) -> Officer:
    return Officer.objects.select_related("account").select_for_update(of=("self", "account")).get(id=officer_id)
