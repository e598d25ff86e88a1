# SPDX-License-Identifier: EUPL-1.2
"""The provincial index: published rows recomputed, ties and bounds, weights that are never official by chance.

922/QĐ-BTTTT; results of 2022 as announced on 12 July 2023.
"""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tinhso.modules.scorecards.dti import rules, simulation
from tinhso.modules.scorecards.dti.reading import edition, result_of, results, weights, years_with_results
from tinhso.modules.scorecards.dti.types import Span
from tinhso.modules.scorecards.errors import IndexFaulty, UnknownIndex, WrongShare
from tinhso.modules.scorecards.types import Trust

DTI = edition("DTI-922")
COMPLETE = [one for one in results(2022) if len(one.main) == len(DTI.scored())]
EQUAL = simulation.equal_weights(DTI, date(2026, 11, 22))
SCORED = [part.code for main in DTI.scored() for part in main.parts]
SHARES = st.decimals(min_value=0, max_value=1, places=3)


def rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.0001"), ROUND_HALF_UP)


def test_the_edition_is_what_the_decision_confirms():
    assert [one.max_points for one in DTI.main] == [100, 100, 100, 100, 100, 0, 200, 150, 150]
    assert (len(DTI.main), len(DTI.parts()), len(SCORED)) == (9, 98, 95)
    assert Counter(part.trust for part in DTI.parts()) == {Trust.INFERRED: 71, Trust.MISSING: 27}
    assert [one.code for one in DTI.main if not one.scored] == ["6"]


@pytest.mark.parametrize("one", COMPLETE, ids=lambda one: one.province)
def test_the_five_complete_rows_reproduce_the_published_value(one):
    """Main indices are published rounded: the whole is known within that, and the published digits lie in it."""
    computed = rules.overall(DTI, one.main)

    assert rules.overall_span(DTI, one.main).overlaps(rules.published(one.value, DTI.decimals))
    assert abs(computed - one.value) <= Decimal("0.00006")
    for pillar in DTI.pillars:
        assert rounded(rules.pillar(DTI, pillar, one.main)) == one.pillars[pillar.code]


def test_four_of_the_five_are_equal_digit_by_digit_and_one_by_its_rounding():
    exact = [one.province for one in COMPLETE if rounded(rules.overall(DTI, one.main)) == one.value]

    assert len(COMPLETE) == 5
    assert sorted(set(one.province for one in COMPLETE) - set(exact)) == ["TP. Hồ Chí Minh"]
    assert rules.overall(DTI, result_of(2022, "TP. Ho Chi Minh").main) == Decimal("0.716355")


@pytest.mark.parametrize("code", [main.code for main in DTI.scored()])
def test_one_percent_more_in_a_main_index_is_noticed(code):
    one = COMPLETE[0]
    changed = dict(one.main) | {code: one.main[code] - Decimal("0.01")}

    assert not rules.overall_span(DTI, changed).overlaps(rules.published(one.value, DTI.decimals))


def test_places_are_as_published_two_at_15_and_none_at_16():
    places = [one.rank for one in results(2022)]

    assert len(places) == 63
    assert (places.count(15), places.count(16)) == (2, 0)
    values = [Decimal(100 - place) for place in places]
    assert rules.ranks(values) == places


@pytest.mark.parametrize(
    ("rank", "low", "high"),
    [
        (1, "0.8002", "0.8002"),
        (20, "0.6077", "0.6924"),
        (62, "0", "0.4689"),
        (31, "0.54146", "0.6077"),
    ],
)
def test_an_unknown_value_lies_between_its_neighbours(rank, low, high):
    assert rules.bounds(results(2022), rank) == Span(Decimal(low), Decimal(high))


def test_what_gia_lai_lacks_to_place_31_is_a_span_and_nobody_falls():
    own = result_of(2022, "Gia Lai")

    assert rules.gap(results(2022), own, 31) == Span(Decimal("0.54146") - Decimal("0.4689"), Decimal("0.6077"))
    assert rules.gap(results(2022), result_of(2022, "Đà Nẵng"), 31) == Span(Decimal(0), Decimal(0))


