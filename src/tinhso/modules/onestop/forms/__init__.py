# SPDX-License-Identifier: EUPL-1.2
"""Declaration forms (tờ khai) of the one-stop: pages, validation, prefilling, summary. No Django, database or clock.

A form is data (data/forms of the module); `parse_form` freezes it, `form_for` falls back to a plain one. A face goes:
`prefill` → `pages` → per page `clean_page` and `merge` → `missing` → `summary` → `final_answers`.
Law: the circular named in each form; Nghị quyết 66.7/2025/NQ-CP for what is filled in instead of asked.
"""

from tinhso.modules.onestop.forms.cleaning import all_warnings, clean_page, missing
from tinhso.modules.onestop.forms.errors import FormDataError, NoSuchPage
from tinhso.modules.onestop.forms.generic import form_for, generic_data, generic_form
from tinhso.modules.onestop.forms.pages import final_answers, merge, newly_asked, pages
from tinhso.modules.onestop.forms.parsing import parse_form
from tinhso.modules.onestop.forms.prefilling import initial_answers, locked_values, prefill, told_before
from tinhso.modules.onestop.forms.rulebook import officer_checks
from tinhso.modules.onestop.forms.showing import show, summary, to_raw
from tinhso.modules.onestop.forms.types import (
    Answers,
    Cleaned,
    Column,
    Condition,
    Context,
    Field,
    FieldType,
    Form,
    Grade,
    Group,
    ImageFile,
    Option,
    Page,
    Prefilled,
    Section,
)

__all__ = [
    "Answers",
    "Cleaned",
    "Column",
    "Condition",
    "Context",
    "Field",
    "FieldType",
    "Form",
    "FormDataError",
    "Grade",
    "Group",
    "ImageFile",
    "NoSuchPage",
    "Option",
    "Page",
    "Prefilled",
    "Section",
    "all_warnings",
    "clean_page",
    "final_answers",
    "form_for",
    "generic_data",
    "generic_form",
    "initial_answers",
    "locked_values",
    "merge",
    "missing",
    "newly_asked",
    "officer_checks",
    "pages",
    "parse_form",
    "prefill",
    "show",
    "summary",
    "to_raw",
    "told_before",
]
