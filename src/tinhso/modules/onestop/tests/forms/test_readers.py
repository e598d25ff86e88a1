# SPDX-License-Identifier: EUPL-1.2
"""One answer of each kind from what a browser sends."""

import json
from typing import Any

import pytest

from tinhso.modules.onestop.forms import clean_page
from tinhso.modules.onestop.tests.forms.material import CONTEXT, small_form

CHOICE = {"options": ["dien_tu", "tai_quay", "buu_chinh"]}

READ = [
    ("text", {}, {"a": "  Bến   Tre\u0000 "}, "Bến Tre"),
    ("text", {}, {"a": "Ho\u0323c"}, "Học"),
    ("text", {}, {"a": "\ufeffBến\u200b Tre\u202e"}, "Bến Tre"),
    ("text", {}, {"a": ["", "sau"]}, "sau"),
    ("textarea", {}, {"a": "một\r\nhai"}, "một\nhai"),
    ("person_name", {}, {"a": "H'Hen Niê"}, "H'Hen Niê"),
    ("personal_id", {}, {"a": "083 190 001 234"}, "083190001234"),
    ("tax_code", {}, {"a": "0100109106"}, "0100109106"),
    ("phone", {}, {"a": "0912 345 678"}, "+84912345678"),
    ("email", {}, {"a": "hoa@vidu.vn"}, "hoa@vidu.vn"),
    ("url", {}, {"a": "https://vidu.vn"}, "https://vidu.vn"),
    ("date", {}, {"a-day": "6", "a-month": "3", "a-year": "2026"}, "2026-03-06"),
    ("date", {}, {"a": "2026-03-06"}, "2026-03-06"),
    ("date", {}, {"a": "6/3/2026"}, "2026-03-06"),
    ("partial_date", {}, {"a-year": "1950"}, "1950"),
    ("partial_date", {}, {"a-month": "3", "a-year": "1950"}, "1950-03"),
    ("partial_date", {}, {"a": "03/1950"}, "1950-03"),
    ("time", {}, {"a": "9:05"}, "09:05"),
    ("time", {}, {"a-hour": "9", "a-minute": "5"}, "09:05"),
    ("time", {}, {"a": "9 giờ 5 phút"}, "09:05"),
    ("datetime", {}, {"a": "2026-03-06T09:05"}, "2026-03-06T09:05"),
    ("datetime", {}, {"a-day": "6", "a-month": "3", "a-year": "2026", "a-hour": "9"}, "2026-03-06T09:00"),
    ("integer", {}, {"a": "1.200"}, 1200),
    ("decimal", {}, {"a": "1.234,50"}, "1234.5"),
    ("decimal", {}, {"a": "120.5"}, "120.5"),
    ("decimal", {}, {"a": "100"}, "100"),
    ("money", {}, {"a": "150.000 đ"}, 150_000),
    ("choice", CHOICE, {"a": "dien_tu"}, "dien_tu"),
    ("choice", {"options": "list:co_so_kcb"}, {"a": "Trạm y tế xã"}, "Trạm y tế xã"),
    ("multi_choice", CHOICE, {"a": ["buu_chinh", "dien_tu", "dien_tu"]}, ["dien_tu", "buu_chinh"]),
    ("boolean", {}, {"a": "true"}, True),
    ("boolean", {}, {"a": "false"}, False),
    ("consent", {}, {"a": "on"}, True),
    ("admin_unit", {}, {"a": "28810"}, "28810"),
    ("image", {}, {"a": "anh-1"}, "anh-1"),
]


@pytest.mark.parametrize(("kind", "more", "raw", "expected"), READ)
def test_an_answer_is_read(kind: str, more: dict[str, Any], raw: dict[str, Any], expected: Any):
    form = small_form({"key": "a", "type": kind, **more})

    cleaned = clean_page(form, "nyc", raw, CONTEXT)

    assert cleaned.values == {"a": expected}
    assert cleaned.errors == {}
    assert json.loads(json.dumps(cleaned.values)) == cleaned.values


@pytest.mark.parametrize(
    ("kind", "more", "raw", "says"),
    [
        ("text", {"max_length": 3}, {"a": "dài quá"}, "Rút gọn"),
        ("personal_id", {}, {"a": "123456789"}, "chứng minh nhân dân cũ"),
        ("tax_code", {}, {"a": "0100109107"}, "chữ số kiểm tra"),
        ("phone", {}, {"a": "12"}, "Số điện thoại chưa đúng"),
        ("date", {}, {"a-day": "30", "a-month": "2", "a-year": "2026"}, "không có ngày 30"),
        ("date", {}, {"a-month": "2", "a-year": "2026"}, "Nhập đủ ngày"),
        ("date", {}, {"a-day": "x", "a-month": "2", "a-year": "2026"}, "Chỉ nhập chữ số"),
        ("date", {}, {"a": "mai"}, "ví dụ 06/03/2026"),
        ("date", {}, {"a-day": "٣", "a-month": "2", "a-year": "2026"}, "Chỉ nhập chữ số"),
        ("partial_date", {}, {"a-day": "3", "a-year": "2026"}, "đã nhập ngày thì nhập cả tháng"),
        ("partial_date", {}, {"a-year": "26"}, "đủ bốn chữ số"),
        ("time", {}, {"a": "25:00"}, "từ 00:00"),
        ("datetime", {}, {"a-day": "6", "a-month": "3", "a-year": "2026"}, "đủ ngày và giờ"),
        ("integer", {}, {"a": "1,5"}, "bằng chữ số"),
        ("decimal", {}, {"a": "1.234"}, "1234 nếu là hàng nghìn"),
        ("decimal", {}, {"a": "NaN"}, "bằng số"),
        ("money", {}, {"a": "150.00"}, "Không đọc được số tiền"),
        ("choice", CHOICE, {"a": "xa_la"}, "trong danh sách"),
        ("multi_choice", CHOICE, {"a": ["dien_tu", "xa_la"]}, "trong danh sách"),
        ("boolean", {}, {"a": "maybe"}, "Có hoặc Không"),
        ("admin_unit", {}, {"a": "Bến Tre"}, "Chọn địa phương"),
        ("image", {}, {"a": "../../etc/passwd"}, "Tải lại ảnh"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(kind: str, more: dict[str, Any], raw: dict[str, Any], says: str):
    form = small_form({"key": "a", "type": kind, **more})

    cleaned = clean_page(form, "nyc", raw, CONTEXT)

    assert says in cleaned.errors["a"]
    assert cleaned.values == {}
    assert cleaned.typed == raw


def test_a_consent_left_empty_is_no_answer_and_never_a_no():
    form = small_form({"key": "a", "type": "consent", "required": True})

    for raw in ({}, {"a": "false"}):
        assert "Đánh dấu" in clean_page(form, "nyc", raw, CONTEXT).errors["a"]


def test_a_computed_value_is_never_taken_from_the_browser():
    form = small_form(
        {"key": "so_luong", "type": "integer"},
        {"key": "phi", "type": "computed", "validation": ["computed_from:so_luong*8000"]},
    )

    cleaned = clean_page(form, "nyc", {"so_luong": "3", "phi": "1"}, CONTEXT)

    assert cleaned.values["phi"] == 24_000
