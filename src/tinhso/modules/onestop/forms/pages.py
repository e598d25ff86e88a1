# SPDX-License-Identifier: EUPL-1.2
"""The pages of a form for one applicant: what to ask now, what no longer counts."""

from collections.abc import Collection
from typing import Any

from tinhso.modules.onestop.forms.computed import computed_values
from tinhso.modules.onestop.forms.conditions import applicable, applies, undecided_here
from tinhso.modules.onestop.forms.errors import NoSuchPage
from tinhso.modules.onestop.forms.shapes import well_formed
from tinhso.modules.onestop.forms.types import Answers, Cleaned, Field, FieldType, Form, Page, Section


def pages(form: Form, answers: Answers, done: Collection[str] = (), *, officer: bool = False) -> list[Page]:
    """Return one page per section that the applicant fills, in order; with officer those that the officer fills.

    done: keys of the pages already finished. A page none of whose questions apply has applicable=False.
    """
    sections = [one for one in form.sections if one.for_officer is officer]
    return [_page(form, section, answers, section.key in done) for section in sections]


def newly_asked(form: Form, page_key: str, before: Answers, cleaned: Cleaned) -> tuple[Field, ...]:
    """Return the questions of a page that apply after its answers and have not been on the screen yet.

    Without script a page cannot reveal a question; if this is not empty the face shows the page once more.
    """
    section = section_of(form, page_key, officer=None)
    shown = {one.key for one in _page(form, section, before, False).fields}
    shown |= {one.key for one in section.fields if any(_is_of(name, one) for name in cleaned.typed)}
    after = merge(form, page_key, before, cleaned)
    return tuple(one for one in applicable(form, section.fields, after) if one.key not in shown)


def section_of(form: Form, page_key: str, *, officer: bool | None = False) -> Section:
    """Return the section of a page of the applicant, of the officer, or (None) of either. Raises NoSuchPage."""
    allowed = (one for one in form.sections if officer is None or one.for_officer is officer)
    found = next((one for one in allowed if one.key == page_key), None)
    if found is None:
        raise NoSuchPage(page_key)
    return found


def merge(form: Form, page_key: str, answers: Answers, cleaned: Cleaned) -> dict[str, Any]:
    """Return the answers with those of one page replaced by what was just cleaned; what was emptied is gone."""
    here = {one.key for one in section_of(form, page_key, officer=None).fields}
    return {**{key: value for key, value in answers.items() if key not in here}, **cleaned.values}


def final_answers(form: Form, answers: Answers) -> dict[str, Any]:
    """Return what is submitted: only questions of the applicant that apply, computed values worked out afresh."""
    fields, answers = _own_fields(form), well_formed(form, answers)
    kept = {
        one.key: answers[one.key]
        for one in fields
        if answers.get(one.key) is not None and one.type is not FieldType.COMPUTED and applies(form, one, answers)
    }
    counted = applicable(form, fields, kept)
    kept = {one.key: kept[one.key] for one in counted if one.key in kept}
    return {**kept, **computed_values(form, counted, kept)}


def _is_of(name: str, field: Field) -> bool:
    return name == field.key or name.startswith(f"{field.key}-")


def _own_fields(form: Form) -> list[Field]:
    return [one for section in form.own_sections for one in section.fields]


def _page(form: Form, section: Section, answers: Answers, done: bool) -> Page:
    here = {one.key for one in section.fields}
    shown = tuple(
        one for one in section.fields if applies(form, one, answers) or undecided_here(one, here.__contains__, answers)
    )
    hidden = tuple(
        one for one in section.fields if one not in shown and one.when is not None and one.when.field in here
    )
    return Page(key=section.key, title=section.title, fields=shown, done=done, applicable=bool(shown), hidden=hidden)
