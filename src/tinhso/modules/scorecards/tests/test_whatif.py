# SPDX-License-Identifier: EUPL-1.2
"""What a province would reach: tables worked out by hand, places with ties and bounds, ends that always hold.

922/QĐ-BTTTT; results of 2022 as announced on 12 July 2023.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.modules.scorecards.dti import rules, simulation, whatif
from tinhso.modules.scorecards.dti.reading import edition, result_of, results
from tinhso.modules.scorecards.dti.types import Result, Span
from tinhso.modules.scorecards.errors import WrongShare

DTI = edition("DTI-922")
YEAR = results(2022)
EQUAL = simulation.equal_weights(DTI, date(2026, 11, 22))
MAINS = [main.code for main in DTI.scored()]
PARTS = [part.code for main in DTI.scored() for part in main.parts]
SHARES = st.integers(0, 1000).map(lambda thousandths: Decimal(thousandths) / 1000)


def supposed(main: dict[str, str] | None = None, parts: dict[str, str] | None = None) -> whatif.Supposition:
    decimals = [{code: Decimal(share) for code, share in (one or {}).items()} for one in (main, parts)]
    return whatif.Supposition(*decimals, EQUAL)


def simulated(province: str, **said: dict[str, str]) -> whatif.Simulated:
    own = result_of(2022, province)
    return whatif.simulate(DTI, own, rules.bounds(YEAR, own.rank), supposed(**said))


def exactly(text: str) -> Span:
    return Span(Decimal(text), Decimal(text))


@pytest.mark.parametrize(
    ("province", "said", "low", "high"),
    [
        ("Đà Nẵng", {"main": {"9": "1"}}, "0.87222", "0.87222"),
        ("Quảng Ninh", {"main": {"9": "0.6"}}, "0.72487", "0.72487"),
        ("Bến Tre", {"main": {"1": "1"}}, "0.51939", "0.51939"),
        ("Trà Vinh", {"main": {"7": "0.8"}}, "0.5677", "0.7677"),
        ("Gia Lai", {"main": {"7": "0.8"}}, "0.16", "0.6289"),
        ("Gia Lai", {"main": dict.fromkeys(MAINS, "0.5")}, "0.5", "0.5"),
        ("Đà Nẵng", {"parts": {"1.1": "0"}}, "0.790175", "0.790175"),
        ("Đà Nẵng", {"parts": {"9.1": "1"}}, "0.800175", "0.818925"),
    ],
    ids=["one up", "two places", "one known", "whole known", "bounds only", "all said", "a part lost", "a part gained"],
)
def test_the_whole_follows_from_what_is_supposed(province, said, low, high):
    """Đà Nẵng today 0,800175 by its main indices; Trà Vinh 607,7 of 1000 of which 0 to 200 lie in main index 7."""
    assert simulated(province, **said).overall == Span(Decimal(low), Decimal(high))


def test_only_what_rests_on_the_supposed_main_index_changes():
    found = simulated("Đà Nẵng", main={"9": "1"})

    assert found.supposed == ("9",)
    assert found.main["9"] == exactly("1")
    assert found.main["8"] == exactly("0.7836")
    for pillar in ("CQS", "KTS"):
        assert found.pillars[pillar] == simulated("Đà Nẵng", main={"9": "0"}).pillars[pillar]
    assert found.pillars["XHS"].low > simulated("Đà Nẵng", main={"9": "0"}).pillars["XHS"].high


def test_nothing_that_is_supposed_is_official():
    everything = whatif.Supposition({}, dict.fromkeys(PARTS, Decimal(1)), EQUAL)

    assert whatif.simulate(DTI, result_of(2022, "Gia Lai"), Span(Decimal(0), Decimal(1)), everything).official is False
    assert supposed().main == {}
    assert not supposed()


@pytest.mark.parametrize("one", [one for one in YEAR if one.main], ids=lambda one: one.province)
def test_supposing_what_was_published_changes_nothing(one):
    today = rules.bounds(YEAR, one.rank)
    said = whatif.Supposition(one.main, {}, EQUAL)

    then = whatif.simulate(DTI, one, today, said)

    assert abs(then.overall.low - one.value) <= Decimal("0.00006")
    assert then.overall.high - then.overall.low == 0
    assert whatif.place(DTI, YEAR, one, exactly(str(one.value))) == whatif.Place(one.rank, one.rank)


@pytest.mark.parametrize(
    ("province", "value", "best", "worst"),
    [
        ("Quảng Ninh", ("0.7249", "0.7249"), 2, 2),
        ("Quảng Ninh", ("0.7163", "0.7163"), 2, 2),
        ("Quảng Ninh", ("0.71634", "0.71634"), 2, 2),
        ("Quảng Ninh", ("0.8002", "0.8002"), 1, 1),
        ("Quảng Ninh", ("0.6349", "0.6349"), 5, 24),
        ("Trà Vinh", ("0.6077", "0.6077"), 25, 25),
        ("Gia Lai", ("0.16", "0.6289"), 6, 63),
        ("Gia Lai", ("1", "1"), 1, 1),
        ("Gia Lai", ("0", "0"), 59, 63),
    ],
)
def test_a_place_among_published_values(province, value, best, worst):
    """Equal values share a place; nineteen provinces lie somewhere between place 5 and place 25."""
    found = whatif.place(DTI, YEAR, result_of(2022, province), Span(*map(Decimal, value)))

    assert found == whatif.Place(best, worst)


@pytest.mark.parametrize(
    ("province", "value", "rank", "low", "high"),
    [
        ("Quảng Ninh", "0.7", 2, "0.0163", "0.0163"),
        ("Đà Nẵng", "0.7", 2, "0.0024", "0.0024"),
        ("Quảng Ninh", "0.7163", 2, "0", "0"),
        ("Gia Lai", "0.5", 31, "0.04146", "0.1077"),
        ("Gia Lai", "0.58", 31, "0", "0.0277"),
    ],
    ids=["to a known one", "who falls is counted out", "reached", "to a span", "perhaps reached"],
)
def test_what_is_lacking_to_a_place(province, value, rank, low, high):
    found = whatif.lacking(DTI, YEAR, result_of(2022, province), exactly(value), rank)

    assert found == Span(Decimal(low), Decimal(high))


@pytest.mark.parametrize("rank", [0, -1, 63, 1000])
def test_a_place_nobody_can_take_is_refused(rank):
    with pytest.raises(ValueError, match="no place"):
        whatif.lacking(DTI, YEAR, result_of(2022, "Gia Lai"), exactly("0.5"), rank)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"main": {"1": "1.01"}}, "từ 0 đến 100 %"),
        ({"parts": {"1.1": "-0.1"}}, "từ 0 đến 100 %"),
        ({"main": {"6": "0.5"}}, "không chấm điểm"),
        ({"parts": {"6.1": "0.5"}}, "không chấm điểm"),
        ({"main": {"12": "0.5"}}, "không có"),
        ({"main": {"1": "0.5"}, "parts": {"1.1": "0.5"}}, "một trong hai"),
    ],
    ids=["above one", "negative", "unscored", "unscored part", "unknown", "said twice"],
)
def test_a_wrong_supposition_is_refused_with_what_to_mend(said, sentence):
    with pytest.raises(WrongShare, match=sentence):
        simulated("Đà Nẵng", **said)


@st.composite
def worlds(draw):
    """A province whose every component is known to us, of which only some main indices and the whole are published."""
    shares = draw(st.lists(SHARES, min_size=len(PARTS), max_size=len(PARTS)))
    truth = dict(zip(PARTS, shares, strict=True))
    told = draw(st.sets(st.sampled_from(MAINS)))
    touched = draw(st.dictionaries(st.sampled_from(PARTS), SHARES, max_size=20))
    whole = draw(st.dictionaries(st.sampled_from(MAINS), SHARES, max_size=3))
    parts = {code: share for code, share in touched.items() if code.partition(".")[0] not in whole}
    return truth, told, whatif.Supposition(whole, parts, EQUAL)


@given(worlds(), st.sampled_from([Decimal(0), Decimal("0.01"), Decimal("0.2")]))
def test_what_would_really_follow_lies_between_the_ends(world, unsure):
    truth, told, said = world
    today = simulation.compute(DTI, EQUAL, truth)
    own = Result("Thử", 1, None, {code: today.main[code] for code in told}, {}, {}, False, "")
    changed = dict(truth) | dict(said.parts)
    for main in DTI.scored():
        if main.code in said.main:
            changed |= {part.code: said.main[main.code] for part in main.parts}
    real = simulation.compute(DTI, EQUAL, changed)

    then = whatif.simulate(DTI, own, Span(max(today.overall - unsure, Decimal(0)), today.overall + unsure), said)

    slack = Decimal("1e-20")
    pairs = [(then.overall, real.overall), *((then.main[code], real.main[code]) for code in MAINS)]
    pairs += [(then.pillars[one.code], real.pillars[one.code]) for one in DTI.pillars]
    assert all(span.low - slack <= value <= span.high + slack for span, value in pairs)
    assert all(0 <= span.low <= span.high <= 1 + slack for span, _value in pairs)


@given(st.sampled_from([one for one in YEAR if one.main]), st.sampled_from(MAINS), SHARES, SHARES)
def test_more_supposed_never_gives_less(one, code, some, more):
    low, high = sorted((some, more))
    today = rules.bounds(YEAR, one.rank)

    less, greater = (
        whatif.simulate(DTI, one, today, whatif.Supposition({code: share}, {}, EQUAL)) for share in (low, high)
    )

    assert less.overall.low <= greater.overall.low
    assert less.overall.high <= greater.overall.high
    assert whatif.place(DTI, YEAR, one, greater.overall).best <= whatif.place(DTI, YEAR, one, less.overall).best


def test_a_province_of_the_same_value_shares_the_place():
    twins = [replace(one, value=Decimal("0.5"), rank=15) for one in YEAR[:2]]

    assert whatif.place(DTI, twins, twins[0], exactly("0.5")) == whatif.Place(1, 1)
