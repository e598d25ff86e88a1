# SPDX-License-Identifier: EUPL-1.2
"""From the description in data/forms to the frozen form; whatever is malformed is refused with its place."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from tinhso.modules.onestop.forms import catalogue
from tinhso.modules.onestop.forms.conditions import parse_condition
from tinhso.modules.onestop.forms.errors import FormDataError
from tinhso.modules.onestop.forms.rulebook import KNOWN_RULES
from tinhso.modules.onestop.forms.types import (
    Column,
    Condition,
    Field,
    FieldType,
    Form,
    Grade,
    Option,
    Rule,
    Section,
    Source,
)

_FIELD_KEYS: Final = frozenset(
    {"key", "label", "type", "required", "validation", "options", "when", "prefill", "max_length", "note", "repeat"}
)
_CHOICES: Final = (FieldType.CHOICE, FieldType.MULTI_CHOICE)


def parse_form(raw: Mapping[str, Any]) -> Form:
    """Return the form of one file of data/forms.

    Raises FormDataError for anything unknown or malformed: a type, a validator, a list, an option or column without
    label, a condition on a field that is not there, a key used twice.
    """
    id = raw.get("id")
    if not isinstance(id, str) or not id:
        raise FormDataError(str(raw.get("title") or "?"), "id", "không có mã biểu mẫu")
    sections = tuple(_section(id, one) for one in _entries(id, raw, "sections"))
    form = Form(
        id=id,
        title=_text(id, "title", raw.get("title")),
        sections=sections,
        procedures=tuple(str(code) for code in raw.get("procedures") or ()),
        template=_template(raw.get("template") or {}),
        note=str(raw.get("note") or ""),
    )
    _check_whole(form)
    return form


def _section(form: str, raw: Any) -> Section:
    if not isinstance(raw, Mapping):
        raise FormDataError(form, "sections", "phần phải có key, title, fields")
    key = _text(form, "sections", raw.get("key"))
    fields = tuple(_field(form, key, one) for one in _entries(form, raw, "fields", key))
    officer = f"{form}.{key}" in catalogue.sections()["officer_sections"]
    return Section(key=key, title=_text(form, key, raw.get("title")), fields=fields, for_officer=officer)


def _field(form: str, section: str, raw: Any) -> Field:
    if not isinstance(raw, Mapping):
        raise FormDataError(form, section, "trường phải có key, label, type")
    key = _text(form, section, raw.get("key"))
    unknown = sorted(set(raw) - _FIELD_KEYS)
    if unknown:
        raise FormDataError(form, key, f"thuộc tính lạ: {', '.join(map(str, unknown))}")
    kind = _type(form, key, raw.get("type"))
    required = raw.get("required", False)
    if not isinstance(required, bool):
        raise FormDataError(form, key, "required phải là true hoặc false")
    options, list_name = _options(form, key, kind, raw.get("options"))
    columns, lowest, highest = _repeat(form, key, kind, raw.get("repeat"))
    return Field(
        key=key,
        label=_text(form, key, raw.get("label")),
        type=kind,
        required=required,
        section=section,
        rules=tuple(_rule(form, key, one) for one in raw.get("validation") or ()),
        options=options,
        list_name=list_name,
        when=_when(form, key, raw.get("when")),
        prefill=_source(form, key, raw.get("prefill")),
        max_length=_length(form, key, raw.get("max_length")),
        note=str(raw.get("note") or ""),
        columns=columns,
        min_rows=lowest,
        max_rows=highest,
    )


def _entries(form: str, raw: Mapping[str, Any], name: str, place: str = "") -> Iterable[Any]:
    rows = raw.get(name)
    if not isinstance(rows, list) or not rows:
        raise FormDataError(form, place or name, f"{name} phải là danh sách không rỗng")
    return rows


def _text(form: str, place: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise FormDataError(form, place, f"cần một dòng chữ, đang là {value!r}")
    return value


def _type(form: str, key: str, value: Any) -> FieldType:
    try:
        return FieldType(value)
    except ValueError:
        raise FormDataError(form, key, f"kiểu trường lạ: {value!r}") from None


def _rule(form: str, key: str, value: Any) -> Rule:
    name, _, argument = str(value).partition(":")
    if name not in KNOWN_RULES:
        raise FormDataError(form, key, f"quy tắc kiểm tra lạ: {name}")
    return Rule(name, argument)


def _options(form: str, key: str, kind: FieldType, value: Any) -> tuple[tuple[Option, ...], str]:
    if kind not in _CHOICES:
        if value is not None:
            raise FormDataError(form, key, f"kiểu {kind} không có lựa chọn")
        return (), ""
    if isinstance(value, str) and value.startswith("list:"):
        name = value.removeprefix("list:")
        if name not in catalogue.lists():
            raise FormDataError(form, key, f"danh mục lạ: {name}")
        return catalogue.lists()[name], name
    if not isinstance(value, list) or not value:
        raise FormDataError(form, key, "thiếu lựa chọn")
    return tuple(_option(form, key, one) for one in value), ""


def _option(form: str, field: str, key: Any) -> Option:
    """Return an option with the label written beside it, or else the one the catalogue knows."""
    if isinstance(key, Mapping):
        return Option(_text(form, field, key.get("key")), _text(form, field, key.get("label")))
    found = catalogue.option(form, field, str(key))
    if found is None:
        raise FormDataError(form, field, f"lựa chọn {key!r} chưa có nhãn trong labels.yaml")
    return found


def _repeat(form: str, key: str, kind: FieldType, value: Any) -> tuple[tuple[Column, ...], int, int]:
    if kind is not FieldType.TABLE:
        return (), 0, 0
    if not isinstance(value, Mapping) or not isinstance(value.get("columns"), list) or not value["columns"]:
        raise FormDataError(form, key, "bảng phải có repeat.columns")
    lowest, highest = value.get("min", 0), value.get("max", 0)
    if not (isinstance(lowest, int) and isinstance(highest, int) and 0 <= lowest <= highest and highest > 0):
        raise FormDataError(form, key, "repeat.min, repeat.max không hợp lệ")
    return tuple(_column(form, key, one) for one in value["columns"]), lowest, highest


def _column(form: str, field: str, key: Any) -> Column:
    found = catalogue.column(str(key))
    if found is None:
        raise FormDataError(form, field, f"cột {key!r} chưa có nhãn trong labels.yaml")
    return found


def _when(form: str, key: str, value: Any) -> Condition | None:
    return None if value is None else parse_condition(_text(form, key, value))


def _source(form: str, key: str, value: Any) -> Source | None:
    if value is None:
        return None
    try:
        return Source(str(value["source"]), str(value["field"]), Grade(value["grade"]))
    except (KeyError, TypeError, ValueError):
        raise FormDataError(form, key, "prefill phải có source, field, grade") from None


def _length(form: str, key: str, value: Any) -> int | None:
    if value is None or (type(value) is int and value > 0):
        return value
    raise FormDataError(form, key, "max_length phải là số nguyên dương")


def _template(raw: Mapping[str, Any]) -> str:
    parts = (str(one) for one in (raw.get("form_no"), raw.get("circular")) if one)
    return ", ".join(parts)


def _check_whole(form: Form) -> None:
    """Refuse keys used twice and conditions on fields that are not there."""
    keys = [one.key for one in form.fields]
    for field in form.fields:
        if keys.count(field.key) > 1:
            raise FormDataError(form.id, field.key, "khóa dùng hai lần")
        if field.when and field.when.field and field.when.field not in keys:
            raise FormDataError(form.id, field.key, f"điều kiện dựa vào trường không có: {field.when.field}")
