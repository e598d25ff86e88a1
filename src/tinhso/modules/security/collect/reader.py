# SPDX-License-Identifier: EUPL-1.2
"""Read the spool from a place on, in another process than the one that writes; never past what is on the disk."""

from dataclasses import dataclass
from pathlib import Path

from tinhso.modules.security.collect import records, segments
from tinhso.modules.security.collect.records import Record
from tinhso.modules.security.collect.segments import Position

READ_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True)
class Batch:
    """What lies behind a place. position: where to go on; damaged: bytes without a whole record in between.

    skipped: segments that were there and are gone, so that something may not have been read; starts: offset of each
    record in the segment of `position`.
    """

    records: tuple[Record, ...]
    position: Position
    damaged: int = 0
    skipped: int = 0
    starts: tuple[int, ...] = ()


def read(folder: Path, position: Position, limit_bytes: int = READ_BYTES) -> Batch:
    """Return whole records behind `position`, about `limit_bytes` of them; none when everything was read."""
    tip = segments.read_tip(folder)
    there = segments.numbers(folder)
    if tip is None or not there or position >= tip:
        return Batch((), position)
    number = next((one for one in there if one >= position.segment), there[-1])
    skipped = number - position.segment if position.segment else 0
    offset = position.offset if number == position.segment else 0
    end = tip.offset if number == tip.segment else segments.size_of(folder, number)
    if offset >= end:
        later = next((one for one in there if one > number), None)
        return read(folder, Position(later), limit_bytes) if later else Batch((), position)
    found, at, damaged = _decode(folder, number, offset, end, limit_bytes)
    records_, starts = tuple(one for _, one in found), tuple(start for start, _ in found)
    return Batch(records_, Position(number, at), damaged, skipped, starts)


def _decode(
    folder: Path, number: int, offset: int, end: int, limit_bytes: int
) -> tuple[list[tuple[int, Record]], int, int]:
    """Return whole records with their offsets, the offset behind the last, and how many bytes were none."""
    with segments.path_of(folder, number).open("rb") as stream:
        stream.seek(offset)
        data = stream.read(min(limit_bytes + records.LONGEST_BODY + records.HEAD.size, end - offset))
    found: list[tuple[int, Record]] = []
    at = damaged = 0
    for stop, one in records.decode(data, whole=offset + len(data) >= end):
        if isinstance(one, Record):
            found.append((offset + at, one))
        else:
            damaged += one.length
        at = stop
        if at >= limit_bytes:
            break
    return found, offset + at, damaged
