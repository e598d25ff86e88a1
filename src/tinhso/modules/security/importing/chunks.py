# SPDX-License-Identifier: EUPL-1.2
"""The blocks of an EVTX file and where their records begin. Pure; the contents of records are read by `reader`.

A file is a header of 4,096 bytes and chunks of 65,536, each whole in itself: templates and names are referred to
inside one chunk only. So a chunk can be read alone, and damage stays where it is. Layout: header and chunk as libevtx
documents them, binary XML as [MS-EVEN6] does.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from tinhso.modules.security.importing.types import Damage

FILE_MARK, CHUNK_MARK, RECORD_MARK = b"ElfFile\x00", b"ElfChnk\x00", b"\x2a\x2a\x00\x00"
HEADER_BYTES, CHUNK_BYTES, TABLES, FIRST_RECORD = 4096, 65536, 128, 512
SHORTEST_RECORD = 28
NO_RECORD = 2**64 - 1
"""Number of the first and of the last record in a chunk that holds none yet."""

_NUMBERS = struct.Struct("<QQQQIIII")
_HEADER = struct.Struct("<8sQQQIHHHH")
_RECORD = struct.Struct("<4sIQQ")
_SIZE = struct.Struct("<I")
NO_TOKEN = 0xFF
"""Begins no binary XML: a record that begins so is refused by every reader, and the next one is read."""


@dataclass(slots=True)
class Chunk:
    """number: from 1, in the file; data: CHUNK_BYTES, mended so that every record can be reached; starts: of records.

    lost: places between records that held none; expected: records the header speaks of, 0 where it cannot be believed.
    """

    number: int
    data: bytearray
    places: list[int]
    count: int
    lost: int
    expected: int
    is_sure: bool


def header_for(count: int) -> bytes:
    """Return a sound file header for `count` chunks."""
    head = _HEADER.pack(FILE_MARK, 0, count - 1, 1, 128, 1, 3, HEADER_BYTES, count).ljust(120, b"\x00")
    return (head + struct.pack("<II", 0, zlib.crc32(head))).ljust(HEADER_BYTES, b"\x00")


HEADER = header_for(1)


def walk(stream: BinaryIO, header: bytes) -> Iterator[Chunk | Damage]:
    """Give the chunks behind a header that was read already, and what is wrong with them."""
    told = _HEADER.unpack(header[: _HEADER.size])[-1] if header.startswith(FILE_MARK) else 0
    number = 0
    while data := stream.read(CHUNK_BYTES):
        number += 1
        if not any(data):
            if number <= told:
                yield Damage(f"Khối {number} chỉ toàn số 0: các bản ghi trong khối đã mất.")
            continue
        yield from _chunk(number, data)
    if number < told:
        yield Damage(f"Tệp bị cắt cụt: phần đầu ghi {told} khối, chỉ còn {number}.")


def _chunk(number: int, data: bytes) -> Iterator[Chunk | Damage]:
    if not data.startswith(CHUNK_MARK):
        yield Damage(f"Khối {number} không phải là khối EVTX: nội dung đã bị ghi đè hoặc hỏng.")
        return
    found = mended(number, data.ljust(CHUNK_BYTES, b"\x00"))
    if len(data) < CHUNK_BYTES:
        is_loss = not 0 < found.expected <= found.count
        yield Damage(f"Khối {number} bị cắt cụt ở byte {len(data)}.", is_loss=is_loss)
    yield found
    missing = found.expected - found.count
    if missing > 0:
        yield Damage(f"Khối {number} thiếu {missing} bản ghi mà phần đầu khối có ghi.", missing)
    elif found.lost:
        yield Damage(f"Khối {number} có {found.lost} chỗ giữa các bản ghi không đọc được.")


def mended(number: int, data: bytes) -> Chunk:
    """Return a chunk with its records found: what lies between them and is none is made a record nobody reads."""
    first, last, _, _, _, newest, end, crc = _NUMBERS.unpack_from(data, 8)
    likely = last - first + 1 if first <= last < min(first + CHUNK_BYTES // SHORTEST_RECORD, NO_RECORD) else 0
    sure = FIRST_RECORD <= end <= CHUNK_BYTES and zlib.crc32(data[FIRST_RECORD:end]) == crc
    # Behind the end lie pieces of older records: they count only where the header cannot be believed.
    if not (sure or (FIRST_RECORD <= newest < end <= CHUNK_BYTES and newest + _size_at(data, newest) == end)):
        end = CHUNK_BYTES
    out, places, lost, at = bytearray(data), [], 0, FIRST_RECORD
    while at < end:
        size = _size_at(data, at)
        if size:
            places.append(at)
            at += size
            continue
        following = _next(data, at + 8)
        if following is None or following >= end:
            break
        if following - at >= SHORTEST_RECORD:
            _block(out, at, following - at)
            places.append(at)
            lost += 1
        at = following
    struct.pack_into("<I", out, 48, at)
    return Chunk(number, out, places, len(places) - lost, lost, likely, sure)


def forget_tables(chunk: Chunk) -> None:
    """Take the tables of names and templates off the header: they only save looking, and may run in a circle."""
    chunk.data[TABLES:FIRST_RECORD] = bytes(FIRST_RECORD - TABLES)


def silence(chunk: Chunk, start: int) -> None:
    """Make one record unreadable, so that the others can be read."""
    chunk.data[start + _RECORD.size] = NO_TOKEN


def _size_at(data: bytes, at: int) -> int:
    """Return the size of the whole record at a place; 0 when there is none."""
    if at + SHORTEST_RECORD > CHUNK_BYTES:
        return 0
    mark, size, _, _ = _RECORD.unpack_from(data, at)
    if mark != RECORD_MARK or not SHORTEST_RECORD <= size <= CHUNK_BYTES - at:
        return 0
    return size if _SIZE.unpack_from(data, at + size - 4)[0] == size else 0


def _next(data: bytes, at: int) -> int | None:
    while (at := data.find(RECORD_MARK, at)) >= 0:
        if _size_at(data, at):
            return at
        at += 1
    return None


def _block(out: bytearray, at: int, size: int) -> None:
    _RECORD.pack_into(out, at, RECORD_MARK, size, 0, 0)
    out[at + _RECORD.size] = NO_TOKEN
    _SIZE.pack_into(out, at + size - 4, size)
