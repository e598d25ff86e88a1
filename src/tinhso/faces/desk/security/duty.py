# SPDX-License-Identifier: EUPL-1.2
"""The roster of the security centre by week: who is there, what is missing, planned by hand, by copy or from a list."""

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.faces.desk import reading
from tinhso.faces.desk.security import duty_words as words
from tinhso.faces.desk.security import forms
from tinhso.faces.desk.security.wording import options
from tinhso.faces.ui import exports
from tinhso.faces.ui.signin import officer_required
from tinhso.lib.uuid7 import uuid7
from tinhso.modules.security import policies
from tinhso.modules.security.actions import duty as actions
from tinhso.modules.security.machine_list import LARGEST_BYTES, read_list
from tinhso.modules.security.queries import duty as queries
from tinhso.modules.security.queries import duty_list
from tinhso.modules.security.types.duty import DutyRole, ShiftTold

SALT = "security.duty"
LONGEST_WAIT_S = 8 * 3600
SHOWN = 500
WEEK = timedelta(days=7)
FIRST_YEAR, LAST_YEAR = 2000, 2999


def monday_of(request: HttpRequest) -> datetime:
    """Return the first instant of the week that holds `?tuan=`; of this week for nothing or a day that is none."""
    try:
        asked = date.fromisoformat(request.GET.get("tuan", ""))
        if not FIRST_YEAR <= asked.year <= LAST_YEAR:
            raise ValueError(asked)
        return _midnight(asked - timedelta(days=asked.weekday()))
    except ValueError:
        today = timezone.localdate()
        return _midnight(today - timedelta(days=today.weekday()))


def _midnight(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time.min))


@officer_required(*policies.EVERYWHERE)
@require_http_methods(["GET", "HEAD", "POST"])
def roster(request: HttpRequest) -> HttpResponse:
    """Show a week of the roster; plan a shift, copy the week before, tell how many are needed; `?dang=` is a file."""
    monday = monday_of(request)
    if request.method != "POST":
        return _roster(request, monday, {}, 200)
    errors, status = forms.tried(lambda: _do(request, monday))
    if errors:
        return _roster(request, monday, errors, status)
    return redirect(f"{reverse('desk:duty')}?tuan={timezone.localdate(monday):%Y-%m-%d}")


def _do(request: HttpRequest, monday: datetime) -> None:
    """Do what a button of the page says; raises FormFault and what the actions raise."""
    data, now, viewer = request.POST, timezone.now(), request.viewer  # type: ignore[attr-defined]
    match data.get("act"):
        case "plan":
            key = reading.identifier(data, "shift_id", _("Trang đã cũ. Hãy tải lại trang."))
            actions.plan_shift(key, _told(request), viewer=viewer, now=now)
            messages.success(request, _("Đã xếp ca."))
        case "copy":
            made, left = actions.copy_week(monday, viewer=viewer, now=now)
            messages.success(request, _("Đã chép %(count)s ca từ tuần trước.") % {"count": made})
            for sentence in left[:10]:
                messages.warning(request, _("Chưa chép được: %(sentence)s") % {"sentence": sentence})
        case "withdraw":
            key = reading.identifier(data, "shift", _("Trang đã cũ. Hãy tải lại trang."))
            actions.withdraw_shift(key, viewer=viewer, now=now)
            messages.success(request, _("Đã bỏ ca; ca đang trực thì kết thúc từ lúc này."))
        case "staffing":
            role = reading.choice(data, "least_role", DutyRole, _("Hãy chọn vai trò."))
            sentence = _("Hãy ghi số người bằng chữ số, từ 0 đến 99.")
            least = forms.whole(data, "least", sentence)
            if least is None:
                raise reading.FormFault({"least": sentence})
            actions.tell_staffing(role, least, viewer=viewer, now=now)
            messages.success(request, _("Đã ghi số người trực tối thiểu."))


def _told(request: HttpRequest) -> ShiftTold:
    data = request.POST
    return ShiftTold(
        officer_id=reading.identifier(data, "officer", _("Hãy chọn người trực.")),
        role=reading.choice(data, "role", DutyRole, _("Hãy chọn vai trò.")),
        begins_at=forms.moment(data, "begins_at"),
        ends_at=forms.moment(data, "ends_at"),
    )


def _roster(request: HttpRequest, monday: datetime, errors: dict[str, str], status: int) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    until = monday + WEEK
    shifts = queries.shifts_between(monday, until)
    if make := exports.FILES.get(request.GET.get("dang", "")):
        return make(f"ca-truc-{timezone.localdate(monday):%Y%m%d}", words.headers(), [words.row(one) for one in shifts])
    missing = queries.gaps_between(max(monday, now) if monday <= now < until else monday, until)
    first = timezone.localdate(monday)
    begins = timezone.localtime(max(monday, now)).replace(minute=0)
    context = {
        "on_duty": words.on_duty_lines(queries.on_duty(now)),
        "first": first,
        "last": first + timedelta(days=6),
        "before": f"?tuan={first - WEEK:%Y-%m-%d}",
        "after": f"?tuan={first + WEEK:%Y-%m-%d}",
        "week": f"tuan={first:%Y-%m-%d}",
        "is_over": until <= now,
        "shifts": shifts,
        "days": [_day(monday + timedelta(days=place), shifts, now) for place in range(7)],
        "gaps": words.gaps_words(missing),
        "sum_heads": [_("Vai trò"), _("Số người"), _("Số ca"), _("Giờ công"), _("Tối thiểu cùng lúc"), _("Giờ thiếu")],
        "sums": [_sum(one) for one in queries.sums_between(monday, until)],
        "may_plan": policies.runs_centre(viewer),
        "officers": [(str(one.id), f"{one.full_name} ({one.account.username})")
                     for one in queries.candidates(timezone.localdate(now))],
        "roles": options(words.ROLES),
        "new_id": request.POST.get("shift_id") if errors else uuid7(),
        "values": request.POST.dict() if errors else {"begins_at": f"{begins:%Y-%m-%dT%H:%M}"},
        "errors": errors,
    }  # fmt: skip
    return render(request, "desk/security/duty.html", context, status=status)


