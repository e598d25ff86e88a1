# SPDX-License-Identifier: EUPL-1.2
"""Daily, weekly and six-month reports of the monitoring (Thông tư 31/2017/TT-BTTTT): their spans and their parts.

The weekly report has the five parts the circular names. The printed form of Annex 2 was not read: its parts are ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils import timezone

from tinhso.lib.vntext import format_int
from tinhso.modules.security.incidents.papers import Part
from tinhso.modules.security.incidents.words import CATEGORY_WORDS, DUTY_WORDS, SEVERITY_WORDS
from tinhso.modules.security.types.incidents import Category, DutyKind

if TYPE_CHECKING:
    from tinhso.modules.security.queries.monitoring import Watched

NOBODY = "Không ghi nhận."
LEVEL_WORDS = {
    "critical": "nghiêm trọng", "high": "cao", "medium": "trung bình", "low": "thấp", "informational": "để biết",
}  # fmt: skip
OUTCOME_WORDS = {
    "new": "chưa xem xét", "taken": "đang xem xét", "in_incident": "thành sự cố", "false_positive": "báo nhầm",
    "expected": "việc có kế hoạch", "handled": "đã xử lý tại chỗ", "withdrawn": "tự đóng",
}  # fmt: skip
CHANGE_WORDS = {
    "event_source:registered": "nguồn sự kiện được thêm",
    "event_source:withdrawn": "nguồn sự kiện được gỡ",
    "event_source:fell_silent": "lần nguồn im lặng",
    "detection_rule:switched": "lần bật, tắt luật phát hiện",
}


class Period(StrEnum):
    DAY = "day"
    WEEK = "week"
    HALF_YEAR = "half_year"


TITLES = {
    Period.DAY: "Báo cáo giám sát an toàn thông tin ngày",
    Period.WEEK: "Báo cáo giám sát an toàn thông tin tuần",
    Period.HALF_YEAR: "Báo cáo giám sát an toàn thông tin 6 tháng",
}


@dataclass(frozen=True)
class Span:
    """A period of local days, the last included."""

    first: date
    last: date

    @property
    def since(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.first, time.min))

    @property
    def until(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.last + timedelta(days=1), time.min))

    @property
    def words(self) -> str:
        if self.first == self.last:
            return f"ngày {self.first:%d/%m/%Y}"
        return f"từ {self.first:%d/%m/%Y} đến hết {self.last:%d/%m/%Y}"


def span_of(period: Period, day: date) -> Span:
    """Return the period that holds a day: itself, its week from Monday, its half of the year."""
    if period is Period.DAY:
        return Span(day, day)
    if period is Period.WEEK:
        first = day - timedelta(days=day.weekday())
        return Span(first, first + timedelta(days=6))
    if day.month <= 6:
        return Span(date(day.year, 1, 1), date(day.year, 6, 30))
    return Span(date(day.year, 7, 1), date(day.year, 12, 31))


def parts_of(period: Period, told: "Watched") -> tuple[Part, ...]:
    """Return the parts of a report; a daily one leaves techniques and actors to the weekly one."""
    first = [_overview(told), _attacked(told)]
    if period is not Period.DAY:
        first += [_techniques(told), _actors(told)]
    return (*first, _incidents(told), _changes(told))


def _overview(told: "Watched") -> Part:
    count = format_int(told.events)
    return Part(
        "Thời gian và phạm vi giám sát",
        (
            f"Nhận {count} sự kiện từ {told.sources} nguồn; {told.silent} nguồn đang im lặng lúc lập báo cáo.",
            f"Cảnh báo theo mức: {_listed(told.levels, LEVEL_WORDS)}.",
            f"Kết luận: {_listed(told.outcomes, OUTCOME_WORDS)}.",
        ),
    )


def _attacked(told: "Watched") -> Part:
    rows = tuple(
        (
            one.host,
            one.unit or "chưa đăng ký",
            f"{_moment(one.first_at)} – {_moment(one.last_at)}",
            format_int(one.count),
        )
        for one in told.attacked
    )
    columns = (("Máy, địa chỉ", 4), ("Đơn vị", 5), ("Thời gian", 6), ("Số lần", 2))
    return Part("Đối tượng bị tấn công", () if rows else (NOBODY,), columns, rows)


def _techniques(told: "Watched") -> Part:
    rows = tuple((name, format_int(count)) for name, count in told.techniques)
    proofs = tuple(f"{one.host}: {'; '.join(one.titles)}." for one in told.attacked[:20])
    return Part("Kỹ thuật tấn công và chứng cứ", proofs or (NOBODY,), (("Kỹ thuật (ATT&CK)", 5), ("Cảnh báo", 2)), rows)


def _actors(told: "Watched") -> Part:
    rows = tuple((name, format_int(count)) for name, count in told.addresses)
    return Part("Đối tượng tấn công", () if rows else (NOBODY,), (("Địa chỉ, tài khoản", 6), ("Cảnh báo", 2)), rows)


def _incidents(told: "Watched") -> Part:
    rows = tuple(
        (one.case.number, one.case.title, CATEGORY_WORDS[Category(one.category)], SEVERITY_WORDS[one.severity],
         "đã kết thúc" if one.case.closed_at else "đang xử lý")
        for one in told.incidents
    )  # fmt: skip
    duties = tuple(
        f"{DUTY_WORDS[DutyKind(kind)].capitalize()}: {count} {_when(on_time)}."
        for (kind, on_time), count in sorted(told.duties.items(), key=str)
    )
    columns = (("Số", 3), ("Sự cố", 6), ("Loại", 4), ("Mức", 2), ("Tình trạng", 3))
    return Part("Sự cố và nghĩa vụ báo cáo", duties if rows else (NOBODY,), columns, rows)


def _changes(told: "Watched") -> Part:
    said = _listed(told.changes, CHANGE_WORDS)
    return Part("Thay đổi của hệ thống được giám sát và hệ thống giám sát", (f"{said.capitalize()}.",))


def _when(on_time: bool | None) -> str:
    return "chưa gửi" if on_time is None else "đúng hạn" if on_time else "quá hạn"


def _listed(counts: Mapping[str, int], words: Mapping[str, str]) -> str:
    known = [f"{words.get(key, key)} {format_int(counts[key])}" for key in words if counts.get(key)]
    return ", ".join(known) or "không có"


def _moment(at: datetime) -> str:
    return timezone.localtime(at).strftime("%H:%M %d/%m")
