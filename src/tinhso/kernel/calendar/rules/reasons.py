# SPDX-License-Identifier: EUPL-1.2
"""The sentences beside each day of the arithmetic: counted or not, and by which article."""

from datetime import date, datetime, timedelta
from typing import Final

from tinhso.kernel.calendar.types import DayKind, DayOverride, DayStatus, WorkCalendar

WEEKDAYS: Final = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_FROM_NEXT_DAY: Final = "thời hạn bắt đầu từ ngày liền kề (Bộ luật Dân sự 2015, Điều 147 khoản 3)."
FIRST_DAY: Final = f"Ngày tiếp nhận, không tính; {_FROM_NEXT_DAY}"
RESUMED_FIRST_DAY: Final = f"Ngày được tính lại thời hạn từ đầu, không tính; {_FROM_NEXT_DAY}"
DEEMED_FIRST_DAY: Final = f"Coi là ngày tiếp nhận, không tính; {_FROM_NEXT_DAY}"
LATE: Final = (
    "Nộp sau 15 giờ hoặc vào ngày nghỉ, không tính; coi như nhận vào ngày làm việc tiếp theo (quy định của thủ tục)."
)
OUTSIDE_HOURS: Final = "Nộp trực tuyến ngoài giờ làm việc, không tính; coi như nhận vào đầu ngày làm việc tiếp theo."
PAUSED: Final = "Tạm dừng tính thời hạn, không tính."
SAME_DAY: Final = "Giải quyết ngay trong ngày làm việc."
NO_TIME_LEFT: Final = "Không còn giờ làm việc để tính trong ngày."
_LABOUR_CODE_2019_FROM: Final = date(2021, 1, 1)


def day_off(day: date, calendar: WorkCalendar) -> str:
    """Return why a day off is not counted."""
    override = calendar.override_on(day)
    if override is None:
        code = "2019, Điều 111" if day >= _LABOUR_CODE_2019_FROM else "2012, Điều 110"
        return f"{WEEKDAYS[day.weekday()]}, ngày nghỉ hằng tuần, không tính (Bộ luật Lao động {code})."
    return f"{_name(override)}, không tính ({override.basis}){_uncertain(override)}."


def working_day(day: date, ordinal: int, calendar: WorkCalendar) -> str:
    """Return the number of a counted working day, and why a Saturday is one."""
    override = calendar.override_on(day)
    if override is None:
        return f"Ngày làm việc thứ {ordinal} của thời hạn."
    why = f"{_name(override)} ({override.basis}){_uncertain(override)}"
    return f"Ngày làm việc thứ {ordinal} của thời hạn: {why}."


def calendar_day(ordinal: int) -> str:
    """Return the number of a counted calendar day, worked or not."""
    return f"Ngày thứ {ordinal} của thời hạn, tính cả ngày nghỉ."


def moved_from(day: date, calendar: WorkCalendar) -> str:
    """Return why the limit does not end on its last day."""
    override = calendar.override_on(day)
    name = _name(override) if override else f"{WEEKDAYS[day.weekday()]}, ngày nghỉ hằng tuần"
    return (
        f"{name}: thời hạn không kết thúc vào ngày nghỉ mà chuyển sang ngày làm việc tiếp theo "
        "(Bộ luật Dân sự 2015, Điều 148 khoản 6)."
    )


def moved_to() -> str:
    """Return why the limit ends on a day after its last day."""
    return "Ngày làm việc tiếp theo ngày nghỉ, thời hạn kết thúc (Bộ luật Dân sự 2015, Điều 148 khoản 6)."


def month_ends(months: int, start: date, end: date) -> str:
    """Return how the months were run through to the corresponding date."""
    if start.day == end.day:
        found = "ngày tương ứng của tháng cuối"
    else:
        found = f"ngày cuối tháng vì tháng {end.month} không có ngày {start.day}"
    return f"Hết {months} tháng: {found} (Bộ luật Dân sự 2015, Điều 148 khoản 4)."


def working_time(spent: timedelta) -> str:
    """Return how much working time of the day was counted."""
    hours, minutes = divmod(int(spent.total_seconds()) // 60, 60)
    words = [f"{hours} giờ"] if hours else []
    words += [f"{minutes} phút"] if minutes or not hours else []
    return f"Tính {' '.join(words)} làm việc."


def minutes_end(minutes: int, start: datetime) -> str:
    """Return from when the minutes run."""
    return f"Tính {minutes} phút kể từ {start:%H:%M} (Bộ luật Dân sự 2015, Điều 147 khoản 1)."


def _name(override: DayOverride) -> str:
    if override.swapped_with is None:
        return override.name
    other = f"{override.swapped_with:%d/%m/%Y}"
    if override.kind is DayKind.MAKEUP_WORK:
        return f"{override.name} cho {other}"
    return f"{override.name}, làm bù {other}"


def _uncertain(override: DayOverride) -> str:
    return ", dự kiến, chưa công bố" if override.status is DayStatus.PROJECTED else ""
