# SPDX-License-Identifier: EUPL-1.2
"""How a component is proved on a day, when two sources contradict, which numbers are no declaration (ADR 0046)."""

from datetime import date
from decimal import Decimal

import pytest

from tinhso.modules.scorecards.declaring import rules
from tinhso.modules.scorecards.declaring.proofs import proofs_of
from tinhso.modules.scorecards.declaring.types import Folded, Footing, Form, Proof, Stated
from tinhso.modules.scorecards.dti.reading import edition
from tinhso.modules.scorecards.types import Trust

FIRST, TODAY = date(2026, 1, 1), date(2026, 6, 15)
PROOF = Proof("7.9", "handled", Trust.INFERRED, "")
ACTS, NOTHING_YET = Folded(PROOF, 1, 3), Folded(PROOF, 0, 0)


def stated(as_of: date = TODAY, until: date | None = None, share: str | None = "0.5") -> Stated:
    return Stated(Decimal(share) if share else None, as_of, until, True)


@pytest.mark.parametrize(
    ("folded", "accepted", "is_fed", "footing"),
    [
        (None, None, False, Footing.MISSING),
        (NOTHING_YET, None, False, Footing.MISSING),
        (ACTS, None, False, Footing.FOLDED),
        (ACTS, stated(), False, Footing.FOLDED),
        (ACTS, stated(), True, Footing.FOLDED),
        (Folded(PROOF, 0, 3), None, False, Footing.FOLDED),
        (NOTHING_YET, stated(), False, Footing.DECLARED),
        (None, stated(), False, Footing.DECLARED),
        (None, stated(share=None), False, Footing.DECLARED),
        (None, stated(as_of=FIRST), False, Footing.DECLARED),
        (None, stated(as_of=date(2025, 12, 31)), False, Footing.STALE),
        (None, stated(until=TODAY), False, Footing.DECLARED),
        (None, stated(until=date(2026, 6, 14)), False, Footing.STALE),
        (None, stated(), True, Footing.FED),
        (None, None, True, Footing.FED),
    ],
)
def test_how_a_component_is_proved(folded, accepted, is_fed, footing):
    assert rules.footing(folded, accepted, since=FIRST, today=TODAY, is_fed=is_fed) is footing


@pytest.mark.parametrize(
    ("share", "contradicts"),
    [
        ("0.3333", False),  # 33.33 % as shown
        ("0.33334", False),
        ("0.33335", True),  # half up: 33.34 %
        ("0.3332", True),
        ("0", True),
        (None, False),
    ],
)
def test_a_declaration_contradicts_acts_where_the_digits_shown_differ(share, contradicts):
    assert rules.contradicts(ACTS, Decimal(share) if share else None) is contradicts
    assert not rules.contradicts(NOTHING_YET, Decimal(1))
    assert not rules.contradicts(None, Decimal(1))


@pytest.mark.parametrize(
    ("until", "soon"),
    [(None, False), (date(2026, 6, 14), False), (TODAY, True), (date(2026, 7, 15), True), (date(2026, 7, 16), False)],
)
def test_what_expires_soon(until, soon):
    assert rules.expires_soon(until, TODAY) is soon


@pytest.mark.parametrize(
    ("form", "numbers", "answer", "claimed", "share"),
    [
        (Form.RATIO, ("1", "4"), None, None, "0.25"),
        (Form.RATIO, ("0", "4"), None, None, "0"),
        (Form.RATIO, ("1", "4"), True, "1", "0.25"),
        (Form.YES_NO, (None, None), True, None, "1"),
        (Form.YES_NO, (None, None), False, None, "0"),
        (Form.YES_NO, (None, None), None, None, None),
        (Form.NUMBER, (None, None), None, "0.7", "0.7"),
        (Form.NUMBER, (None, None), None, None, None),
    ],
)
def test_the_share_that_was_said(form, numbers, answer, claimed, share):
    above, below = (Decimal(one) if one else None for one in numbers)

    found = rules.share_of(form, above, below, answer, Decimal(claimed) if claimed else None)

    assert found == (Decimal(share) if share else None)


@pytest.mark.parametrize(
    ("above", "below", "box"),
    [
        (None, "5", "numerator"),
        ("5", None, "denominator"),
        ("0", "0", "denominator"),
        ("1", "-3", "denominator"),
        ("-1", "3", "numerator"),
        ("4", "3", "numerator"),
        ("1.00001", "3", "numerator"),
        ("1", "1e15", "denominator"),
        ("1", "3", None),
        ("3", "3", None),
        ("0", "3", None),
    ],
)
def test_numbers_that_are_no_ratio(above, below, box):
    problem = rules.ratio_problem(*(Decimal(one) if one else None for one in (above, below)))

    assert (problem[0] if problem else None) == box


def test_shares_that_are_none():
    assert rules.share_problem("share", None) is None
    assert rules.share_problem("share", Decimal(1)) is None
    assert rules.share_problem("share", Decimal("1.01")) is not None
    assert rules.share_problem("share", Decimal("-0.1")) is not None
    assert rules.share_problem("share", Decimal("0.123456789")) is not None


def test_the_six_shares_prove_seven_six_to_seven_eleven():
    found = proofs_of("DTI-922")

    assert {code: one.figure for code, one in found.items()} == {
        "7.6": "prefilled",
        "7.7": "personal",
        "7.8": "filed",
        "7.9": "handled",
        "7.10": "accounts",
        "7.11": "satisfied",
    }
    assert all(one.trust is Trust.INFERRED for one in found.values())
    assert set(found) <= {part.code for part in edition("DTI-922").parts()}
    assert proofs_of("khong-co") == {}