@given(st.dictionaries(st.sampled_from(SCORED), SHARES), st.sampled_from(SCORED), SHARES)
def test_one_component_moves_exactly_the_figures_that_rest_on_it(shares, code, other):
    before = simulation.compute(DTI, EQUAL, shares)
    after = simulation.compute(DTI, EQUAL, shares | {code: other})
    own = next(main for main in DTI.scored() if code in {part.code for part in main.parts})
    delta = EQUAL.points[code] * (other - shares.get(code, Decimal(0)))

    assert {one for one in after.main if after.main[one] != before.main[one]} <= {own.code}
    assert (after.main[own.code] - before.main[own.code]) * own.max_points == pytest.approx(delta)
    assert (after.overall - before.overall) * DTI.total_max == pytest.approx(delta)
    resting = {one.code for one in DTI.pillars if own.code in one.main}
    assert {one for one in after.pillars if after.pillars[one] != before.pillars[one]} <= resting


def test_equal_weights_are_a_simulation_whatever_is_scored():
    full = simulation.compute(DTI, EQUAL, dict.fromkeys(SCORED, Decimal(1)))

    assert (full.official, full.overall, full.lacking) == (False, Decimal(1), ())
    assert EQUAL.assumptions == (simulation.EQUAL,)
    for main in DTI.scored():
        assert sum(EQUAL.points[part.code] for part in main.parts) == main.max_points


def test_confirmed_weights_are_official_only_when_nothing_lacks():
    confirmed = replace(EQUAL, confirmed=True, assumptions=())
    shares = dict.fromkeys(SCORED, Decimal("0.5"))

    assert simulation.compute(DTI, confirmed, shares).official
    del shares["1.1"]
    without = simulation.compute(DTI, confirmed, shares)
    assert (without.official, without.lacking) == (False, ("1.1",))


def test_losses_add_up_to_what_is_missing():
    shares = dict.fromkeys(SCORED, Decimal("0.25"))
    lost = sum(one.lost for one in simulation.losses(DTI, EQUAL, shares))

    assert lost == (1 - simulation.compute(DTI, EQUAL, shares).overall) * DTI.total_max


@pytest.mark.parametrize(
    ("shares", "sentence"),
    [({"6.1": Decimal(1)}, "không chấm điểm"), ({"1.1": Decimal("1.01")}, "từ 0 đến 100 %"), ({"x": Decimal(0)}, "x")],
    ids=["unscored", "above one", "unknown"],
)
def test_a_wrong_share_is_refused_with_what_to_mend(shares, sentence):
    with pytest.raises(WrongShare, match=sentence):
        simulation.compute(DTI, EQUAL, shares)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"points": {"1.1": "100"}}, "no weight for"),
        ({"points": dict.fromkeys(SCORED, "1")}, "is given"),
        ({"confirmed": True}, "assumptions belong"),
        ({"assumptions": []}, "assumptions belong"),
        ({"points": None}, "TypeError"),
    ],
    ids=["one only", "wrong sum", "confirmed and assumed", "neither", "nothing"],
)
def test_a_file_of_weights_that_does_not_add_up_is_refused(tmp_path: Path, change, wrong):
    kept = {
        "edition": "DTI-922",
        "title": "Thử",
        "source": "kiểm thử",
        "dated": "2026-11-22",
        "confirmed": False,
        "assumptions": ["Thử"],
        "points": {code: str(value) for code, value in EQUAL.points.items()},
    }
    path = tmp_path / "weights_test.yaml"
    path.write_text(yaml.safe_dump(kept | change), encoding="utf-8")

    with pytest.raises(IndexFaulty, match=wrong):
        weights(path)


def test_what_is_not_there_is_said():
    assert years_with_results() == (2022,)
    for asked in (lambda: edition("DTI-1"), lambda: results(2019), lambda: result_of(2022, "Atlantis")):
        with pytest.raises(UnknownIndex):
            asked()
