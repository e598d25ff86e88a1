# SPDX-License-Identifier: EUPL-1.2
"""A map of values as SVG made on the server: places as outlines, hulls or circles, in four classes told in words.

Values are parted into classes of about as many places each; a class is a darkness, told
in words too (ADR 0051).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from math import cos, hypot, pi, radians

CLASSES = 4
WIDTH, LOWEST, HIGHEST, MARGIN = 640.0, 240.0, 900.0, 24.0
"""Units of the drawing; it is as wide as its column and as high as the land asks for."""
SMALLEST, LARGEST = 5.0, 16.0
"""Radius of a circle."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Place:
    """One place to draw. value: None where nothing is known; points: of its communes; rings: its outline."""

    code: str
    name: str
    words: str
    href: str
    value: Decimal | None
    points: tuple[Point, ...]
    rings: tuple[tuple[Point, ...], ...] = ()


@dataclass(frozen=True)
class Shape:
    """A place as drawn: a path or circles, its class (0 = nothing known), where its name stands if it does."""

    place: Place
    step: int
    path: str
    circles: tuple[tuple[str, str, str], ...]
    label: tuple[str, str] | None

    @property
    def told(self) -> str:
        return f"{self.place.name}: {self.place.words}"


@dataclass(frozen=True)
class Step:
    """One class of the legend: lowest and highest value in it, and how many places."""

    number: int
    low: Decimal
    high: Decimal
    count: int


@dataclass(frozen=True)
class Drawing:
    """The map: size in its own units, shapes from large to small, classes, how many places nothing is known of."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    steps: tuple[Step, ...]
    unknown: int
    unplaced: tuple[Place, ...]

    @property
    def box(self) -> str:
        return f"0 0 {self.width} {self.height}"


def draw(places: Sequence[Place], *, named: bool) -> Drawing | None:
    """Return the map of some places, None when none of them has a point or outline. named: write names beside them."""
    seen = [one for one in places if one.points or one.rings]
    if not seen:
        return None
    steps = classes([one.value for one in places if one.value is not None])
    paper = _Paper([point for one in seen for point in _all_points(one)])
    radius = _radius([point for one in seen for point in one.points], paper)
    shapes = [_shape(one, step_of(one.value, steps), paper, radius, named=named) for one in seen]
    unplaced = tuple(one for one in places if one not in seen)
    unknown = sum(one.value is None for one in places)
    return Drawing(round(WIDTH), round(paper.height), tuple(shapes), tuple(steps), unknown, unplaced)


def classes(values: Sequence[Decimal]) -> list[Step]:
    """Return at most four classes from low to high; equal values always share one."""
    distinct = sorted(set(values))
    number = min(CLASSES, len(distinct))
    cuts = [round(place * len(distinct) / number) for place in range(number + 1)] if number else []
    found = []
    for place, (begin, end) in enumerate(pairwise(cuts), start=1):
        low, high = distinct[begin], distinct[end - 1]
        found.append(Step(place, low, high, sum(low <= one <= high for one in values)))
    return found


def step_of(value: Decimal | None, steps: Sequence[Step]) -> int:
    """Return the number of the class a value lies in, nought for none."""
    if value is None:
        return 0
    return next((one.number for one in steps if one.low <= value <= one.high), 0)


class _Paper:
    """Turns degrees into units of the drawing: equal distances at the middle of the land, north above."""

    def __init__(self, points: Sequence[Point]) -> None:
        lons, lats = [one[0] for one in points], [one[1] for one in points]
        self._west, self._north = min(lons), max(lats)
        self._squeeze = cos(radians((min(lats) + max(lats)) / 2))
        wide = max((max(lons) - min(lons)) * self._squeeze, 0.02)
        high = max(max(lats) - min(lats), 0.02)
        self._scale = min((WIDTH - 2 * MARGIN) / wide, (HIGHEST - 2 * MARGIN) / high)
        self.height = max(high * self._scale + 2 * MARGIN, LOWEST)
        self._left = (WIDTH - wide * self._scale) / 2
        self._top = (self.height - high * self._scale) / 2

    def at(self, point: Point) -> Point:
        x = self._left + (point[0] - self._west) * self._squeeze * self._scale
        return x, self._top + (self._north - point[1]) * self._scale


def _all_points(one: Place) -> list[Point]:
    return [*one.points, *(point for ring in one.rings for point in ring)]


def _radius(points: Sequence[Point], paper: _Paper) -> float:
    """Return a radius at which circles of evenly spread places would nearly touch."""
    room = WIDTH * paper.height / max(len(points), 1)
    return max(SMALLEST, min(LARGEST, (room / pi) ** 0.5 * 0.5))


def _shape(one: Place, step: int, paper: _Paper, radius: float, *, named: bool) -> Shape:
    spots = [paper.at(point) for point in one.points]
    if one.rings:
        drawn = [[paper.at(point) for point in ring] for ring in one.rings]
        middle = _middle(max(drawn, key=len))
        return Shape(one, step, " ".join(_path(ring) for ring in drawn), (), _label(middle) if named else None)
    if len(spots) == 1:
        circles = (_circle(spots[0], radius),)
        return Shape(one, step, "", circles, _label((spots[0][0], spots[0][1] + radius + 12)) if named else None)
    outer = hull(spots)
    path = _path(outer) if len(outer) > 2 else ""
    dots = tuple(_circle(spot, 2.5 if path else radius) for spot in spots)
    return Shape(one, step, path, dots, _label(_middle(outer)) if named else None)


def hull(points: Sequence[Point]) -> list[Point]:
    """Return the corners of the least convex shape around points, in order (Andrew's monotone chain)."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered
    return [*_half(ordered)[:-1], *_half(ordered[::-1])[:-1]]


def _half(ordered: Sequence[Point]) -> list[Point]:
    found: list[Point] = []
    for point in ordered:
        while len(found) > 1 and _turn(found[-2], found[-1], point) <= 0:
            found.pop()
        found.append(point)
    return found


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _middle(points: Sequence[Point]) -> Point:
    """Return the middle of a shape by the length of its sides, which crowded corners do not pull aside."""
    sides = [(hypot(b[0] - a[0], b[1] - a[1]), a, b) for a, b in pairwise([*points, points[0]])]
    around = sum(side for side, _a, _b in sides)
    if not around:
        return points[0]
    x = sum(side * (a[0] + b[0]) / 2 for side, a, b in sides) / around
    return x, sum(side * (a[1] + b[1]) / 2 for side, a, b in sides) / around


def _path(points: Sequence[Point]) -> str:
    return "M" + " L".join(f"{x:.1f},{y:.1f}" for x, y in points) + " Z"


def _circle(spot: Point, radius: float) -> tuple[str, str, str]:
    return f"{spot[0]:.1f}", f"{spot[1]:.1f}", f"{radius:.1f}"


def _label(at: Point) -> tuple[str, str]:
    return f"{at[0]:.1f}", f"{at[1]:.1f}"
