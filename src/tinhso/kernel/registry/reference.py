# SPDX-License-Identifier: EUPL-1.2
"""Reads the tables of facts shipped beside this file; sources and licences in `data/SOURCES.md`."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

DATA = Path(__file__).parent / "data"


def rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of `data/<name>.csv` as text by column."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def points() -> dict[str, tuple[str, str]]:
    """Return latitude and longitude of the communes of 2023 that have a published point, by code."""
    return {row["code"]: (row["lat"], row["lon"]) for row in rows("communes_2023_points")}


def populations() -> dict[str, int]:
    """Return the population of 1 April 2019 by commune code of 2023."""
    return {row["code"]: int(row["population_2019"]) for row in rows("population_communes_2023")}
