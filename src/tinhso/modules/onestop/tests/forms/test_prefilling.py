# SPDX-License-Identifier: EUPL-1.2
"""What is filled in beforehand, for whom, and how far it binds."""

from typing import Any

import pytest

from tinhso.modules.onestop.forms import Grade, clean_page, locked_values, prefill, told_before
from tinhso.modules.onestop.tests.forms.material import CONTEXT, FORMS, ME


def filled(form: str, sources: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {key: one.value for key, one in prefill(FORMS[form], sources).items() if one.grade is not Grade.NONE}


def test_the_signed_in_person_fills_only_the_own_fields():
    found = filled("dang_ky_khai_sinh", ME)

    assert found["nyc_ho_ten"] == "Nguyễn Thị Hoa"
    assert found["nyc_dien_thoai"] == "+84912345678"
    assert all(key.startswith("nyc_") for key in found)


@pytest.mark.parametrize("form", FORMS)
def test_nobody_else_is_ever_filled_with_the_data_of_the_signed_in_person(form: str):
    others = (
        "me_",
        "cha_",
        "nkt_",
        "ndc_",
        "dt_",
        "nu_",
        "nam_",
        "tre_",
        "nks_",
        "chu_ho_",
        "uq_",
        "gh_",
        "vo_chong_",
        "ntd",
    )

    found = filled(form, ME)

    assert not [key for key in found if key.startswith(others)]


def test_the_grades_are_those_of_the_data():
    found = prefill(FORMS["dang_ky_khai_sinh"], ME)

    assert found["nyc_ho_ten"].grade is Grade.LOCKED
    assert found["nyc_dien_thoai"].grade is Grade.CONFIRM
    assert found["nyc_email"].grade is Grade.SUGGEST
    assert found["me_ho_ten"].grade is Grade.NONE
    assert found["nyc_ngay_sinh"].source == "vneid"
    assert found["nyc_noi_cu_tru_trong_nuoc"].value == "trong_nuoc"
    assert found["nyc_noi_cu_tru_trong_nuoc"].grade is Grade.SUGGEST


def test_a_record_looked_up_for_the_dossier_fills_the_fields_that_name_it():
    notice = {"yte": {"bao_tu.ngay": "2026-03-01", "bao_tu.so": "12/BT", "bao_tu.nguyen_nhan": "Tuổi già"}}

    found = filled("dang_ky_khai_tu", notice)

    assert found == {"nkt_ngay_chet": "2026-03-01", "bt_so": "12/BT", "nkt_nguyen_nhan": "Tuổi già"}


def test_a_value_that_does_not_fit_is_not_used():
    odd = {"vneid": {"ho_ten": "x" * 900, "so_dinh_danh": 12.5, "dan_toc": "Sao Hỏa", "ngay_sinh": ["1990"]}}

    assert filled("the_huong_dan_vien_du_lich", odd) == {}


def test_a_name_of_a_list_is_understood():
    assert filled("the_huong_dan_vien_du_lich", ME)["dan_toc"] == "kinh"


def test_a_locked_value_cannot_be_changed_from_the_browser():
    form = FORMS["dang_ky_khai_sinh"]
    locked = locked_values(prefill(form, ME))

    cleaned = clean_page(form, "nyc", {"nyc_ho_ten": "Người Khác"}, CONTEXT, locked=locked)

    assert cleaned.values["nyc_ho_ten"] == "Nguyễn Thị Hoa"
    assert cleaned.typed == {"nyc_ho_ten": "Người Khác"}


TOLD = {
    "nyc_ho_ten": "Nguyễn Thị Hoa",
    "nyc_ngay_sinh": "1993-04-12",
    "nyc_so_dinh_danh": "083193001207",
    "nyc_noi_cu_tru_trong_nuoc": "trong_nuoc",
    "nyc_noi_cu_tru_ma_xa": "28756",
    "nyc_dien_thoai": "+84912345678",
}


@pytest.mark.parametrize("form", ["dang_ky_khai_sinh", "lien_thong_khai_sinh"])
@pytest.mark.parametrize("parent", ["me", "cha"])
def test_a_parent_who_files_is_not_asked_twice(form: str, parent: str):
    found = told_before(FORMS[form], parent, TOLD | {"nyc_quan_he": parent})

    assert {key.removeprefix(f"{parent}_") for key in found} == {
        key.removeprefix("nyc_")
        for key in TOLD
        if key != "nyc_dien_thoai"  # nobody asks for it there
    }
    assert found[f"{parent}_ho_ten"].value == "Nguyễn Thị Hoa"
    assert {one.grade for one in found.values()} == {Grade.SUGGEST}


@pytest.mark.parametrize(("section", "relation"), [("cha", "me"), ("me", "cha"), ("me", "ong_ba"), ("tre", "me")])
def test_what_the_applicant_told_is_suggested_for_nobody_else(section: str, relation: str):
    assert told_before(FORMS["dang_ky_khai_sinh"], section, TOLD | {"nyc_quan_he": relation}) == {}
