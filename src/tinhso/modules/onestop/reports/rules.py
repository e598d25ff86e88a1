# SPDX-License-Identifier: EUPL-1.2
"""Which templates are good, which days a period has, what a derived column says. Pure."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from tinhso.modules.onestop.errors import BadReport
from tinhso.modules.onestop.reports.types import COLUMNS, ROWS, SHARE, SUMS, PeriodKind, Shape

SHORTEST_TITLE, LONGEST_TITLE = 5, 200
PARTS = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4, PeriodKind.YEAR: 1}
FIRST_YEAR, LAST_YEAR = 2000, 2100


def check_shape(shape: Shape, *, fields: Collection[str], channels: Collection[str]) -> None:
    """Raise BadReport with what to mend when a template could not be run as it stands."""
    if not SHORTEST_TITLE <= len(shape.title.strip()) <= LONGEST_TITLE:
        raise BadReport(f"Tên mẫu báo cáo dài từ {SHORTEST_TITLE} đến {LONGEST_TITLE} ký tự.", code="title")
    if len(shape.heading) > LONGEST_TITLE:
        raise BadReport(f"Tiêu đề trên báo cáo không quá {LONGEST_TITLE} ký tự.", code="heading")
    if shape.rows not in ROWS:
        raise BadReport("Hãy chọn mỗi dòng của báo cáo là gì.", code="rows")
    if not shape.columns:
        raise BadReport("Hãy chọn ít nhất một cột số liệu.", code="columns")
    unknown = [one for one in shape.columns if one not in COLUMNS]
    if unknown or len(set(shape.columns)) != len(shape.columns):
        raise BadReport("Có cột không có trong danh mục số liệu hoặc bị chọn hai lần. Hãy chọn lại.", code="columns")
    if shape.field and shape.field not in fields:
        raise BadReport(f"Không có lĩnh vực “{shape.field}”. Hãy chọn trong danh sách.", code="field")
    if shape.channel and shape.channel not in channels:
        raise BadReport("Không có kênh nộp này. Hãy chọn trong danh sách.", code="channel")


def days_of(kind: PeriodKind, year: int, part: int, today: date) -> tuple[date, date]:
    """Return first and last day of a period; one that runs ends today. Raises BadReport for one that is none.

    part: 1–12 for a month, 1–4 for a quarter, 1 for a year.
    """
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= part <= PARTS[kind]):
        raise BadReport("Kỳ báo cáo không có. Hãy chọn năm và kỳ trong danh sách.", code="period")
    months = 12 // PARTS[kind]
    first = date(year, (part - 1) * months + 1, 1)
    if first > today:
        raise BadReport("Kỳ này chưa bắt đầu nên chưa có số liệu. Hãy chọn kỳ khác.", code="period")
    after = date(year + (first.month + months > 12), (first.month + months - 1) % 12 + 1, 1)
    return first, min(after - timedelta(days=1), today)


def cell(column: str, counted: Mapping[str, int]) -> int | float | None:
    """Return what stands in a column of a line, None for a share of nothing."""
    if column in SUMS:
        return sum(counted[one] for one in SUMS[column])
    if column == SHARE:
        ended = cell("ended", counted)
        return round(100 * counted["ended_on_time"] / ended, 1) if ended else None
    return counted[column]
