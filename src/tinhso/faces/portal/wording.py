# SPDX-License-Identifier: EUPL-1.2
"""A procedure's published facts in words. What is not confirmed is said to be so; it is never shown as nought."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from tinhso.lib.money import format_vnd
from tinhso.lib.vntext import format_int
from tinhso.modules.onestop.types import OnlineLevel

DATABASES = {
    "dancu": "CSDL quốc gia về dân cư",
    "cancuoc": "CSDL căn cước",
    "hotich": "CSDL hộ tịch điện tử",
    "dkdn": "CSDL quốc gia về đăng ký doanh nghiệp",
    "hkd": "CSDL hộ kinh doanh",
    "htx": "CSDL hợp tác xã",
    "datdai": "CSDL quốc gia về đất đai",
    "baohiem": "CSDL quốc gia về bảo hiểm",
    "yte": "CSDL y tế",
    "gplx": "CSDL giấy phép lái xe",
    "dkxe": "CSDL đăng ký phương tiện",
    "lltp": "CSDL lý lịch tư pháp",
    "dinhdanh": "CSDL định danh điện tử",
    "treem": "CSDL trẻ em",
}
"""Official names of the databases that replace papers (66.7/2025/NQ-CP, phụ lục I); data, so not translated."""


def unconfirmed() -> str:
    return _("chưa xác nhận")


def applicants(definition: Mapping[str, Any]) -> str:
    """Return who may file."""
    words = {"ca_nhan": _("cá nhân"), "to_chuc": _("tổ chức, doanh nghiệp")}
    found = [words.get(kind, kind) for kind in definition.get("applicants") or []]
    return ", ".join(found) or unconfirmed()


def handled_at(definition: Mapping[str, Any]) -> str:
    """Return which level or body decides."""
    if definition.get("authority"):
        return str(definition["authority"])
    words = {"xa": _("UBND xã, phường"), "tinh": _("cơ quan cấp tỉnh")}
    return ", ".join(words.get(level, level) for level in definition.get("level") or []) or unconfirmed()


def time_words(definition: Mapping[str, Any]) -> str:
    """Return the published time, exactly as published; variants follow."""
    time = definition.get("time") or {}
    parts = [_span(time.get("value"), time.get("unit"))]
    if time.get("after_15h"):
        parts.append(_("nộp sau 15 giờ thì trả ngày làm việc kế tiếp"))
    parts += [f"{one['case']}: {_span(one.get('value'), one.get('unit'))}" for one in time.get("variants") or []]
    return "; ".join(parts)


def _span(value: int | None, unit: str | None) -> str:
    if unit == "same_day":
        return _("trong ngày làm việc")
    if value is None:
        return unconfirmed()
    words = {
        "working_day": _("%(n)s ngày làm việc"),
        "calendar_day": _("%(n)s ngày"),
        "working_hour": _("%(n)s giờ làm việc"),
        "month": _("%(n)s tháng"),
        "minute": _("%(n)s phút"),
    }
    return words.get(unit or "", _("%(n)s (đơn vị thời gian chưa xác nhận)")) % {"n": format_int(value)}


def fee_words(definition: Mapping[str, Any]) -> str:
    """Return the fee exactly as data: an amount that nobody confirmed is said to be unconfirmed."""
    fee = definition.get("fee") or {}
    kind, amount = fee.get("kind"), fee.get("amount_vnd")
    if kind == "free":
        return _("Không thu")
    if amount is None:
        by_council = _("Theo nghị quyết của Hội đồng nhân dân tỉnh; mức thu chưa xác nhận")
        return by_council if kind == "provincial_council" else unconfirmed()
    unit = f" / {fee['unit']}" if fee.get("unit") else ""
    return "; ".join([f"{format_vnd(amount)}{unit}", *_fee_details(fee)])


def _fee_details(fee: Mapping[str, Any]) -> list[str]:
    details = {
        "from_page_3_vnd": _("từ trang thứ ba %(vnd)s một trang"),
        "cap_vnd_per_copy": _("tối đa %(vnd)s một bản"),
        "online_vnd": _("nộp trực tuyến %(vnd)s"),
        "reissue_vnd": _("cấp lại %(vnd)s"),
    }
    found = [words % {"vnd": format_vnd(fee[key])} for key, words in details.items() if fee.get(key) is not None]
    return found + [str(fee[key]) for key in ("what", "note") if fee.get(key)]


def online_words(definition: Mapping[str, Any]) -> str:
    """Return how far the procedure can be done on line."""
    levels: Mapping[str, str] = {
        OnlineLevel.FULL: _("Trực tuyến toàn trình"),
        OnlineLevel.PARTIAL: _("Trực tuyến một phần: có bước phải đến quầy"),
        OnlineLevel.AT_DESK: _("Chỉ nộp trực tiếp tại quầy"),
    }
    return levels.get(
        str(definition.get("online_level")), _("Nộp được tại đây; chưa xác nhận có bước nào phải đến quầy")
    )


def can_file_online(definition: Mapping[str, Any]) -> bool:
    return definition.get("online_level") != OnlineLevel.AT_DESK


def database_names(keys: Sequence[str]) -> str:
    return ", ".join(DATABASES.get(key, key) for key in keys)


def component_notes(component: Mapping[str, Any]) -> list[str]:
    """Return what to know of one paper: when it is needed, whether it is only shown, which database spares it."""
    notes = []
    if component["replaced_by"]:
        names = database_names(component["replaced_by"])
        notes.append(_("Không phải nộp: cơ quan tự tra cứu trong %(names)s") % {"names": names})
    if component["kind"] == "show":
        notes.append(_("Chỉ xuất trình, không nộp"))
    if component["kind"] == "optional":
        notes.append(_("Không bắt buộc"))
    if component["when"]:
        notes.append(_("Chỉ khi: %(when)s") % {"when": component["when"].removeprefix("khi ")})
    return notes
