# SPDX-License-Identifier: EUPL-1.2
"""A statistical table as data: dimensions, cells, and why a cell is empty. Written out by `jsonstat` and `sdmx`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Final, Literal

NORMAL: Final = "A"
ESTIMATED: Final = "E"
MISSING: Final = "O"
"""Status of a cell by the code list of observation status of SDMX: normal, estimated, missing."""

Role = Literal["time", "geo", "metric", ""]
"""What an axis is; empty for any other classification."""


@dataclass(frozen=True)
class Category:
    """One value of a dimension. code: Latin letters, figures, hyphen, underscore; decimals: of a metric, if known."""

    code: str
    label: str
    decimals: int | None = None


@dataclass(frozen=True)
class Dimension:
    """One axis. code: a letter, then letters, figures, underscore."""

    code: str
    label: str
    role: Role
    categories: tuple[Category, ...]


@dataclass(frozen=True)
class Cell:
    """One observation. value: None where nothing is known, then the status says so."""

    value: Decimal | None
    status: str

    def __post_init__(self) -> None:
        if (self.value is None) != (self.status == MISSING):
            raise ValueError("a cell without a value is missing, and only that one")


@dataclass(frozen=True)
class Cube:
    """A table: cells by the codes of all dimensions, in their order; a key that is absent is missing.

    statuses: words of each status used; notes: what a reader must know; language: of all words.
    """

    code: str
    title: str
    source: str
    language: str
    dimensions: tuple[Dimension, ...]
    statuses: Mapping[str, str]
    cells: Mapping[tuple[str, ...], Cell]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        keys = {tuple(one) for one in product(*([part.code for part in axis.categories] for axis in self.dimensions))}
        strange = [key for key in self.cells if key not in keys]
        if strange:
            raise ValueError(f"no place for {strange[0]}")
        unnamed = {cell.status for _place, cell in self.walk()} - set(self.statuses)
        if unnamed:
            raise ValueError(f"no words for status {sorted(unnamed)}")

    def walk(self) -> Iterator[tuple[tuple[int, ...], Cell]]:
        """Give every cell with its place on each dimension, the last dimension fastest."""
        for places in product(*(range(len(axis.categories)) for axis in self.dimensions)):
            pairs = zip(self.dimensions, places, strict=True)
            key = tuple(axis.categories[place].code for axis, place in pairs)
            yield places, self.cells.get(key, Cell(None, MISSING))


def plain(value: Decimal | None) -> int | float | None:
    """Return a number as JSON writes it: a whole one without a point, others with the digits they have."""
    if value is None:
        return None
    return int(value) if value.as_tuple().exponent == 0 else float(value)
