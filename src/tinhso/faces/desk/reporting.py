# SPDX-License-Identifier: EUPL-1.2
"""Report templates on the desk's pages: words of rows, columns and periods; what was sent read into a shape."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.faces.desk import wording
from tinhso.faces.desk.counting_words import KINDS, TITLES
from tinhso.modules.onestop.queries.reports import Said
from tinhso.modules.onestop.reports.types import COLUMNS, PeriodKind, Shape

COLUMN_WORDS = {
    **TITLES,
    "received": gettext_lazy("Tổng tiếp nhận"),
    "ended": gettext_lazy("Tổng đã xong"),
    "open": gettext_lazy("Tổng đang giải quyết"),
    "on_time_share": gettext_lazy("Tỷ lệ đúng hạn (%)"),
}
PERIODS = {
    PeriodKind.MONTH: gettext_lazy("Tháng"),
    PeriodKind.QUARTER: gettext_lazy("Quý"),
    PeriodKind.YEAR: gettext_lazy("Năm"),
}
PARTS = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4, PeriodKind.YEAR: 1}


def shape_of(data: QueryDict) -> Shape:
    """Return the template as typed; whether it is good, the action says."""
    period = data.get("period", "")
    return Shape(
        title=data.get("title", "").strip(),
        heading=data.get("heading", "").strip(),
        rows=data.get("rows", ""),
        columns=tuple(data.getlist("columns")),
        period=PeriodKind(period) if period in set(PeriodKind) else PeriodKind.MONTH,
        field=data.get("field", ""),
        channel=data.get("channel", ""),
    )


def headers_of(shape: Shape) -> list[str]:
    return [str(KINDS[shape.rows]), *(str(COLUMN_WORDS[one]) for one in shape.columns)]


def rows_of(shape: Shape, said: Said) -> list[tuple[str, list[int | float | None]]]:
    """Return the lines with their titles in words, the total last."""
    channels = wording.CHANNELS if shape.rows == "kenh" else {}
    lines = [(str(channels.get(key, title)) or _("Không rõ"), cells) for key, title, cells in said.lines]
    return [*lines, (_("Tổng số"), said.total)]


def choices() -> dict[str, Any]:
    """Return what the editor offers."""
    return {
        "row_choices": list(KINDS.items()),
        "column_choices": [(one, COLUMN_WORDS[one]) for one in COLUMNS],
        "period_choices": list(PERIODS.items()),
        "channel_choices": list(wording.CHANNELS.items()),
    }


def period_words(shape: Shape, part: int, year: int) -> str:
    if shape.period is PeriodKind.MONTH:
        return _("Tháng %(part)s năm %(year)s") % {"part": part, "year": year}
    if shape.period is PeriodKind.QUARTER:
        return _("Quý %(part)s năm %(year)s") % {"part": part, "year": year}
    return _("Năm %(year)s") % {"year": year}
