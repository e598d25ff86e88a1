# SPDX-License-Identifier: EUPL-1.2
"""Whether a stored answer still has the shape its question expects.

A draft may have been begun under an earlier version of a form, in which a key meant something else. What no longer
fits counts as not answered: the applicant is asked again, and nothing downstream has to guess.
"""

import re
from collections.abc import Callable
from typing import Any, Final

from tinhso.modules.onestop.forms.dates import join_date, join_time, split_date
from tinhso.modules.onestop.forms.errors import Unreadable
from tinhso.modules.onestop.forms.types import Answers, Column, Field, FieldType, Form


def well_formed(form: Form, answers: Answers) -> dict[str, Any]:
    """Return the answers to questions of this form whose values have the right shape."""
    return {one.key: answers[one.key] for one in form.fields if one.key in answers and fits(one, answers[one.key])}


def fits(question: Field | Column, value: Any) -> bool:
    """Return whether a value is one that `types` promises for this kind of question."""
    if isinstance(question, Field) and question.type is FieldType.TABLE:
        return isinstance(value, list) and all(_row_fits(question, row) for row in value)
    return _SHAPES.get(question.type, _is_text)(value)


def _row_fits(table: Field, row: Any) -> bool:
    columns = {one.key: one for one in table.columns}
    return isinstance(row, dict) and all(key in columns and fits(columns[key], cell) for key, cell in row.items())


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_whole(value: Any) -> bool:
    return type(value) is int


def _is_yes_or_no(value: Any) -> bool:
    return isinstance(value, bool)


def _matches(pattern: str) -> Callable[[Any], bool]:
    shape = re.compile(pattern)
    return lambda value: isinstance(value, str) and shape.fullmatch(value) is not None


def _is_date(*, partial: bool) -> Callable[[Any], bool]:
    def check(value: Any) -> bool:
        try:
            return isinstance(value, str) and join_date(*split_date(value), partial=partial) == value
        except Unreadable:
            return False

    return check


def _is_time(value: Any) -> bool:
    try:
        return isinstance(value, str) and join_time(value) == value
    except Unreadable:
        return False


def _is_datetime(value: Any) -> bool:
    day, _, clock = value.partition("T") if isinstance(value, str) else ("", "", "")
    return _is_date(partial=False)(day) and _is_time(clock)


_SHAPES: Final[dict[FieldType, Callable[[Any], bool]]] = {
    FieldType.PERSONAL_ID: _matches(r"[0-9]{12}"),
    FieldType.DATE: _is_date(partial=False),
    FieldType.PARTIAL_DATE: _is_date(partial=True),
    FieldType.TIME: _is_time,
    FieldType.DATETIME: _is_datetime,
    FieldType.INTEGER: _is_whole,
    FieldType.MONEY: _is_whole,
    FieldType.DECIMAL: _matches(r"-?[0-9]{1,15}(\.[0-9]{1,6})?"),
    FieldType.MULTI_CHOICE: lambda value: isinstance(value, list) and all(isinstance(one, str) for one in value),
    FieldType.BOOLEAN: _is_yes_or_no,
    FieldType.CONSENT: _is_yes_or_no,
    FieldType.COMPUTED: lambda value: isinstance(value, str) or type(value) is int,
}
