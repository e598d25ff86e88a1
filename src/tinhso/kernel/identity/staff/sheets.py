# SPDX-License-Identifier: EUPL-1.2
"""A sheet of staff (danh sách cán bộ): look at every line first, write all of them or none."""

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from tinhso.kernel.events.errors import Refused
from tinhso.kernel.identity.actions import appoint
from tinhso.kernel.identity.models import Account, Assignment, Officer
from tinhso.kernel.identity.staff.actions import check_facts, enter_officer
from tinhso.kernel.identity.staff.policies import check_operator, checked_reason
from tinhso.kernel.identity.types import Viewer
from tinhso.kernel.identity.types_of_staff import WEIGHTY, LineResult, StaffLine
from tinhso.kernel.registry.errors import UnknownUnit
from tinhso.kernel.registry.models import Post, Unit
from tinhso.kernel.registry.queries import posts_of, unit_by_code, units_as_of
from tinhso.lib.vntext import search_key

LONGEST_SHEET = 1000
"""Lines of one sheet; a province sends one per agency."""


def look_at(lines: Sequence[StaffLine], *, viewer: Viewer, today: date) -> list[LineResult]:
    """Return what each line would do, without writing: a problem, or the post and whether the officer is known.

    A known username with the same name is appointed, not made again. Raises Refused for a sheet empty or too long.
    """
    check_operator(viewer)
    if not 1 <= len(lines) <= LONGEST_SHEET:
        raise Refused(f"Danh sách phải có từ 1 đến {LONGEST_SHEET} dòng. Hãy chia tệp theo đơn vị.", code="tep")
    times = Counter((line.username, search_key(line.unit), search_key(line.title)) for line in lines)
    names = {line.username: line.full_name for line in reversed(lines)}
    return [_look(line, times, names, viewer, today) for line in lines]


def _look(
    line: StaffLine, times: Counter[tuple[str, str, str]], names: dict[str, str], viewer: Viewer, today: date
) -> LineResult:
    try:
        check_facts(line.full_name, line.username, line.email)
        if times[line.username, search_key(line.unit), search_key(line.title)] > 1:
            raise Refused("Dòng này lặp lại trong tệp.")
        if search_key(names[line.username]) != search_key(line.full_name):
            raise Refused("Tên đăng nhập này đứng ở hai dòng với hai họ tên khác nhau.")
        known = _known(line, viewer)
        post = _post(line, today)
    except (Refused, UnknownUnit) as refusal:
        return LineResult(line, problem=refusal.sentence)
    held = Assignment.objects.filter(officer=known, post=post, valid__isempty=False, valid__endswith__isnull=True)
    if known is not None and held.exists():
        return LineResult(line, problem="Người này đang giữ chức vụ đó.", post_id=post.id, known=True)
    return LineResult(line, post_id=post.id, known=known is not None)


def _known(line: StaffLine, viewer: Viewer) -> Officer | None:
    account = Account.objects.filter(username=line.username).select_related("officer").first()
    if account is None:
        return None
    officer = Officer.objects.filter(account=account).first()
    if officer is None or search_key(officer.full_name) != search_key(line.full_name):
        raise Refused("Tên đăng nhập này là của người khác.")
    if not account.is_active:
        raise Refused("Tài khoản này đang khóa.")
    if officer.id == viewer.officer_id:
        raise Refused("Không ai tự bố trí chức vụ cho mình.")
    return officer


def _post(line: StaffLine, today: date) -> Post:
    unit = _unit(line.unit, today)
    wanted = search_key(line.title)
    found = [post for post in posts_of(unit.id, today) if search_key(post.title) == wanted]
    if not found:
        raise Refused(f"{unit.name} không có chức vụ “{line.title}”. Hãy ghi đúng tên chức vụ.")
    if any(post.role in WEIGHTY for post in found):
        raise Refused("Chức vụ này cần hai người duyệt, không nhập bằng danh sách. Hãy bố trí riêng từng người.")
    if len(found) > 1:
        raise Refused("Đơn vị có nhiều chức vụ cùng tên này. Hãy bố trí riêng từng người.")
    return found[0]


def _unit(text: str, today: date) -> Unit:
    """Return the living unit with this code, or with exactly this name (diacritics do not count)."""
    if any(char.isdigit() for char in text) and "." in text:
        return unit_by_code(text.strip().upper(), today)
    wanted = search_key(text)
    found = [one for one in units_as_of(today).filter(search_key=wanted)[:2] if wanted]
    if len(found) != 1:
        raise Refused(f"Không có đúng một đơn vị tên “{text}”. Hãy ghi mã định danh của đơn vị.")
    return found[0]


@transaction.atomic
def write_sheet(lines: Sequence[StaffLine], *, reason: str, viewer: Viewer, now: datetime) -> int:
    """Make the officers of a sheet and give each the post from today; return how many lines were written.

    All or nothing: raises Refused when one line has a problem, as `look_at` says it.
    """
    said, today = checked_reason(reason), timezone.localdate(now)
    results = look_at(lines, viewer=viewer, today=today)
    wrong = [one for one in results if one.problem]
    if wrong:
        raise Refused(f"Còn {len(wrong)} dòng chưa đúng nên chưa ghi gì. Hãy sửa tệp rồi nhập lại.", code="tep")
    made: dict[str, Officer] = {}
    for one in results:
        officer = made.get(one.line.username) or _officer_of(one, said, viewer, now)
        made[one.line.username] = officer
        post = Post.objects.get(id=_given(one.post_id))
        appoint(officer, post, begins=today, now=now, by=viewer.actor(), reason=said)
    return len(results)


def _officer_of(one: LineResult, reason: str, viewer: Viewer, now: datetime) -> Officer:
    line = one.line
    if one.known:
        return Officer.objects.get(account__username=line.username)
    return enter_officer(
        line.full_name, line.username, line.email, line.phone, reason=reason, now=now, by=viewer.actor()
    )


def _given(post_id: uuid.UUID | None) -> uuid.UUID:
    assert post_id is not None, "a line without a problem has a post"
    return post_id
