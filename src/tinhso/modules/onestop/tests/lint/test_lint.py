# SPDX-License-Identifier: EUPL-1.2
"""The linter finds what the data hold: each kind against a count made in another way, and against made-up faults."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest

from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.lint import Finding, Kind, Severity, lint
from tinhso.modules.onestop.tests.forms.material import RAW_FORMS

PROCEDURES = definitions.procedures()
FINDINGS = lint(PROCEDURES, RAW_FORMS.values())


def of(kind: Kind, findings: Iterable[Finding] = FINDINGS) -> list[Finding]:
    return [one for one in findings if one.kind is kind]


def shown(procedure: dict[str, Any], key: str) -> list[Any]:
    return [one[key] for one in procedure.get("portal_channels", []) if one[key] is not None]


def fields(*, form: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for section in form["sections"] for one in section["fields"]]


def components() -> list[dict[str, Any]]:
    return [one for procedure in PROCEDURES for one in procedure["components"]]


def test_the_numbers_of_findings_by_kind():
    """The figures of the data of November 2026; a change of data changes them, knowingly."""
    assert Counter(one.kind for one in FINDINGS) == {
        Kind.FEE_SUSPICIOUS: 3,
        Kind.FEE_KIND_UNCONFIRMED: 1,
        Kind.FEE_CHANNELS_DIFFER: 5,
        Kind.FEE_CONTRADICTS: 5,
        Kind.TIME_UNKNOWN: 72,
        Kind.TIME_WITHOUT_UNIT: 21,
        Kind.TIME_CHANNELS_DIFFER: 13,
        Kind.CODE_MISSING: 2,
        Kind.CODE_UNCONFIRMED: 1,
        Kind.RESULT_CODE_MISSING: 65,
        Kind.RESULT_CODE_MALFORMED: 1,
        Kind.COMPONENTS_INCOMPLETE: 57,
        Kind.UNVERIFIED: 130,
        Kind.CONDITION_IN_WORDS: 122,
        Kind.PAPER_IN_DATABASE: 112,
        Kind.PAPER_NOT_MARKED: 8,
        Kind.FORM_WITHOUT_PROCEDURE: 1,
        Kind.PROCEDURE_WITHOUT_FORM: 125,
        Kind.FIELD_ASKED_TWICE: 2,
        Kind.PAPER_LISTED_TWICE: 14,
        Kind.DATUM_AND_PAPER: 20,
        Kind.NUMBER_REQUIRED: 13,
        Kind.LIST_MISSING: 1,
        Kind.PREFILL_OF_OTHERS: 9,
    }


def test_fees_counted_another_way():
    small = {one["code"] for one in PROCEDURES if {700, 100, 90} & set(shown(one, "fee_shown_vnd"))}
    differ = {
        one["code"]
        for one in PROCEDURES
        if len(set(shown(one, "fee_shown_vnd"))) > 1 and one["fee"]["kind"] != "by_channel"
    }
    unknown = {
        one["code"] for one in PROCEDURES if one["fee"]["kind"] == "unknown" and any(shown(one, "fee_shown_vnd"))
    }

    assert {one.procedure for one in of(Kind.FEE_SUSPICIOUS)} == small
    assert {one.procedure for one in of(Kind.FEE_CHANNELS_DIFFER)} == differ
    assert {one.procedure for one in of(Kind.FEE_KIND_UNCONFIRMED)} == unknown


def test_times_counted_another_way():
    def bare(procedure: dict[str, Any]) -> bool:
        rows = procedure.get("portal_channels", [])
        return any(one["time_unit"] is None and one["time_value"] is not None for one in rows)

    marked = {one["code"] for one in PROCEDURES if one.get("portal_times_disagree")}

    assert {one.procedure for one in of(Kind.TIME_CHANNELS_DIFFER)} == marked
    assert {one.procedure for one in of(Kind.TIME_WITHOUT_UNIT)} == {one["code"] for one in PROCEDURES if bare(one)}
    assert len(of(Kind.TIME_UNKNOWN)) == sum(one["time"]["value"] is None for one in PROCEDURES) == 153 - 81


def test_codes_counted_another_way():
    results = [one.get("code") for procedure in PROCEDURES for one in procedure["results"]]

    assert len(of(Kind.CODE_MISSING)) + len(of(Kind.CODE_UNCONFIRMED)) == 153 - 150
    assert len(of(Kind.RESULT_CODE_MISSING)) == results.count(None)
    assert [one.evidence.endswith("KQ.H17.000039") for one in of(Kind.RESULT_CODE_MALFORMED)] == [True]


def test_papers_counted_another_way():
    asked = [one for one in components() if one["kind"] != "form" and "replaced_by" in one and "when" not in one]
    unverified = sum(len(one.get("unverified", [])) for one in (*PROCEDURES, *RAW_FORMS.values()))

    assert len(of(Kind.PAPER_IN_DATABASE)) == len(asked)
    assert len(of(Kind.COMPONENTS_INCOMPLETE)) == sum(one.get("components_complete") is False for one in PROCEDURES)
    assert len(of(Kind.UNVERIFIED)) == unverified


def test_conditions_in_words_counted_another_way():
    decidable = (" = ", " khác dien_tu", " khác cap_moi", " thuộc ", " có giá trị")

    def in_words(row: dict[str, Any]) -> bool:
        return "when" in row and not any(mark in row["when"] for mark in decidable)

    asked = [one for form in RAW_FORMS.values() for one in (*fields(form=form), *form.get("attachments", []))]

    expected = sum("when" in one for one in components()) + sum(in_words(one) for one in asked)
    assert len(of(Kind.CONDITION_IN_WORDS)) == expected


def test_forms_counted_another_way():
    served = {code for form in RAW_FORMS.values() for code in form["procedures"]}
    twice = 0
    for form in RAW_FORMS.values():
        pairs = [(one["label"], str(one["prefill"])) for one in fields(form=form) if "prefill" in one]
        twice += len(pairs) - len(set(pairs))

    assert len(of(Kind.PROCEDURE_WITHOUT_FORM)) == sum(one["code"] not in served for one in PROCEDURES)
    assert len(of(Kind.FIELD_ASKED_TWICE)) == twice
    assert [one.field for one in of(Kind.FORM_WITHOUT_PROCEDURE)] == ["forms/giay_phep_hanh_nghe_kcb"]


def test_required_numbers_counted_another_way():
    """Beside each "không có số định danh" stands a number; those of parents are optional."""
    beside = 0
    for form in RAW_FORMS.values():
        required = {one["key"] for one in fields(form=form) if one["type"] == "personal_id" and one["required"]}
        others = [one["key"] for one in fields(form=form) if one["key"].lower().startswith(("loaigiayto",))]
        others += [one["key"] for one in fields(form=form) if "có số định danh" in one.get("when", "")]
        beside += sum(
            key.replace("loai_giay_to", "so_dinh_danh").replace("LoaiGiayToTuyThan", "SoDinhDanh") in required
            for key in others
        )

    assert len(of(Kind.NUMBER_REQUIRED)) == beside


def test_every_finding_says_what_where_and_on_what_ground():
    for one in FINDINGS:
        assert one.sentence.endswith(".")
        assert one.field
        assert one.evidence
        assert isinstance(one.severity, Severity)


def test_the_data_are_not_touched():
    before = repr(PROCEDURES)

    lint(PROCEDURES, RAW_FORMS.values())

    assert repr(PROCEDURES) == before


def test_a_form_given_once_per_procedure_counts_once():
    by_code = lint(PROCEDURES, definitions.forms().values())

    assert len(of(Kind.FIELD_ASKED_TWICE, by_code)) == 2


FREE = {"code": "1.000001", "code_confirmed": True, "name": "Thử", "time": {"value": 3, "unit": "working_day"}}
FREE |= {"fee": {"kind": "free", "amount_vnd": 0}, "components": [], "results": []}


def channel(**more: Any) -> dict[str, Any]:
    return {"channel": "truc_tuyen", "time_value": None, "time_unit": None, "fee_shown_vnd": None, **more}


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"fee": {"kind": "fixed", "amount_vnd": 700}}, Kind.FEE_SUSPICIOUS),
        ({"portal_channels": [channel(fee_shown_vnd=50_000)]}, Kind.FEE_CONTRADICTS),
        ({"time": {"value": 3, "unit": None}}, Kind.TIME_WITHOUT_UNIT),
        ({"portal_times_disagree": True}, Kind.TIME_MARK_WRONG),
        ({"steps": [{"days": 0.5}, {"days": 2}]}, Kind.STEPS_DIFFER),
        ({"code": "1.01499"}, Kind.CODE_IRREGULAR),
        ({"code": "1.014.111"}, Kind.CODE_IRREGULAR),
        ({"code": "abc"}, Kind.CODE_IRREGULAR),
        ({"results": [{"name": "Giấy", "code": "dsfas"}]}, Kind.RESULT_CODE_MALFORMED),
        ({"data_replaces_paper": [{"paper": "Căn cước", "databases": ["dancu"]}]}, Kind.PAPER_NOT_MARKED),
    ],
)
def test_a_made_up_fault_is_found(change: dict[str, Any], kind: Kind):
    form = {**RAW_FORMS["cu_tru_ct01"], "procedures": ["1.000001"]}
    clean = {one.kind for one in lint([FREE], [form])}

    faulty = {one.kind for one in lint([{**FREE, **change}], [form])}

    assert kind not in clean
    assert kind in faulty


def test_steps_in_half_days_that_add_up_are_right():
    row = {**FREE, "steps": [{"days": 0.5}, {"days": 2.5}, {"days": 0}]}

    assert not of(Kind.STEPS_DIFFER, lint([row], []))


def test_a_code_used_twice_is_found():
    assert [one.procedure for one in of(Kind.CODE_TWICE, lint([FREE, FREE], []))] == ["1.000001"]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"sections": []}, Kind.FORM_UNREADABLE),
        ({"procedures": ["9.999999"]}, Kind.FORM_UNKNOWN_PROCEDURE),
        ({"counts": {"fields": 1, "prefillable": 0}}, Kind.FORM_COUNTS_WRONG),
    ],
)
def test_a_fault_of_a_form_is_found(change: dict[str, Any], kind: Kind):
    found = lint([FREE], [{**RAW_FORMS["cu_tru_ct01"], **change}])

    assert len(of(kind, found)) == 1
