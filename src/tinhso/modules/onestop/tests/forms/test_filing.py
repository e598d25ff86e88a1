# SPDX-License-Identifier: EUPL-1.2
"""The road of a declaration: filled in beforehand, page by page, what is missing, the summary, what is submitted."""

from typing import Any

import pytest

from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.forms import (
    NoSuchPage,
    clean_page,
    final_answers,
    form_for,
    generic_form,
    initial_answers,
    locked_values,
    merge,
    missing,
    newly_asked,
    pages,
    prefill,
    summary,
)
from tinhso.modules.onestop.forms.computed import CopyFee
from tinhso.modules.onestop.tests.forms.material import AREAS, COMMUNE, CONTEXT, FORMS, ME, PROVINCE, small_form


def test_pages_follow_the_answers():
    form = small_form(
        {"key": "a", "type": "choice", "options": ["dien_tu", "tai_quay"]},
        {"key": "b", "type": "text", "when": "a khác dien_tu"},
    )

    def keys(answers: dict[str, Any]) -> tuple[list[str], list[str]]:
        page = pages(form, answers)[0]
        return [one.key for one in page.fields], [one.key for one in page.hidden]

    assert keys({}) == (["a", "b"], [])
    assert keys({"a": "tai_quay"}) == (["a", "b"], [])
    assert keys({"a": "dien_tu"}) == (["a"], ["b"])


def test_a_page_hanging_on_another_page_is_left_out_until_it_applies():
    form = FORMS["dang_ky_ho_kinh_doanh"]

    def page(answers: dict[str, Any]) -> Any:
        return next(one for one in pages(form, answers, done=["hkd"]) if one.key == "thanh_vien")

    assert not page({}).applicable
    assert not page({"chu_the": "ca_nhan"}).applicable
    assert page({"chu_the": "thanh_vien_ho_gia_dinh"}).applicable
    assert [one.key for one in pages(form, {}, done=["hkd"]) if one.done] == ["hkd"]


def test_applicants_never_see_the_page_of_the_officer():
    form = FORMS["chung_thuc_ban_sao"]

    assert [one.key for one in pages(form, {})] == ["nyc", "giay_to", "kq"]
    with pytest.raises(NoSuchPage):
        clean_page(form, "kiem_tra", {}, CONTEXT)


def test_the_officer_fills_the_page_of_the_officer():
    form = FORMS["chung_thuc_ban_sao"]

    cleaned = clean_page(form, "kiem_tra", {"khong_duoc_chung_thuc": ["khong"]}, CONTEXT, officer=True)

    assert [one.key for one in pages(form, {}, officer=True)] == ["kiem_tra"]
    assert merge(form, "kiem_tra", {"ho_ten": "A"}, cleaned) == {"ho_ten": "A", "khong_duoc_chung_thuc": ["khong"]}
    assert summary(form, cleaned.values, officer=True)[0].title == "Kiểm tra của người chứng thực"


def test_without_script_a_revealed_question_is_asked_on_a_second_look():
    form = FORMS["dang_ky_khai_sinh"]
    chosen = {"nyc_loai_giay_to": "ho_chieu"}

    first = clean_page(form, "nyc", chosen, CONTEXT)
    scripted = clean_page(
        form, "nyc", {**chosen, "nyc_so_giay_to": "", "nyc_noi_cap": "", "nyc_ngay_cap-day": ""}, CONTEXT
    )

    assert [one.key for one in newly_asked(form, "nyc", {}, first)] == ["nyc_so_giay_to", "nyc_ngay_cap", "nyc_noi_cap"]
    assert newly_asked(form, "nyc", {}, scripted) == ()


def test_years_are_written_without_points():
    form = FORMS["chung_chi_hanh_nghe_duoc"]

    rows = dict(summary(form, {"van_bang": [{"loai": "Dược sĩ", "nam_tot_nghiep": 2015}]})[0].rows)

    assert "Năm tốt nghiệp: 2015" in rows["Văn bằng chuyên môn"]


def test_an_answer_that_no_longer_applies_is_dropped():
    form = FORMS["dang_ky_ho_kinh_doanh"]
    answers = {"chu_the": "ca_nhan", "thanh_vien": [{"ho_ten": "Lê An"}], "von_so": 5_000_000, "von_chu": "cũ", "la": 1}

    final = final_answers(form, answers)

    assert final == {"chu_the": "ca_nhan", "von_so": 5_000_000, "von_chu": "Năm triệu đồng"}


