# SPDX-License-Identifier: EUPL-1.2
"""Parts, steps, questions, comparison: tables of what goes in and what comes out; no database."""

from decimal import Decimal

import pytest

from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.editing import files, parts, questions
from tinhso.modules.onestop.editing.checks import findings, obstacles, part_of
from tinhso.modules.onestop.editing.compare import changes
from tinhso.modules.onestop.editing.listing import Deed, moved
from tinhso.modules.onestop.editing.reading import faults_of
from tinhso.modules.onestop.editing.types import OF_PART, Content, Part
from tinhso.modules.onestop.errors import DefinitionUnreadable
from tinhso.modules.onestop.forms import parse_form
from tinhso.modules.onestop.internal_process import sum_of

ALL = definitions.procedures()


def contents():
    return [Content(one, definitions.forms().get(str(one["code"]))) for one in ALL]


def test_every_procedure_of_the_data_files_fits_the_editor():
    wrong = {str(one["code"]): faults_of(one) for one in ALL if faults_of(one)}

    assert len(ALL) == 153
    assert wrong == {}


def test_every_key_of_a_record_belongs_to_one_part():
    keys = [key for named in OF_PART.values() for key in named]

    assert len(keys) == len(set(keys))
    assert {key for one in ALL for key in one} <= set(keys)


def test_every_procedure_goes_out_and_comes_back_with_its_digest():
    for content in contents():
        back = files.read(files.written(content))
        assert definitions.digest_of(back.definition, back.form) == definitions.digest_of(
            content.definition, content.form
        )


def test_nothing_differs_from_itself():
    assert [one for content in contents() for one in changes(content, content)] == []


SUMS = [
    # unit, published, steps, sentence (61/2018/NĐ-CP, practice of internal processes: halves of a day)
    ("working_day", 3, [{"days": 0.5}, {"days": 2}, {"days": 0.5}], ""),
    ("working_day", 3, [{"days": 0.5}, {"days": 2}], "ít hơn thời hạn 3 ngày: lệch 0,5 ngày"),
    ("calendar_day", 15, [{"days": 16}], "nhiều hơn thời hạn 15 ngày: lệch 1 ngày"),
    ("working_hour", 8, [{"hours": 4}, {"hours": 4}], ""),
    ("working_hour", 8, [{"days": 1}], "không tự quy đổi"),
    ("working_day", 1, [{"hours": 8}], "không tự quy đổi"),
    ("month", 1, [{"days": 30}], "không tự quy đổi"),
    ("minute", 30, [{"minutes": 10}, {"minutes": 20}], ""),
    ("same_day", 0, [{"hours": 4}, {"hours": 4}], ""),
    ("same_day", 0, [{"hours": 4}, {"hours": 4.5}], "quá một ngày làm việc 8 giờ"),
    (None, None, [{"days": 1}], "chưa xác nhận"),
    ("working_day", 3, [{}, {}], ""),
    ("working_day", 25, [{"days": 10}, {"days": 15}, {"days": 0}], ""),
    ("working_day", 5, [{"days": 2}, {"days": 3}, {"days": 2, "parallel": True}], ""),
    ("working_day", 5, [{"days": 2}, {"days": 2}, {"days": 3, "parallel": True}], ""),
]


@pytest.mark.parametrize(("unit", "value", "steps", "sentence"), SUMS)
def test_the_steps_sum_to_the_published_time(unit, value, steps, sentence):
    found = sum_of({"time": {"value": value, "unit": unit}, "steps": steps})

    assert found.is_right is (sentence == "")
    assert sentence in found.sentence


def record(**changes):
    return parts.empty_record("1.999001", "Thủ tục thử", "ho_tich", "Hộ tịch") | changes


READY = {
    "level": ["xa"],
    "applicants": ["ca_nhan"],
    "source_decision": "12/QĐ-UBND",
    "time": {"value": 3, "unit": "working_day"},
}
OBSTACLES = [
    # what the study of one-stop dossiers saw go wrong (section 15), and rows 07 and 70 of the requirements
    ({}, []),
    ({"fee": {"kind": "fixed", "amount_vnd": 700}}, [(Part.FEES, "dưới 1.000 đồng")]),
    ({"time": {"value": 3, "unit": None}}, [(Part.GENERAL, "không có đơn vị"), (Part.GENERAL, "không có đơn vị")]),
    ({"results": [{"name": "Giấy", "code": "dsfas"}]}, [(Part.GENERAL, "Mã loại kết quả")]),
    ({"code": "1.0146"}, [(Part.GENERAL, "dạng 1.001193"), (Part.GENERAL, "thiếu 2 chữ số")]),
    ({"source_decision": None}, [(Part.TEXTS, "quyết định công bố")]),
    ({"level": []}, [(Part.GENERAL, "cấp giải quyết")]),
    ({"online_level": "mot_phan"}, [(Part.GENERAL, "lý do")]),
    ({"online_level": "mot_phan", "partial": {"ground": "co_mat", "reason": ""}}, [(Part.GENERAL, "lý do")]),
    ({"online_level": "mot_phan", "partial": {"ground": "", "reason": "Phải đến ký sổ"}}, [(Part.GENERAL, "lý do")]),
    ({"online_level": "mot_phan", "partial": {"ground": "co_mat", "reason": "Phải đến ký sổ"}}, []),
    ({"online_level": "toan_trinh"}, []),
    ({"steps": [{"seq": 1, "actor": "A", "work": "B", "days": 2}]}, [(Part.STEPS, "lệch 1 ngày")]),
]


