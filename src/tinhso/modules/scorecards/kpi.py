# SPDX-License-Identifier: EUPL-1.2
"""Indicators of cities and districts (chỉ số đô thị): our own versioned set, each value with how good it is.

In the manner of ISO 37122 and not its text. Folded from facts by area; what no act carries is missing and says why.
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

from tinhso.kernel.indicators.queries import Scope, sums_by
from tinhso.kernel.registry import queries as registry
from tinhso.modules.scorecards.errors import IndexFaulty, UnknownIndex

FILE = Path(__file__).parent / "data" / "kpi" / "city.yaml"
HUNDRED = Decimal(100)


class Measure(StrEnum):
    """What a value is: a share in percent, or so many for each `per` people."""

    SHARE = "share"
    PER_PEOPLE = "per_people"


class Quality(StrEnum):
    """How good a value is: both numbers counted, one of them older or derived, or none at all."""

    MEASURED = "measured"
    ESTIMATED = "estimated"
    MISSING = "missing"


@dataclass(frozen=True)
class CityIndicator:
    """numerator, denominator: names of facts, empty where no act carries what it needs; `lacks` says what then."""

    code: str
    title: str
    measure: Measure
    unit: str
    numerator: str
    denominator: str
    per: int
    source: str
    lacks: str


@dataclass(frozen=True)
class CitySet:
    """Bộ chỉ số đô thị: a version in force from a day."""

    code: str
    version: int
    title: str
    source: str
    valid_from: date
    valid_to: date | None
    indicators: tuple[CityIndicator, ...]


@dataclass(frozen=True)
class Value:
    """One indicator of one place. value: None exactly when its quality is missing."""

    indicator: CityIndicator
    numerator: int | None
    denominator: int | None
    value: Decimal | None
    quality: Quality


@dataclass(frozen=True)
class Place:
    """A district, or a commune where the law has no districts. people: None where the census does not tell."""

    code: str
    name: str
    people: int | None
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Benchmark:
    """The places of a province side by side. since: first day of the areas as they are; whole: the province."""

    set: CitySet
    since: date
    until: date
    places: tuple[Place, ...]
    whole: Place


@cache
def city_sets() -> tuple[CitySet, ...]:
    """Return every version; raises IndexFaulty naming the indicator."""
    return tuple(_set(one) for one in yaml.safe_load(FILE.read_text(encoding="utf-8")))


def city_set(on: date) -> CitySet:
    """Return the version in force on a day; raises UnknownIndex."""
    for one in sorted(city_sets(), key=lambda found: -found.version):
        if one.valid_from <= on and (one.valid_to is None or on <= one.valid_to):
            return one
    raise UnknownIndex(f"Không có bộ chỉ số đô thị nào có hiệu lực vào ngày {on:%d/%m/%Y}.")


def _set(entry: Mapping[str, Any]) -> CitySet:
    indicators = tuple(_indicator(one) for one in entry["indicators"])
    for one in indicators:
        if bool(one.numerator) == bool(one.lacks):
            raise IndexFaulty(f"{one.code}: either facts or what lacks")
        if one.measure is Measure.SHARE and bool(one.numerator) != bool(one.denominator):
            raise IndexFaulty(f"{one.code}: a share needs both facts")
    dates = (entry["valid_from"], entry["valid_to"])
    return CitySet(entry["code"], entry["version"], entry["title"], entry["source"], *dates, indicators)


def _indicator(entry: Mapping[str, Any]) -> CityIndicator:
    return CityIndicator(
        code=entry["code"],
        title=entry["title"],
        measure=Measure(entry["kind"]),
        unit=entry["unit"],
        numerator=entry.get("numerator", ""),
        denominator=entry.get("denominator", ""),
        per=entry.get("per", 1),
        source=entry["source"],
        lacks=entry.get("lacks", ""),
    )


def value_of(one: CityIndicator, sums: Mapping[str, int], people: int | None) -> Value:
    """Return an indicator of a place from sums of its facts and its people.

    A share of nothing is missing, never nought. What rests on the census of 2019 is an estimate.
    """
    if one.lacks:
        return Value(one, None, None, None, Quality.MISSING)
    above = sums.get(one.numerator, 0)
    if one.measure is Measure.PER_PEOPLE:
        if not people:
            return Value(one, above, None, None, Quality.MISSING)
        return Value(one, above, people, Decimal(above) * one.per / people, Quality.ESTIMATED)
    below = sums.get(one.denominator, 0)
    if not below:
        return Value(one, above, 0, None, Quality.MISSING)
    return Value(one, above, below, Decimal(above) * HUNDRED / below, Quality.MEASURED)


def benchmark(scope: Scope) -> Benchmark:
    """Return every district of the province side by side, communes where there are none; four queries or five.

    Areas are those of the law here, and only days since it: what an older area did is never added to a newer one.
    """
    land = registry.territory()
    scope = Scope(max(scope.since, min(land.law_date, scope.until)), scope.until, known_on=scope.known_on)
    found = city_set(scope.until)
    names = sorted({name for one in found.indicators for name in (one.numerator, one.denominator) if name})
    communes = registry.communes_of(land.province_code, land.law_date)
    people = registry.populations_on(land.province_code, land.law_date)
    districts = registry.districts_of(land.province_code, land.law_date)
    home = {one.code: one.parent_code if districts else one.code for one in communes}
    sums: dict[str, dict[str, int]] = {}
    for (area, fact), total in sums_by(names, scope, "area", "fact").items():
        of_place = sums.setdefault(home.get(area, ""), {})
        of_place[fact] = of_place.get(fact, 0) + total
    here = districts or communes
    living = {one.code: [people[code] for code, place in home.items() if place == one.code] for one in here}
    places = tuple(_place(found, one.code, one.full_name, living[one.code], sums.get(one.code, {})) for one in here)
    everything = {name: sum(one.get(name, 0) for one in sums.values()) for name in names}
    whole = _place(found, "", "", list(people.values()), everything)
    return Benchmark(found, scope.since, scope.until, places, whole)


def _place(found: CitySet, code: str, name: str, living: list[int | None], sums: Mapping[str, int]) -> Place:
    people = None if not living or None in living else sum(one for one in living if one is not None)
    return Place(code, name, people, tuple(value_of(one, sums, people) for one in found.indicators))
