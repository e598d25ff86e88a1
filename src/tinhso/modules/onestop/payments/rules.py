# SPDX-License-Identifier: EUPL-1.2
"""What a dossier costs (phí, lệ phí), worked out from its frozen definition. Pure: no clock, no database.

An amount nobody confirmed stays unknown: it is never shown, frozen or collected as zero.
Source: 118/2025/NĐ-CP Điều 24 (thu phí, lệ phí); amounts and kinds as published in the procedure's own record.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from tinhso.modules.onestop.forms.computed import CopyFee
from tinhso.modules.onestop.types import Channel

COLLECTED_BY: Final = "118/2025/NĐ-CP, Điều 24"
SHORTEST_SOURCE: Final = 5


class FeeKind(StrEnum):
    """How the amount is fixed (cách tính phí, lệ phí); `computed` comes from a notice of another body."""

    FREE = "free"
    FIXED = "fixed"
    PER_UNIT = "per_unit"
    TIERED = "tiered"
    BY_CHANNEL = "by_channel"
    BY_CASE = "by_case"
    COUNCIL = "provincial_council"
    COMPUTED = "computed"
    UNKNOWN = "unknown"


EXEMPTIONS: Final[Mapping[str, str]] = {
    "nguoi_co_cong": "Người có công",
    "ho_ngheo": "Hộ nghèo",
    "nguoi_khuyet_tat": "Người khuyết tật",
    "tre_em": "Trẻ em",
    "khac": "Trường hợp khác theo văn bản người thu ghi rõ",
}
"""Who may be exempted. The data name no article for any of them, so the officer names the text that exempts."""


@dataclass(frozen=True)
class FeeDue:
    """What is due. amount_vnd: whole đồng, None when not known; quantity: units counted; why: how it came about."""

    kind: FeeKind
    amount_vnd: int | None
    title: str
    why: str
    quantity: int | None = None

    @property
    def is_free(self) -> bool:
        return self.kind is FeeKind.FREE


def fee_due(definition: Mapping[str, Any], *, channel: Channel, answers: Mapping[str, Any]) -> FeeDue:
    """Return the fee of a dossier filed in this way with these answers.

    A lower fee for filing on line applies only where the record states one (`online_vnd`).
    """
    fee: Mapping[str, Any] = definition.get("fee") or {}
    kind = _kind_of(fee)
    title = str(fee.get("what") or "Phí, lệ phí").capitalize()
    amount, why, quantity = _worked_out(kind, fee, channel, answers)
    note = f" Ghi chú của dữ liệu: {fee['note']}." if fee.get("note") else ""
    return FeeDue(kind, amount, title, why + note, quantity)


def _kind_of(fee: Mapping[str, Any]) -> FeeKind:
    kind = fee.get("kind")
    return FeeKind(kind) if kind in set(FeeKind) else FeeKind.UNKNOWN


Worked = tuple[int | None, str, int | None]


def _worked_out(kind: FeeKind, fee: Mapping[str, Any], channel: Channel, answers: Mapping[str, Any]) -> Worked:
    amount = _vnd(fee, "amount_vnd")
    match kind:
        case FeeKind.FREE:
            return 0, "Thủ tục không thu phí, lệ phí.", None
        case FeeKind.FIXED:
            return amount, "Mức thu cố định cho một hồ sơ." if amount is not None else UNCONFIRMED, None
        case FeeKind.PER_UNIT:
            return _per_unit(amount, str(fee.get("unit") or "đơn vị"), answers)
        case FeeKind.TIERED:
            return _tiered(fee, answers)
        case FeeKind.BY_CHANNEL:
            online = channel is Channel.ONLINE
            due = _vnd(fee, "online_vnd") if online else amount
            why = "Mức thu khi nộp trực tuyến." if online else "Mức thu khi không nộp trực tuyến."
            return due, why if due is not None else UNCONFIRMED, None
        case FeeKind.BY_CASE:
            return None, "Mức thu tùy trường hợp; cán bộ tiếp nhận xác định.", None
        case FeeKind.COUNCIL:
            return None, "Mức thu theo nghị quyết của Hội đồng nhân dân tỉnh; cán bộ ghi mức và số nghị quyết.", None
        case FeeKind.COMPUTED:
            return None, "Số tiền theo thông báo của cơ quan thuế hoặc cơ quan tính.", None
    return None, UNCONFIRMED, None


UNCONFIRMED: Final = "Mức thu chưa được xác nhận trong dữ liệu thủ tục."


def _vnd(fee: Mapping[str, Any], key: str) -> int | None:
    """Return an amount of the record; anything but whole đồng is unknown."""
    amount = fee.get(key)
    return amount if type(amount) is int and amount >= 0 else None


def _per_unit(amount: int | None, unit: str, answers: Mapping[str, Any]) -> Worked:
    count = answers.get("so_luong")
    if amount is None:
        return None, UNCONFIRMED, None
    if type(count) is not int or count < 1:
        return None, f"Thu theo {unit}; chưa rõ số lượng nên chưa tính được.", None
    return amount * count, f"{count} {unit} × mức thu một {unit}.", count


def _tiered(fee: Mapping[str, Any], answers: Mapping[str, Any]) -> Worked:
    """First two pages at one rate, further pages at another, with a ceiling for each copy."""
    first, more, cap = (_vnd(fee, key) for key in ("amount_vnd", "from_page_3_vnd", "cap_vnd_per_copy"))
    rows = _copies(answers)
    if first is None or more is None or cap is None:
        return None, UNCONFIRMED, None
    if not rows:
        return None, "Thu theo trang; chưa rõ số trang và số bản nên chưa tính được.", None
    rate = CopyFee(first, more, cap)
    total = sum(rate.of_copy(pages) * copies for pages, copies in rows)
    why = "Theo trang của từng bản: hai trang đầu và từ trang thứ ba có mức khác nhau, có mức trần mỗi bản."
    return total, why, sum(copies for _, copies in rows)


def _copies(answers: Mapping[str, Any]) -> list[tuple[int, int]]:
    """Return (pages, copies) of each original; empty unless every row says both."""
    tables: Sequence[Any] = [one for one in answers.values() if isinstance(one, list) and one]
    for table in tables:
        rows = [(row.get("so_trang"), row.get("so_ban_sao")) for row in table if isinstance(row, dict)]
        counted = [(p, c) for p, c in rows if type(p) is int and type(c) is int and p > 0 and c > 0]
        if rows and len(counted) == len(rows) == len(table):
            return counted
    return []


def legal_source(definition: Mapping[str, Any]) -> str:
    """Return where the fee stands: the decision that published the procedure; empty when the record names none."""
    decision = str(definition.get("source_decision") or "")
    return f"Quyết định công bố thủ tục {decision}" if decision else ""
