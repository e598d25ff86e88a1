# SPDX-License-Identifier: EUPL-1.2
"""A plain declaration for procedures whose form nobody has described: who asks, what for, how to get the result."""

from collections.abc import Mapping
from typing import Any

from tinhso.modules.onestop.forms.parsing import parse_form
from tinhso.modules.onestop.forms.types import Form


def form_for(definition: Mapping[str, Any], raw_form: Mapping[str, Any] | None) -> Form:
    """Return the described form of a procedure, or the plain one when none is described."""
    return parse_form(raw_form) if raw_form else generic_form(definition)


def generic_form(definition: Mapping[str, Any]) -> Form:
    """Return the plain form of a procedure (thủ tục hành chính). Raises FormDataError if it has no name."""
    return parse_form(generic_data(definition))


def generic_data(definition: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data of the plain form, as a file of data/forms would hold them."""
    name = definition.get("short_name") or definition.get("name")
    return {
        "id": "chung",
        "title": f"Đơn đề nghị: {name}" if name else "",
        "procedures": [definition["code"]] if definition.get("code") else [],
        "sections": [
            {"key": "nyc", "title": "Người yêu cầu", "fields": _applicant(definition.get("applicants") or [])},
            {"key": "noi_dung", "title": "Nội dung đề nghị", "fields": _request()},
            {"key": "kq", "title": "Kết quả", "fields": _result()},
        ],
        "note": "Thủ tục này chưa có biểu mẫu điện tử riêng; nộp kèm tờ khai theo mẫu trong thành phần hồ sơ.",
    }


def _applicant(kinds: list[str]) -> list[dict[str, Any]]:
    person = [
        _known("nyc_ho_ten", "Họ, chữ đệm, tên người yêu cầu", "person_name", ["name_vn"], "vneid", "ho_ten", "locked"),
        _known(
            "nyc_so_dinh_danh", "Số định danh cá nhân", "personal_id", ["cccd12"], "vneid", "so_dinh_danh", "locked"
        ),
        _known("nyc_dien_thoai", "Số điện thoại", "phone", ["phone_vn"], "vneid", "so_dien_thoai", "confirm"),
        {**_known("nyc_email", "Thư điện tử", "email", ["email"], "vneid", "email", "suggest"), "required": False},
        _area("nyc_noi_cu_tru_ma_tinh", "Nơi cư trú: tỉnh, thành phố", "ma_tinh"),
        _area("nyc_noi_cu_tru_ma_xa", "Nơi cư trú: xã, phường, đặc khu", "ma_xa"),
        {
            **_known(
                "nyc_noi_cu_tru_chi_tiet", "Số nhà, đường, thôn, tổ", "text", [], "dancu", "dia_chi_chi_tiet", "confirm"
            ),
            "required": False,
            "max_length": 200,
        },
    ]
    return person + (_organisation(required=kinds == ["to_chuc"]) if "to_chuc" in kinds else [])


def _organisation(*, required: bool) -> list[dict[str, Any]]:
    name = _known("tc_ten", "Tên tổ chức", "text", [], "dkdn", "ten", "confirm")
    number = _known(
        "tc_ma_so", "Mã số doanh nghiệp hoặc mã số thuế", "tax_code", ["mst_check"], "dkdn", "ma_so", "confirm"
    )
    note = {} if required else {"note": "để trống nếu cá nhân tự đề nghị"}
    # Associations and schools have no tax number of their own: the name is what every organisation has.
    return [{**name, **note, "required": required}, {**number, **note, "required": False}]


def _request() -> list[dict[str, Any]]:
    return [
        {"key": "noi_dung_de_nghi", "label": "Nội dung đề nghị giải quyết", "type": "textarea", "required": True},
        {"key": "ly_do", "label": "Lý do, thông tin bổ sung", "type": "textarea", "required": False},
    ]


def _result() -> list[dict[str, Any]]:
    return [
        {
            "key": "tra_ket_qua",
            "label": "Cách nhận kết quả",
            "type": "choice",
            "required": True,
            "options": ["dien_tu", "tai_quay", "buu_chinh"],
        },
        {
            **_known("noi_nhan", "Quầy hoặc địa chỉ nhận", "text", [], "kho_ca_nhan", "dia_chi_nhan", "suggest"),
            "required": False,
            "when": "tra_ket_qua khác dien_tu",
        },
        {
            "key": "cam_doan",
            "label": "Cam đoan nội dung khai đúng sự thật",
            "type": "consent",
            "required": True,
            "validation": ["must_be_true"],
        },
    ]


def _area(key: str, label: str, field: str) -> dict[str, Any]:
    return _known(key, label, "admin_unit", ["admin_code_valid_on_date"], "dancu", field, "confirm")


def _known(key: str, label: str, kind: str, rules: list[str], source: str, field: str, grade: str) -> dict[str, Any]:
    """Return a required question whose answer a source may know."""
    return {
        "key": key,
        "label": label,
        "type": kind,
        "required": True,
        "validation": rules,
        "prefill": {"source": source, "field": field, "grade": grade},
    }
