# SPDX-License-Identifier: EUPL-1.2
"""The first administrators of an installation, made by whoever runs its server; later ones take two people."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.events.actions import record
from tinhso.kernel.events.errors import Refused
from tinhso.kernel.events.types import Actor
from tinhso.kernel.identity.actions import appoint
from tinhso.kernel.identity.models import Assignment
from tinhso.kernel.identity.staff.actions import basis_of, enter_officer
from tinhso.kernel.identity.staff.policies import checked_reason
from tinhso.kernel.identity.staff.queries import way_in_words
from tinhso.kernel.identity.types_of_staff import WayInIssued
from tinhso.kernel.registry.actions import create_post
from tinhso.kernel.registry.queries import territory
from tinhso.kernel.registry.types import PostRole

TITLE = "Quản trị viên hệ thống"
ENOUGH = 2
"""House rule: two administrators confirm one another; a third is not made past them."""


@transaction.atomic
def found_operator(full_name: str, username: str, *, reason: str, now: datetime, by: Actor) -> tuple[str, str]:
    """Make an officer who administers the province and return the two words of the link that sets the password.

    Raises Refused when two open administrators are in office, or as `register_officer` does.
    """
    said, today = checked_reason(reason), timezone.localdate(now)
    held = Assignment.objects.filter(post__role=PostRole.OPERATOR, officer__account__is_active=True)
    if held.filter(valid__contains=today).values("officer_id").distinct().count() >= ENOUGH:
        raise Refused("Đã có hai quản trị viên. Hãy bố trí người tiếp theo trên trang Cán bộ để hai người cùng duyệt.")
    made = enter_officer(full_name, username, "", "", reason=said, now=now, by=by)
    post = create_post(unit=territory().root, title=TITLE, role=PostRole.OPERATOR, begins=today)
    appoint(made, post, begins=today, now=now, by=by, reason=said)
    record(WayInIssued(basis=basis_of(made, said, now, by)), at=now, actor=by, subject=made.key)
    return way_in_words(made.account)
