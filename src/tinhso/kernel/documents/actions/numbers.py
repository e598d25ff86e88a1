# SPDX-License-Identifier: EUPL-1.2
"""Draw numbers of papers."""

from django.db import connection

from tinhso.kernel.documents.errors import NumberMisuse

_DRAW = """
INSERT INTO documents_papernumber (series, year, last) VALUES (%(series)s, %(year)s, %(count)s)
ON CONFLICT (series, year) DO UPDATE SET last = documents_papernumber.last + %(count)s
RETURNING last
"""


def next_number(series: str, year: int) -> int:
    """Return the next number of a series in a year, from 1, without gaps.

    The row stays locked until the caller's transaction ends, so a roll-back gives the number back and writers of
    one series go one after the other. series: at most 120 characters.
    Raises NumberMisuse outside a transaction.
    Source: Nghị định 30/2020/NĐ-CP, Điều 15: số văn bản lấy liên tục theo thứ tự trong năm.
    """
    return next_numbers(series, year, 1)


def next_numbers(series: str, year: int, count: int) -> int:
    """Draw a run of numbers for somebody who is cut off; return the first. Otherwise as `next_number`.

    Whoever draws a run accounts for each of its numbers: used, or void with a reason.
    """
    if not connection.in_atomic_block:
        raise NumberMisuse("numbers are drawn inside the transaction that writes them down")
    if count < 1:
        raise NumberMisuse(f"a run has at least one number, not {count}")
    with connection.cursor() as cursor:
        cursor.execute(_DRAW, {"series": series, "year": year, "count": count})
        return int(cursor.fetchone()[0]) - count + 1
