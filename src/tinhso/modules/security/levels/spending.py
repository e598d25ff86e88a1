# SPDX-License-Identifier: EUPL-1.2
"""The share of security in spending by each of its three definitions, never the ratio alone; the bands A to E."""

from dataclasses import dataclass
from decimal import Decimal

from tinhso.modules.security.levels.reading import Trust, table


@dataclass(frozen=True)
class Variant:
    """One definition of the share. condition: when the rule applies, empty: always."""

    id: str
    numerator: str
    denominator: str
    condition: str
    source: str
    trust: Trust
    scopes: tuple[str, ...]


@dataclass(frozen=True)
class Share:
    """A share with both its numbers. reaches: whether it is at least the threshold, None: nothing to divide by."""

    numerator_vnd: int
    denominator_vnd: int
    percent: Decimal | None
    reaches: bool | None


@dataclass(frozen=True)
class Band:
    """A class of the ranking. low, high: low <= score < high, None: not known."""

    name: str
    text: str
    low: int | None
    high: int | None
    trust: Trust


@dataclass(frozen=True)
class Component:
    """One component index of the ranking. ours: which of our data speak of it, empty: none."""

    key: str
    text: str
    ours: str


def variants() -> list[Variant]:
    return [
        Variant(
            one["id"],
            one["numerator"],
            one["denominator"],
            one["condition"] or "",
            one["source"],
            Trust(one["confidence"]),
            tuple(one["scope"]),
        )
        for one in table("spending")["variants"]
    ]


def threshold() -> Decimal:
    return Decimal(table("spending")["threshold"])


def share(numerator_vnd: int, denominator_vnd: int) -> Share:
    """Return a share in percent and whether it reaches the threshold; compared exactly, not as rounded."""
    if denominator_vnd <= 0:
        return Share(numerator_vnd, denominator_vnd, None, None)
    percent = Decimal(numerator_vnd) * 100 / Decimal(denominator_vnd)
    reaches = Decimal(numerator_vnd) >= threshold() * denominator_vnd
    return Share(numerator_vnd, denominator_vnd, percent, reaches)


def bands() -> list[Band]:
    return [
        Band(one["class"], one["text"], one["low"], one["high"], Trust(one["confidence"]))
        for one in table("ranking_bands")["bands"]
    ]


def components(edition: str) -> list[Component]:
    """Return the component indices of an edition; its weights are not known, so nothing is added up."""
    found = next(one for one in table("ranking_bands")["editions"] if one["code"] == edition)
    return [Component(one["key"], one["text"], one["ours"] or "") for one in found["components"]]


def weights_known(edition: str) -> bool:
    found = next(one for one in table("ranking_bands")["editions"] if one["code"] == edition)
    return found["weights"] is not None
