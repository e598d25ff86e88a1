# SPDX-License-Identifier: EUPL-1.2
"""Where points were lost and how a province stands beside the others: from published values, unknown stays unknown."""

from decimal import Decimal

import pytest

from tinhso.modules.scorecards.dti import comparison
from tinhso.modules.scorecards.dti.reading import edition, result_of, results
from tinhso.modules.scorecards.dti.types import Span

DTI = edition("DTI-922")
YEAR = results(2022)
COMPLETE = [one for one in YEAR if len(one.main) == len(DTI.scored())]


@pytest.mark.parametrize("one", COMPLETE, ids=lambda one: one.province)
def test_losses_of_main_indices_lead_from_the_maximum_to_the_score(one):
    lost = [line.lost for line in comparison.main_losses(DTI, one)]
    whole = comparison.all_lost(DTI, YEAR, one)

    assert lost == sorted(lost, reverse=True)
    assert sum(lost) == whole.low == whole.high
    assert abs(DTI.total_max - whole.low - one.value * DTI.total_max) <= Decimal("0.06")
    assert comparison.lost_unknown(DTI, YEAR, one) == Span(Decimal(0), Decimal(0))


def test_da_nang_lost_most_in_digital_society():
    first = comparison.main_losses(DTI, result_of(2022, "Đà Nẵng"))[0]

    assert (first.main.title, first.lost) == ("Hoạt động xã hội số", Decimal("72.0450"))


@pytest.mark.parametrize(
    ("province", "low", "high", "known"),
    [
        ("Bến Tre", "480.61", "480.61", 1),
        ("Trà Vinh", "392.3", "392.3", 0),
        ("Gia Lai", "531.1", "1000", 0),
    ],
    ids=["one main index", "the whole only", "neither"],
)
def test_what_no_main_index_explains_is_said_and_not_shared_out(province, low, high, known):
    """Bến Tre lost 492,28 of which 11,67 in main index 1; Gia Lai has no published value at all."""
    own = result_of(2022, province)

    assert comparison.lost_unknown(DTI, YEAR, own) == Span(Decimal(low), Decimal(high))
    assert sum(line.lost is not None for line in comparison.main_losses(DTI, own)) == known


def test_a_median_is_of_the_others_and_says_of_how_many():
    rows = {one.main.code: one for one in comparison.beside(DTI, YEAR, result_of(2022, "Đà Nẵng"))}

    assert rows["9"].own == Decimal("0.5197")
    assert rows["9"].median == (Decimal("0.3001") + Decimal("0.3590")) / 2
    assert (rows["9"].best, rows["9"].best_of, rows["9"].count) == (Decimal("0.5197"), ("Đà Nẵng",), 4)
    assert rows["1"].count == 5
    assert len(rows["2"].best_of) == 4


def test_who_is_not_known_is_beside_nobody():
    rows = comparison.beside(DTI, YEAR, result_of(2022, "Gia Lai"))

    assert {one.own for one in rows} == {None}
    assert all(one.median is not None for one in rows)


def test_without_any_main_index_nothing_is_made_up():
    own = result_of(2022, "Gia Lai")
    rows = comparison.beside(DTI, [own], own)

    assert {(one.own, one.median, one.best, one.best_of, one.count) for one in rows} == {(None, None, None, (), 0)}
