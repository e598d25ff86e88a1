# SPDX-License-Identifier: EUPL-1.2
"""From what a browser sends for one page to answers, errors and warnings. Never raises on input, loses nothing."""

from collections.abc import Iterable, Mapping
from typing import Any

from tinhso.modules.onestop.forms.checks import problems_of
from tinhso.modules.onestop.forms.computed import computed_values
from tinhso.modules.onestop.forms.conditions import applies
from tinhso.modules.onestop.forms.errors import Unreadable
from tinhso.modules.onestop.forms.identity_checks import paper_instead
from tinhso.modules.onestop.forms.pages import final_answers, merge, section_of
from tinhso.modules.onestop.forms.problems import NO_RULE, Ask
from tinhso.modules.onestop.forms.readers import read
from tinhso.modules.onestop.forms.shapes import well_formed
from tinhso.modules.onestop.forms.showing import to_raw
from tinhso.modules.onestop.forms.tables import count_error, read_table
from tinhso.modules.onestop.forms.types import Answers, Cleaned, Context, Field, FieldType, Form, Raw, Section

_CHOSEN = (FieldType.CHOICE, FieldType.MULTI_CHOICE, FieldType.BOOLEAN, FieldType.ADMIN_UNIT)


def clean_page(
    form: Form,
    page_key: str,
    raw: Raw,
    context: Context,
    *,
    answers: Answers | None = None,
    locked: Answers | None = None,
    officer: bool = False,
) -> Cleaned:
    """Return values, errors and warnings of one page.

    raw: as sent by an HTML form; dates as `<key>-day/-month/-year` or one text under `<key>`, times as one text or
    `<key>-hour/-minute`, tables as `<key>-<row>-<column>` from row 0.
    answers: those of the other pages, on which conditions and comparisons depend. locked: values from an authoritative
    source by key; whatever the browser sends for them is ignored. officer: the page is one that officers fill.
    A question that does not apply after this page's answers gives neither value nor error; its text stays in `typed`.
    Raises NoSuchPage; nothing else, whatever raw holds.
    """
    section = section_of(form, page_key, officer=officer)
    fixed = well_formed(form, locked or {})
    page = _Reading(section, raw, fixed)
    everything = {**well_formed(form, answers or {}), **fixed, **page.values}
    everything = {key: value for key, value in everything.items() if key in page.values or not page.asks(key)}
    fields = [one for one in section.fields if applies(form, one, everything)]
    values = {one.key: page.values[one.key] for one in fields if one.key in page.values}
    values |= computed_values(form, fields, everything)
    errors = page.errors_of(fields)
    warnings: dict[str, str] = {}
    for field in fields:
        if field.key in values and not page.has_error(field):
            ask = Ask(form, field, values[field.key], everything, context, fixed.__contains__, NO_RULE)
            _sort(ask, page.rows.get(field.key, []), errors, warnings)
        elif field.is_required and not page.has_error(field):
            errors |= _required(form, field, everything)
    good = {key: value for key, value in values.items() if not _named(errors, key)}
    return Cleaned(good, errors, warnings, typed_of(section, raw))


def missing(form: Form, answers: Answers, context: Context, *, locked: Answers | None = None) -> dict[str, str]:
    """Return everything that blocks submission: one sentence by field key, empty when the form is complete."""
    return _all_pages(form, answers, context, locked)[0]


def all_warnings(form: Form, answers: Answers, context: Context, *, locked: Answers | None = None) -> dict[str, str]:
    """Return what is allowed but unusual in the whole form, for the applicant's last look and for the officer."""
    return _all_pages(form, answers, context, locked)[1]


def required_sentence(field: Field) -> str:
    """Return what to do about a question left empty."""
    if field.type is FieldType.CONSENT:
        return f"Đánh dấu vào ô “{field.label}” để nộp hồ sơ."
    if field.type is FieldType.TABLE:
        return f"Nhập ít nhất {max(1, field.min_rows)} dòng vào “{field.label}”."
    if field.type is FieldType.IMAGE:
        return f"Tải ảnh lên cho “{field.label}”."
    chosen = field.type in _CHOSEN and not field.free_choice
    return f"{'Chọn' if chosen else 'Nhập'} “{field.label}”."


