# SPDX-License-Identifier: EUPL-1.2
"""An edition of the index, what was published of it, weights, and what computing gives. Values are shares of one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tinhso.modules.scorecards.types import Trust


@dataclass(frozen=True)
class Part:
    """Chỉ số thành phần. title: None where no document was seen; working: our label then; scoring: kind, if known.

    No maximum: not one is confirmed, so weights come from a separate dated file.
    """

    code: str
    title: str | None
    working: str
    scoring: str
    supplier: str

    @property
    def trust(self) -> Trust:
        return Trust.INFERRED if self.title else Trust.MISSING


@dataclass(frozen=True)
class Main:
    """Chỉ số chính. max_points: confirmed; scored: smart city is collected and not scored."""

    code: str
    title: str
    max_points: Decimal
    scored: bool
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Pillar:
    """Trụ cột. main: codes of main indices; pillars share the foundation, so their points are never added."""

    code: str
    title: str
    main: tuple[str, ...]
    trust: Trust


@dataclass(frozen=True)
class Edition:
    """Bộ chỉ số of some years. decimals: places a value is published with."""

    code: str
    title: str
    source: str
    years: tuple[int, ...]
    total_max: Decimal
    decimals: int
    pillars: tuple[Pillar, ...]
    main: tuple[Main, ...]

    def scored(self) -> list[Main]:
        return [one for one in self.main if one.scored]

    def parts(self) -> list[Part]:
        return [part for one in self.main for part in one.parts]


@dataclass(frozen=True)
class Span:
    """A value known between two ends (both included); equal ends when it is known exactly."""

    low: Decimal
    high: Decimal

    def overlaps(self, other: "Span") -> bool:
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True)
class Result:
    """What was published of a province. value, main, pillars: None or absent where nothing was found.

    pillars_derived: computed backwards from main indices, not published.
    """

    province: str
    rank: int
    value: Decimal | None
    main: Mapping[str, Decimal]
    pillars: Mapping[str, Decimal]
    pillar_ranks: Mapping[str, int]
    pillars_derived: bool
    note: str


@dataclass(frozen=True)
class Weights:
    """A dated file of maxima by component. assumptions: what nobody confirmed; empty only for confirmed weights."""

    edition: str
    title: str
    source: str
    dated: date
    confirmed: bool
    assumptions: tuple[str, ...]
    points: Mapping[str, Decimal]


@dataclass(frozen=True)
class Outcome:
    """An index computed from shares of its components. official: every weight confirmed and every component scored.

    main, overall: shares of one over what could be computed; lacking: scored components without a share.
    """

    edition: Edition
    weights: Weights
    official: bool
    main: Mapping[str, Decimal]
    pillars: Mapping[str, Decimal]
    overall: Decimal
    lacking: tuple[str, ...]
