# SPDX-License-Identifier: EUPL-1.2
"""Four layers, yearly duties (Điều 20; Thông tư 03/2017, Điều 17, 18), the share of money, the bands."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tinhso.modules.security.levels import duties, layers, spending
from tinhso.modules.security.levels.layers import Assessed, Connection, Evidence, EvidenceKind, Held, standing
from tinhso.modules.security.levels.reading import DATA, Trust, table

ON = date(2026, 11, 2)
DAY = timedelta(days=1)
TEAM = (
    Evidence(EvidenceKind.DECISION, date(2024, 1, 2)),
    Evidence(EvidenceKind.STAFF_LIST, date(2026, 1, 5)),
    Evidence(EvidenceKind.CONTACT, date(2026, 1, 5)),
)
CONTRACT = Evidence(EvidenceKind.CONTRACT, date(2026, 1, 1), date(2026, 12, 31), "Công ty Giám sát")
REPORT = Evidence(EvidenceKind.WEEKLY_REPORT, ON - 3 * DAY)
GOOD = Held(3, (*TEAM, CONTRACT, REPORT), (Assessed(date(2026, 3, 2), "Công ty Đánh giá"),), Connection(ON, 7))


def stand(held: Held, no: int, on: date = ON) -> tuple[bool | None, str]:
    one = standing(held, on)[no - 1]
    return one.stands, one.why


def test_all_four_layers_stand():
    assert [one.stands for one in standing(GOOD, ON)] == [True, True, True, True]


CASES = [
    (1, replace(GOOD, evidence=TEAM[1:]), (False, "no_decision")),
    (1, replace(GOOD, evidence=(TEAM[0], TEAM[2])), (False, "no_staff_list")),
    (1, replace(GOOD, evidence=TEAM[:2]), (False, "no_contact")),
    (1, replace(GOOD, evidence=(*TEAM[:2], Evidence(EvidenceKind.CONTACT, ON - 366 * DAY))), (False, "contact_old")),
    (1, replace(GOOD, evidence=(*TEAM[:2], Evidence(EvidenceKind.CONTACT, ON - 365 * DAY))), (True, "stands")),
    (1, replace(GOOD, evidence=(*TEAM, Evidence(EvidenceKind.TEST_CALL, ON, answered=False))),
     (False, "call_unanswered")),
    (1, replace(GOOD, evidence=(*TEAM, Evidence(EvidenceKind.TEST_CALL, ON - DAY, answered=False),
                                Evidence(EvidenceKind.TEST_CALL, ON))), (True, "stands")),
    (1, replace(GOOD, evidence=(replace(TEAM[0], until=ON - DAY), *TEAM[1:])), (False, "no_decision")),
    (2, replace(GOOD, evidence=TEAM), (False, "no_contract")),
    (2, replace(GOOD, evidence=(replace(CONTRACT, until=ON - DAY), REPORT)), (False, "contract_ended")),
    (2, replace(GOOD, evidence=(CONTRACT, replace(REPORT, on=ON - 14 * DAY))), (True, "stands")),
    (2, replace(GOOD, evidence=(CONTRACT, replace(REPORT, on=ON - 15 * DAY))), (False, "no_report")),
    (3, replace(GOOD, assessed=()), (False, "never_assessed")),
    (3, replace(GOOD, assessed=(Assessed(date(2025, 11, 1), "Công ty Đánh giá"),)), (False, "assessment_old")),
    (3, replace(GOOD, assessed=(Assessed(date(2025, 11, 2), "Công ty Đánh giá"),)), (True, "stands")),
    (3, replace(GOOD, level=2, assessed=(Assessed(date(2024, 11, 2), "A"),)), (True, "stands")),
    (3, replace(GOOD, level=5, assessed=(Assessed(date(2026, 5, 1), "A"),)), (False, "assessment_old")),
    (3, replace(GOOD, assessed=(Assessed(date(2026, 3, 2), "công ty  GIÁM SÁT"),)), (False, "not_independent")),
    (4, replace(GOOD, connection=None), (None, "connection_unknown")),
    (4, replace(GOOD, connection=Connection(ON, None)), (None, "connection_unknown")),
    (4, replace(GOOD, connection=Connection(None, 7)), (False, "never_accepted")),
    (4, replace(GOOD, connection=Connection(ON - 8 * DAY, 7)), (False, "connection_silent")),
]  # fmt: skip


@pytest.mark.parametrize(("no", "held", "expected"), CASES)
def test_when_a_layer_stops_counting(no, held, expected):
    assert stand(held, no) == expected


def test_evidence_of_tomorrow_does_not_count_today():
    later = Held(3, tuple(replace(one, on=ON + DAY, until=None) for one in GOOD.evidence), ())

    assert [one.stands for one in standing(later, ON)] == [False, False, False, None]


def test_who_watched_before_may_assess_later():
    """Independence is of the same system and period: another firm watches now."""
    earlier = Evidence(EvidenceKind.CONTRACT, date(2024, 1, 1), date(2024, 12, 31), "Công ty Cũ")
    held = replace(
        GOOD, evidence=(*TEAM, earlier, CONTRACT, REPORT), assessed=(Assessed(date(2026, 3, 2), "Công ty Cũ"),)
    )

    assert stand(held, 3) == (True, "stands")


@pytest.mark.parametrize(("level", "due"), [(1, None), (2, None), (3, 12), (4, 12), (5, 6), (None, None)])
def test_interval_of_assessments(level, due):
    """Điều 20: levels 3 and 4 every year, level 5 every six months, levels 1 and 2 none of their own."""
    assert duties.interval_months(level) == due


def test_assessments_are_counted_from_the_last_else_from_the_approval():
    approved = date(2025, 8, 31)

    assert duties.assessment_due(3, approved, None, ON).due_on == date(2026, 8, 31)
    assert duties.assessment_due(3, approved, None, ON).is_overdue(ON)
    assert duties.assessment_due(5, approved, date(2026, 8, 31), ON).due_on == date(2027, 2, 28)
    assert duties.assessment_due(2, approved, None, ON) is None


def test_the_whole_agency_every_two_years():
    """Điều 20."""
    assert duties.agency_check_due(date(2024, 2, 29), None, ON).due_on == date(2026, 2, 28)


def test_the_report_of_owners_is_due_before_30_november():
    """Thông tư 03/2017, Điều 17: "before", so by the 29th; level 2 owes none."""
    due = duties.report_due(3, date(2025, 3, 1), {"2025": date(2025, 11, 20)}, ON)

    assert (due.period, due.due_on, due.is_overdue(ON), due.trust) == (
        "2026",
        date(2026, 11, 29),
        False,
        Trust.INFERRED,
    )
    assert duties.report_due(3, date(2025, 3, 1), {}, ON).due_on == date(2025, 11, 29)
    assert duties.report_due(3, date(2025, 12, 1), {}, ON).period == "2026"
    assert duties.report_due(3, date(2025, 3, 1), {"2025": ON, "2026": ON}, ON).due_on == date(2027, 11, 29)
    assert duties.report_due(2, date(2025, 3, 1), {}, ON) is None


def test_sharing_is_owed_every_quarter():
    """Thông tư 03/2017, Điều 18."""
    due = duties.sharing_due(date(2026, 5, 4), {"2026-Q2": date(2026, 6, 30)}, ON)

    assert (due.period, due.due_on, due.is_overdue(ON)) == ("2026-Q3", date(2026, 9, 30), True)
    done = {"2026-Q4": ON, "2027-Q1": ON}
    assert duties.sharing_due(date(2026, 11, 2), done, ON).due_on == date(2027, 6, 30)


def test_the_share_of_money_has_three_definitions():
    assert [one.id for one in spending.variants()] == ["directive_2019", "it_budget", "digital_spend"]
    assert [bool(one.condition) for one in spending.variants()] == [True, False, False]


@pytest.mark.parametrize(
    ("part", "whole", "percent", "reaches"),
    [
        (10, 100, Decimal(10), True),
        (9_999_999_999, 100_000_000_000, Decimal("9.999999999"), False),
        (0, 5, Decimal(0), False),
        (0, 0, None, None),
    ],
)
def test_the_threshold_is_compared_exactly(part, whole, percent, reaches):
    found = spending.share(part, whole)

    assert (found.numerator_vnd, found.denominator_vnd, found.percent, found.reaches) == (part, whole, percent, reaches)


def test_no_bound_and_no_weight_is_made_up():
    bands = {one.name: (one.low, one.high, one.trust.value) for one in spending.bands()}

    assert bands == {
        "A": (80, 100, "I"),
        "B": (65, 80, "C"),
        "C": (None, 65, "M"),
        "D": (None, None, "M"),
        "E": (None, None, "M"),
    }
    assert not spending.weights_known("2019")
    assert len(spending.components("2019")) == 5


def blocks(told: object) -> Iterator[dict[str, Any]]:
    """Give every mapping of a table, whatever it lies in."""
    if isinstance(told, dict):
        yield told
    for one in told.values() if isinstance(told, dict) else told if isinstance(told, list) else ():
        yield from blocks(one)


@pytest.mark.parametrize("name", sorted(one.stem for one in DATA.glob("*.yaml")))
def test_every_rule_says_how_sure_it_is(name):
    """A block that names its source carries its mark, and no mark is another letter than C, I, M."""
    sourced = [one for one in blocks(table(name)) if "source" in one and one["source"] != "quy ước của hệ thống"]
    marks = [one["confidence"] for one in blocks(table(name)) if "confidence" in one]

    assert [one for one in sourced if "confidence" not in one] == []
    assert marks
    assert [key for one in blocks(table(name)) for key in one if " " in str(key)] == []
    assert set(marks) <= {"C", "I", "M"}


def test_layers_say_that_their_evidence_is_inferred():
    assert [(no, trust.value) for no, _text, trust in layers.layers()] == [(1, "I"), (2, "I"), (3, "I"), (4, "I")]