def _required(form: Form, field: Field, answers: Answers) -> dict[str, str]:
    """Return the sentence for a required question left empty, nothing if it may stay empty after all."""
    instead = paper_instead(form, field, answers)
    if field.type is FieldType.COMPUTED or instead:
        return {}
    if instead is None:
        return {field.key: required_sentence(field)}
    return {field.key: f"Nhập “{field.label}”; nếu không có, chọn loại giấy tờ tùy thân khác và nhập số giấy tờ đó."}


def typed_of(section: Section, raw: Raw) -> dict[str, str | list[str]]:
    """Return what was sent for the questions of a section, unchanged."""
    keys = tuple(one.key for one in section.fields)
    mine = {key for key in raw if any(key == one or key.startswith(f"{one}-") for one in keys)}
    return {key: value if isinstance(value, str) else list(value) for key, value in raw.items() if key in mine}


class _Reading:
    """The cells of one page as read: values, what could not be read, and under which numbers table rows came."""

    def __init__(self, section: Section, raw: Raw, fixed: Answers) -> None:
        self.keys = {one.key for one in section.fields}
        self.values: dict[str, Any] = {}
        self.unreadable: dict[str, dict[str, str]] = {}
        self.rows: dict[str, list[int]] = {}
        for field in section.fields:
            if field.key in fixed:
                self.values[field.key] = fixed[field.key]
            elif field.type is FieldType.TABLE:
                self._table(field, raw)
            else:
                self._cell(field, raw)

    def _cell(self, field: Field, raw: Raw) -> None:
        try:
            value = read(field, field.key, raw)
        except Unreadable as error:
            self.unreadable[field.key] = {field.key: error.sentence}
            return
        if value is not None:
            self.values[field.key] = value

    def _table(self, field: Field, raw: Raw) -> None:
        rows, numbers, errors = read_table(field, raw)
        if rows:
            self.values[field.key] = rows
            self.rows[field.key] = numbers
            wrong = count_error(field, len(rows))
            errors = {**({field.key: wrong} if wrong else {}), **errors}
        if errors:
            self.unreadable[field.key] = errors

    def asks(self, key: str) -> bool:
        return key in self.keys

    def has_error(self, field: Field) -> bool:
        return field.key in self.unreadable

    def errors_of(self, fields: Iterable[Field]) -> dict[str, str]:
        return {name: text for one in fields for name, text in self.unreadable.get(one.key, {}).items()}


def _sort(ask: Ask, rows: list[int], errors: dict[str, str], warnings: dict[str, str]) -> None:
    """Put each problem of an answer under its key; the first sentence of a key stays."""
    for problem in problems_of(ask):
        key = problem.field or ask.field.key
        if problem.at:
            row, _, column = problem.at.partition("-")
            key = f"{key}-{rows[int(row)] if rows else row}-{column}"
        (errors if problem.blocks else warnings).setdefault(key, problem.sentence)


def _named(errors: Mapping[str, str], key: str) -> bool:
    return any(name == key or name.startswith(f"{key}-") for name in errors)


def _all_pages(
    form: Form, answers: Answers, context: Context, locked: Answers | None
) -> tuple[dict[str, str], dict[str, str]]:
    """Clean every page again from its stored answers: one road for typing and for submitting."""
    errors: dict[str, str] = {}
    warnings: dict[str, str] = {}
    kept = final_answers(form, {**answers, **(locked or {})})
    for section in form.own_sections:
        raw = to_raw(section.fields, kept)
        cleaned = clean_page(form, section.key, raw, context, answers=kept, locked=locked)
        kept = merge(form, section.key, kept, cleaned) if not cleaned.errors else kept
        errors |= cleaned.errors
        warnings |= cleaned.warnings
    return errors, warnings
