# SPDX-License-Identifier: EUPL-1.2
"""The 18 described forms are read whole; a malformed one is refused with its place."""

from typing import Any

import pytest

from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.forms import FieldType, FormDataError, catalogue, officer_checks, parse_form
from tinhso.modules.onestop.forms.rulebook import KNOWN_RULES, OFFICER
from tinhso.modules.onestop.tests.forms.material import FORMS, RAW_FORMS


@pytest.mark.parametrize("id", FORMS)
def test_every_described_form_is_read_whole(id: str):
    raw = RAW_FORMS[id]

    form = FORMS[id]

    assert len(form.fields) == sum(len(section["fields"]) for section in raw["sections"]) == raw["counts"]["fields"]
    assert sum(one.prefill is not None for one in form.fields) == raw["counts"]["prefillable"]


def test_the_types_and_validators_are_those_of_the_common_file():
    common = definitions.common()

    assert [str(one) for one in FieldType] == common["types"]
    assert set(common["validators"]) == KNOWN_RULES


def test_every_option_and_column_has_a_label_and_no_label_is_left_over():
    fields = [one for raw in RAW_FORMS.values() for section in raw["sections"] for one in section["fields"]]
    options = {str(key) for one in fields if isinstance(one.get("options"), list) for key in one["options"]}
    columns = {key for one in fields for key in one.get("repeat", {}).get("columns", [])}

    assert set(catalogue.labels()["options"]) == options
    assert set(catalogue.labels()["columns"]) == columns
    assert all(str(label).strip() and "_" not in str(label) for label in catalogue.labels()["options"].values())


def test_labels_of_single_fields_name_fields_and_options_that_exist():
    for place, labels in catalogue.labels()["options_of_field"].items():
        form, _, key = place.partition(".")

        shown = {one.key: one.label for one in FORMS[form].field(key).options}

        assert labels.items() <= shown.items()


def test_lists_hold_what_they_promise():
    lists = catalogue.lists()

    assert len(lists["dan_toc"]) == 54 + 2
    assert len(lists["quoc_tich"]) == 249 + 1
    assert lists["quoc_tich"][0].label == "Việt Nam"
    assert len(lists["ngan_hang"]) == 58
    assert not lists["co_so_kcb"]
    given = definitions.common()["lists"]
    for name in ("gioi_tinh", "loai_giay_to", "quan_he"):
        assert [one.key for one in lists[name]] == given[name]
    for name, options in lists.items():
        assert len({one.key for one in options}) == len({one.label for one in options}) == len(options), name


def test_the_section_of_the_officer_is_known():
    form = FORMS["chung_thuc_ban_sao"]

    assert [one.key for one in form.sections if one.for_officer] == ["kiem_tra"]
    assert [one.key for one in form.own_sections] == ["nyc", "giay_to", "kq"]


def test_what_the_engine_cannot_decide_is_listed_for_the_officer():
    lines = officer_checks(FORMS["dang_ky_ho_kinh_doanh"])

    assert len(lines) == 4
    assert any("không trùng" in line for line in lines)
    rules = [one for form in FORMS.values() for field in form.fields for one in field.rules if one.name in OFFICER]
    free = [one for form in FORMS.values() for one in form.fields if one.when and one.when.is_free_text]
    assert len(free) == 16 + 6
    assert sum(len(officer_checks(form)) for form in FORMS.values()) == len(rules) + len(free)


GOOD = {"key": "ten", "label": "Tên", "type": "text"}


@pytest.mark.parametrize(
    ("field", "fault"),
    [
        ({**GOOD, "type": "tex"}, "kiểu trường lạ"),
        ({**GOOD, "type": ["text"]}, "kiểu trường lạ"),
        ({**GOOD, "label": ""}, "cần một dòng chữ"),
        ({**GOOD, "required": "yes"}, "required"),
        ({**GOOD, "colour": "red"}, "thuộc tính lạ"),
        ({**GOOD, "validation": ["cccd13"]}, "quy tắc kiểm tra lạ"),
        ({**GOOD, "options": ["nam"]}, "không có lựa chọn"),
        ({**GOOD, "type": "choice"}, "thiếu lựa chọn"),
        ({**GOOD, "type": "choice", "options": ["chua_ai_dat_nhan"]}, "chưa có nhãn"),
        ({**GOOD, "type": "choice", "options": "list:sao"}, "danh mục lạ"),
        ({**GOOD, "type": "table"}, "repeat.columns"),
        ({**GOOD, "type": "table", "repeat": {"columns": ["ten"], "min": 3, "max": 2}}, "repeat.min"),
        ({**GOOD, "type": "table", "repeat": {"columns": ["cot_la"], "max": 2}}, "chưa có nhãn"),
        ({**GOOD, "when": "khong_co = 1"}, "trường không có"),
        ({**GOOD, "prefill": {"source": "vneid"}}, "prefill"),
        ({**GOOD, "max_length": 0}, "max_length"),
        ("ten", "key, label, type"),
    ],
)
def test_a_malformed_field_is_refused_with_its_place(field: Any, fault: str):
    raw = {"id": "thu", "title": "Thử", "sections": [{"key": "a", "title": "A", "fields": [field]}]}

    with pytest.raises(FormDataError, match=fault) as caught:
        parse_form(raw)

    assert "forms/thu.yaml" in str(caught.value)


def test_a_key_used_twice_is_refused():
    raw = {"id": "thu", "title": "Thử", "sections": [{"key": "a", "title": "A", "fields": [GOOD, GOOD]}]}

    with pytest.raises(FormDataError, match="hai lần"):
        parse_form(raw)


@pytest.mark.parametrize("raw", [{}, {"id": "x", "title": "X"}, {"id": "x", "title": "X", "sections": ["a"]}])
def test_a_form_without_its_frame_is_refused(raw: dict[str, Any]):
    with pytest.raises(FormDataError):
        parse_form(raw)
