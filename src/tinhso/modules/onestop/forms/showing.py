# SPDX-License-Identifier: EUPL-1.2
"""Answers shown again: as text for people, and as the browser would have sent them."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from tinhso.lib.money import format_vnd
from tinhso.lib.phone import format_phone
from tinhso.lib.vntext import format_decimal, format_int
from tinhso.modules.onestop.forms.computed import show_computed
from tinhso.modules.onestop.forms.dates import show_date
from tinhso.modules.onestop.forms.shapes import fits, well_formed
from tinhso.modules.onestop.forms.types import Answers, Column, Field, FieldType, Form, Group

AreaName = Callable[[str], str | None]


def summary(form: Form, answers: Answers, *, area_name: AreaName | None = None, officer: bool = False) -> list[Group]:
    """Return the answers by section, for "kiểm tra lại" and for the officer; sections without answers are left out.

    Meant for `final_answers`: what does not apply is not asked about here. area_name: name of an area code; without it
    codes are shown. officer: include the sections officers fill.
    """
    groups, answers = [], well_formed(form, answers)
    for section in form.sections if officer else form.own_sections:
        rows = [
            (one.label, show(one, answers[one.key], area_name))
            for one in section.fields
            if answers.get(one.key) not in (None, "", [])
        ]
        if rows:
            groups.append(Group(section.title, rows))
    return groups


def show(question: Field | Column, value: Any, area_name: AreaName | None = None) -> str:
    """Return one answer as people read it."""
    kind = question.type
    if isinstance(question, Field) and kind is FieldType.TABLE:
        return "\n".join(_row(question, number, row, area_name) for number, row in enumerate(value))
    if isinstance(question, Field) and kind is FieldType.COMPUTED:
        return show_computed(question, value)
    if kind in (FieldType.CHOICE, FieldType.MULTI_CHOICE):
        return ", ".join(_option(question, one) for one in (value if isinstance(value, list) else [value]))
    if kind is FieldType.ADMIN_UNIT:
        return (area_name(value) if area_name else None) or str(value)
    if isinstance(question, Column) and question.is_year:
        return str(value)
    shown = _SHOWN.get(kind)
    return shown(value) if shown else str(value)


def to_raw(fields: Iterable[Field], answers: Answers) -> dict[str, str | list[str]]:
    """Return stored answers in the shape of an HTML form, to fill the boxes of a page that is opened again."""
    raw: dict[str, str | list[str]] = {}
    for field in fields:
        value = answers.get(field.key)
        if value is None or not fits(field, value):
            continue
        if field.type is FieldType.TABLE:
            for number, row in enumerate(value):
                for column in field.columns:
                    if row.get(column.key) is not None:
                        raw |= _sent(column, f"{field.key}-{number}-{column.key}", row[column.key])
        else:
            raw |= _sent(field, field.key, value)
    return raw


def _sent(question: Field | Column, name: str, value: Any) -> dict[str, str | list[str]]:
    if question.type in (FieldType.DATE, FieldType.PARTIAL_DATE):
        parts = str(value).split("-")
        return {f"{name}-{box}": part for box, part in zip(("year", "month", "day"), parts, strict=False)}
    if isinstance(value, list):
        return {name: [str(one) for one in value]}
    if isinstance(value, bool):
        return {name: "true" if value else "false"}
    text = str(value)
    if question.type is FieldType.PHONE:
        text = format_phone(text)
    return {name: text.replace(".", ",") if question.type is FieldType.DECIMAL else text}


def _row(field: Field, number: int, row: Answers, area_name: AreaName | None) -> str:
    cells = (
        f"{one.label}: {show(one, row[one.key], area_name)}" for one in field.columns if row.get(one.key) is not None
    )
    return f"{number + 1}. {'; '.join(cells)}"


def _option(question: Field | Column, key: str) -> str:
    return next((one.label for one in question.options if one.key == key), str(key))


def _decimal(value: Any) -> str:
    number = Decimal(str(value))
    places = -int(number.as_tuple().exponent) if number.is_finite() else 0
    return format_decimal(number, max(0, places))


def _datetime(value: Any) -> str:
    day, _, clock = str(value).partition("T")
    return f"{clock} ngày {show_date(day)}"


_SHOWN: dict[FieldType, Callable[[Any], str]] = {
    FieldType.DATE: lambda value: show_date(str(value)),
    FieldType.PARTIAL_DATE: lambda value: show_date(str(value)),
    FieldType.DATETIME: _datetime,
    FieldType.INTEGER: lambda value: format_int(value) if isinstance(value, int) else str(value),
    FieldType.DECIMAL: _decimal,
    FieldType.MONEY: format_vnd,
    FieldType.PHONE: format_phone,
    FieldType.BOOLEAN: lambda value: "Có" if value else "Không",
    FieldType.CONSENT: lambda value: "Đã đồng ý" if value else "Chưa đồng ý",
    FieldType.IMAGE: lambda value: "Đã tải ảnh lên",
}
