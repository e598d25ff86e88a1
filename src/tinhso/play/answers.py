# SPDX-License-Identifier: EUPL-1.2
"""What a played citizen writes on a declaration form: every question that applies gets a plausible answer."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from tinhso.config import env
from tinhso.kernel.identity.models import Person
from tinhso.modules.onestop import forms
from tinhso.modules.onestop.forms import Column, Field, FieldType, Form
from tinhso.modules.onestop.models import ProcedureVersion
from tinhso.modules.onestop.queries import declarations

LEFT_OUT = frozenset({"1.001440", "1.001612", "1.004623", "1.004628", "1.014101", "3.000333"})
"""Procedures not played: their forms ask for a picture, an industry code or a residence history drawn true to life."""
ROUNDS = 4
"""Answers open further questions; no form of the data is deeper than this."""


def answers_for(version: ProcedureVersion, person: Person, dice: Random, *, today: date) -> dict[str, Any]:
    """Return answers to everything a procedure's form asks of this person."""
    form = declarations.form_of(version)
    answers = forms.initial_answers(forms.prefill(form, declarations.sources_for(person)))
    for _ in range(ROUNDS):
        for page in forms.pages(form, answers):
            for field in page.fields:
                if field.key not in answers and field.is_required:
                    answers[field.key] = _answer(form, field, person, dice, today)
    answers["tra_ket_qua"] = "dien_tu"
    return forms.final_answers(form, {key: value for key, value in answers.items() if value is not None})


def _answer(form: Form, field: Field, person: Person, dice: Random, today: date) -> Any:
    if field.type is FieldType.TABLE:
        return [{column.key: _cell(column, person, today) for column in field.columns}]
    return _PLAIN[field.type](field, person, dice, today)


def _cell(column: Column, person: Person, today: date) -> Any:
    field = Field(column.key, column.label, column.type, column.required, "", options=column.options)
    return _PLAIN[column.type](field, person, Random(1), today)


def _choice(field: Field, person: Person, dice: Random, today: date) -> Any:
    keys = [option.key for option in field.options]
    preferred = [key for key in ("viet_nam", "VN", "VNM", "kinh", "trong_nuoc", "ban_than", person.sex) if key in keys]
    return preferred[0] if preferred else (keys[0] if keys else "Theo hồ sơ")


def _area(field: Field, person: Person, dice: Random, today: date) -> Any:
    return person.commune_code if "xa" in field.key.rsplit("_", 1)[-1] else env.PROVINCE


def _past(field: Field, person: Person, dice: Random, today: date) -> Any:
    if "ngay_sinh" in field.key and person.birth_date and not field.rule("age_max"):
        return person.birth_date.isoformat()
    if field.rule("age_min") is not None:
        return date(today.year - 30, 5, 17).isoformat()
    return (today - timedelta(days=dice.randrange(3, 40))).isoformat()


def _number(field: Field, person: Person, dice: Random, today: date) -> Any:
    rule = field.rule("int_range")
    return int(rule.argument.split("..")[0]) if rule else 2


Maker = Callable[[Field, Person, Random, date], Any]
_PLAIN: dict[FieldType, Maker] = {
    FieldType.TEXT: lambda field, person, dice, today: "Theo giấy tờ kèm theo",
    FieldType.TEXTAREA: lambda field, person, dice, today: "Đề nghị giải quyết theo quy định.",
    FieldType.PERSON_NAME: lambda field, person, dice, today: person.full_name,
    FieldType.PERSONAL_ID: lambda field, person, dice, today: person.personal_number,
    FieldType.TAX_CODE: lambda field, person, dice, today: "0100109106",
    FieldType.PHONE: lambda field, person, dice, today: person.phone or "+84912345678",
    FieldType.EMAIL: lambda field, person, dice, today: person.email or "cong-dan@congdan.example",
    FieldType.URL: lambda field, person, dice, today: "https://vidu.example",
    FieldType.DATE: _past,
    FieldType.PARTIAL_DATE: _past,
    FieldType.TIME: lambda field, person, dice, today: "08:30",
    FieldType.DATETIME: lambda field, person, dice, today: f"{today.isoformat()}T08:30",
    FieldType.INTEGER: _number,
    FieldType.DECIMAL: lambda field, person, dice, today: "100",
    FieldType.MONEY: lambda field, person, dice, today: 100_000_000,
    FieldType.CHOICE: _choice,
    FieldType.MULTI_CHOICE: lambda field, person, dice, today: [field.options[0].key] if field.options else None,
    FieldType.BOOLEAN: lambda field, person, dice, today: False,
    FieldType.CONSENT: lambda field, person, dice, today: True,
    FieldType.ADMIN_UNIT: _area,
    FieldType.IMAGE: lambda field, person, dice, today: None,
    FieldType.COMPUTED: lambda field, person, dice, today: None,
}
