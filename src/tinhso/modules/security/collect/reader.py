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


@dataclass(frozen=True)
class Chunk:
    """Bytes of one segment. offset: of the first of them; is_end: nothing is on the disk behind them.

    data goes on behind `limit_bytes` by as much as the longest record, so that the last one begun is whole.
    """

    segment: int
    offset: int
    data: bytes
    limit_bytes: int
    is_end: bool
    skipped: int = 0


def read(folder: Path, position: Position, limit_bytes: int = READ_BYTES) -> Batch:
    """Return whole records behind `position`, about `limit_bytes` of them; none when everything was read."""
    found = chunk(folder, position, limit_bytes)
    return decoded(found) if found else Batch((), position)


def chunk(folder: Path, position: Position, limit_bytes: int = READ_BYTES) -> Chunk | None:
    """Return what lies behind `position`, about `limit_bytes` of it; None when everything was read."""
    tip = segments.read_tip(folder)
    there = segments.numbers(folder)
    if tip is None or not there or position >= tip:
        return None
    number = next((one for one in there if one >= position.segment), there[-1])
    skipped = number - position.segment if position.segment else 0
    offset = position.offset if number == position.segment else 0
    end = tip.offset if number == tip.segment else segments.size_of(folder, number)
    if offset >= end:
        later = next((one for one in there if one > number), None)
        return chunk(folder, Position(later), limit_bytes) if later else None
    with segments.path_of(folder, number).open("rb") as stream:
        stream.seek(offset)
        data = stream.read(min(limit_bytes + records.LONGEST_BODY + records.HEAD.size, end - offset))
    return Chunk(number, offset, data, limit_bytes, offset + len(data) >= end, skipped)


def decoded(chunk: Chunk) -> Batch:
    """Return the whole records of a chunk."""
    found: list[Record] = []
    starts: list[int] = []
    at = damaged = 0
    for stop, one in records.decode(chunk.data, whole=chunk.is_end):
        if isinstance(one, Record):
            found.append(one)
            starts.append(chunk.offset + at)
        else:
            damaged += one.length
        at = stop
        if at >= chunk.limit_bytes:
            break
    return Batch(tuple(found), Position(chunk.segment, chunk.offset + at), damaged, chunk.skipped, tuple(starts))