def test_a_question_made_irrelevant_on_the_same_page_gives_no_error():
    form = FORMS["dang_ky_ho_kinh_doanh"]
    raw = {"hkd_tru_so_trong_nuoc": "nuoc_ngoai", "hkd_tru_so_ma_tinh": "sai", "hkd_tru_so_chi_tiet": "x"}

    cleaned = clean_page(form, "hkd", raw, CONTEXT)

    assert "hkd_tru_so_ma_tinh" not in cleaned.errors
    assert cleaned.typed["hkd_tru_so_ma_tinh"] == "sai"


def test_emptying_a_box_empties_the_answer():
    form = small_form({"key": "a", "type": "text"}, {"key": "b", "type": "text"})

    answers = merge(
        form, "nyc", {"a": "cũ", "b": "cũ", "c": "trang khác"}, clean_page(form, "nyc", {"b": "mới"}, CONTEXT)
    )

    assert answers == {"b": "mới", "c": "trang khác"}


def test_the_fee_of_certified_copies_is_worked_out():
    """Thông tư 226/2016/TT-BTC, Điều 4: 2.000 đồng/trang, từ trang thứ 3 1.000 đồng/trang, tối đa 200.000 đồng/bản."""
    fee = CopyFee(2_000, 1_000, 200_000)

    assert [fee.of_copy(pages) for pages in (0, 1, 2, 3, 10, 198, 199, 500)] == [
        0, 2_000, 4_000, 5_000, 12_000, 200_000, 200_000, 200_000,
    ]  # fmt: skip


def test_sums_and_fee_of_several_papers():
    form = FORMS["chung_thuc_ban_sao"]
    raw = {"ban_sao_dien_tu": "false"}
    for number, (pages_, copies) in enumerate([(3, 2), (1, 5)]):
        raw |= {f"ban_chinh-{number}-ten_giay_to": "Bằng", f"ban_chinh-{number}-so_trang": str(pages_)}
        raw |= {f"ban_chinh-{number}-so_ban_sao": str(copies)}

    cleaned = clean_page(form, "giay_to", raw, CONTEXT)

    assert cleaned.is_valid
    assert cleaned.values["tong_trang"] == 11
    assert cleaned.values["phi"] == 2 * 5_000 + 5 * 2_000


def test_dates_and_money_in_words():
    form = small_form(
        {"key": "ngay", "type": "partial_date"},
        {"key": "chu", "type": "computed", "validation": ["computed_from:ngay"]},
    )

    def words(typed: str) -> Any:
        return clean_page(form, "nyc", {"ngay": typed}, CONTEXT).values.get("chu")

    assert words("2024-04-15") == "Ngày mười lăm tháng tư năm hai nghìn không trăm hai mươi tư"
    assert words("1950") == "Năm một nghìn chín trăm năm mươi"
    assert words("") is None


def test_table_rows_are_counted_and_empty_rows_ignored():
    form = small_form(
        {"key": "a", "type": "table", "required": True, "repeat": {"min": 1, "max": 2, "columns": ["ten"]}}
    )

    def clean(*numbers: int, text: str = "x") -> Any:
        return clean_page(form, "nyc", {f"a-{number}-ten": text for number in numbers}, CONTEXT)

    assert clean(0, 7).values == {"a": [{"ten": "x"}, {"ten": "x"}]}
    assert "tối đa 2 dòng" in clean(0, 1, 2).errors["a"]
    assert "ít nhất 1 dòng" in clean(0, text="  ").errors["a"]


def birth_declaration() -> tuple[dict[str, Any], dict[str, Any]]:
    """Return (answers, locked) of a complete birth declaration, filed page by page as a person would."""
    form = FORMS["dang_ky_khai_sinh"]
    known = prefill(form, ME)
    answers, locked = initial_answers(known), locked_values(known)
    here = {"trong_nuoc": "trong_nuoc", "ma_tinh": PROVINCE, "ma_xa": COMMUNE}
    typed = {
        "nyc": {"nyc_quan_he": "me", "nyc_dien_thoai": "0912345678"}
        | {f"nyc_noi_cu_tru_{key}": value for key, value in here.items()},
        "tre": {
            "nks_ho_ten": "Trần Bé", "nks_ngay_sinh-day": "1", "nks_ngay_sinh-month": "3", "nks_ngay_sinh-year": "2026",
            "nks_gioi_tinh": "nam", "nks_dan_toc": "kinh", "nks_quoc_tich": "VN",
        }
        | {f"nks_noi_sinh_{key}": value for key, value in here.items()}
        | {f"nks_que_quan_{key}": value for key, value in here.items()},
        "me": {"me_ho_ten": "Nguyễn Thị Hoa", "me_ngay_sinh-year": "1990"},
        "cha": {},
        "hon_nhan": {"cha_me_ket_hon": "false", "gcn_ket_hon_so": "bỏ"},
        "kq": {"cap_ban_sao": "true", "so_luong_ban_sao": "2", "tra_ket_qua": "dien_tu", "cam_doan": "on"},
    }  # fmt: skip
    for key, raw in typed.items():
        cleaned = clean_page(form, key, raw, CONTEXT, answers=answers, locked=locked)
        assert cleaned.is_valid, cleaned.errors
        answers = merge(form, key, answers, cleaned)
    return answers, locked


