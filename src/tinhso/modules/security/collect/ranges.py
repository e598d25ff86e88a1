# SPDX-License-Identifier: EUPL-1.2
"""Which numbers of a sender were received, as few ranges; what lies between them is missing."""

from bisect import bisect_right
from collections.abc import Iterable

MOST = 512


class Ranges:
    """Received numbers as ordered, disjoint ranges [low, high], never adjacent.

    Beyond MOST ranges the oldest is forgotten and `floor` raised: what comes again below it is kept a second time
    rather than taken for known.
    """

    def __init__(self, ranges: Iterable[tuple[int, int]] = (), floor: int = 0) -> None:
        self.floor = floor
        self._lows: list[int] = []
        self._highs: list[int] = []
        for low, high in ranges:
            self.add(low, high)

    def add(self, low: int, high: int) -> None:
        """Take `low` to `high`, both included, as received."""
        first = bisect_right(self._highs, low - 2)
        last = bisect_right(self._lows, high + 1)
        if first < last:
            low, high = min(low, self._lows[first]), max(high, self._highs[last - 1])
        self._lows[first:last], self._highs[first:last] = [low], [high]
        if len(self._lows) > MOST:
            self.floor = max(self.floor, self._highs.pop(0))
            del self._lows[0]

    def missing(self, low: int, high: int) -> list[tuple[int, int]]:
        """Return the parts of `low` to `high` that were not received."""
        found, at = [], low
        for index in range(bisect_right(self._highs, low - 1), len(self._lows)):
            if self._lows[index] > high:
                break
            if self._lows[index] > at:
                found.append((at, self._lows[index] - 1))
            at = self._highs[index] + 1
        if at <= high:
            found.append((at, high))
        return found

    def ranges(self) -> list[tuple[int, int]]:
        return list(zip(self._lows, self._highs, strict=True))

    def gaps(self) -> list[tuple[int, int]]:
        """Return what is missing between the lowest and the highest number received."""
        return [(high + 1, low - 1) for high, low in zip(self._highs, self._lows[1:], strict=False)]

    def to_json(self) -> list[object]:
        return [self.floor, [[low, high] for low, high in zip(self._lows, self._highs, strict=True)]]

    @classmethod
    def from_json(cls, told: list[object]) -> "Ranges":
        floor, ranges = told
        return cls([(low, high) for low, high in ranges], int(floor))  # type: ignore[attr-defined,call-overload]
