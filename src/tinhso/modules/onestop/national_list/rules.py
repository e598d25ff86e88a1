# SPDX-License-Identifier: EUPL-1.2
"""Read a record of the national database, and put what it says into a definition of ours. Pure.

It says names, field, levels, who files, time limit, legal basis and decision. Components, fees, forms and steps stay
ours: how the national database words them is not published.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from tinhso.kernel.events.errors import Refused
from tinhso.modules.onestop.editing.types import Content
from tinhso.modules.onestop.national_list.types import Kind, NationalRecord

CODE: Final = re.compile(r"[0-9]\.[0-9]{6}")
LEVELS: Final = ("tinh", "xa")
APPLICANTS: Final[Mapping[str, str]] = {"1": "ca_nhan", "2": "to_chuc"}
UNITS: Final[Mapping[str, str]] = {
    "trong_ngay": "same_day",
    "ngay_lam_viec": "working_day",
    "ngay": "calendar_day",
    "gio_lam_viec": "working_hour",
    "phut": "minute",
    "thang": "month",
}


class UnreadableRecord(Refused):
    """A record that is not what the national database promises."""


def read_record(raw: Any) -> NationalRecord:
    """Return the record; raises UnreadableRecord naming the first field that is wrong."""
    if not isinstance(raw, dict):
        raise UnreadableRecord("Bản ghi không phải một đối tượng.")
    code, version = _text(raw, "MaTTHC"), raw.get("PhienBan")
    if not CODE.fullmatch(code):
        raise UnreadableRecord("MaTTHC không có dạng 1.001193.")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise UnreadableRecord("PhienBan phải là số từ 1.")
    if raw.get("LoaiThayDoi") not in list(Kind):
        raise UnreadableRecord(f"LoaiThayDoi chỉ nhận {', '.join(Kind)}.")
    name = _text(raw, "TenTTHC")
    values: dict[str, Any] = {"name": name, "field": _text(raw, "LinhVuc")}
    values |= {"level": _each(raw, "CapThucHien", dict.fromkeys(LEVELS), keep=True)}
    values |= {"applicants": _each(raw, "DoiTuong", APPLICANTS)}
    if "ThoiHan" in raw:
        values["time"] = _time(raw["ThoiHan"])
    if "CanCuPhapLy" in raw:
        values["legal_basis"] = _lines(raw, "CanCuPhapLy")
    if raw.get("QuyetDinhCongBo"):
        values["source_decision"] = _text(raw, "QuyetDinhCongBo")
    return NationalRecord(code, version, Kind(raw["LoaiThayDoi"]), name, values)


def _text(raw: Mapping[str, Any], name: str) -> str:
    value = raw.get(name)
    if not isinstance(value, str) or not value.strip():
        raise UnreadableRecord(f"{name}: thiếu hoặc không phải chuỗi.")
    return value.strip()


def _lines(raw: Mapping[str, Any], name: str) -> list[str]:
    value = raw[name]
    if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
        raise UnreadableRecord(f"{name}: phải là danh sách chuỗi.")
    return [one.strip() for one in value]


def _each(raw: Mapping[str, Any], name: str, words: Mapping[str, Any], *, keep: bool = False) -> list[str]:
    value = raw.get(name)
    if not isinstance(value, list) or not value or not all(isinstance(one, str) and one in words for one in value):
        raise UnreadableRecord(f"{name}: chỉ nhận danh sách gồm {', '.join(words)}.")
    return [one if keep else words[one] for one in value]


def _time(raw: Any) -> dict[str, Any]:
    if not isinstance(raw, dict) or raw.get("DonVi") not in UNITS or not isinstance(raw.get("GiaTri"), int):
        raise UnreadableRecord(f"ThoiHan: cần GiaTri là số và DonVi thuộc {', '.join(UNITS)}.")
    return {"value": raw["GiaTri"], "unit": UNITS[raw["DonVi"]]}


def taken_over(content: Content, record: NationalRecord) -> Content:
    """Return a definition with what the national record says; what it does not say stays.

    Of a time limit, value and unit are taken over; the hour from which it is the next day, and special cases, stay.
    """
    values = dict(record.values)
    if "time" in values:
        values["time"] = {**(content.definition.get("time") or {}), **values["time"]}
    return Content({**content.definition, **values, "code_confirmed": True}, content.form)
