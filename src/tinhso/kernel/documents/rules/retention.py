# SPDX-License-Identifier: EUPL-1.2
"""How long papers are kept (thời hạn bảo quản), from the dated norms; an unknown figure keeps the paper."""

from datetime import date
from pathlib import Path

from tinhso.kernel.documents.types import Retention
from tinhso.lib.norms import NormNotInForce, Norms

NORMS = Norms.load(Path(__file__).parents[1] / "norms" / "retention.yaml")


def kept_until(retention: Retention, year: int) -> date | None:
    """Return the last day a paper must be kept; None when it is kept for ever or no figure is known.

    year: the year the work ended; the period counts whole years from its end, by the norm in force at its end.
    Source: Luật Lưu trữ 33/2024/QH15; periods by Thông tư 10/2022/TT-BNV, counted from the year the work ends.
    """
    try:
        years = NORMS.at(f"retention.{retention}", date(year, 12, 31)).value
    except NormNotInForce:
        return None
    return date(year + years, 12, 31) if isinstance(years, int) else None
