# SPDX-License-Identifier: EUPL-1.2
"""One record of the spool: what came, when, by which way, from whom, exactly as it came.

On disk: mark (4 bytes), length and CRC-32 of the body (big-endian, 4 bytes each), the body. The mark lets a reader find
the next whole record behind a damaged one.
"""

import json
import struct
import uuid
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, NamedTuple

MARK = b"\xf5TS1"
HEAD = struct.Struct(">4sII")
_BODY = struct.Struct(">BBQ16sQBH")
VERSION = 1
PIECE = 0x80
"""Bit of `way`: the bytes are a part of a message that was longer than the limit or was cut off by its sender."""

LONGEST_BODY = 4 * 1024 * 1024
MOST_PEER_BYTES = 255
NOBODY = bytes(16)


class Way(IntEnum):
    """By which door bytes came; NOTE is written by the collector about itself (JSON)."""

    NOTE = 0
    UDP = 1
    TCP = 2
    TLS = 3
    HTTP = 4
    FILE = 5


class Place(NamedTuple):
    """How far a followed file was read: offset in bytes within the file of this inode."""

    inode: int
    offset: int


@dataclass(frozen=True, slots=True)
class Record:
    """One received message. arrived_ns: nanoseconds since 1970 by the clock of the collector.

    source: known at once for who showed a token, else None; sequence: number the sender gave it, 0 for none;
    stream: which numbering of that sender (HTTP), or the name in the client's certificate (TLS).
    Of a followed file (FILE) peer is its path, stream its inode, sequence the offset behind the line.
    """

    way: Way
    arrived_ns: int
    raw: bytes
    peer: str = ""
    source: uuid.UUID | None = None
    sequence: int = 0
    stream: str = ""
    is_piece: bool = False

    @property
    def number(self) -> int:
        """The number the sender gave it, 0 for none: only who shows a token numbers what it sends."""
        return self.sequence if self.way is Way.HTTP else 0

    @property
    def place(self) -> Place | None:
        """How far the followed file was read with this line."""
        return Place(int(self.stream), self.sequence) if self.way is Way.FILE and self.stream else None


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes of a segment that hold no whole record."""

    length: int


def encode(records: Iterable[Record]) -> bytes:
    """Return the bytes of records as they lie on disk."""
    out = bytearray()
    for one in records:
        _append(out, _front(one), one.raw)
    return bytes(out)


def encode_many(pattern: Record, raws: Iterable[bytes]) -> bytes:
    """Return the bytes of many messages that differ in nothing but their text."""
    front, out = _front(pattern), bytearray()
    for raw in raws:
        _append(out, front, raw)
    return bytes(out)


def note(arrived_ns: int, **told: Any) -> bytes:
    """Return the bytes of a note of the collector about itself."""
    return encode([Record(Way.NOTE, arrived_ns, json.dumps(told, separators=(",", ":")).encode())])


def _front(one: Record) -> bytes:
    peer, stream = one.peer.encode()[:MOST_PEER_BYTES], one.stream.encode()[:60_000]
    source = one.source.bytes if one.source else NOBODY
    way = int(one.way) | (PIECE if one.is_piece else 0)
    return _BODY.pack(VERSION, way, one.arrived_ns, source, one.sequence, len(peer), len(stream)) + peer + stream


def _append(out: bytearray, front: bytes, raw: bytes) -> None:
    out += HEAD.pack(MARK, len(front) + len(raw), zlib.crc32(raw, zlib.crc32(front)))
    out += front
    out += raw


def decode(data: bytes, start: int = 0, *, whole: bool = True) -> Iterator[tuple[int, Record | Damage]]:
    """Give what lies in `data` from `start` on, each with the offset behind it.

    whole: nothing follows `data`, so a record cut off at the end is damage; otherwise it is left for the next time.
    """
    at, end = start, len(data)
    while at < end:
        found = _record_at(data, at, end)
        if found is not None:
            at = found[0]
            yield found
            continue
        if not whole and _may_go_on(data, at, end):
            return
        following = _next_whole(data, at + 1, end)
        if following is None and not whole:
            return
        yield (following or end), Damage((following or end) - at)
        at = following or end


def record_at(data: bytes, at: int) -> Record | None:
    """Return the whole record that begins at `at`."""
    found = _record_at(data, at, len(data))
    return found[1] if found else None


def _record_at(data: bytes, at: int, end: int) -> tuple[int, Record] | None:
    """Return the whole record that begins at `at` and the offset behind it."""
    if at + HEAD.size + _BODY.size > end:
        return None
    mark, length, crc = HEAD.unpack_from(data, at)
    body, stop = at + HEAD.size, at + HEAD.size + length
    if mark != MARK or not _BODY.size <= length <= LONGEST_BODY or stop > end:
        return None
    if zlib.crc32(memoryview(data)[body:stop]) != crc:
        return None
    version, way, arrived, source, sequence, peer, stream = _BODY.unpack_from(data, body)
    text = body + _BODY.size
    if version != VERSION or text + peer + stream > stop or way & ~PIECE > Way.FILE:
        return None
    return stop, Record(
        Way(way & ~PIECE),
        arrived,
        bytes(data[text + peer + stream : stop]),
        data[text : text + peer].decode("utf-8", "replace"),
        uuid.UUID(bytes=bytes(source)) if source != NOBODY else None,
        sequence,
        data[text + peer : text + peer + stream].decode("utf-8", "replace"),
        bool(way & PIECE),
    )


def _may_go_on(data: bytes, at: int, end: int) -> bool:
    """Return whether what begins at `at` could be a record of which only the end is not here yet."""
    if end - at < HEAD.size:
        return MARK.startswith(data[at : at + 4]) or data[at : at + 4] == MARK
    mark, length, _ = HEAD.unpack_from(data, at)
    return bool(mark == MARK and _BODY.size <= length <= LONGEST_BODY and at + HEAD.size + length > end)


def _next_whole(data: bytes, at: int, end: int) -> int | None:
    while (at := data.find(MARK, at)) >= 0:
        if _record_at(data, at, end) is not None:
            return at
        at += 1
    return None
