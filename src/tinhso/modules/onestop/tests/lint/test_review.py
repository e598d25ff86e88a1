# SPDX-License-Identifier: EUPL-1.2
"""The published points: what is asked twice, the topic, source and confidence of each; nothing merely open is shown."""

from collections import Counter
from typing import Any

import pytest

from tinhso.lib.vntext import search_key
from tinhso.modules.onestop import definitions
from tinhso.modules.onestop.lint import Kind
from tinhso.modules.onestop.lint.review import RESOLUTION, TOPICS, Confidence, Point, Topic, points

FIELD = {"key": "ten", "label": "Tên", "prefill": {"source": "dancu", "field": "ho_ten", "grade": "locked"}}
FORM = {"id": "thu", "procedures": ["1.000001"], "sections": [{"fields": [FIELD]}]}
PAPER = {"name": "Giấy tờ tùy thân", "kind": "show", "replaced_by": ["dancu"]}
ROW: dict[str, Any] = {"code": "1.000001", "code_confirmed": True, "source": "Cổng", "source_decision": "1/QĐ"}
ROW |= {"fee": {"kind": "free", "amount_vnd": 0}, "time": {"value": 3, "unit": "working_day"}, "results": []}


def point(kind: Kind, row: dict[str, Any], form: dict[str, Any] | None = None) -> Point | None:
    return next((one for one in points({**ROW, **row}, form) if one.finding.kind is kind), None)


def every_point() -> list[Point]:
    forms = definitions.forms()
    return [one for row in definitions.procedures() for one in points(row, forms.get(row.get("code") or ""))]


@pytest.mark.parametrize(
    ("component", "grade", "is_found"),
    [
        (PAPER, "locked", True),
        (PAPER, "confirm", True),
        (PAPER, "suggest", False),
        ({**PAPER, "when": "khi chưa khai thác được dữ liệu"}, "locked", False),
        ({**PAPER, "replaced_by": ["hotich"]}, "locked", False),
        ({**PAPER, "kind": "form"}, "locked", False),
    ],
)
def test_a_datum_filled_from_a_database_and_asked_on_paper_is_asked_twice(component, grade, is_found):
    """66.7/2025/NQ-CP: no paper may be asked when a database has published the data, unless it cannot be read."""
    field = {**FIELD, "prefill": {**FIELD["prefill"], "grade": grade}}
    form = {**FORM, "sections": [{"fields": [field]}]}

    assert (point(Kind.DATUM_AND_PAPER, {"components": [component]}, form) is not None) is is_found


@pytest.mark.parametrize(("label", "is_found"), [("GIẤY TỜ TÙY THÂN", True), ("Giấy tờ cư trú", False)])
def test_a_paper_of_the_form_and_of_the_components_is_listed_twice(label, is_found):
    form = {**FORM, "attachments": [{"key": "a", "label": label}]}

    assert (point(Kind.PAPER_LISTED_TWICE, {"components": [PAPER]}, form) is not None) is is_found


@pytest.mark.parametrize(
    ("more", "confidence", "source"),
    [
        ({"data_replaces_paper": [{"paper": "Căn cước", "databases": ["dancu"]}]}, Confidence.READ, RESOLUTION),
        ({"data_replaces_paper": [{"paper": "Hộ tịch", "databases": ["hotich"]}]}, Confidence.DERIVED, "1/QĐ"),
        ({}, Confidence.DERIVED, "1/QĐ"),
        (
            {
                "data_replaces_paper": [{"paper": "Căn cước", "databases": ["dancu"]}],
                "unverified": ["components"],
            },
            Confidence.DERIVED,
            "1/QĐ",
        ),
    ],
)
def test_a_paper_is_sure_only_where_the_annex_names_it_for_this_procedure(more, confidence, source):
    found = point(Kind.PAPER_IN_DATABASE, {"components": [PAPER], **more})

    assert found is not None
    assert (found.confidence, found.source.split("; ")[-1]) == (confidence, source)


def test_a_small_fee_is_derived_never_sure():
    found = point(Kind.FEE_SUSPICIOUS, {"fee": {"kind": "fixed", "amount_vnd": 700}})

    assert found is not None
    assert found.confidence is Confidence.DERIVED


def test_a_record_without_a_source_says_none():
    found = point(
        Kind.FEE_SUSPICIOUS, {"fee": {"kind": "fixed", "amount_vnd": 700}, "source": None, "source_decision": None}
    )

    assert found is not None
    assert found.source == ""


def test_what_is_only_open_is_not_published():
    row = {
        "time": {"value": None},
        "unverified": ["legal_basis"],
        "components_complete": False,
        "results": [{"name": "Giấy"}],
    }

    assert points({**ROW, **row}, None) == ()


def test_the_points_of_the_catalogue_by_topic():
    """The figures of the data of November 2026; papers in two places counted another way."""
    found = Counter(one.topic for one in every_point())
    twice = 0
    for row in definitions.procedures():
        labels = [one["label"] for one in definitions.forms().get(row["code"] or "", {}).get("attachments", [])]
        names = {search_key(one["name"]) for one in row["components"] if one["kind"] != "form"}
        twice += sum(search_key(one) in names for one in labels)

    assert sum(one.finding.kind is Kind.PAPER_LISTED_TWICE for one in every_point()) == twice
    assert found[Topic.DATABASE] == 112 + 8
    assert found[Topic.TIME] == 21 + 13
    assert found[Topic.FEE] == 3 + 5 + 5
    assert found[Topic.CODE] == 1


def test_every_topic_has_a_kind():
    assert set(TOPICS.values()) == set(Topic)
