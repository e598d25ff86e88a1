# SPDX-License-Identifier: EUPL-1.2
"""Whose data a field asks for: the applicant's own, or someone else's. Decided by explicit lists, never guessed."""

from tinhso.modules.onestop.forms import catalogue
from tinhso.modules.onestop.forms.types import Field, Form


def is_own(form: Form, field: Field) -> bool:
    """Return whether the field asks for data about the signed-in person (data/sections.yaml).

    A mother's number on a birth declaration is not the applicant's, even if the same database is named for it.
    """
    rules = catalogue.sections()
    if f"{form.id}.{field.key}" in rules["own_fields"]:
        return True
    return field.section in rules["own_sections"] and not field.key.startswith(tuple(rules["other_prefixes"]))
