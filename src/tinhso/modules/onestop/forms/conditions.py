# SPDX-License-Identifier: EUPL-1.2
"""Conditions of questions (`when`): four shapes a machine can decide, everything else is text for people.

x = v · x khác v · x thuộc a, b · x có giá trị        x is the key of a field; `= true` compares a yes or no
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, Final

from tinhso.modules.onestop.forms.types import Answers, Condition, Field, Form, Operator

_KEY: Final = r"(?P<field>[A-Za-z_][A-Za-z0-9_]*)"
_SHAPES: Final = (
    (Operator.ANSWERED, re.compile(rf"{_KEY} có giá trị")),
    (Operator.IS, re.compile(rf"{_KEY} ?= ?(?P<values>.+)")),
    (Operator.IS_NOT, re.compile(rf"{_KEY} khác (?P<values>.+)")),
    (Operator.IN, re.compile(rf"{_KEY} thuộc (?P<values>.+)")),
)


def parse_condition(text: str) -> Condition:
    """Return the condition; one that has none of the four shapes is kept as text."""
    clean = unicodedata.normalize("NFC", " ".join(text.split()))
    for operator, shape in _SHAPES:
        match = shape.fullmatch(clean)
        if match:
            found = match.groupdict().get("values")
            values = tuple(one.strip() for one in found.split(",")) if found else ()
            return Condition(operator, clean, match["field"], values)
    return Condition(Operator.TEXT, clean)


def holds(condition: Condition | None, answers: Answers) -> bool | None:
    """Return whether the question is to be asked; None while the deciding question is unanswered.

    No condition and a free-text condition always hold: nobody but the applicant can decide the latter.
    """
    if condition is None or condition.is_free_text:
        return True
    given = _as_texts(answers.get(condition.field))
    if condition.operator is Operator.ANSWERED:
        return bool(given)
    if not given:
        return None
    found = bool(given & set(condition.values))
    return not found if condition.operator is Operator.IS_NOT else found


def applies(form: Form, field: Field, answers: Answers) -> bool:
    """Return whether the answer to a field counts: its condition holds, and that of the field it depends on too."""
    seen: set[str] = set()
    current: Field | None = field
    while current is not None and current.when is not None and current.key not in seen:
        seen.add(current.key)
        if not holds(current.when, answers):
            return False
        current = form.field(current.when.field)
    return True


def applicable(form: Form, fields: Iterable[Field], answers: Answers) -> tuple[Field, ...]:
    """Return the fields of `fields` that apply."""
    return tuple(one for one in fields if applies(form, one, answers))


def undecided_here(field: Field, on_page: Callable[[str], bool], answers: Answers) -> bool:
    """Return whether the field hangs on a question of the same page that has no answer yet."""
    return bool(field.when and on_page(field.when.field) and holds(field.when, answers) is None)


def _as_texts(value: Any) -> set[str]:
    """Return an answer as the words a condition compares with; nothing for no answer."""
    if value is None or value == "" or value == []:
        return set()
    if isinstance(value, bool):
        return {"true" if value else "false"}
    return {str(one) for one in value} if isinstance(value, list) else {str(value)}
