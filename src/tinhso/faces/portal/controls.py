# SPDX-License-Identifier: EUPL-1.2
"""From a question of the form engine to a control of the design system."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from tinhso.faces.portal import areas
from tinhso.modules.onestop.forms import Column, Field, FieldType, Form, Grade, Page, Prefilled, show

FEW = 7
"""Up to so many options all are shown; more go into a list to choose from."""

NUMERIC = (FieldType.PERSONAL_ID, FieldType.INTEGER, FieldType.MONEY)
WIDTHS = {FieldType.INTEGER: 5, FieldType.TIME: 5, FieldType.PERSONAL_ID: 20, FieldType.PHONE: 20, FieldType.MONEY: 20}
KINDS = {
    FieldType.TEXTAREA: "area",
    FieldType.DATE: "date",
    FieldType.PARTIAL_DATE: "date",
    FieldType.DATETIME: "datetime",
    FieldType.CONSENT: "consent",
    FieldType.BOOLEAN: "yesno",
    FieldType.MULTI_CHOICE: "checkboxes",
    FieldType.ADMIN_UNIT: "select",
    FieldType.TABLE: "table",
    FieldType.IMAGE: "image",
    FieldType.COMPUTED: "shown",
}
TYPES = {FieldType.PHONE: "tel", FieldType.EMAIL: "email", FieldType.URL: "url"}
AUTOCOMPLETE = {FieldType.PHONE: "tel", FieldType.EMAIL: "email"}


@dataclass(frozen=True)
class Control:
    """One control: its kind chooses the component, the rest are the component's words and limits."""

    kind: str
    name: str
    label: str
    required: bool | None = None
    hint: str = ""
    options: list[tuple[str, str]] = field(default_factory=list)
    type: str = "text"
    inputmode: str = ""
    autocomplete: str = ""
    width: int | str = ""
    suffix: str = ""
    max_length: int | str = ""
    text: str = ""
    rows: list[list["Control"]] = field(default_factory=list)


@dataclass(frozen=True)
class Setting:
    """What the controls of one page need to know besides the questions."""

    values: Mapping[str, Any]
    known: Mapping[str, Prefilled]
    map: areas.Map
    extra_rows: Mapping[str, int] = field(default_factory=dict)


def controls_of(page: Page, setting: Setting) -> list[Control]:
    """Return the controls of a page in order; a value nobody may change is shown and not asked."""
    return [_control(one, setting) for one in page.fields]


def steering(form: Form, page: Page, controls: Sequence[Control]) -> list[str]:
    """Return the names of controls after whose change other questions of the page may differ."""
    here = {one.key for one in (*page.fields, *page.hidden)}
    deciding = {one.when.field for one in form.fields if one.key in here and one.when and one.when.field in here}
    provinces = {areas.province_key(one) for one in page.fields if one.type is FieldType.ADMIN_UNIT} & here
    cells = {cell.name for control in controls for row in control.rows for cell in row}
    return sorted(deciding | provinces | {name for name in cells if name.endswith("-ma_tinh")})


def _control(question: Field, setting: Setting) -> Control:
    known = setting.known.get(question.key)
    if known and known.grade is Grade.LOCKED:
        words = _("Lấy từ định danh điện tử.")
        return Control("shown", question.key, question.label, text=show(question, known.value), hint=words)
    control = replace(_plain(question, question.key), hint=_hint(question, known))
    required = None if question.is_required else False
    if question.type is FieldType.ADMIN_UNIT:
        control = replace(control, options=_areas(question, "", setting))
    if question.type is FieldType.TABLE:
        control = replace(control, rows=_rows(question, setting))
    if question.type is FieldType.COMPUTED:
        control = replace(control, text=str(setting.values.get(question.key) or _("Hệ thống tự tính sau khi lưu")))
    return replace(control, required=required)


def _hint(question: Field, known: Prefilled | None) -> str:
    parts = [question.note]
    if question.when is not None and question.when.is_free_text:
        parts.append(_("Chỉ trả lời khi: %(when)s.") % {"when": question.when.text})
    if known and known.grade in (Grade.CONFIRM, Grade.SUGGEST):
        parts.append(_("Đã điền sẵn; hãy sửa nếu chưa đúng."))
    if question.type is FieldType.PARTIAL_DATE:
        parts.append(_("Nếu chỉ nhớ năm, để trống ngày và tháng."))
    if question.type is FieldType.TIME:
        parts.append(_("Ví dụ 09:05."))
    return " ".join(f"{part[:1].upper()}{part[1:].rstrip('.')}." for part in parts if part)


def _plain(question: Field | Column, name: str) -> Control:
    """Return the control of a question or of a cell of a table."""
    kind = KINDS.get(question.type, "text")
    options = [(one.key, one.label) for one in question.options]
    if question.type is FieldType.CHOICE and options:
        kind = "radios" if len(options) <= FEW and isinstance(question, Field) else "select"
    return Control(
        kind=kind,
        name=name,
        label=question.label,
        options=options,
        type=TYPES.get(question.type, "text"),
        inputmode="numeric" if question.type in NUMERIC else "",
        autocomplete=AUTOCOMPLETE.get(question.type, ""),
        width=WIDTHS.get(question.type, ""),
        suffix=_("đồng") if question.type is FieldType.MONEY else "",
        max_length=(question.max_length or "") if isinstance(question, Field) else "",
    )


def _rows(question: Field, setting: Setting) -> list[list[Control]]:
    """Return the cells row by row: what is filled in, what the form wants at least, and rows asked for."""
    prefix = f"{question.key}-"
    numbers = [name[len(prefix) :].partition("-")[0] for name in setting.values if name.startswith(prefix)]
    filled = max((int(one) + 1 for one in numbers if one.isascii() and one.isdigit() and len(one) <= 3), default=0)
    count = max(filled, question.min_rows, 1) + setting.extra_rows.get(question.key, 0)
    wanted = range(min(count, question.max_rows or count))
    return [[_cell(column, f"{prefix}{row}-", setting) for column in question.columns] for row in wanted]


def _cell(column: Column, row: str, setting: Setting) -> Control:
    control = replace(_plain(column, f"{row}{column.key}"), required=None if column.required else False)
    if column.type is FieldType.ADMIN_UNIT:
        control = replace(control, options=_areas(column, row, setting))
    return control


def _areas(question: Field | Column, row: str, setting: Setting) -> list[tuple[str, str]]:
    """Return the areas to choose from, communes of the province named in the same row or on the same page."""
    province = str(setting.values.get(row + areas.province_key(question)) or "")
    return setting.map.choices(question, province)


def boxes_of(page: Page, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values with each date and time of day laid out in its boxes."""
    found = dict(values)
    for question in page.fields:
        moment = str(values.get(question.key) or "")
        if question.type is FieldType.DATETIME and "T" in moment:
            day, _separator, clock = moment.partition("T")
            names = zip(("year", "month", "day"), day.split("-"), strict=False)
            found |= {f"{question.key}-{box}": part for box, part in names}
            found[f"{question.key}-gio"] = clock
    return found
