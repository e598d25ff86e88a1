# SPDX-License-Identifier: EUPL-1.2
"""An index as data, and what computing it gives. Points and weights are Decimal; ratios are exact fractions of one."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Trust(StrEnum):
    """How sure a name, weight or formula is (mức độ xác nhận)."""

    CONFIRMED = "confirmed"
    INFERRED = "inferred"
    MISSING = "missing"


class Standing(StrEnum):
    """What can be said of a component: its points count, count as inferred, or do not count, and why."""

    CONFIRMED = "confirmed"
    INFERRED = "inferred"
    NO_WEIGHT = "no_weight"
    EMPTY = "empty"
    NO_DATA = "no_data"
    WATCHED = "watched"


COUNTED = (Standing.CONFIRMED, Standing.INFERRED)


@dataclass(frozen=True)
class Component:
    """Chỉ số thành phần: ratio = (plus − minus) / (per × (denominator + overdue)); points = ratio × max_points.

    plus, minus, denominator: names of facts; none = no act carries what it needs, `lacks` says what.
    overdue: balance by day whose past part belongs to the denominator. watched: shown, never scored.
    """

    code: str
    title: str
    max_points: Decimal | None
    weight: Trust
    formula: Trust
    plus: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    denominator: tuple[str, ...] = ()
    overdue: str = ""
    per: int = 1
    watched: bool = False
    meaning: str = ""
    lacks: str = ""


@dataclass(frozen=True)
class Group:
    """Nhóm chỉ số. max_points: as the decision states it, whatever is known of its components."""

    code: str
    title: str
    max_points: Decimal | None
    components: tuple[Component, ...]


@dataclass(frozen=True)
class Band:
    """Mức xếp loại: from `least` points up; trust says whether the border is confirmed."""

    title: str
    least: Decimal
    trust: Trust


@dataclass(frozen=True)
class Index:
    """Bộ chỉ số: a version in force from a day, with source and what is not confirmed about it."""

    code: str
    version: int
    title: str
    source: str
    note: str
    total_max: Decimal
    valid_from: date
    valid_to: date | None
    groups: tuple[Group, ...]
    bands: tuple[Band, ...]

    def components(self) -> list[Component]:
        return [one for group in self.groups for one in group.components]


@dataclass(frozen=True)
class Score:
    """One component computed. numerator, denominator: sums of facts; points: None unless its standing counts."""

    component: Component
    standing: Standing
    numerator: int
    denominator: int
    overdue: int
    ratio: Decimal | None
    points: Decimal | None


@dataclass(frozen=True)
class Total:
    """Points reached of the points that could be computed."""

    points: Decimal
    possible: Decimal


@dataclass(frozen=True)
class GroupScore:
    group: Group
    scores: tuple[Score, ...]
    total: Total


@dataclass(frozen=True)
class Card:
    """Phiếu điểm: every component, and totals kept apart by how sure they are. until: last day counted."""

    index: Index
    since: date
    until: date
    groups: tuple[GroupScore, ...]
    total: Total
    confirmed: Total
    inferred: Total

    def band(self) -> Band | None:
        """Return the band, only when every point of the index could be computed."""
        if self.total.possible != self.index.total_max:
            return None
        return next((band for band in self.index.bands if self.total.points >= band.least), None)
