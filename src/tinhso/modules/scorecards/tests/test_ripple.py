# SPDX-License-Identifier: EUPL-1.2
"""A change of one component moves exactly the figures that rest on it: its main index, the pillars above it, the whole.

Held for every component, any weights, any shares, and for provinces of which only some values are published: what is
unknown stays between its ends, and only the ends of what rests on the component move (922/QĐ-BTTTT, ADR 0045).
"""

from datetime import date
from decimal import Decimal
from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from tinhso.modules.scorecards.dti import rules, simulation, whatif
from tinhso.modules.scorecards.dti.reading import edition, results
from tinhso.modules.scorecards.dti.types import Main, Result, Span, Weights

DTI = edition("DTI-922")
YEAR = results(2022)
MAINS = {main.code: main for main in DTI.scored()}
HOME = {part.code: main for main in DTI.scored() for part in main.parts}
SHARES = st.integers(0, 1000).map(lambda thousandths: Decimal(thousandths) / 1000)
SLACK = Decimal("1e-24")
"""Divisions are carried to 28 digits."""


SEEDS = st.integers(0, 2**32)
"""Worlds and weights have a hundred numbers each: one seed draws them all."""


def weights_of(seed: int) -> Weights:
    """Return any file of weights: hundredths of a point above nought that add up to the maximum of each main index."""
    dice, points = Random(seed), {}
    for main in DTI.scored():
        total, parts = int(main.max_points * 100), [part.code for part in main.parts]
        cuts = [0, *sorted(dice.sample(range(1, total), len(parts) - 1)), total]
        points |= {code: Decimal(cuts[place + 1] - cuts[place]) / 100 for place, code in enumerate(parts)}
    return Weights(DTI.code, "Thử", "không có văn bản", date(2026, 11, 22), False, ("thử",), points)


def world_of(seed: int) -> dict[str, Decimal]:
    dice = Random(seed)
    return {code: Decimal(dice.randint(0, 1000)) / 1000 for code in HOME}


WEIGHTS, WORLDS = SEEDS.map(weights_of), SEEDS.map(world_of)


@st.composite
def changes(draw) -> tuple[str, Decimal, Decimal]:
    """Return a component with its share before and after, which differ."""
    before, after = draw(SHARES), draw(SHARES)
    assume(before != after)
    return draw(st.sampled_from(list(HOME))), before, after


def resting_on(main: Main) -> set[str]:
    """Return the pillars a main index belongs to."""
    return {pillar.code for pillar in DTI.pillars if main.code in pillar.main}


def most_of(pillar: str) -> Decimal:
    (codes,) = (one.main for one in DTI.pillars if one.code == pillar)
    return sum((MAINS[code].max_points for code in codes if code in MAINS), Decimal(0))


def moved_by(points: Decimal, main: Main) -> dict[str, Decimal]:
    """Return by how much each figure must move when a main index gains so many points; nought for all the others."""
    found = {f"main {code}": points / main.max_points if code == main.code else Decimal(0) for code in MAINS}
    for one in DTI.pillars:
        rests = one.code in resting_on(main)
        found[f"pillar {one.code}"] = points / most_of(one.code) if rests else Decimal(0)
    return found | {"whole": points / DTI.total_max}


def assert_moved(before: dict[str, Decimal], after: dict[str, Decimal], expected: dict[str, Decimal]) -> None:
    """Check that exactly what was expected to move has moved, by that much; what was not has the very same digits."""
    assert before.keys() == after.keys() == expected.keys()
    for name, by in expected.items():
        if by:
            assert abs(after[name] - before[name] - by) <= SLACK, name
            assert (after[name] > before[name]) is (by > 0), name
        else:
            assert after[name] == before[name], name


def test_every_component_has_a_main_index_and_pillars_that_rest_on_it():
    assert all(resting_on(main) for main in MAINS.values())
    assert sum(main.max_points for main in MAINS.values()) == DTI.total_max


@given(WORLDS, WEIGHTS, changes())
def test_one_component_moves_its_main_index_its_pillars_and_the_whole_and_nothing_else(world, weights, change):
    code, before, after = change
    first, then = (simulation.compute(DTI, weights, world | {code: share}) for share in (before, after))

    assert_moved(named(first), named(then), moved_by(weights.points[code] * (after - before), HOME[code]))
    assert (first.official, first.lacking) == (then.official, then.lacking) == (False, ())


def named(outcome: simulation.Outcome) -> dict[str, Decimal]:
    found = {f"main {code}": value for code, value in outcome.main.items()}
    return found | {f"pillar {code}": value for code, value in outcome.pillars.items()} | {"whole": outcome.overall}


