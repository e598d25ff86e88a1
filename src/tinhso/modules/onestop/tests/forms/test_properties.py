# SPDX-License-Identifier: EUPL-1.2
"""Whatever a browser or an attacker sends: nothing raises, nothing typed is lost, nothing stored is a float."""

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.modules.onestop.forms import (
    FieldType,
    clean_page,
    final_answers,
    merge,
    missing,
    pages,
    prefill,
    summary,
    to_raw,
)
from tinhso.modules.onestop.tests.forms.material import CONTEXT, FORMS

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=40)
PLAUSIBLE = st.sampled_from(
    ["", "1", "31", "02", "2026", "2026-02-30", "083190001234", "trong_nuoc", "true", "khac", "28810", "86",
     "0912345678", "1.234", "-5", "150.000 đ", "9:05", "a@b.vn", "anh-1", "nam", "dien_tu",
     "²", "\u0000", "\ud800", "x" * 6_000]
)  # fmt: skip
VALUES = st.one_of(PLAUSIBLE, ANYTHING, st.lists(st.one_of(PLAUSIBLE, ANYTHING), max_size=3))
QUICK = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def submissions(draw: st.DrawFn) -> tuple[Any, Any, dict[str, Any]]:
    form = FORMS[draw(st.sampled_from(sorted(FORMS)))]
    section = draw(st.sampled_from(form.own_sections))
    names = [one.key for one in section.fields]
    names += [f"{one.key}-{box}" for one in section.fields for box in ("day", "month", "year", "hour", "minute")]
    names += [f"{one.key}-{row}-{column.key}" for one in section.fields for column in one.columns for row in range(3)]
    raw = draw(st.dictionaries(st.one_of(st.sampled_from(names), ANYTHING), VALUES, max_size=30))
    return form, section, raw


@given(submissions())
@QUICK
def test_any_input_gives_a_result_and_keeps_what_was_typed(submission: tuple[Any, Any, dict[str, Any]]):
    form, section, raw = submission

    cleaned = clean_page(form, section.key, raw, CONTEXT)

    keys = [one.key for one in section.fields]
    mine = {name for name in raw if any(name == key or name.startswith(f"{key}-") for key in keys)}
    assert cleaned.typed == {name: raw[name] for name in mine}
    assert all(one.strip() and not one.startswith("{") for one in cleaned.errors.values())
    json.dumps(cleaned.values).encode()
    assert not any(isinstance(one, float) for one in walk(cleaned.values))
    assert all(name.split("-")[0] in keys for name in cleaned.errors)


@given(submissions())
@QUICK
def test_stored_answers_shown_again_and_sent_again_are_the_same_answers(submission: tuple[Any, Any, dict[str, Any]]):
    form, section, raw = submission
    cleaned = clean_page(form, section.key, raw, CONTEXT)
    answers = merge(form, section.key, {}, cleaned)

    again = clean_page(form, section.key, to_raw(section.fields, answers), CONTEXT)

    computed = {one.key for one in section.fields if one.type is FieldType.COMPUTED}
    assert without(again.values, computed) == without(cleaned.values, computed)
    summary(form, final_answers(form, answers))
    pages(form, answers)
    missing(form, answers, CONTEXT)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), PLAUSIBLE, ANYTHING),
    lambda one: st.one_of(
        st.lists(one, max_size=3), st.dictionaries(st.sampled_from(["tu", "ho_ten", "so_trang"]), one)
    ),
    max_leaves=4,
)


@given(st.data())
@QUICK
def test_a_draft_of_an_earlier_version_never_breaks_anything(data: st.DataObject):
    form = FORMS[data.draw(st.sampled_from(sorted(FORMS)))]
    keys = [one.key for one in form.fields]
    answers = data.draw(st.dictionaries(st.sampled_from(keys), JSON, max_size=25))

    final = final_answers(form, answers)

    summary(form, answers, officer=True)
    pages(form, answers)
    missing(form, answers, CONTEXT, locked=answers)
    for section in form.own_sections:
        clean_page(form, section.key, to_raw(section.fields, answers), CONTEXT, answers=answers)
    assert not any(isinstance(one, float) for one in walk(final))
    found = prefill(form, {"vneid": dict.fromkeys(["ho_ten", "ngay_sinh"], data.draw(JSON))})
    assert not any(isinstance(one.value, float) for one in found.values())


def without(values: dict[str, Any], keys: set[str]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key not in keys}


def walk(value: Any) -> Any:
    if isinstance(value, dict):
        for one in value.values():
            yield from walk(one)
    elif isinstance(value, list):
        for one in value:
            yield from walk(one)
    else:
        yield value
