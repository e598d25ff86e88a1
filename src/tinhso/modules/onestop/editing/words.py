# SPDX-License-Identifier: EUPL-1.2
"""A definition in Vietnamese words, for the comparison and for the paper of a publication. Null is “chưa xác nhận”."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from tinhso.lib.money import format_vnd
from tinhso.modules.onestop.definitions import registers, sector_title
from tinhso.modules.onestop.editing.reading import PARTIAL_GROUNDS
from tinhso.modules.onestop.internal_process import KEYS, WORDS, shown
from tinhso.modules.onestop.types import OnlineLevel

UNCONFIRMED: Final = "chưa xác nhận"
LEVELS: Final = {"tinh": "cấp tỉnh", "xa": "cấp xã"}
APPLICANTS: Final = {"ca_nhan": "cá nhân", "to_chuc": "tổ chức"}
ONLINE: Final[Mapping[str, str]] = {
    OnlineLevel.FULL: "toàn trình",
    OnlineLevel.PARTIAL: "một phần",
    OnlineLevel.AT_DESK: "chỉ nộp trực tiếp",
}
CHANNELS: Final = {"truc_tuyen": "Trực tuyến", "buu_chinh": "Bưu chính", "truc_tiep": "Trực tiếp"}
KINDS: Final = {"form": "tờ khai", "submit": "nộp", "show": "xuất trình", "optional": "không bắt buộc"}
UNITS: Final = {
    "same_day": "trong ngày làm việc",
    "working_day": "ngày làm việc",
    "calendar_day": "ngày",
    "working_hour": "giờ làm việc",
    "hour": "giờ",
    "minute": "phút",
    "month": "tháng",
}
FEES: Final = {
    "unknown": UNCONFIRMED,
    "free": "không thu",
    "fixed": "một mức cố định",
    "per_unit": "theo số lượng",
    "tiered": "theo trang, có mức trần",
    "by_channel": "khác nhau theo cách nộp",
    "by_case": "theo trường hợp",
    "provincial_council": "theo nghị quyết Hội đồng nhân dân tỉnh",
    "computed": "theo thông báo của cơ quan tính",
}
AMOUNTS: Final = {
    "amount_vnd": "mức thu",
    "online_vnd": "nộp trực tuyến",
    "reissue_vnd": "cấp lại",
    "from_page_3_vnd": "từ trang thứ ba",
    "cap_vnd_per_copy": "trần mỗi bản",
}
ROLES: Final = {
    "reception": "Tiếp nhận",
    "specialist": "Chuyên viên",
    "head": "Phụ trách",
    "leader": "Lãnh đạo",
    "clerk": "Văn thư",
}


def span(value: int | None, unit: str | None) -> str:
    """Return a time with its unit as published, never converted."""
    if unit == "same_day":
        return UNITS["same_day"]
    if value is None:
        return UNCONFIRMED
    return f"{value} {UNITS[unit]}" if unit in UNITS else f"{value} (không có đơn vị)"


def time(definition: Mapping[str, Any]) -> str:
    found = definition.get("time") or {}
    parts = [span(found.get("value"), found.get("unit"))]
    if found.get("after_15h"):
        parts.append("nộp sau 15 giờ tính sang ngày làm việc kế tiếp")
    parts += [f"{one['case']}: {span(one['value'], one['unit'])}" for one in found.get("variants") or ()]
    return "; ".join(parts)


def fee(definition: Mapping[str, Any]) -> str:
    found = definition.get("fee") or {}
    kind = str(found.get("kind") or "unknown")
    if kind in ("free", "unknown"):
        return FEES[kind]
    parts = [FEES.get(kind, kind)]
    parts += [f"{words} {format_vnd(found[key])}" for key, words in AMOUNTS.items() if found.get(key) is not None]
    if found.get("amount_vnd") is None:
        parts.append(f"mức thu {UNCONFIRMED}")
    return "; ".join(parts + [str(found[key]) for key in ("unit", "what", "note") if found.get(key)])


def listed(keys: Sequence[str], words: Mapping[str, str]) -> str:
    return ", ".join(words.get(one, one) for one in keys) or UNCONFIRMED


def online(definition: Mapping[str, Any]) -> str:
    return ONLINE.get(str(definition.get("online_level")), UNCONFIRMED)


def partial(definition: Mapping[str, Any]) -> str:
    """Return why the service is offered on line only in part; empty when it is whole or says nothing."""
    found = definition.get("partial") or {}
    if not found:
        return ""
    return f"{PARTIAL_GROUNDS.get(str(found.get('ground')), UNCONFIRMED)}: {found.get('reason')}"


def component(one: Mapping[str, Any]) -> str:
    parts = [KINDS.get(one.get("kind", "submit"), "")]
    counts = [(one.get("originals"), "bản chính"), (one.get("copies"), "bản sao")]
    parts += [f"{number} {words}" for number, words in counts if number is not None]
    if one.get("when"):
        parts.append(f"khi {str(one['when']).removeprefix('khi ')}")
    if one.get("replaced_by"):
        parts.append(f"thay bằng dữ liệu: {', '.join(database(key) for key in one['replaced_by'])}")
    return "; ".join(parts)


def database(key: str) -> str:
    """Return the title of a national database by its key; an unknown one shows its key."""
    found = [one["title"] for one in registers()["registers"].values() if key in one["keys"]]
    return str(found[0]) if found else key


def length(step: Mapping[str, Any]) -> str:
    found = [f"{shown(Decimal(str(step[key])))} {WORDS[key]}" for key in KEYS if step.get(key) is not None]
    return ", ".join(found) or "không tính thời gian"


def step(one: Mapping[str, Any]) -> str:
    side_by_side = " (song song)" if one.get("parallel") else ""
    role = f" – {ROLES[one['role']]}" if one.get("role") in ROLES else ""
    return f"{one.get('actor')}{role}: {one.get('work')}, {length(one)}{side_by_side}"


def channel(one: Mapping[str, Any]) -> str:
    shown_fee = one.get("fee_shown_vnd")
    money = "không ghi phí" if shown_fee is None else f"phí {format_vnd(shown_fee)}"
    time_value = one.get("time_value")
    return f"{'không ghi thời hạn' if time_value is None else span(time_value, one.get('time_unit'))}, {money}"


def sector(definition: Mapping[str, Any]) -> str:
    return sector_title(str(definition.get("sector") or ""))