@given(WORLDS, WEIGHTS, changes())
def test_one_component_moves_its_own_loss_and_no_other(world, weights, change):
    code, before, after = change
    first, then = (
        {one.code: one.lost for one in simulation.losses(DTI, weights, world | {code: share})}
        for share in (before, after)
    )

    assert {one for one in HOME if first[one] != then[one]} == {code}
    assert first[code] - then[code] == weights.points[code] * (after - before)


@st.composite
def provinces(draw) -> tuple[Result, Span]:
    """A province of which any of the main indices are published, and between what its whole lies."""
    told = draw(st.dictionaries(st.sampled_from(list(MAINS)), SHARES))
    low, high = sorted(draw(st.tuples(SHARES, SHARES)))
    return Result("Thử", 30, None, told, {}, {}, False, ""), Span(low, high)


@st.composite
def suppositions(draw, code: str, weights: Weights) -> whatif.Supposition:
    """Anything supposed beside one component: other components, main indices as a whole but not its own."""
    whole = draw(st.dictionaries(st.sampled_from([one for one in MAINS if one != HOME[code].code]), SHARES, max_size=3))
    parts = draw(st.dictionaries(st.sampled_from(list(HOME)), SHARES, max_size=12))
    kept = {one: share for one, share in parts.items() if HOME[one].code not in whole and one != code}
    return whatif.Supposition(whole, kept, weights)


def with_part(said: whatif.Supposition, code: str, share: Decimal) -> whatif.Supposition:
    return whatif.Supposition(said.main, {**said.parts, code: share}, said.weights)


def ends(found: whatif.Simulated, end: str) -> dict[str, Decimal]:
    values = {f"main {code}": getattr(span, end) for code, span in found.main.items()}
    values |= {f"pillar {code}": getattr(span, end) for code, span in found.pillars.items()}
    return values | {"whole": getattr(found.overall, end)}


@given(st.data(), provinces(), WEIGHTS, changes())
def test_with_unknown_values_both_ends_of_what_rests_on_it_move_alike(data, province, weights, change):
    (own, today), (code, before, after) = province, change
    said = data.draw(suppositions(code, weights))
    first, then = (whatif.simulate(DTI, own, today, with_part(said, code, share)) for share in (before, after))

    expected = moved_by(weights.points[code] * (after - before), HOME[code])
    assert_moved(ends(first, "low"), ends(then, "low"), expected)
    assert_moved(ends(first, "high"), ends(then, "high"), expected)
    assert first.supposed == then.supposed
    assert (first.official, then.official) == (False, False)


@given(st.data(), provinces(), WEIGHTS, changes())
def test_supposing_one_component_more_leaves_what_does_not_rest_on_it(data, province, weights, change):
    (own, today), (code, share, _after) = province, change
    said = data.draw(suppositions(code, weights))
    first, then = whatif.simulate(DTI, own, today, said), whatif.simulate(DTI, own, today, with_part(said, code, share))

    untouched = {one for one in MAINS if one != HOME[code].code}
    assert {one: first.main[one] for one in untouched} == {one: then.main[one] for one in untouched}
    others = {one.code for one in DTI.pillars} - resting_on(HOME[code])
    assert {one: first.pillars[one] for one in others} == {one: then.pillars[one] for one in others}


@given(st.data(), st.sampled_from([one for one in YEAR if one.main]), WEIGHTS, changes())
def test_the_place_moves_with_the_whole_and_those_of_the_others_stay(data, own, weights, change):
    code, before, after = change
    low, high = sorted((before, after))
    said = data.draw(suppositions(code, weights))
    today = rules.bounds(YEAR, own.rank)
    less, more = (whatif.simulate(DTI, own, today, with_part(said, code, share)) for share in (low, high))

    worse, better = (whatif.place(DTI, YEAR, own, one.overall) for one in (less, more))

    assert better.best <= worse.best
    assert better.worst <= worse.worst
    passed = [one for one in YEAR if one is not own and is_between(one, less.overall, more.overall)]
    assert worse.best - better.best <= len(passed)
    assert worse.worst - better.worst <= len(passed)


def is_between(other: Result, less: Span, more: Span) -> bool:
    """Return whether another province's value may lie where the ends have moved over it, rounding allowed for."""
    there, half = rules.bounds(YEAR, other.rank), Decimal("0.0001")
    return there.high >= less.low - half and there.low <= more.high + half
