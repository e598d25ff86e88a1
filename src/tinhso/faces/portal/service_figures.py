# SPDX-License-Identifier: EUPL-1.2
"""Statistics of services in words: columns, order, the rows of page and file."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from tinhso.faces.portal.figures import DASH
from tinhso.lib.vntext import format_decimal, format_int, format_percent
from tinhso.modules.onestop.queries.service_figures import Counts, Service

Value = int | Decimal | None
COLUMNS: dict[str, Callable[[Counts], Value]] = {
    "nhan": lambda one: one.received,
    "nhan-tt": lambda one: one.received_online,
    "ty-le-tt": lambda one: one.online_share,
    "xong": lambda one: one.finished,
    "xong-tt": lambda one: one.finished_online,
    "dung-han": lambda one: one.on_time_share,
    "thoi-gian": lambda one: one.mean_days,
    "hai-long": lambda one: one.satisfaction,
}
"""The columns by the key the address sorts them with."""
SHARES = frozenset({"ty-le-tt", "dung-han", "hai-long"})


def headers() -> list[tuple[str, str]]:
    """Return the key and the title of each column of numbers."""
    titles = [
        _("Tiếp nhận"),
        _("Tiếp nhận trực tuyến"),
        _("Tỷ lệ trực tuyến (%)"),
        _("Đã giải quyết"),
        _("Giải quyết trực tuyến"),
        _("Đúng hạn (%)"),
        _("Thời gian bình quân (ngày)"),
        _("Hài lòng (%)"),
    ]
    return list(zip(COLUMNS, titles, strict=True))


def values(counts: Counts) -> list[Value]:
    """Return the exact values for files."""
    return [read(counts) for read in COLUMNS.values()]


def cells(counts: Counts) -> list[str]:
    """Return the values as written on a page; what has nothing to be counted from is a dash, never nought."""
    return [_cell(key, read(counts)) for key, read in COLUMNS.items()]


def _cell(key: str, value: Value) -> str:
    if value is None:
        return DASH
    if isinstance(value, int):
        return format_int(value)
    return format_percent(value) if key in SHARES else format_decimal(value, 2)


def in_order(found: Iterable[Service], wish: str) -> list[Service]:
    """Sort by `ten` or a column, downwards with a `-`; what has no value comes last either way.

    Equal values stay in Vietnamese order; an unknown wish is the order of names.
    """
    by_name = sorted(found, key=lambda one: (one.sort_key, one.code), reverse=wish == "-ten")
    key, down = wish.removeprefix("-"), wish.startswith("-")
    read = COLUMNS.get(key)
    if read is None:
        return by_name
    known = [one for one in by_name if read(one.counts) is not None]
    unknown = [one for one in by_name if read(one.counts) is None]
    known.sort(key=lambda one: Decimal(read(one.counts) or 0) * (-1 if down else 1))
    return known + unknown


def table(found: Iterable[Service]) -> tuple[list[str], list[list[Any]]]:
    """Return headers and rows of the file."""
    titles = [_("Mã thủ tục"), _("Tên thủ tục"), _("Lĩnh vực"), *(title for _key, title in headers())]
    return titles, [[one.code, one.name, one.field, *values(one.counts)] for one in found]
