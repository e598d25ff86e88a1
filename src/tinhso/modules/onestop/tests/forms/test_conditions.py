# SPDX-License-Identifier: EUPL-1.2
"""The grammar of `when`: four shapes are decided, the rest is text for people."""

import pytest

from tinhso.modules.onestop.forms.conditions import applies, holds, parse_condition
from tinhso.modules.onestop.forms.types import Operator
from tinhso.modules.onestop.tests.forms.material import FORMS, small_form


@pytest.mark.parametrize(
    ("text", "answers", "expected"),
    [
        ("a = x", {"a": "x"}, True),
        ("a = x", {"a": "y"}, False),
        ("a = x", {}, None),
        ("a = true", {"a": True}, True),
        ("a = true", {"a": False}, False),
        ("a=x", {"a": "x"}, True),
        ("a khác x", {"a": "x"}, False),
        ("a khác x", {"a": "y"}, True),
        ("a khác x", {}, None),
        ("a thuộc x, y", {"a": "y"}, True),
        ("a thuộc x, y", {"a": ["z", "x"]}, True),
        ("a thuộc x, y", {"a": "z"}, False),
        ("a có giá trị", {"a": "z"}, True),
        ("a có giá trị", {}, False),
        ("người nước ngoài", {}, True),
        ("nơi thường trú khác cha, mẹ", {}, True),
        ("chuyển nhượng, góp vốn", {}, True),
    ],
)
def test_conditions(text: str, answers: dict[str, object], expected: bool | None):
    assert holds(parse_condition(text), answers) is expected


def test_conditions_of_the_forms_are_decided_but_for_these_texts():
    texts = {one.when.text for form in FORMS.values() for one in form.fields if one.when and one.when.is_free_text}

    assert texts == {
        "không có số định danh hoặc là người nước ngoài",
        "người chưa thành niên",
        "chuyển nhượng, góp vốn",
        "người nước ngoài",
        "nơi thường trú khác cha, mẹ",
        "thay đổi họ, tên của người từ đủ 9 đến dưới 18 tuổi",
        "tốt nghiệp ngành khác",
    }


def test_a_text_in_the_other_unicode_form_is_the_same_condition():
    assert parse_condition("a kha\u0301c x").operator is Operator.IS_NOT


def test_a_question_behind_a_question_that_does_not_apply_does_not_apply():
    form = small_form(
        {"key": "a", "type": "text"},
        {"key": "b", "type": "text", "when": "a = 1"},
        {"key": "c", "type": "text", "when": "b có giá trị"},
    )

    assert applies(form, form.field("c"), {"a": "1", "b": "x"})
    assert not applies(form, form.field("c"), {"a": "2", "b": "x"})


def test_conditions_in_a_circle_end():
    form = small_form({"key": "a", "type": "text", "when": "b = 1"}, {"key": "b", "type": "text", "when": "a = 1"})

    assert applies(form, form.field("a"), {"a": "1", "b": "1"})


def test_a_required_question_under_a_condition_in_words_is_optional():
    field = FORMS["lien_thong_khai_sinh"].field("chu_ho_dong_y")

    assert field.required
    assert not field.is_required
