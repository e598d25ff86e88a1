# SPDX-License-Identifier: EUPL-1.2
"""What a set of options costs and brings, counted exactly in decimals. Pure; nothing here optimises."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from tinhso.modules.plans.planner.types import Component, Option, Peer, Situation, Wanted, Why

NOUGHT, ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True)
class Counted:
    """A set of options counted: cost, longest lead time, points gained, shares of all components after."""

    cost_vnd: int
    days: int
    gained: Decimal
    shares: Mapping[str, Decimal]


def count(situation: Situation, keys: Collection[str]) -> Counted:
    """Return what a set of options costs and brings, whether it is allowed or not."""
    chosen = [one for one in situation.options if one.key in keys]
    sums = totals(chosen)
    shares = {one.code: share_after(one, sums.get(one.code, NOUGHT)) for one in situation.components}
    return Counted(
        cost_vnd=sum(one.cost_vnd for one in chosen),
        days=max((one.lead_days for one in chosen), default=0),
        gained=sum((one.weight * (shares[one.code] - one.share) for one in situation.components), NOUGHT),
        shares=shares,
    )


def totals(options: Iterable[Option]) -> dict[str, Decimal]:
    """Return the sum of gains by component, before any cap."""
    sums: dict[str, Decimal] = {}
    for option in options:
        for code, gain in option.gains.items():
            sums[code] = sums.get(code, NOUGHT) + gain
    return sums


def share_after(component: Component, total: Decimal) -> Decimal:
    """Return the share when gains of a sum are added: never above 1, never below 0.

    >>> share_after(Component("1.1", Decimal(10), Decimal("0.8")), Decimal("0.5"))
    Decimal('1')
    """
    return min(ONE, max(NOUGHT, component.share + total))


def score(components: Iterable[Component]) -> Decimal:
    """Return the points of the province as it stands."""
    return sum((one.weight * one.share for one in components), NOUGHT)


def full_score(components: Iterable[Component]) -> Decimal:
    """Return the points when every component is reached wholly."""
    return sum((one.weight for one in components), NOUGHT)


def place(points: Decimal, peers: Iterable[Peer]) -> int:
    """Return the place among peers; equal points share one (1 + how many have more)."""
    return 1 + sum(peer.points > points for peer in peers)


def points_for_place(wanted_place: int, peers: Iterable[Peer]) -> Decimal:
    """Return the least points with which a place is held, shared or alone; nought for the last place."""
    ordered = sorted((peer.points for peer in peers), reverse=True)
    return max(ordered[wanted_place - 1], NOUGHT) if wanted_place <= len(ordered) else NOUGHT


def with_needs(key: str, options: Mapping[str, Option]) -> frozenset[str]:
    """Return an option and all it needs, directly or through others."""
    found, fresh = {key}, [key]
    while fresh:
        more = [need for need in options[fresh.pop()].needs if need not in found]
        found.update(more)
        fresh += more
    return frozenset(found)


def leaning_on(key: str, chosen: Iterable[Option]) -> frozenset[str]:
    """Return an option and all chosen ones that need it, directly or through others."""
    found, size = {key}, 0
    chosen = tuple(chosen)
    while len(found) > size:
        size = len(found)
        found |= {one.key for one in chosen if not found.isdisjoint(one.needs)}
    return frozenset(found)


def by_unit(options: Iterable[Option]) -> dict[str, int]:
    """Return how many of the options each unit would lead; those without a unit count nowhere."""
    counted: dict[str, int] = {}
    for option in options:
        if option.lead_unit:
            counted[option.lead_unit] = counted.get(option.lead_unit, 0) + 1
    return counted


def lowered_kept(option: Option, keep: frozenset[str]) -> tuple[str, ...]:
    """Return the components to be kept that the option would lower."""
    return tuple(sorted(code for code, gain in option.gains.items() if gain < 0 and code in keep))


def is_allowed(situation: Situation, wanted: Wanted, keys: Collection[str]) -> bool:
    """Tell whether a set of options keeps every limit and has all it needs."""
    chosen = [one for one in situation.options if one.key in keys]
    cost_vnd = sum(one.cost_vnd for one in chosen)
    units = by_unit(chosen)
    return (
        (wanted.budget_vnd is None or cost_vnd <= wanted.budget_vnd)
        and all(_is_in_time(one, wanted) and not lowered_kept(one, wanted.keep) for one in chosen)
        and all(need in keys for one in chosen for need in one.needs)
        and all(units.get(unit, 0) <= most for unit, most in wanted.capacity.items())
    )


def _is_in_time(option: Option, wanted: Wanted) -> bool:
    return wanted.horizon_days is None or option.lead_days <= wanted.horizon_days


def barred(situation: Situation, wanted: Wanted) -> dict[str, tuple[Why, tuple[str, ...]]]:
    """Return the options no allowed choice can hold, or no sensible one would, each with its reason and about."""
    options = {one.key: one for one in situation.options}
    found = {key: why for key, one in options.items() if (why := _by_itself(one, wanted))}
    alone = frozenset(found)
    for key in options.keys() - alone:
        group = with_needs(key, options)
        if why := _as_group(key, [options[one] for one in group], wanted, alone):
            found[key] = why
    return found | _idle(situation, options, frozenset(found))


def _by_itself(option: Option, wanted: Wanted) -> tuple[Why, tuple[str, ...]] | None:
    if not _is_in_time(option, wanted):
        return Why.LATE, ()
    lowered = lowered_kept(option, wanted.keep)
    return (Why.LOWERS_KEPT, lowered) if lowered else None


def _as_group(
    key: str, group: list[Option], wanted: Wanted, alone: frozenset[str]
) -> tuple[Why, tuple[str, ...]] | None:
    """Return why an option cannot be chosen together with all it needs."""
    if missing := sorted(one.key for one in group if one.key in alone):
        return Why.NEEDS, tuple(missing)
    if wanted.budget_vnd is not None and sum(one.cost_vnd for one in group) > wanted.budget_vnd:
        return Why.TOO_DEAR, tuple(sorted(one.key for one in group if one.key != key))
    units = by_unit(group)
    crowded = sorted(unit for unit, most in wanted.capacity.items() if units.get(unit, 0) > most)
    return (Why.UNIT_FULL, tuple(crowded)) if crowded else None


def _idle(
    situation: Situation, options: Mapping[str, Option], barred_keys: frozenset[str]
) -> dict[str, tuple[Why, tuple[str, ...]]]:
    """Return options that cannot add a point and that nobody needs who can: the order of ties never takes them."""
    left = {key: one for key, one in options.items() if key not in barred_keys}
    lowered = {code for one in left.values() for code, gain in one.gains.items() if gain < 0}
    components = {one.code: one for one in situation.components}
    can_rise = {
        code for code, one in components.items() if one.weight > 0 and (one.share < ONE or code in lowered)
    }  # fmt: skip
    useful: set[str] = set()
    for key, one in left.items():
        if any(gain > 0 and code in can_rise for code, gain in one.gains.items()):
            useful |= with_needs(key, options)
    return {key: (Why.NOTHING, full(one, components)) for key, one in left.items() if key not in useful}


def full(option: Option, components: Mapping[str, Component]) -> tuple[str, ...]:
    """Return the components an option would raise that are reached wholly already."""
    return tuple(sorted(code for code, gain in option.gains.items() if gain > 0 and components[code].share == ONE))
