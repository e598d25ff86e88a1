# SPDX-License-Identifier: EUPL-1.2
"""One page straightened and read: the program's word on how it lies, and its own confidence as the second opinion."""

from dataclasses import dataclass

from tinhso.kernel.documents.scanning.looking import look_at
from tinhso.kernel.documents.scanning.recognising import is_installed, recognise, turn_of
from tinhso.kernel.documents.scanning.types import PageUnreadable, Picture, Reading

DOUBTFUL = 75.0
"""Mean confidence below which another way up is tried: seen 49 upside down, 92 to 97 upright (`bench ocr`)."""
NOTHING = Reading((), 0.0)
TURNS = (180, 90, 270)


@dataclass(frozen=True)
class PageFound:
    """A page as it is kept. turn: clockwise, what was done to it; trouble: what failed, empty when nothing did."""

    picture: Picture
    turn: int
    reading: Reading
    trouble: str = ""


def straighten_and_read(data: bytes, media_type: str, *, page: int = 0, turn: int | None = None) -> PageFound:
    """Return one page upright with its lines. turn: as a person said, never doubted; None to find it out.

    A page whose text cannot be had keeps its picture and says so in `trouble`; without the program there is no text.
    Raises PageUnreadable only when there is no picture.
    """
    picture = look_at(data, media_type, page=page, turn=turn or 0)
    if not is_installed() or picture.is_blank:
        return PageFound(picture, turn or 0, NOTHING)
    try:
        if turn is not None:
            return PageFound(picture, turn, recognise(picture))
        return _found_out(data, media_type, page, picture)
    except PageUnreadable as error:
        return PageFound(picture, turn or 0, NOTHING, error.sentence)


def _found_out(data: bytes, media_type: str, page: int, lying: Picture) -> PageFound:
    first = turn_of(lying)
    best = _read(data, media_type, page, lying, first)
    for more in TURNS:
        if best.reading.confidence >= DOUBTFUL:
            break
        other = _read(data, media_type, page, lying, (first + more) % 360)
        best = max(best, other, key=lambda found: found.reading.confidence)
    return best


def _read(data: bytes, media_type: str, page: int, lying: Picture, turn: int) -> PageFound:
    picture = look_at(data, media_type, page=page, turn=turn) if turn else lying
    return PageFound(picture, turn, recognise(picture))