@pytest.mark.parametrize(("said", "expected"), OBSTACLES)
def test_what_stands_in_the_way_of_publishing(said, expected):
    found = obstacles(Content(record(**READY | said), None), None)

    assert [one.part for one in found] == [part for part, _sentence in expected]
    assert all(sentence in one.sentence for one, (_part, sentence) in zip(found, expected, strict=True))


def test_an_amount_nobody_typed_stays_unknown():
    found = parts.with_fee(record(), {"kind": "fixed", "amount_vnd": None, "online_vnd": None, "unit": ""})

    assert found["fee"] == {"kind": "fixed", "amount_vnd": None}


def test_what_a_step_says_besides_is_carried_along():
    before = {"seq": 4, "actor": "Người sử dụng đất", "work": "nộp", "clock": "stopped", "dvcqg_status": 6}

    found = parts.with_steps(
        record(**READY), [parts.StepLine("Nộp tiền", "Người nộp", length=Decimal("0.5"), kept=before)]
    )

    assert found["steps"] == [
        {"clock": "stopped", "dvcqg_status": 6, "seq": 1, "actor": "Người nộp", "work": "Nộp tiền", "days": 0.5}
    ]


def test_steps_side_by_side_bear_one_number():
    lines = [parts.StepLine("A", "x"), parts.StepLine("B", "y", parallel=True), parts.StepLine("C", "z")]

    assert [one["seq"] for one in parts.with_steps(record(), lines)["steps"]] == [1, 1, 2]


def test_marks_of_a_part_go_when_it_was_compared():
    before = Content(record(unverified=["components", "legal_basis", "time.unit"]), None)

    edit = parts.edit(Part.COMPONENTS, lambda one: one, checked=True)

    assert edit.change(before).definition["unverified"] == ["legal_basis", "time.unit"]


@pytest.mark.parametrize(
    ("at", "to", "expected"),
    [(0, 2, "bca"), (2, 0, "cab"), (1, 1, "abc"), (0, 99, "bca"), (2, -5, "cab"), (7, 0, "abc")],
)
def test_a_line_is_moved_and_none_is_lost(at, to, expected):
    assert "".join(moved("abc", at, to)) == expected


FORM = {
    "id": "thu",
    "title": "Tờ khai thử",
    "procedures": ["1.999001"],
    "sections": [
        {
            "key": "mot",
            "title": "Một",
            "fields": [
                {"key": "a", "label": "A", "type": "text", "required": True},
                {"key": "b", "label": "B", "type": "choice", "required": False, "options": ["tai_quay", "dien_tu"]},
            ],
        },
        {"key": "hai", "title": "Hai", "fields": [{"key": "c", "label": "C", "type": "text", "when": "b = dien_tu"}]},
    ],
}


def keys(form):
    return [(section["key"], [one["key"] for one in section["fields"]]) for section in form["sections"]]


ORDERS = [
    (lambda one: questions.arrange_question(one, "b", Deed.UP), [("mot", ["b", "a"]), ("hai", ["c"])]),
    (lambda one: questions.arrange_question(one, "a", Deed.DOWN), [("mot", ["b", "a"]), ("hai", ["c"])]),
    (lambda one: questions.arrange_question(one, "b", Deed.DOWN), [("mot", ["a"]), ("hai", ["b", "c"])]),
    (lambda one: questions.arrange_question(one, "a", Deed.UP), [("mot", ["a", "b"]), ("hai", ["c"])]),
    (lambda one: questions.place_question(one, "a", "hai", 1), [("mot", ["b"]), ("hai", ["c", "a"])]),
    (lambda one: questions.place_question(one, "a", "mot", 1), [("mot", ["b", "a"]), ("hai", ["c"])]),
    (lambda one: questions.arrange_section(one, "hai", Deed.UP), [("hai", ["c"]), ("mot", ["a", "b"])]),
    (lambda one: questions.arrange_question(one, "a", Deed.REMOVE), [("mot", ["b"]), ("hai", ["c"])]),
    (lambda one: questions.arrange_section(one, "hai", Deed.REMOVE), [("mot", ["a", "b"])]),
]


