# SPDX-License-Identifier: EUPL-1.2
"""Lists that people put in order: move one up, down or to a place, take one out. Pure; nothing is lost on the way."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T")


class Deed(StrEnum):
    """What is done to one line of a list; MOVE takes it to a place counted from 0."""

    UP = "len"
    DOWN = "xuong"
    MOVE = "chuyen"
    REMOVE = "bo"


def moved(items: Sequence[T], at: int, to: int) -> list[T]:
    """Return the list with the line at one place taken to another; a place outside means the nearest end.

    >>> moved(["a", "b", "c"], 2, 0)
    ['c', 'a', 'b']
    """
    rest = [*items]
    if not 0 <= at < len(rest):
        return rest
    line = rest.pop(at)
    rest.insert(min(max(to, 0), len(rest)), line)
    return rest


def done(items: Sequence[T], deed: Deed, at: int, to: int = 0) -> list[T]:
    """Return the list after one deed; the first line cannot go up nor the last one down: nothing changes."""
    if deed is Deed.REMOVE:
        return [one for place, one in enumerate(items) if place != at]
    wanted = {Deed.UP: at - 1, Deed.DOWN: at + 1, Deed.MOVE: to}[deed]
    return moved(items, at, wanted)
