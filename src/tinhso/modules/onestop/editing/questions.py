# SPDX-License-Identifier: EUPL-1.2
"""The declaration form as data: sections and questions added, changed, put in order, taken out. Pure.

Every function gives a form that the engine can read, or raises with a sentence; nothing half done is ever kept.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from tinhso.lib.vntext import search_key
from tinhso.modules.onestop.editing.form_shape import check_form
from tinhso.modules.onestop.editing.listing import Deed, done, moved
from tinhso.modules.onestop.editing.types import Definition, FormData
from tinhso.modules.onestop.errors import DefinitionUnreadable
from tinhso.modules.onestop.forms import FieldType, generic_data
from tinhso.modules.onestop.forms.catalogue import lists
from tinhso.modules.onestop.forms.catalogue import option as known_option

OFFERED: Final[Mapping[FieldType, str]] = {
    FieldType.TEXT: "Một dòng chữ",
    FieldType.TEXTAREA: "Nhiều dòng chữ",
    FieldType.PERSON_NAME: "Họ tên",
    FieldType.PERSONAL_ID: "Số định danh cá nhân",
    FieldType.TAX_CODE: "Mã số thuế",
    FieldType.PHONE: "Số điện thoại",
    FieldType.EMAIL: "Thư điện tử",
    FieldType.DATE: "Ngày tháng năm",
    FieldType.PARTIAL_DATE: "Ngày, có thể chỉ nhớ năm",
    FieldType.TIME: "Giờ, phút",
    FieldType.INTEGER: "Số nguyên",
    FieldType.DECIMAL: "Số thập phân",
    FieldType.MONEY: "Số tiền (đồng)",
    FieldType.CHOICE: "Chọn một",
    FieldType.MULTI_CHOICE: "Chọn nhiều",
    FieldType.BOOLEAN: "Có hoặc không",
    FieldType.CONSENT: "Cam đoan, đồng ý",
    FieldType.ADMIN_UNIT: "Tỉnh hoặc xã",
    FieldType.IMAGE: "Ảnh",
}
"""Kinds that may be chosen here. Tables, computed values and others of a data file stay as they are."""
KIND_WORDS: Final[Mapping[str, str]] = {
    **{kind.value: words for kind, words in OFFERED.items()},
    FieldType.TABLE: "Bảng nhiều dòng",
    FieldType.COMPUTED: "Hệ thống tự tính",
    FieldType.URL: "Địa chỉ trang",
    FieldType.DATETIME: "Ngày và giờ",
}
RULES_OF: Final[Mapping[FieldType, tuple[str, ...]]] = {
    FieldType.PERSON_NAME: ("name_vn",),
    FieldType.PERSONAL_ID: ("cccd12",),
    FieldType.TAX_CODE: ("mst_check",),
    FieldType.PHONE: ("phone_vn",),
    FieldType.EMAIL: ("email",),
    FieldType.CONSENT: ("must_be_true",),
    FieldType.ADMIN_UNIT: ("admin_code_valid_on_date",),
    FieldType.IMAGE: ("jpg_png_max_2mb",),
}
_CHOICES: Final = (FieldType.CHOICE, FieldType.MULTI_CHOICE)


@dataclass(frozen=True)
class Question:
    """What a controller types about one question. options: one label a line, or one `list:…` of the common lists."""

    label: str
    type: str
    required: bool
    note: str = ""
    options: tuple[str, ...] = ()
    when: str = ""


def own_form(definition: Definition) -> FormData:
    """Return the plain form of a procedure as a form of its own, from which the controller goes on."""
    data = generic_data(definition)
    code = str(definition.get("code") or "moi").replace(".", "_")
    return {**data, "id": f"tt_{code}", "note": "Mẫu điện tử do tỉnh soạn."}


def add_section(form: FormData, title: str) -> FormData:
    """Return the form with a section at its end, which begins with one question to be changed."""
    key = _free_key(title, {one["key"] for one in form["sections"]}, "phan")
    first = _question_data({}, Question("Câu hỏi mới", FieldType.TEXT, required=False), form["id"])
    section = {"key": key, "title": title.strip(), "fields": [{"key": _new_key(form, title), **first}]}
    return _readable({**form, "sections": [*form["sections"], section]})


def rename_section(form: FormData, key: str, title: str) -> FormData:
    sections = [{**one, "title": title.strip()} if one["key"] == key else one for one in form["sections"]]
    return _readable({**form, "sections": sections})


def arrange_section(form: FormData, key: str, deed: Deed, to: int = 0) -> FormData:
    """Return the form after a section was moved or taken out."""
    at = _section_place(form, key)
    if deed is Deed.REMOVE and len(form["sections"]) == 1:
        raise DefinitionUnreadable("Biểu mẫu phải còn ít nhất một phần. Hãy thêm phần khác trước khi bỏ phần này.")
    return _readable({**form, "sections": done(form["sections"], deed, at, to)})


def add_question(form: FormData, section: str, asked: Question) -> FormData:
    """Return the form with a question at the end of a section; its key is made from its label and never changes."""
    at = _section_place(form, section)
    data = {"key": _new_key(form, asked.label), **_question_data({}, asked, form["id"])}
    return _with_fields(form, at, [*form["sections"][at]["fields"], data])


def change_question(form: FormData, key: str, asked: Question) -> FormData:
    """Return the form with what a question asks changed; key, prefilling and checks of its kind stay."""
    at, place = _question_place(form, key)
    fields = [*form["sections"][at]["fields"]]
    fields[place] = {"key": key, **_question_data(fields[place], asked, form["id"])}
    return _with_fields(form, at, fields)


def arrange_question(form: FormData, key: str, deed: Deed, to: int = 0) -> FormData:
    """Return the form after a question was moved inside its section, or taken out.

    At the edge of its section a question goes on into the neighbouring one, so that keys alone reach every place.
    """
    at, place = _question_place(form, key)
    fields = form["sections"][at]["fields"]
    if deed is Deed.REMOVE and len(fields) == 1:
        raise DefinitionUnreadable("Mỗi phần phải còn ít nhất một câu hỏi. Hãy bỏ cả phần, hoặc thêm câu khác trước.")
    across = {Deed.UP: at - 1 if place == 0 else at, Deed.DOWN: at + 1 if place == len(fields) - 1 else at}
    other = across.get(deed, at)
    if other != at:
        return _to_section(form, at, place, other, first=deed is Deed.DOWN)
    return _with_fields(form, at, done(fields, deed, place, to))


def place_question(form: FormData, key: str, section: str, to: int) -> FormData:
    """Return the form with a question taken to a place of a section, counted from 0 (drag and drop)."""
    at, place = _question_place(form, key)
    other = _section_place(form, section)
    if other == at:
        return _with_fields(form, at, moved(form["sections"][at]["fields"], place, to))
    return _to_section(form, at, place, other, to=to)


def _to_section(
    form: FormData, at: int, place: int, other: int, *, first: bool = False, to: int | None = None
) -> FormData:
    if not 0 <= other < len(form["sections"]):
        return form
    if len(form["sections"][at]["fields"]) == 1:
        raise DefinitionUnreadable(
            "Đây là câu hỏi cuối cùng của phần. Hãy thêm câu khác vào phần này trước khi chuyển."
        )
    fields = [[*one["fields"]] for one in form["sections"]]
    line = fields[at].pop(place)
    fields[other].insert((0 if first else len(fields[other])) if to is None else max(to, 0), line)
    sections = [{**one, "fields": own} for one, own in zip(form["sections"], fields, strict=True)]
    return _readable({**form, "sections": sections})


def _question_data(before: Mapping[str, Any], asked: Question, form: str) -> dict[str, Any]:
    """Return the data of a question without its key; what the editor does not show is kept while its kind stays."""
    same = before.get("type") == asked.type
    hidden = ("validation", "prefill", "max_length", "repeat") if same else ()
    data: dict[str, Any] = {"label": asked.label.strip(), "type": asked.type, "required": asked.required}
    data |= {key: before[key] for key in hidden if key in before}
    if not same and asked.type in RULES_OF:
        data["validation"] = list(RULES_OF[FieldType(asked.type)])
    if asked.type in _CHOICES:
        data["options"] = _options(before, asked, form)
    if asked.note.strip():
        data["note"] = asked.note.strip()
    if asked.when.strip():
        data["when"] = asked.when.strip()
    return data


def _options(before: Mapping[str, Any], asked: Question, form: str) -> Any:
    """Return the options; one whose label stays keeps its key, because answers are kept by key."""
    if len(asked.options) == 1 and asked.options[0].startswith("list:"):
        return asked.options[0]
    known = {label: key for key, label in option_rows(before, form)}
    taken = set(known.values())
    rows = []
    for label in dict.fromkeys(asked.options):
        key = known.get(label) or _free_key(label, taken, "lua_chon")
        taken.add(key)
        rows.append({"key": key, "label": label})
    return rows


def option_rows(question: Mapping[str, Any], form: str = "") -> list[tuple[str, str]]:
    """Return key and label of each option of a question; none when they come from a common list."""
    options = question.get("options")
    if not isinstance(options, list):
        return []
    return [_row(one, question, form) for one in options]


def _row(one: Any, question: Mapping[str, Any], form: str) -> tuple[str, str]:
    if isinstance(one, dict):
        return str(one["key"]), str(one["label"])
    found = known_option(form, str(question.get("key") or ""), str(one))
    return str(one), found.label if found else str(one)


def common_lists() -> list[str]:
    """Return the names of the lists a question may choose from instead of options of its own."""
    return sorted(name for name, options in lists().items() if options)


def question_of(form: FormData, key: str) -> dict[str, Any]:
    """Return the data of a question; raises DefinitionUnreadable when it is gone."""
    at, place = _question_place(form, key)
    found: dict[str, Any] = form["sections"][at]["fields"][place]
    return found


def _section_place(form: FormData, key: str) -> int:
    place = next((at for at, one in enumerate(form["sections"]) if one["key"] == key), None)
    if place is None:
        raise DefinitionUnreadable("Phần này không còn trong biểu mẫu. Hãy tải lại trang.")
    return place


def _question_place(form: FormData, key: str) -> tuple[int, int]:
    for at, section in enumerate(form["sections"]):
        for place, field in enumerate(section["fields"]):
            if field["key"] == key:
                return at, place
    raise DefinitionUnreadable("Câu hỏi này không còn trong biểu mẫu. Hãy tải lại trang.")


def _with_fields(form: FormData, at: int, fields: list[dict[str, Any]]) -> FormData:
    sections = [{**one, "fields": fields} if place == at else one for place, one in enumerate(form["sections"])]
    return _readable({**form, "sections": sections})


def _readable(form: FormData) -> FormData:
    """Return the form without the count of its fields, which no longer holds; raises when it cannot be read."""
    kept = {key: value for key, value in form.items() if key != "counts"}
    check_form(kept)
    return kept


def _new_key(form: FormData, label: str) -> str:
    taken = {field["key"] for section in form["sections"] for field in section["fields"]}
    return _free_key(label, taken, "cau")


def _free_key(words: str, taken: set[str], otherwise: str) -> str:
    """Return a key made from words without diacritics that nothing else bears."""
    plain = re.sub(r"[^a-z0-9]+", "_", search_key(words)).strip("_")[:40].strip("_")
    begin = plain if plain[:1].isalpha() else f"{otherwise}_{plain}".strip("_")
    key, number = begin, 2
    while key in taken:
        key, number = f"{begin}_{number}", number + 1
    return key
