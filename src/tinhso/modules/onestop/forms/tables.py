# SPDX-License-Identifier: EUPL-1.2
"""Tables on forms: rows sent as `<field>-<row>-<column>`, read cell by cell; empty rows do not count."""

import re
from typing import Any

from tinhso.modules.onestop.forms.errors import Unreadable
from tinhso.modules.onestop.forms.readers import read, sent
from tinhso.modules.onestop.forms.types import Column, Field, FieldType, Raw


def rows_sent(field: Field, raw: Raw) -> list[int]:
    """Return the numbers (0 to 999) of the rows in which something was typed, in order."""
    columns = "|".join(re.escape(column.key) for column in field.columns)
    name = re.compile(rf"{re.escape(field.key)}-([0-9]{{1,3}})-(?:{columns})(?:-(?:day|month|year|hour|minute))?")
    return sorted({int(match[1]) for key in raw if (match := name.fullmatch(key)) and sent(raw, key)})


def read_table(field: Field, raw: Raw) -> tuple[list[dict[str, Any]], list[int], dict[str, str]]:
    """Return (rows, the number each row was sent under, one sentence by cell `<field>-<row>-<column>`)."""
    rows: list[dict[str, Any]] = []
    numbers = rows_sent(field, raw)
    errors: dict[str, str] = {}
    for number in numbers:
        rows.append(_row(field, number, raw, errors))
    return rows, numbers, errors


def cell_name(field: Field, number: int, column: str) -> str:
    return f"{field.key}-{number}-{column}"


def count_error(field: Field, count: int) -> str | None:
    """Return what is wrong with the number of rows, None if it is as the form allows."""
    if count > field.max_rows:
        return f"Bỏ bớt dòng ở “{field.label}”: tối đa {field.max_rows} dòng, đang có {count}."
    if count < field.min_rows:
        return f"Nhập ít nhất {field.min_rows} dòng vào “{field.label}”."
    return None


def _row(field: Field, number: int, raw: Raw, errors: dict[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for column in field.columns:
        name = cell_name(field, number, column.key)
        try:
            value = read(column, name, raw)
        except Unreadable as error:
            errors[name] = f"Dòng {number + 1}, {column.label}: {error.sentence}"
            continue
        wrong = _number_error(column, value)
        if wrong:
            errors[name] = f"Dòng {number + 1}: {wrong}"
        elif value is not None:
            row[column.key] = value
        elif column.required:
            errors[name] = f"Dòng {number + 1}: hãy nhập “{column.label}” hoặc xóa cả dòng."
    return row


def _number_error(column: Column, value: Any) -> str | None:
    """Counts in tables are of things: none is negative, and one that must be given is at least one."""
    if column.type is not FieldType.INTEGER or value is None:
        return None
    if column.is_year:
        return None if 1900 <= value <= 2100 else f"nhập “{column.label}” gồm bốn chữ số."
    lowest = 1 if column.required else 0
    return None if value >= lowest else f"nhập “{column.label}” từ {lowest} trở lên."
