# SPDX-License-Identifier: EUPL-1.2
"""Values known beforehand (điền sẵn): only what a source says about the right person is filled in.

The rule, with its lists in data/sections.yaml: data about the signed-in person (vneid, dancu, hotich …) fill only
fields that ask about that person; records looked up for this dossier (a birth notice, a parcel, an enterprise) may
fill any field that names them. Nothing else is filled, whatever the description of the form would allow.
"""

from collections.abc import Mapping
from typing import Any

from tinhso.lib.vntext import search_key
from tinhso.modules.onestop.forms import catalogue
from tinhso.modules.onestop.forms.errors import Unreadable
from tinhso.modules.onestop.forms.ownership import is_own
from tinhso.modules.onestop.forms.readers import read
from tinhso.modules.onestop.forms.shapes import fits
from tinhso.modules.onestop.forms.showing import to_raw
from tinhso.modules.onestop.forms.tables import read_table
from tinhso.modules.onestop.forms.types import Field, FieldType, Form, Grade, Operator, Prefilled

Sources = Mapping[str, Mapping[str, Any]]
_NOTHING = Prefilled(None, Grade.NONE, "")


def prefill(form: Form, sources: Sources) -> dict[str, Prefilled]:
    """Return what is known for each field of the applicant; grade NONE where nothing is.

    sources: by source name (vneid, dancu, dkdn …) a mapping of field names of that source (`ho_ten`, `bao_tu.so`) to
    values as in Answers. A value that does not fit the field is not used.
    """
    found = {one.key: _one(form, one, sources) for section in form.own_sections for one in section.fields}
    return found | _openings(form, found)


def locked_values(prefilled: Mapping[str, Prefilled]) -> dict[str, Any]:
    """Return the values the applicant cannot change, for `clean_page(locked=…)`."""
    return {key: one.value for key, one in prefilled.items() if one.grade is Grade.LOCKED}


def initial_answers(prefilled: Mapping[str, Prefilled]) -> dict[str, Any]:
    """Return all values known beforehand, to start a draft with."""
    return {key: one.value for key, one in prefilled.items() if one.grade is not Grade.NONE}


def told_before(form: Form, section: str, answers: Mapping[str, Any]) -> dict[str, Prefilled]:
    """Return what a section asks about someone the applicant has shown to be, as told before: nobody tells twice.

    Which sections: `same_person` of data/sections.yaml.
    """
    found = {}
    for rule in catalogue.sections()["same_person"]:
        if rule["section"] != section or answers.get(rule["question"]) != rule["answer"]:
            continue
        for field in (one for one in form.fields if one.section == section and one.key.startswith(rule["asked_as"])):
            value = answers.get(rule["told_as"] + field.key.removeprefix(rule["asked_as"]))
            if value is not None and (fitting := _fitting(field, value)) is not None:
                found[field.key] = Prefilled(fitting, Grade.SUGGEST, rule["told_as"])
    return found


def _one(form: Form, field: Field, sources: Sources) -> Prefilled:
    wanted = field.prefill
    if wanted is None or wanted.grade is Grade.NONE or not _may_fill(form, field, wanted.source):
        return _NOTHING
    rules = catalogue.sections()
    for source in (wanted.source, rules["fallback"].get(wanted.source)):
        value = _fitting(field, sources.get(source or "", {}).get(wanted.field))
        if value is not None:
            return Prefilled(value, wanted.grade, str(source))
    return _NOTHING


def _openings(form: Form, found: Mapping[str, Prefilled]) -> dict[str, Prefilled]:
    """Suggest the choice on which a value found depends: a known commune suggests "trong nước"."""
    opened = {}
    for field in form.fields:
        known, when = found.get(field.key, _NOTHING), field.when
        if known.grade is Grade.NONE or when is None or when.operator is not Operator.IS:
            continue
        question = form.field(when.field)
        if question and question.type is FieldType.CHOICE and found.get(question.key) == _NOTHING:
            opened[question.key] = Prefilled(when.values[0], Grade.SUGGEST, known.source)
    return opened


def _may_fill(form: Form, field: Field, source: str) -> bool:
    rules = catalogue.sections()
    return source in rules["event_sources"] or (source in rules["person_sources"] and is_own(form, field))


def _fitting(field: Field, value: Any) -> Any:
    """Return the value as an answer of this field, None if it is not one; option labels are understood too."""
    if field.options and isinstance(value, str):
        value = _option_key(field, value)
    # A register may answer in a shape that is not agreed; then the applicant is simply asked.
    raw = to_raw([field], {field.key: value}) if fits(field, value) else {}
    try:
        if field.type is FieldType.TABLE:
            rows, _, errors = read_table(field, raw)
            return rows if rows and not errors else None
        return read(field, field.key, raw)
    except Unreadable:
        return None


def _option_key(field: Field, text: str) -> str:
    keys = {one.key for one in field.options}
    if text in keys:
        return text
    wanted = search_key(text)
    return next((one.key for one in field.options if search_key(one.label) == wanted), text)