@pytest.mark.parametrize(("change", "expected"), ORDERS)
def test_questions_and_sections_are_put_in_order(change, expected):
    found = change(FORM)

    assert keys(found) == expected
    assert parse_form(found).id == "thu"
    assert keys(FORM) == [("mot", ["a", "b"]), ("hai", ["c"])]


REFUSED = [
    (lambda one: questions.arrange_question(one, "b", Deed.REMOVE), "điều kiện dựa vào trường không có"),
    (lambda one: questions.arrange_question(one, "c", Deed.REMOVE), "ít nhất một câu hỏi"),
    (lambda one: questions.arrange_question(one, "c", Deed.UP), "câu hỏi cuối cùng"),
    (lambda one: questions.arrange_section(one, "mot", Deed.REMOVE), "điều kiện dựa vào trường không có"),
    (lambda one: questions.arrange_question(one, "z", Deed.UP), "không còn trong biểu mẫu"),
    (lambda one: questions.add_question(one, "z", questions.Question("X", "text", False)), "không còn trong biểu mẫu"),
    (lambda one: questions.rename_section(one, "mot", " "), "title"),
]


@pytest.mark.parametrize(("change", "sentence"), REFUSED)
def test_what_would_leave_a_form_nobody_can_read_is_refused(change, sentence):
    with pytest.raises(DefinitionUnreadable, match=sentence):
        change(FORM)


def test_a_new_question_gets_a_key_from_its_words_and_labels_of_its_own():
    asked = questions.Question(
        "Bạn cần mấy bản?", "choice", required=True, options=("Một bản", "Hai bản"), note="Gợi ý"
    )

    found = parse_form(questions.add_question(FORM, "mot", asked)).field("ban_can_may_ban")

    assert found is not None
    assert [(one.key, one.label) for one in found.options] == [("mot_ban", "Một bản"), ("hai_ban", "Hai bản")]
    assert (found.required, found.note) == (True, "Gợi ý")


def test_two_questions_of_the_same_words_have_two_keys():
    asked = questions.Question("A", "text", required=False)

    found = questions.add_question(questions.add_question(FORM, "mot", asked), "mot", asked)

    assert keys(found)[0] == ("mot", ["a", "b", "a_2", "a_3"])


def test_an_option_that_keeps_its_label_keeps_its_key():
    """Answers are kept by key: the option people chose yesterday must be the same one today."""
    before = dict(questions.option_rows(questions.question_of(FORM, "b"), "thu"))
    asked = questions.Question("B", "choice", required=False, options=(*reversed(before.values()), "Mới"))

    found = questions.question_of(questions.change_question(FORM, "b", asked), "b")

    assert [one["key"] for one in found["options"]] == [*reversed(before), "moi"]


def test_a_plain_form_becomes_one_of_its_own():
    found = questions.own_form(record(**READY))

    assert parse_form(found).id == "tt_1_999001"


def test_the_comparison_names_what_came_went_and_changed():
    old = Content(
        record(**READY, components=[{"name": "Đơn", "kind": "form"}, {"name": "Ảnh", "kind": "submit"}]), FORM
    )
    lines = [parts.Line("Ảnh", "submit", copies=2), parts.Line("Sổ", "show"), parts.Line("Đơn", "form")]
    definition = parts.with_components(old.definition, lines, complete=True) | {
        "time": {"value": 5, "unit": "calendar_day"}
    }
    new = Content(definition, questions.arrange_question(FORM, "a", Deed.DOWN))

    said = [(one.part, one.place, one.before, one.after) for one in changes(old, new)]

    assert said == [
        (Part.GENERAL, "Thời hạn", "3 ngày làm việc", "5 ngày"),
        (Part.COMPONENTS, "Ảnh", "nộp", "nộp; 2 bản sao"),
        (Part.COMPONENTS, "Sổ", "", "xuất trình"),
        (Part.COMPONENTS, "Đơn", "Thứ tự: đầu danh sách", "Thứ tự: sau Ảnh"),
        (Part.FORM, "Câu “A”", "Thứ tự: sau Phần “Một”", "Thứ tự: sau Câu “B”"),
    ]


def test_every_finding_leads_to_a_part():
    assert {part_of(one) for content in contents() for one in findings(content)} <= set(Part)
