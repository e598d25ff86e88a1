# SPDX-License-Identifier: EUPL-1.2
"""Reads the tables of facts shipped beside this file; sources and licences in `data/SOURCES.md`."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

DATA = Path(__file__).parent / "data"
DISTRICTS_ENDED = date(2025, 7, 1)
"""Communes were arranged anew and districts ended on this day (202/2025/QH15, 19/2025/QĐ-TTg)."""


def rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of `data/<name>.csv` as text by column."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def points() -> dict[str, tuple[str, str]]:
    """Return latitude and longitude of the communes of 2023 that have a published point, by code."""
    return {row["code"]: (row["lat"], row["lon"]) for row in rows("communes_2023_points")}


@cache
def places(on: date) -> Mapping[str, tuple[float, float]]:
    """Return longitude and latitude of the communes the law had on a day, by code; only where a point was published."""
    name = "communes_2023_points" if on < DISTRICTS_ENDED else "communes_2025_points"
    return MappingProxyType({row["code"]: (float(row["lon"]), float(row["lat"])) for row in rows(name)})


def populations() -> dict[str, int]:
    """Return the population of 1 April 2019 by commune code of 2023."""
    return {row["code"]: int(row["population_2019"]) for row in rows("population_communes_2023")}
