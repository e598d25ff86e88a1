# SPDX-License-Identifier: EUPL-1.2
"""Made-up situations: written by hand, and drawn by hypothesis (small enough to try every subset)."""

from collections.abc import Mapping
from decimal import Decimal

from hypothesis import strategies as st

from tinhso.modules.plans.planner.types import Component, Option, Peer, Situation, Wanted

UNITS = ("so-a", "so-b", "so-c")


def component(code: str, weight: str | int, share: str | int) -> Component:
    return Component(code, Decimal(weight), Decimal(share))


def option(
    key: str, cost: int, gains: Mapping[str, str], *, days: int = 30, needs: tuple[str, ...] = (), unit: str = ""
) -> Option:
    shares = {code: Decimal(gain) for code, gain in gains.items()}
    return Option(key, f"Việc {key}", cost, days, shares, needs, unit)


def situation(components: tuple[Component, ...], *options: Option, peers: Mapping[str, str] | None = None) -> Situation:
    published = tuple(Peer(name, Decimal(points)) for name, points in (peers or {}).items())
    return Situation(components, options, published)


def _decimals(low: str, high: str, places: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(Decimal(low), Decimal(high), places=places, allow_nan=False, allow_infinity=False)


SHARES = st.one_of(st.sampled_from([Decimal(0), Decimal("0.5"), Decimal(1)]), _decimals("0", "1", 4))
WEIGHTS = st.one_of(st.sampled_from([Decimal(0), Decimal(10)]), _decimals("0", "40", 3))
GAINS = st.one_of(
    st.sampled_from([Decimal("0.1"), Decimal("0.25"), Decimal("0.5"), Decimal(1)]), _decimals("-0.6", "1", 4)
)
COSTS = st.one_of(st.sampled_from([0, 0, 5_000_000, 10_000_000, 25_000_000]), st.integers(0, 40_000_000))
DAYS = st.sampled_from([0, 30, 90, 180, 365])


@st.composite
def situations(draw: st.DrawFn, most_options: int = 10) -> Situation:
    codes = [f"{place}" for place in range(1, draw(st.integers(1, 6)) + 1)]
    components = tuple(Component(code, draw(WEIGHTS), draw(SHARES)) for code in codes)
    options: list[Option] = []
    for place in range(draw(st.integers(0, most_options))):
        gains = draw(st.dictionaries(st.sampled_from(codes), GAINS, max_size=3))
        earlier = [one.key for one in options]
        needs = draw(st.lists(st.sampled_from(earlier), unique=True, max_size=2)) if earlier else []
        unit = draw(st.sampled_from(["", *UNITS]))
        options.append(Option(f"n{place}", f"Việc {place}", draw(COSTS), draw(DAYS), gains, tuple(needs), unit))
    return Situation(components, tuple(draw(st.permutations(options))))


@st.composite
def limits(draw: st.DrawFn, of: Situation) -> Wanted:
    return Wanted(
        budget_vnd=draw(st.one_of(st.none(), st.integers(0, 120_000_000))),
        horizon_days=draw(st.sampled_from([None, 0, 60, 200])),
        capacity=draw(st.dictionaries(st.sampled_from(UNITS), st.integers(0, 3))),
        keep=frozenset(draw(st.lists(st.sampled_from([one.code for one in of.components]), max_size=2))),
    )


@st.composite
def questions(draw: st.DrawFn, most_options: int = 10) -> tuple[Situation, Wanted]:
    of = draw(situations(most_options))
    return of, draw(limits(of))


def large() -> Situation:
    """Return 80 options on 20 components, too many to try every subset; the same in every run."""
    components = tuple(component(f"{one}", 5 + one % 7, f"0.{one % 9}") for one in range(20))
    options = tuple(
        option(f"{one:02d}", 20 + one * 37 % 181, {f"{one * step % 20}": f"0.{1 + one * step % 4}" for step in (3, 7)})
        for one in range(80)
    )
    return situation(components, *options)
