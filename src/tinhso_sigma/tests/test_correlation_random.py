# SPDX-License-Identifier: EUPL-1.2
"""Random correlations over random matches: the correlator tells, change by change, what the plain one tells."""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso_sigma import groups
from tinhso_sigma.correlated import COUNTS, ORDERS, Correlation
from tinhso_sigma.correlation import Correlator
from tinhso_sigma.tests import plain_correlation
from tinhso_sigma.tests.plain_correlation import PlainCorrelator
from tinhso_sigma.types import LogSource, Or, Rule

RULES = {
    name: Rule(name, name, Or(()), LogSource(), id=id, name=name) for name, id in (("a", "1"), ("b", ""), ("c", "3"))
}
TESTS = st.sampled_from(
    [
        (("gte", 1.0),), (("gte", 2.0),), (("gte", 4.0),), (("eq", 2.0),), (("gt", 1.0), ("lt", 4.0)), (("neq", 2.0),),
        (("lte", 3.0),),
    ]
)  # fmt: skip
LIMITS = st.fixed_dictionaries(
    {
        "lateness_seconds": st.sampled_from([10, 40, 1_000]),
        "most_groups": st.sampled_from([1, 2, 100]),
        "most_entries": st.sampled_from([3, 6, 1_000]),
    }
)
FIELDS = st.fixed_dictionaries(
    {"s": st.sampled_from([1, 2, "3", "t", 2.5, None]), "v": st.sampled_from(["1", 1, "q"]), "w": st.just("x")},
    optional={"u": st.sampled_from(["x", "X", "y", 1, True, None])},
)
STEPS = st.one_of(st.sampled_from([0.0, 1.0, 2.0, 60.0]), st.floats(0, 5))
LATE = st.one_of(st.just(0.0), st.integers(0, 40).map(float), st.floats(0, 15))
MATCHES = st.lists(st.tuples(st.sampled_from("abc"), FIELDS, STEPS, LATE, st.booleans()), max_size=60)


@st.composite
def correlations(draw: st.DrawFn) -> list[Correlation]:
    made: list[Correlation] = []
    for at in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from((*COUNTS, *ORDERS)))
        rules = draw(st.lists(st.sampled_from(["1", "b", "c"]), min_size=1, max_size=3, unique=True))
        if at and draw(st.booleans()):
            rules = ["c0", *rules[:1]]
        made.append(
            Correlation(
                f"k{at}", f"c{at}", kind, tuple(rules), draw(st.sampled_from([5, 20])), draw(TESTS), name=f"c{at}",
                group_by=draw(st.sampled_from([(), ("u",), ("u", "v")])),
                aliases={"u": {"b": "w"}} if draw(st.booleans()) else {},
                fields=("s",) if kind.startswith("value") else (),
            )
        )  # fmt: skip
    return made


def numbered(matches: list[Any]) -> list[Any]:
    """Return matches with a time and an id; those marked are sent again at once."""
    told: list[Any] = []
    now = 0.0
    for at, (name, fields, step, late, again) in enumerate(matches):
        now += step
        one = (RULES[name], {key: (value,) for key, value in fields.items()}, now - late, f"e{at}")
        told += [one, one] if again else [one]
    return told


@settings(max_examples=300, deadline=None)
@given(correlations(), MATCHES, LIMITS, st.sampled_from([1, 2, groups.MOST_ORIGINS]))
def test_it_tells_what_the_plain_one_tells(
    made: list[Correlation], matches: list[Any], limits: dict[str, int], most_origins: int
):
    quick, plain = Correlator(made, **limits), PlainCorrelator(made, **limits)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(groups, "MOST_ORIGINS", most_origins)
        patch.setattr(plain_correlation, "MOST_ORIGINS", most_origins)
        for one in numbered(matches):
            assert quick.add(*one) == plain.add(*one)
            assert quick.forgotten == plain.forgotten


@pytest.mark.parametrize("late", [0.0, 30.0])
def test_many_groups_over_hours(late: float):
    wanted = Correlation("c", "c", "event_count", ("1",), 60, (("gte", 4.0),), group_by=("u",))
    quick, plain = Correlator([wanted], most_groups=40), PlainCorrelator([wanted], most_groups=40)
    draws, changes = random.Random(20261123), 0

    for at in range(6_000):
        user = draws.choice((draws.randrange(60), draws.randrange(5)))
        one = ({"u": (f"U{user}",)}, at * 4 - draws.random() * late, f"e{at}")
        found = quick.add(RULES["a"], *one)
        assert found == plain.add(RULES["a"], *one)
        changes += len(found)

    assert changes > 100
    assert quick.forgotten == plain.forgotten
    assert quick.forgotten > 0


@pytest.mark.parametrize("most_entries", [10_000, 150, 60])
def test_a_group_that_never_rests(most_entries: int):
    wanted = Correlation("c", "c", "event_count", ("1",), 20, (("gte", 10.0),))
    quick = Correlator([wanted], lateness_seconds=100, most_entries=most_entries)
    plain = PlainCorrelator([wanted], lateness_seconds=100, most_entries=most_entries)

    for at in range(2_000):
        one = (RULES["a"], {}, at / 8 - (at % 50 == 49) * 30, f"e{at}")
        assert quick.add(*one) == plain.add(*one)

    assert quick.forgotten == plain.forgotten
    assert (quick.forgotten > 0) is (most_entries < 10_000)