def _day(since: datetime, shifts: list[Any], now: datetime) -> dict[str, Any]:
    """Return a day with the shifts that reach into it, each told on the day it begins or on the first of the week."""
    until = since + timedelta(days=1)
    mine = [one for one in shifts if one.begins_at < until and one.ends_at > since]
    return {
        "name": words.day_name(timezone.localdate(since)),
        "is_today": since <= now < until,
        "shifts": [
            {
                "id": one.id,
                "span": words.span_words(one),
                "role": words.ROLES[DutyRole(one.role)],
                "name": one.officer.full_name,
                "is_now": one.begins_at <= now < one.ends_at,
                "is_over": one.ends_at <= now,
                "goes_on": one.begins_at < since,
            }
            for one in mine
        ],
    }


def _sum(one: queries.RoleSum) -> list[Any]:
    least = str(one.least) if one.least else _("không đặt")
    missing = words.hours_words(one.gap_hours) if one.least else "–"
    return [words.ROLES[one.role], one.people, one.shifts, words.hours_words(one.person_hours), least, missing]


@officer_required("operator")
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """Read a list of shifts and show every line with its fault; put the good ones on the roster when told to."""
    if request.method != "POST":
        return _list_page(request)
    if request.POST.get("act") == "take":
        return _take(request)
    file = request.FILES.get("list")
    if file is None:
        return _list_page(request, errors={"list": _("Hãy chọn tệp Excel (.xlsx) hoặc CSV.")}, status=422)
    found: list[duty_list.Read] = []

    def read() -> None:
        lines = read_list(file.read(), file.name or "", duty_list.SHAPE)
        found.extend(duty_list.read_lines(lines, timezone.now()))

    errors, status = forms.tried(read)
    if errors:
        return _list_page(request, errors={"list": next(iter(errors.values()))}, status=status)
    return _list_page(request, found=found)


def _take(request: HttpRequest) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()  # type: ignore[attr-defined]
    try:
        kept = signing.loads(request.POST.get("read", ""), salt=f"{SALT}.{viewer.key}", max_age=LONGEST_WAIT_S)
    except signing.BadSignature:
        sentence = _("Trang đã cũ. Hãy đọc lại danh sách rồi ghi.")
        return _list_page(request, errors={"list": sentence}, status=422)
    told = [_unpacked(one) for one in kept]
    made: list[Any] = []
    errors, status = forms.tried(lambda: made.extend(actions.take_shifts(told, viewer=viewer, now=now)))
    if errors:
        return _list_page(request, errors={"list": next(iter(errors.values()))}, status=status)
    messages.success(request, _("Đã xếp %(n)s ca.") % {"n": len(made)})
    first = min((one.begins_at for one in made), default=now)
    return redirect(f"{reverse('desk:duty')}?tuan={timezone.localdate(first):%Y-%m-%d}")


def _packed(told: ShiftTold) -> list[str]:
    return [str(told.officer_id), told.role, told.begins_at.isoformat(), told.ends_at.isoformat()]


def _unpacked(kept: list[str]) -> ShiftTold:
    officer, role, begins, ends = kept
    moments = (datetime.fromisoformat(one) for one in (begins, ends))
    return ShiftTold(uuid.UUID(officer), DutyRole(role), *moments)


def _list_page(
    request: HttpRequest,
    *,
    found: list[duty_list.Read] | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    good = [one for one in found or [] if one.told is not None]
    bad = [one for one in found or [] if one.told is None]
    salt = f"{SALT}.{request.viewer.key}"  # type: ignore[attr-defined]
    packed = [_packed(one.told) for one in good if one.told is not None]
    context = {
        "found": found,
        "good": len(good),
        "bad": len(bad),
        "heads": [_("Dòng"), _("Người trực"), _("Vai trò"), _("Từ"), _("Đến")],
        "lines": [_line(one) for one in good[:SHOWN]],
        "fault_heads": [_("Dòng"), _("Người trực"), _("Vì sao")],
        "faults": [[one.line.number, _whom(one) or "–", one.problem] for one in bad[:SHOWN]],
        "more": max(0, len(bad) - SHOWN),
        "limit_bytes": LARGEST_BYTES,
        "signed": signing.dumps(packed, salt=salt, compress=True) if packed else "",
        "errors": errors,
    }
    return render(request, "desk/security/duty_list.html", context, status=status)


def _whom(one: duty_list.Read) -> str:
    return one.line.get("officer") or one.line.get("account")


def _line(one: duty_list.Read) -> list[Any]:
    told = one.told
    if told is None:
        return []
    return [
        one.line.number,
        _whom(one),
        words.ROLES[told.role],
        words.moment(told.begins_at),
        words.moment(told.ends_at),
    ]


@officer_required("operator")
@require_safe
def sample(request: HttpRequest) -> HttpResponse:
    """Hand out an empty list to fill in, with one line that shows how."""
    line = ["", "ten.tai.khoan", str(words.ROLES[DutyRole.WATCH]), "02/03/2026 07:00", "02/03/2026 15:00"]
    return exports.csv_file("mau-ca-truc", words.headers(), [line])
