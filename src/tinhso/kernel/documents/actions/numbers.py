# SPDX-License-Identifier: EUPL-1.2
"""Draw numbers of papers."""

from django.db import connection

from tinhso.kernel.documents.errors import NumberMisuse

_DRAW = """
INSERT INTO documents_papernumber (series, year, last) VALUES (%s, %s, 1)
ON CONFLICT (series, year) DO UPDATE SET last = documents_papernumber.last + 1
RETURNING last
"""


def next_number(series: str, year: int) -> int:
    """Return the next number of a series in a year, from 1, without gaps.

    The row stays locked until the caller's transaction ends, so a roll-back gives the number back and writers of
    one series go one after the other. series: at most 120 characters.
    Raises NumberMisuse outside a transaction.
    Source: Nghị định 30/2020/NĐ-CP, Điều 15: số văn bản lấy liên tục theo thứ tự trong năm.
    """
    if not connection.in_atomic_block:
        raise NumberMisuse("next_number() belongs inside the transaction that writes the number down")
    with connection.cursor() as cursor:
        cursor.execute(_DRAW, [series, year])
        return int(cursor.fetchone()[0])