def test_a_complete_birth_declaration_has_nothing_missing():
    answers, locked = birth_declaration()

    assert missing(FORMS["dang_ky_khai_sinh"], answers, CONTEXT, locked=locked) == {}


def test_what_was_taken_away_is_missing_again():
    answers, locked = birth_declaration()
    del answers["nks_ho_ten"], answers["cam_doan"]

    found = missing(FORMS["dang_ky_khai_sinh"], answers, CONTEXT, locked=locked)

    assert set(found) == {"nks_ho_ten", "cam_doan"}


def test_a_commune_that_ended_after_the_page_was_filled_is_found_at_the_end():
    answers, locked = birth_declaration()
    answers["nks_noi_sinh_ma_xa"] = "28807"

    assert "Xã Phú Túc" in missing(FORMS["dang_ky_khai_sinh"], answers, CONTEXT, locked=locked)["nks_noi_sinh_ma_xa"]


def test_the_summary_reads_like_a_paper():
    answers, _ = birth_declaration()

    groups = summary(
        FORMS["dang_ky_khai_sinh"], final_answers(FORMS["dang_ky_khai_sinh"], answers), area_name=AREAS.get
    )

    rows = {label: text for group in groups for label, text in group.rows}
    assert [group.title for group in groups] == [
        "Người yêu cầu", "Trẻ được khai sinh", "Người mẹ", "Hôn nhân của cha mẹ", "Kết quả",
    ]  # fmt: skip
    assert rows["Ngày, tháng, năm sinh"] == "01/03/2026"
    assert rows["Ngày sinh ghi bằng chữ"].startswith("Ngày một tháng ba")
    assert rows["Nơi sinh: xã, phường, đặc khu"] == "Xã Phú Túc"
    assert rows["Dân tộc"] == "Kinh"
    assert rows["Số điện thoại"] == "0912 345 678"
    assert rows["Cha mẹ đã đăng ký kết hôn"] == "Không"
    assert rows["Cam đoan nội dung khai đúng sự thật"] == "Đã đồng ý"
    assert "Số Giấy chứng nhận kết hôn" not in rows


def test_a_table_in_the_summary_has_one_line_a_row():
    form = FORMS["chung_thuc_ban_sao"]
    answers = {"ban_chinh": [{"ten_giay_to": "Bằng", "so_trang": 3, "so_ban_sao": 2, "ngon_ngu": "vi"}], "phi": 10_000}

    rows = dict(summary(form, answers)[0].rows)

    assert rows["Danh sách bản chính"] == "1. Tên giấy tờ: Bằng; Số trang: 3; Số bản sao: 2; Ngôn ngữ: Tiếng Việt"
    assert rows["Phí tạm tính"] == "10.000 đ"


def test_every_procedure_can_be_filed():
    described = definitions.forms()

    for definition in definitions.procedures():
        form = form_for(definition, described.get(definition["code"]))

        assert any(page.applicable for page in pages(form, {}))
    assert len(definitions.procedures()) == 153


def test_the_plain_form_asks_an_organisation_for_its_name():
    def required(applicants: list[str]) -> set[str]:
        form = generic_form({"code": "1.000001", "name": "Thủ tục thử", "applicants": applicants})
        return {one.key for one in form.fields if one.required and one.key.startswith("tc_")}

    assert required(["to_chuc"]) == {"tc_ten"}
    assert required(["ca_nhan", "to_chuc"]) == required(["ca_nhan"]) == set()


def test_the_plain_form_can_be_completed():
    form = generic_form({"code": "1.000001", "name": "Thủ tục thử", "applicants": ["ca_nhan"]})
    known = prefill(form, ME)
    answers = initial_answers(known) | {"noi_dung_de_nghi": "Cấp lại", "tra_ket_qua": "dien_tu", "cam_doan": True}

    assert missing(form, answers, CONTEXT, locked=locked_values(known)) == {}
