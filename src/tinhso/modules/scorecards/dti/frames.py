# SPDX-License-Identifier: EUPL-1.2
"""Editions of the index side by side: what is known of each and how sure, which one a year or a day belongs to,
what may be compared over the years, and the formula of 2020. Pure, but for reading `data/dti/frameworks.yaml` once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tinhso.modules.scorecards.dti.rules import WHOLE
from tinhso.modules.scorecards.dti.types import Span
from tinhso.modules.scorecards.errors import IndexFaulty, UnknownIndex
from tinhso.modules.scorecards.types import Trust

FILE = Path(__file__).parents[1] / "data" / "dti" / "frameworks.yaml"
PLACES = FILE.with_name("places.yaml")
CLAIM_KEYS = {"value", "text", "trust", "basis"}
"""A comma that is not quoted cuts a sentence in YAML and leaves a strange key behind: it is refused."""


class Aspect(StrEnum):
    """What can be said of an edition, in the order pages show it."""

    TOTAL = "total"
    PILLARS = "pillars"
    MAIN_COUNT = "main_count"
    MAIN_NAMES = "main_names"
    MAIN_MAXIMA = "main_maxima"
    COMPONENT_COUNT = "component_count"
    COMPONENT_NAMES = "component_names"
    COMPONENT_MAXIMA = "component_maxima"
    CRITERIA = "criteria"
    FORMULA = "formula"
    PILLAR_FORMULA = "pillar_formula"
    SMART_CITY = "smart_city"
    PROVINCES = "provinces"
    MEASURED = "measured"


@dataclass(frozen=True)
class Claim:
    """One thing said of an edition. value, text: both None exactly when it is missing; basis: why it is believed."""

    aspect: Aspect
    value: Decimal | None
    text: str | None
    trust: Trust
    basis: str


@dataclass(frozen=True)
class Frame:
    """Phiên bản của bộ chỉ số. years: assessed with it, and how sure; pillars: points of each, None where not known.

    issued_on: the day it was signed; days of effect are not known. title: None where no document was read.
    """

    code: str
    instrument: str
    title: str | None
    issuer: str
    issued_on: date
    replaces: str | None
    replaced_by: str | None
    years: Mapping[int, Trust]
    pillars: Mapping[str, Decimal] | None
    provinces: int
    claims: Mapping[Aspect, Claim]


@dataclass(frozen=True)
class KnownPlace:
    """Thứ hạng of a province in a year, of so many; trust: inferred where no table of that year was read."""

    province: str
    year: int
    rank: int
    of: int
    trust: Trust


class Bar(StrEnum):
    """Why two years cannot be compared, or only with care."""

    UNKNOWN_YEAR = "unknown_year"
    INFERRED_YEAR = "inferred_year"
    OTHER_EDITION = "other_edition"
    OTHER_CONTENT = "other_content"
    NAMES_UNKNOWN = "names_unknown"
    OTHER_PROVINCES = "other_provinces"


@dataclass(frozen=True)
class Comparison:
    """What may be set side by side over two years. values: of the whole and of main indices; places: of a province."""

    first: Frame | None
    second: Frame | None
    values: bool
    places: bool
    bars: tuple[Bar, ...]


@cache
def frames() -> tuple[Frame, ...]:
    """Return every edition by the day it was signed; raises IndexFaulty naming what does not hold together."""
    found = [_frame(entry) for entry in yaml.safe_load(FILE.read_text(encoding="utf-8"))]
    for one in found:
        check(one)
    years = [year for one in found for year in one.years]
    if len(set(years)) != len(years):
        raise IndexFaulty(f"{FILE.name}: a year belongs to two editions")
    return tuple(sorted(found, key=lambda one: one.issued_on))


@cache
def known_places() -> tuple[KnownPlace, ...]:
    """Return places told of provinces over the years; raises IndexFaulty for one beyond its table."""
    told = yaml.safe_load(PLACES.read_text(encoding="utf-8"))
    found = tuple(KnownPlace(one["province"], one["year"], one["rank"], one["of"], Trust(one["trust"])) for one in told)
    for one in found:
        frame_of = of_year(one.year)
        if frame_of is None or frame_of.provinces != one.of or not 1 <= one.rank <= one.of:
            raise IndexFaulty(f"{PLACES.name}: {one.province} {one.year}: no such place")
    return found


def _frame(entry: Mapping[str, Any]) -> Frame:
    pillars = entry["pillars"]
    return Frame(
        code=entry["code"],
        instrument=entry["instrument"],
        title=entry["instrument_title"],
        issuer=entry["issuer"],
        issued_on=entry["issued_on"],
        replaces=entry["replaces"],
        replaced_by=entry["replaced_by"],
        years={one["year"]: Trust(one["trust"]) for one in entry["years"]},
        pillars=None if pillars is None else {code: Decimal(points) for code, points in pillars.items()},
        provinces=entry["provinces"],
        claims={aspect: _claim(aspect, entry["claims"][aspect.value]) for aspect in Aspect},
    )


def _claim(aspect: Aspect, entry: Mapping[str, Any]) -> Claim:
    if strange := set(entry) - CLAIM_KEYS:
        raise IndexFaulty(f"{FILE.name}: {aspect.value}: {', '.join(sorted(strange))} is no part of a claim")
    value = entry.get("value")
    number = None if value is None else Decimal(value)
    return Claim(aspect, number, entry.get("text"), Trust(entry["trust"]), entry.get("basis", ""))


def check(one: Frame) -> None:
    """Raise IndexFaulty when a claim is missing and yet said, said without trust, or pillars do not add up."""
    for claim in one.claims.values():
        is_silent = claim.value is None and claim.text is None
        if is_silent != (claim.trust is Trust.MISSING):
            raise IndexFaulty(f"{one.code}: {claim.aspect.value}: said and missing, or neither")
    total = one.claims[Aspect.TOTAL].value
    if one.pillars is not None and sum(one.pillars.values()) != total:
        raise IndexFaulty(f"{one.code}: pillars do not add up to {total}")


def frame(code: str) -> Frame:
    """Return an edition by its code; raises UnknownIndex."""
    found = next((one for one in frames() if one.code == code), None)
    if found is None:
        raise UnknownIndex(f"Không có bộ chỉ số “{code}”.")
    return found


def of_year(year: int) -> Frame | None:
    """Return the edition a year is assessed with; None where no document says so.

    >>> [found.code if (found := of_year(year)) else None for year in (2019, 2020, 2023, 2024, 2025)]
    [None, 'DTI-1726', 'DTI-922', 'DTI-405', None]
    """
    return next((one for one in frames() if year in one.years), None)


def on_day(day: date) -> Frame | None:
    """Return the newest edition signed by a day; None before the first. Days of effect are not known.

    >>> on_day(date(2022, 5, 19)).code, on_day(date(2022, 5, 20)).code
    ('DTI-1726', 'DTI-922')
    """
    return next((one for one in reversed(frames()) if one.issued_on <= day), None)


def compare(first: int, second: int) -> Comparison:
    """Return what may be compared between two years through the definitions they were assessed with."""
    one, other = of_year(first), of_year(second)
    if one is None or other is None:
        return Comparison(one, other, values=False, places=False, bars=(Bar.UNKNOWN_YEAR,))
    inferred = Trust.INFERRED in (one.years[first], other.years[second])
    bars = [Bar.INFERRED_YEAR] if inferred else []
    if one.code == other.code:
        return Comparison(one, other, values=True, places=True, bars=tuple(bars))
    bars += [Bar.OTHER_EDITION, Bar.OTHER_CONTENT]
    if Trust.MISSING in (one.claims[Aspect.MAIN_NAMES].trust, other.claims[Aspect.MAIN_NAMES].trust):
        bars.append(Bar.NAMES_UNKNOWN)
    same_table = one.provinces == other.provinces
    if not same_table:
        bars.append(Bar.OTHER_PROVINCES)
    return Comparison(one, other, values=False, places=same_table, bars=tuple(bars))


def whole(one: Frame, known: Mapping[str, Span]) -> Span:
    """Return between what lies the whole when pillars are known, or between two ends, or not at all.

    known: by pillar, shares of one; a pillar that is absent may be anything from nought to one.
    Raises UnknownIndex for an edition whose points of pillars are not known.
    Source: 1726/QĐ-BTTTT, 0,4 CQS + 0,3 KTS + 0,3 XHS (recomputed on published rows).

    >>> share = Decimal("0.5")
    >>> whole(frame("DTI-1726"), {"CQS": Span(share, share)})
    Span(low=Decimal('0.2'), high=Decimal('0.8'))
    """
    points = _points(one)
    total = sum(points.values())
    spans = {code: known.get(code, WHOLE) for code in points}
    low = sum((points[code] * span.low for code, span in spans.items()), Decimal(0))
    return Span(low / total, sum((points[code] * span.high for code, span in spans.items()), Decimal(0)) / total)


def pillar_within(one: Frame, code: str, reached: Span, known: Mapping[str, Span]) -> Span | None:
    """Return between what lies one pillar, given the whole and what is known of the others; None if they contradict.

    Raises UnknownIndex for an edition whose points of pillars are not known.
    """
    points = _points(one)
    total = sum(points.values())
    others = {name: known.get(name, WHOLE) for name in points if name != code}
    least = sum((points[name] * span.low for name, span in others.items()), Decimal(0))
    most = sum((points[name] * span.high for name, span in others.items()), Decimal(0))
    own = known.get(code, WHOLE)
    low = max((reached.low * total - most) / points[code], own.low)
    high = min((reached.high * total - least) / points[code], own.high)
    return Span(low, high) if low <= high else None


def _points(one: Frame) -> Mapping[str, Decimal]:
    if one.pillars is None:
        raise UnknownIndex(f"Chưa biết điểm của các trụ cột theo {one.instrument}.")
    return one.pillars
