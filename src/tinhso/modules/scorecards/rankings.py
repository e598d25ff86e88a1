# SPDX-License-Identifier: EUPL-1.2
"""Rankings others publish (xếp hạng bên ngoài): security classes A to E, a place in information technology.

Scale, publisher, day, bands and results as found, each with how sure; what nobody found stays None. Pure, but for
reading `data/rankings/*.yaml` once. No score is computed here: weights of the component indices were not found.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tinhso.lib.vntext import search_key
from tinhso.modules.scorecards.dti.types import Span
from tinhso.modules.scorecards.errors import IndexFaulty, UnknownIndex
from tinhso.modules.scorecards.types import Trust

FOLDER = Path(__file__).parent / "data" / "rankings"


@dataclass(frozen=True)
class Grade:
    """Loại xếp hạng: scores from `least` (included) to `below` (not included); None where the border is not known."""

    key: str
    label: str
    least: Decimal | None
    below: Decimal | None
    trust: Trust
    basis: str


@dataclass(frozen=True)
class Round:
    """What was published of one year. counts: by class, None where not told; named: provinces reports name, by class.

    published: the day as told; published_on: None where only the month is known.
    """

    year: int
    published: str
    published_on: date | None
    publisher: str
    source: str
    method: str
    components: tuple[str, ...]
    agencies: int | None
    ministries: int | None
    provinces: int | None
    counts: Mapping[str, int] | None
    of_provinces: Mapping[str, int | None]
    shares: Mapping[str, str]
    named: Mapping[str, tuple[str, ...]]
    trust: Trust
    note: str


@dataclass(frozen=True)
class SecurityRanking:
    """Xếp hạng an toàn thông tin mạng. grades: best first; rounds: newest first."""

    title: str
    publisher: str
    scale: Span
    grades: tuple[Grade, ...]
    rounds: tuple[Round, ...]


@dataclass(frozen=True)
class Placed:
    """The class of a score. grades: those it may be, best first; trust: missing where more than one is left.

    next: the nearest better class whose lower border is known, None in the best; lacking: points to it.
    """

    grades: tuple[Grade, ...]
    trust: Trust
    next: Grade | None
    lacking: Decimal | None


@dataclass(frozen=True)
class PlaceTarget:
    """A place a province set itself in a ranking nobody named."""

    province: str
    rank: int
    year: int
    said: str
    commitment: str
    trust: Trust
    note: str


@cache
def security() -> SecurityRanking:
    """Return the ranking of agencies by security; raises IndexFaulty naming what does not add up."""
    entry = yaml.safe_load((FOLDER / "security.yaml").read_text(encoding="utf-8"))
    found = SecurityRanking(
        title=entry["title"],
        publisher=entry["publisher"],
        scale=Span(Decimal(entry["scale"]["low"]), Decimal(entry["scale"]["high"])),
        grades=tuple(_grade(one) for one in entry["bands"]),
        rounds=tuple(sorted((_round(one) for one in entry["editions"]), key=lambda one: -one.year)),
    )
    check(found)
    return found


def _grade(entry: Mapping[str, Any]) -> Grade:
    least, below = (None if entry[end] is None else Decimal(entry[end]) for end in ("least", "below"))
    return Grade(entry["class"], entry["label"], least, below, Trust(entry["trust"]), entry["basis"])


def _round(entry: Mapping[str, Any]) -> Round:
    return Round(
        year=entry["year"],
        published=entry["published"],
        published_on=entry["published_on"],
        publisher=entry["publisher"],
        source=entry["source"],
        method=entry["method"],
        components=tuple(entry["components"]),
        agencies=entry["agencies"],
        ministries=entry["ministries"],
        provinces=entry["provinces"],
        counts=entry["all"],
        of_provinces=entry["of_provinces"],
        shares=entry["shares"],
        named={key: tuple(names) for key, names in entry["named"].items()},
        trust=Trust(entry["trust"]),
        note=entry["note"],
    )


def check(found: SecurityRanking) -> None:
    """Raise IndexFaulty when classes do not add up to who was ranked, or more provinces are named than counted."""
    for one in found.rounds:
        if one.counts is not None and sum(one.counts.values()) != one.agencies:
            raise IndexFaulty(f"{one.year}: classes do not add up to {one.agencies} agencies")
        told = list(one.of_provinces.values())
        if one.provinces is not None and sum(count or 0 for count in told) != one.provinces:
            raise IndexFaulty(f"{one.year}: classes do not add up to {one.provinces} provinces")
        for key, names in one.named.items():
            if len(names) > (one.of_provinces[key] or 0):
                raise IndexFaulty(f"{one.year}: more provinces named in {key} than counted")
    for better, worse in zip(found.grades, found.grades[1:], strict=False):
        if better.least is not None and worse.below is not None and better.least != worse.below:
            raise IndexFaulty(f"{better.key} does not begin where {worse.key} ends")


def place(score: Decimal) -> Placed:
    """Return which class a score belongs to, as far as borders are known.

    Raises UnknownIndex for a score outside the scale.

    >>> [grade.key for grade in place(Decimal(72)).grades], place(Decimal(72)).lacking
    (['B'], Decimal('8'))
    >>> [grade.key for grade in place(Decimal(60)).grades], place(Decimal(60)).lacking
    (['C', 'D', 'E'], Decimal('5'))
    """
    found = security()
    if not found.scale.low <= score <= found.scale.high:
        raise UnknownIndex(f"Điểm phải từ {found.scale.low} đến {found.scale.high}.")
    possible = tuple(one for one in found.grades if _may_hold(found, one, score))
    trust = possible[0].trust if len(possible) == 1 else Trust.MISSING
    better = [one for one in found.grades if one.least is not None and one.least > score]
    target = better[-1] if better else None
    lacking = None if target is None or target.least is None else target.least - score
    return Placed(possible, trust, target, lacking)


def _may_hold(found: SecurityRanking, one: Grade, score: Decimal) -> bool:
    span = span_of(found, one)
    is_below_top = score < span.high or (one is found.grades[0] and score == span.high)
    return span.low <= score and is_below_top


def span_of(found: SecurityRanking, one: Grade) -> Span:
    """Return the widest range of scores a class may have, from the borders that are known around it."""
    at = found.grades.index(one)
    worse = [grade.below for grade in found.grades[at + 1 :] if grade.below is not None]
    better = [grade.least for grade in found.grades[:at] if grade.least is not None]
    low = one.least if one.least is not None else max(worse, default=found.scale.low)
    high = one.below if one.below is not None else min(better, default=found.scale.high)
    return Span(low, high)


def classes_of(one: Round, province: str) -> tuple[str, ...]:
    """Return which classes a province may have had: one when a report names it, else those not wholly named.

    A class with nobody in it, or whose provinces are all named, is none of them.
    """
    wanted = search_key(province)
    for key, names in one.named.items():
        if wanted in {search_key(name) for name in names}:
            return (key,)
    full = {key for key, names in one.named.items() if len(names) == one.of_provinces[key]}
    return tuple(key for key, count in one.of_provinces.items() if count != 0 and key not in full)


@cache
def place_targets() -> tuple[PlaceTarget, ...]:
    """Return the places provinces set themselves in information technology."""
    entry = yaml.safe_load((FOLDER / "it.yaml").read_text(encoding="utf-8"))
    return tuple(
        PlaceTarget(
            one["province"], one["rank"], one["year"], one["said"], one["commitment"], Trust(one["trust"]), one["note"]
        )
        for one in entry["targets"]
    )
