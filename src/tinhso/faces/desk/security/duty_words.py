# SPDX-License-Identifier: EUPL-1.2
"""Words of the roster and of hand-overs: roles, spans, what is missing, parts of the centre."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.lib.vntext import format_decimal
from tinhso.modules.security.types.duty import DutyRole
from tinhso.modules.security.types.keeping import WatchedPart

ROLES = {
    DutyRole.WATCH: gettext_lazy("Trực giám sát"),
    DutyRole.ANALYSIS: gettext_lazy("Phân tích"),
    DutyRole.RESPONSE: gettext_lazy("Ứng cứu"),
    DutyRole.HUNTING: gettext_lazy("Săn tìm nguy cơ"),
    DutyRole.MANAGEMENT: gettext_lazy("Quản lý ca"),
}
WEEKDAYS = (
    gettext_lazy("Thứ Hai"), gettext_lazy("Thứ Ba"), gettext_lazy("Thứ Tư"), gettext_lazy("Thứ Năm"),
    gettext_lazy("Thứ Sáu"), gettext_lazy("Thứ Bảy"), gettext_lazy("Chủ nhật"),
)  # fmt: skip
PARTS = {
    WatchedPart.COLLECTOR: gettext_lazy("Bộ thu thập"),
    WatchedPart.STORE: gettext_lazy("Kho sự kiện"),
    WatchedPart.DETECTOR: gettext_lazy("Bộ phát hiện"),
    WatchedPart.DELAY: gettext_lazy("Độ trễ đánh giá"),
    WatchedPart.COUNTER: gettext_lazy("Bộ đếm nguồn"),
    WatchedPart.WORKER: gettext_lazy("Bộ xử lý nền"),
    WatchedPart.SOURCES: gettext_lazy("Nguồn im lặng"),
    WatchedPart.SPOOL: gettext_lazy("Vùng đệm, đĩa"),
    WatchedPart.CLOCK: gettext_lazy("Giờ hệ thống"),
}
RUNNING = tuple(one for one in PARTS if one not in {WatchedPart.SOURCES, WatchedPart.CLOCK})
"""What the wall names one by one: silent sources have a figure of their own there."""


def clock(at: datetime) -> str:
    return f"{timezone.localtime(at):%H:%M}"


def moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%H:%M %d/%m/%Y}"


def day_name(on: date) -> str:
    return f"{WEEKDAYS[on.weekday()]} {on:%d/%m}"


def hours_words(hours: float) -> str:
    """Return hours with at most one decimal: 8, 7,5."""
    whole = round(hours, 1)
    return str(int(whole)) if whole == int(whole) else format_decimal(Decimal(str(whole)), 1)


def span_words(one: Any) -> str:
    """Return "07:00–15:00", with the day of its end when it is another one."""
    begins, ends = timezone.localtime(one.begins_at), timezone.localtime(one.ends_at)
    last = f"{ends:%H:%M}" if begins.date() == ends.date() else f"{ends:%H:%M %d/%m}"
    if ends.date() - begins.date() == timedelta(days=1) and f"{ends:%H:%M}" == "00:00":
        last = "24:00"
    return f"{begins:%H:%M}–{last}"


def gaps_words(found: Sequence[Any]) -> str:
    """Return one sentence about what is missing in a span; empty when nothing is."""
    if not found:
        return ""
    first = found[0]
    total = hours_words(sum(one.length.total_seconds() for one in found) / 3600)
    span = _("từ %(begins)s đến %(ends)s") % {"begins": moment(first.begins_at), "ends": moment(first.ends_at)}
    role = str(ROLES[DutyRole(first.role)]).lower() if first.role else ""
    if first.role and not first.there:
        nearest = _("%(span)s không có người %(role)s nào") % {"span": span, "role": role}
    elif first.role:
        nearest = _("%(span)s chỉ có %(there)s trên %(least)s người %(role)s") % {
            "span": span, "there": first.there, "least": first.least, "role": role,
        }  # fmt: skip
    else:
        nearest = _("%(span)s không có ai trực") % {"span": span}
    values = {"count": len(found), "hours": total, "nearest": nearest}
    if len(found) == 1:
        return _("Lịch trực thiếu người trong %(hours)s giờ: %(nearest)s.") % values
    return _("Lịch trực còn %(count)s khoảng thiếu người, tổng %(hours)s giờ; khoảng đầu tiên %(nearest)s.") % values


def on_duty_lines(shifts: Sequence[Any]) -> list[dict[str, Any]]:
    """Return who is there with the role and the end of the shift."""
    return [
        {"name": one.officer.full_name, "role": ROLES[DutyRole(one.role)], "until": one.ends_at, "id": one.officer_id}
        for one in shifts
    ]


def headers() -> list[str]:
    """Return the heads of the list of shifts; the same file can be read in again."""
    return [_("Người trực"), _("Tài khoản"), _("Vai trò"), _("Từ"), _("Đến")]


def row(one: Any) -> list[Any]:
    role = str(ROLES[DutyRole(one.role)])
    return [one.officer.full_name, one.officer.account.username, role, one.begins_at, one.ends_at]
