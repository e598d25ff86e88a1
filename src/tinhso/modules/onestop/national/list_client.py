# SPDX-License-Identifier: EUPL-1.2
"""Ask the national database what changed and for the records; its services stand beside those of the portal."""

from collections.abc import Sequence
from typing import Any

from tinhso.kernel.exchange.errors import TemporaryFailure
from tinhso.modules.onestop.national.channel import CHANNEL
from tinhso.modules.onestop.national_list.types import Changes

CHANGES, RECORDS = "LayDanhSachTTHC", "LayThuTuc"
UNUSABLE = "CSDL quốc gia về thủ tục hành chính trả lời không đúng mẫu; sẽ hỏi lại."


def changes_since(endpoint: str, unit: str, mark: int) -> Changes:
    """Return what changed after a mark. Raises TemporaryFailure, PermanentFailure."""
    answer = CHANNEL.ask(endpoint, _envelope(unit, CHANGES, [{"TuMoc": mark}]))
    rows, reached = answer.get("data"), answer.get("Moc")
    if not isinstance(rows, list) or not isinstance(reached, int) or reached < mark:
        raise TemporaryFailure(UNUSABLE)
    codes = [str(one["MaTTHC"]) for one in rows if isinstance(one, dict) and one.get("MaTTHC")]
    return Changes(tuple(dict.fromkeys(codes)), reached, bool(answer.get("ConNua")) and reached > mark)


def records_of(endpoint: str, unit: str, codes: Sequence[str]) -> list[Any]:
    """Return the newest record of each code as it came. Raises TemporaryFailure, PermanentFailure."""
    rows = CHANNEL.ask(endpoint, _envelope(unit, RECORDS, [{"MaTTHC": one} for one in codes])).get("data")
    if not isinstance(rows, list):
        raise TemporaryFailure(UNUSABLE)
    return rows


def _envelope(unit: str, service: str, data: list[dict[str, Any]]) -> dict[str, Any]:
    return {"madonvi": unit, "service": service, "isUpdating": False, "data": data}
