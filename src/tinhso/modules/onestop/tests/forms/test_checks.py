# SPDX-License-Identifier: EUPL-1.2
"""Each validator of data/forms/_common.yaml: what passes, what is refused, what is only remarked upon."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tinhso.modules.onestop.forms import Cleaned, clean_page
from tinhso.modules.onestop.tests.forms.material import CONTEXT, FORMS, OLD_COMMUNE, small_form

CASES: list[tuple[str, str, str, str, str]] = [
    # rule, kind, typed, error says, warning says
    ("name_vn", "person_name", "Y", "từ 2 đến 100", ""),
    ("name_vn", "person_name", "Ừ", "từ 2 đến 100", ""),
    ("name_vn", "person_name", "Lò", "", ""),
    ("name_vn", "person_name", "H'Hen Niê-Kdăm", "", ""),
    ("name_vn", "person_name", "An 2", "chỉ gồm chữ cái", ""),
    ("name_vn", "person_name", "a" * 101, "từ 2 đến 100", ""),
    ("date_not_future", "date", "2026-03-06", "", ""),
    ("date_not_future", "date", "2026-03-07", "chưa đến", ""),
    ("date_not_future", "partial_date", "2026", "", ""),
    ("date_not_future", "partial_date", "2026-04", "chưa đến", ""),
    ("admin_code_valid_on_date", "admin_unit", "28810", "", ""),
    ("admin_code_valid_on_date", "admin_unit", OLD_COMMUNE, "nay thuộc Xã Phú Túc", ""),
    ("admin_code_valid_on_date", "admin_unit", "99999", "không còn hoặc chưa có hiệu lực", ""),
    ("age_min:18", "date", "2008-03-06", "", ""),
    ("age_min:18", "date", "2008-03-07", "phải đủ 18 tuổi", ""),
    ("age_max:5", "date", "2020-03-07", "", ""),
    ("age_max:5", "date", "2020-03-06", "quá 5 tuổi", ""),
    ("int_range:1..50", "integer", "50", "", ""),
    ("int_range:1..50", "integer", "0", "từ 1 đến 50", ""),
    ("int_range:1..50", "integer", "-3", "từ 1 đến 50", ""),
    ("decimal_positive", "decimal", "120,55", "", ""),
    ("decimal_positive", "decimal", "0", "lớn hơn 0", ""),
    ("decimal_positive", "decimal", "1,2345", "tối đa 2 số lẻ", ""),
    ("money_vnd_positive", "money", "50000000", "", ""),
    ("money_vnd_positive", "money", "0", "lớn hơn 0", ""),
    ("money_vnd_positive", "money", "700", "", "thiếu ba số 0"),
    ("money_vnd_positive", "money", "2000000000000", "", "thừa ba số 0"),
    ("bank_account", "text", "0123456789", "", ""),
    ("bank_account", "text", "0123-4567", "6 đến 19 chữ số", ""),
    ("land_cert_serial", "text", "BĐ 123456", "", ""),
    ("land_cert_serial", "text", "12345", "", "Kiểm tra lại"),
    ("email", "email", "hoa@vidu", "dạng ten@vidu.vn", ""),
    ("url", "url", "vidu.vn", "bắt đầu bằng https", ""),
    ("phone_vn", "phone", "+14155550123", "điện thoại Việt Nam", ""),
    ("max_2_years", "date", "2028-03-06", "", ""),
    ("max_2_years", "date", "2028-03-07", "không quá 2 năm", ""),
    ("warn_if_late_15d", "date", "2026-02-19", "", ""),
    ("warn_if_late_15d", "date", "2026-02-18", "", "quá 15 ngày"),
    ("warn_if_late_60d", "date", "2026-01-04", "", "quá 60 ngày"),
    ("jpg_png_max_2mb", "image", "anh-1", "", ""),
    ("jpg_png_max_2mb", "image", "anh-to", "tối đa 2 MB", ""),
    ("jpg_png_max_2mb", "image", "anh-khong-co", "Tải ảnh lên", ""),
    ("name_forbidden_words", "text", "Công ty Dừa Xanh", "không dùng cụm từ", ""),
    ("name_forbidden_words", "text", "Tạp hóa Dừa Xanh", "", ""),
    ("working_day", "date", "2026-03-07", "", ""),
    ("cccd12", "personal_id", "999190001234", "", "không phải mã tỉnh"),
]


@pytest.mark.parametrize(("rule", "kind", "typed", "error", "warning"), CASES)
def test_a_validator(rule: str, kind: str, typed: str, error: str, warning: str):
    form = small_form({"key": "a", "type": kind, "validation": [rule]})

    cleaned = clean_page(form, "nyc", {"a": typed}, CONTEXT)

    assert says(cleaned.errors, error)
    assert says(cleaned.warnings, warning)
    assert ("a" in cleaned.values) == (not error)


def says(found: dict[str, str], words: str) -> bool:
    return words in found["a"] if words and found else not words and not found


def test_a_working_day_is_decided_when_the_calendar_is_known():
    form = small_form({"key": "a", "type": "date", "validation": ["working_day"]})
    context = replace(CONTEXT, is_working_day=lambda day: day.weekday() < 5)

    assert "ngày nghỉ" in clean_page(form, "nyc", {"a": "2026-03-07"}, context).errors["a"]
    assert not clean_page(form, "nyc", {"a": "2026-03-09"}, context).errors


@pytest.mark.parametrize(
    ("born", "died", "error", "warning"),
    [
        ("1950", "2026-03-01", False, False),
        ("2026-03-01", "2026-02-28", True, False),
        ("2026-03-01", "2026-03-01", False, True),
        ("2026", "2026-01-01", False, False),
    ],
)
def test_a_date_after_another(born: str, died: str, error: bool, warning: bool):
    form = small_form(
        {"key": "sinh", "type": "partial_date"}, {"key": "mat", "type": "date", "validation": ["after:sinh"]}
    )

    cleaned = clean_page(form, "nyc", {"sinh": born, "mat": died}, CONTEXT)

    assert ("mat" in cleaned.errors) is error
    assert ("mat" in cleaned.warnings) is warning


def test_a_proxy_is_not_allowed_for_record_certificate_number_2():
    form = FORMS["cap_phieu_ly_lich_tu_phap"]

    refused = clean_page(form, "uy_quyen", {"co_uy_quyen": "true"}, CONTEXT, answers={"loai_phieu": "so_2"})
    allowed = clean_page(form, "uy_quyen", {"co_uy_quyen": "true"}, CONTEXT, answers={"loai_phieu": "so_1"})

    assert "Phiếu lý lịch tư pháp số 2" in refused.errors["co_uy_quyen"]
    assert "co_uy_quyen" not in allowed.errors


@pytest.mark.parametrize(
    ("kind", "number", "good"),
    [
        ("can_cuoc", "083190001234", True),
        ("can_cuoc", "123456789", False),
        ("ho_chieu", "c1234567", True),
        ("ho_chieu", "C123", False),
        ("giay_to_khac", "123456789", True),
        ("giay_to_khac", "?", False),
    ],
)
def test_the_number_of_a_paper_by_its_kind(kind: str, number: str, good: bool):
    form = FORMS["dang_ky_khai_tu"]
    raw = {"nyc_loai_giay_to": kind, "nyc_so_giay_to": number}

    cleaned = clean_page(form, "nyc", raw, CONTEXT)

    assert ("nyc_so_giay_to" not in cleaned.errors) is good


def test_exactly_one_main_line_of_business():
    form = FORMS["dang_ky_ho_kinh_doanh"]
    raw = {"nganh_nghe-0-ma_nganh_cap_4": "4711", "nganh_nghe-0-ten_nganh": "Bán lẻ"}

    none = clean_page(form, "hkd", raw, CONTEXT)
    one = clean_page(form, "hkd", {**raw, "nganh_nghe-0-la_nganh_chinh": "true"}, CONTEXT)
    wrong = clean_page(form, "hkd", {**raw, "nganh_nghe-0-ma_nganh_cap_4": "47"}, CONTEXT)

    assert "một ngành chính" in none.errors["nganh_nghe"]
    assert "nganh_nghe" in one.values
    assert "4 chữ số" in wrong.errors["nganh_nghe-0-ma_nganh_cap_4"]


def test_a_people_of_neither_parent_is_remarked_upon():
    form = FORMS["dang_ky_khai_sinh"]
    answers = {"cha_dan_toc": "kinh", "me_dan_toc": "tay"}

    assert "nks_dan_toc" in clean_page(form, "tre", {"nks_dan_toc": "hoa"}, CONTEXT, answers=answers).warnings
    assert "nks_dan_toc" not in clean_page(form, "tre", {"nks_dan_toc": "tay"}, CONTEXT, answers=answers).warnings


def test_a_fault_of_a_locked_value_does_not_block_but_eligibility_does():
    form = small_form(
        {"key": "ho_ten", "type": "person_name", "validation": ["name_vn"]},
        {"key": "ngay_sinh", "type": "date", "validation": ["age_min:18"]},
    )

    cleaned = clean_page(form, "nyc", {}, CONTEXT, locked={"ho_ten": "Lê (A)", "ngay_sinh": "2020-01-01"})

    assert set(cleaned.warnings) == {"ho_ten"}
    assert set(cleaned.errors) == {"ngay_sinh"}


def test_someone_without_a_personal_number_shows_another_paper():
    form = FORMS["dang_ky_khai_tu"]

    def error(**raw: str) -> str | None:
        return clean_page(form, "nguoi_mat", raw, CONTEXT).errors.get("nkt_so_dinh_danh")

    assert "chọn loại giấy tờ tùy thân khác" in str(error())
    assert error(nkt_loai_giay_to="giay_to_khac") is not None
    assert error(nkt_loai_giay_to="giay_to_khac", nkt_so_giay_to="123456789") is None


@pytest.mark.parametrize(("typed", "good"), [("1", True), ("0", False), ("-3", False), ("x", False)])
def test_pages_to_certify_are_at_least_one(typed: str, good: bool):
    raw = {"ban_chinh-0-ten_giay_to": "Bằng", "ban_chinh-0-so_trang": typed, "ban_chinh-0-so_ban_sao": "1"}

    cleaned = clean_page(FORMS["chung_thuc_ban_sao"], "giay_to", raw, CONTEXT)

    assert ("ban_chinh-0-so_trang" not in cleaned.errors) is good


class TestNumberAgainstBirthAndSex:
    """083 1 90 …: a woman born in 1990 (Nghị định 137/2015/NĐ-CP, Điều 13)."""

    NUMBER = "083190001234"

    def clean(self, form: str, page: str, raw: dict[str, Any], **more: Any) -> Cleaned:
        return clean_page(FORMS[form], page, raw, CONTEXT, **more)

    def test_the_applicants_own_pair_is_an_error(self):
        raw = {"nyc_so_dinh_danh": self.NUMBER, "nyc_ngay_sinh": "1991-05-04"}

        cleaned = self.clean("dang_ky_khai_sinh", "nyc", raw)

        assert "năm sinh 1990" in cleaned.errors["nyc_so_dinh_danh"]

    def test_agreement_says_nothing(self):
        raw = {"nyc_so_dinh_danh": self.NUMBER, "nyc_ngay_sinh": "1990-05-04"}

        cleaned = self.clean("dang_ky_khai_sinh", "nyc", raw)

        assert "nyc_so_dinh_danh" not in {**cleaned.errors, **cleaned.warnings}

    def test_both_locked_is_a_warning_for_nobody_here_can_mend_it(self):
        locked = {"nyc_so_dinh_danh": self.NUMBER, "nyc_ngay_sinh": "1991-05-04"}

        cleaned = self.clean("dang_ky_khai_sinh", "nyc", {}, locked=locked)

        assert "nyc_so_dinh_danh" in cleaned.warnings
        assert cleaned.values["nyc_so_dinh_danh"] == self.NUMBER

    def test_a_locked_number_is_mended_at_the_birth_date(self):
        raw = {"nyc_ngay_sinh": "1991-05-04"}

        cleaned = self.clean("dang_ky_khai_sinh", "nyc", raw, locked={"nyc_so_dinh_danh": self.NUMBER})

        assert "năm sinh 1990" in cleaned.errors["nyc_ngay_sinh"]
        assert "nyc_so_dinh_danh" not in cleaned.errors

    def test_another_person_is_a_warning(self):
        raw = {"me_so_dinh_danh": self.NUMBER, "me_ngay_sinh-year": "1991"}

        cleaned = self.clean("dang_ky_khai_sinh", "me", raw)

        assert "năm sinh 1990" in cleaned.warnings["me_so_dinh_danh"]
        assert cleaned.values["me_so_dinh_danh"] == self.NUMBER

    def test_without_cross_check_the_data_say_warning(self):
        raw = {"so_dinh_danh": self.NUMBER, "gioi_tinh": "nam"}

        cleaned = self.clean("cu_tru_ct01", "nguoi", raw)

        assert "giới tính nữ" in cleaned.warnings["so_dinh_danh"]

    def test_the_field_itself_may_say_the_sex(self):
        assert "cha_so_dinh_danh" in self.clean("dang_ky_khai_sinh", "cha", {"cha_so_dinh_danh": self.NUMBER}).warnings
        assert "me_so_dinh_danh" not in self.clean("dang_ky_khai_sinh", "me", {"me_so_dinh_danh": self.NUMBER}).warnings

    @pytest.mark.parametrize(
        ("form", "page", "number", "born"),
        [
            ("cap_phieu_ly_lich_tu_phap", "nyc", "nyc_so_dinh_danh", "ngay_sinh"),
            ("chung_chi_hanh_nghe_duoc", "nguoi", "nguoi_so_dinh_danh", "ngay_sinh"),
            ("thay_doi_cai_chinh_ho_tich", "ntd", "ntdSoDinhDanh", "ntdNgaySinh"),
            ("tro_cap_xa_hoi", "nop", "identityNumber", "birthday"),
            ("tro_cap_xa_hoi", "chu_ho_so", "dt_so_dinh_danh", "dt_ngay_sinh"),
        ],
    )
    def test_pairs_are_found_under_every_spelling(self, form: str, page: str, number: str, born: str):
        cleaned = self.clean(form, page, {number: self.NUMBER, born: "1991-05-04"})

        assert "năm sinh 1990" in {**cleaned.errors, **cleaned.warnings}[number]

    def test_rows_are_compared_with_themselves_and_with_each_other(self):
        raw = {
            "thanh_vien-0-ho_ten": "Lê An",
            "thanh_vien-0-so_dinh_danh": self.NUMBER,
            "thanh_vien-0-gioi_tinh": "nam",
            "thanh_vien-3-ho_ten": "Lê Bình",
            "thanh_vien-3-so_dinh_danh": self.NUMBER,
        }

        cleaned = self.clean("cu_tru_ct01", "de_nghi", raw)

        assert "giới tính" in cleaned.warnings["thanh_vien-0-so_dinh_danh"]
        assert "trùng với dòng 1" in cleaned.errors["thanh_vien-3-so_dinh_danh"]
        assert "thanh_vien" not in cleaned.values


PERIODS = [
    # rule, rows (from, to), what is wrong ("" = nothing)
    ("ranges_no_overlap", [("2020-01-01", "2020-06-30"), ("2020-06-30", "2021-01-01")], ""),
    ("ranges_no_overlap", [("2020-01-01", "2020-06-30"), ("2020-06-29", "2021-01-01")], "không chồng"),
    ("ranges_no_overlap", [("2020-01-01", "2020-06-30"), ("2022-01-01", "2022-06-30")], ""),
    ("ranges_no_overlap", [("2020-01-01", "2019-06-30")], "kết thúc phải sau"),
    ("ranges_no_overlap", [("2020-01-01", ""), ("2021-01-01", "2022-01-01")], "không chồng"),
    ("ranges_no_gap_no_overlap", [("2020-01-01", "2020-06-30"), ("2020-07-01", "")], ""),
    ("ranges_no_gap_no_overlap", [("2020-07-01", ""), ("2020-01-01", "2020-06-30")], ""),
    ("ranges_no_gap_no_overlap", [("2020-01-01", "2020-06-30"), ("2020-07-02", "")], "để hở"),
]


@pytest.mark.parametrize(("rule", "rows", "wrong"), PERIODS)
def test_periods(rule: str, rows: list[tuple[str, str]], wrong: str):
    table = {"min": 1, "max": 9, "columns": ["tu_ngay", "den_ngay"]}
    form = small_form({"key": "a", "type": "table", "validation": [rule], "repeat": table})
    raw = {f"a-{n}-{key}": text for n, row in enumerate(rows) for key, text in zip(("tu_ngay", "den_ngay"), row)}  # noqa: B905

    errors = clean_page(form, "nyc", raw, CONTEXT).errors

    assert any(wrong in one for one in errors.values()) if wrong else not errors


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([("05/2004", "08/2010"), ("08/2010", "")], ""),
        ([("05/2004", "08/2010"), ("09/2010", "03/2026")], ""),
        ([("06/2004", "")], "đủ 14 tuổi (04/05/2004)"),
        ([("05/2004", "01/2026")], "đến nay"),
        ([("05/2004", "08/2010"), ("10/2010", "")], "để hở"),
    ],
)
def test_residence_covers_the_time_since_the_age_of_14(rows: list[tuple[str, str]], wrong: str):
    form = FORMS["cap_phieu_ly_lich_tu_phap"]
    raw: dict[str, str] = {}
    for number, (begin, end) in enumerate(rows):
        raw |= {f"qua_trinh-{number}-tu_thang_nam": begin, f"qua_trinh-{number}-den_thang_nam": end}
        raw |= {f"qua_trinh-{number}-noi_cu_tru": "Bến Tre"}

    errors = clean_page(form, "cu_tru", raw, CONTEXT, answers={"ngay_sinh": "1990-05-04"}).errors

    assert any(wrong in one for one in errors.values()) if wrong else not errors


def test_the_day_is_the_one_given():
    form = small_form({"key": "a", "type": "date", "validation": ["date_not_future"]})

    assert not clean_page(form, "nyc", {"a": "2030-01-01"}, replace(CONTEXT, today=date(2030, 1, 1))).errors
