# SPDX-License-Identifier: EUPL-1.2
"""Editions, published results and weights from the files of `data/dti/`; each read once."""

import csv
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tinhso.lib.vntext import search_key
from tinhso.modules.scorecards.dti.types import Edition, Main, Part, Pillar, Result, Weights
from tinhso.modules.scorecards.errors import IndexFaulty, UnknownIndex
from tinhso.modules.scorecards.types import Trust

DATA = Path(__file__).parents[1] / "data" / "dti"
PILLARS = {"CQS": "cqs", "KTS": "kts", "XHS": "xhs"}
DERIVED = "derived"


@cache
def edition(code: str) -> Edition:
    """Return an edition by its code; raises UnknownIndex, or IndexFaulty naming what does not add up."""
    for path in sorted(DATA.glob("edition_*.yaml")):
        found = _edition(yaml.safe_load(path.read_text(encoding="utf-8")))
        if found.code == code:
            _check(path.name, found)
            return found
    raise UnknownIndex(f"Không có bộ chỉ số “{code}”.")


@cache
def editions() -> tuple[Edition, ...]:
    """Return every edition there is a file of."""
    codes = [yaml.safe_load(path.read_text(encoding="utf-8"))["code"] for path in sorted(DATA.glob("edition_*.yaml"))]
    return tuple(edition(code) for code in codes)


def _edition(entry: Mapping[str, Any]) -> Edition:
    return Edition(
        code=entry["code"],
        title=entry["title"],
        source=entry["source"],
        years=tuple(entry["years"]),
        total_max=Decimal(entry["total_max"]),
        decimals=entry["decimals"],
        pillars=tuple(
            Pillar(one["code"], one["title"], tuple(one["main"]), Trust(one["trust"])) for one in entry["pillars"]
        ),
        main=tuple(_main(one) for one in entry["main"]),
    )


def _main(entry: Mapping[str, Any]) -> Main:
    parts = tuple(
        Part(one["code"], one.get("title"), one.get("working", ""), one.get("scoring", ""), one.get("supplier", ""))
        for one in entry["components"]
    )
    return Main(entry["code"], entry["title"], Decimal(entry["max_points"]), entry["scored"], parts)


def _check(name: str, found: Edition) -> None:
    if sum(one.max_points for one in found.scored()) != found.total_max:
        raise IndexFaulty(f"{name}: main indices do not add up to {found.total_max}")
    codes = [part.code for part in found.parts()]
    if len(set(codes)) != len(codes):
        raise IndexFaulty(f"{name}: a component stands twice")


@cache
def years_with_results() -> tuple[int, ...]:
    """Return the years something was published of, newest first."""
    return tuple(sorted((int(path.stem.rpartition("_")[2]) for path in DATA.glob("results_*.csv")), reverse=True))


@cache
def results(year: int) -> tuple[Result, ...]:
    """Return what was published of a year, by place; raises UnknownIndex for a year without."""
    path = DATA / f"results_{year}.csv"
    if not path.exists():
        raise UnknownIndex(f"Chưa có kết quả xếp hạng đã công bố của năm {year}.")
    with path.open(encoding="utf-8", newline="") as stream:
        return tuple(_result(row) for row in csv.DictReader(stream))


def _result(row: Mapping[str, str]) -> Result:
    return Result(
        province=row["province"],
        rank=int(row["rank"]),
        value=_number(row["value"]),
        main={str(code): Decimal(row[f"i{code}"]) for code in range(1, 10) if row.get(f"i{code}")},
        pillars={code: Decimal(row[column]) for code, column in PILLARS.items() if row[column]},
        pillar_ranks={code: int(row[f"{column}_rank"]) for code, column in PILLARS.items() if row[f"{column}_rank"]},
        pillars_derived=row["pillars"] == DERIVED,
        note=row["note"],
    )


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def result_of(year: int, province: str) -> Result:
    """Return the result of a province by its name, with or without marks; raises UnknownIndex."""
    wanted = search_key(province)
    for one in results(year):
        if search_key(one.province) == wanted:
            return one
    raise UnknownIndex(f"Không có kết quả năm {year} của “{province}”.")


def weights(path: Path) -> Weights:
    """Return the maxima of a file; raises IndexFaulty when they do not add up to what the edition confirms."""
    entry = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        found = Weights(
            edition=entry["edition"],
            title=entry["title"],
            source=entry["source"],
            dated=entry["dated"],
            confirmed=entry["confirmed"],
            assumptions=tuple(entry["assumptions"]),
            points={str(code): Decimal(str(value)) for code, value in dict(entry["points"]).items()},
        )
    except (KeyError, TypeError, ArithmeticError) as error:
        raise IndexFaulty(f"{path.name}: {error!r}") from error
    check_weights(path.name, found)
    return found


def check_weights(name: str, found: Weights) -> None:
    """Raise IndexFaulty unless each scored main index is given exactly its maximum, over its own components."""
    for main in edition(found.edition).scored():
        lacking = [part.code for part in main.parts if part.code not in found.points]
        if lacking:
            raise IndexFaulty(f"{name}: no weight for {', '.join(lacking)}")
        given = sum(found.points[part.code] for part in main.parts)
        if given != main.max_points:
            raise IndexFaulty(f"{name}: main index {main.code} is given {given} of {main.max_points}")
    if found.confirmed == bool(found.assumptions):
        raise IndexFaulty(f"{name}: assumptions belong to weights that are not confirmed, and to all of those")
