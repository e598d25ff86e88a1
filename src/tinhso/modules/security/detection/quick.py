# SPDX-License-Identifier: EUPL-1.2
"""The common shapes of events to rows of the store in C (`native/`), where that was built; all others stay with Python.

What comes out is what `formats`, `pipeline` and `store.rows` make of the same bytes, byte for byte; a record that C
cannot read for certain is told in `hard`. A sender that may write events over several lines is left to Python until
its assembler is idle again (`careful`).
"""

import os
import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from uuid import UUID

from tinhso.modules.security.collect.reader import Chunk
from tinhso.modules.security.collect.records import NOBODY as NO_SOURCE
from tinhso.modules.security.collect.records import Record, Way, record_at
from tinhso.modules.security.collect.segments import Position
from tinhso.modules.security.formats import syslog, windows
from tinhso.modules.security.store import rows
from tinhso_sigma import LogSource

try:
    from tinhso.modules.security import _rows
except ImportError:  # not built where it was installed: Python reads everything
    _rows = None  # type: ignore[assignment]

EDITION = 1
"""Of what this file and native/module.c say to each other; a library of other sources is not used."""
FIRST_YEAR, LAST_YEAR = 1976, 2148
MOST_SPEAKERS = 100_000
PLAIN_NAMES = ("priority", "facility", "severity", "app", "procid", "msgid", "message")
SYSTEM_NAMES = ("Channel", "Computer", "Provider_Name", "EventRecordID", "SystemTime", "Data")
_ROW = struct.Struct("<QQIIIIII")
_MET = 36

Speaks = Callable[[Record, str], tuple[int, UUID, UUID]]
"""Class, source and unit of what a record says about a host."""
Meets = Callable[[str], bool]
Sender = tuple[str, UUID | None]
"""Address and, where it is known at once, source: whose lines belong together."""


@dataclass(frozen=True)
class Lines:
    """Lines of JSON for the rules. source: where they are from; numbers: of their rows."""

    source: LogSource
    lines: list[bytes]
    numbers: list[int]


@dataclass(frozen=True)
class Part:
    """What a chunk came to. stop: how much of it was read; hard: offsets in the segment of records for Python.

    bodies: RowBinary by day (since 1970) and class; last: arrival of the last row, microseconds since 1970, 0: none.
    """

    segment: int
    stop: int
    bodies: dict[tuple[int, int], bytes]
    lines: list[Lines]
    hard: list[int]
    last: int
    _rows: bytes = b""
    _keys: list[tuple[int, int]] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self._rows) // _ROW.size

    def offset(self, number: int) -> int:
        """Return where in the segment the record of a row begins."""
        found: int = _ROW.unpack_from(self._rows, number * _ROW.size)[0]
        return found

    def met(self) -> list[int]:
        """Return the rows in which a value was met that the watch list knows."""
        flags = self._rows[_MET :: _ROW.size]
        return [number for number, flag in enumerate(flags) if flag] if any(flags) else []

    def bodies_without(self, there: set[tuple[int, int, int]]) -> dict[tuple[int, int], bytes]:
        """Return the rows that are not stored yet. there: segment, offset and part of those that are."""
        if not there:
            return self.bodies
        left: dict[tuple[int, int], bytearray] = {}
        for offset, _, group, start, length, _, _, _ in _ROW.iter_unpack(self._rows):
            if (self.segment, offset, 0) not in there:
                key = self._keys[group]
                left.setdefault(key, bytearray()).extend(self.bodies[key][start : start + length])
        return {key: bytes(body) for key, body in left.items()}


class Quick:
    """One reader. speaks, meets: asked for each sender with its host, and each value of the columns, that is new."""

    def __init__(self, spool: int, offset_seconds: int, speaks: Speaks, meets: Meets) -> None:
        self._reader = _rows.Reader(os.urandom(16), spool, offset_seconds)
        self._speaks, self._meets = speaks, meets
        self._careful: set[Sender] = set()
        self._asked = 0
        _tell_tables(self._reader)

    def forget_speakers(self) -> None:
        self._reader.forget_speakers()
        self._asked = 0

    def watch(self, *, watches: bool) -> None:
        """Forget what the watch list said; watches: it holds anything at all."""
        self._reader.watch(watches)

    def be_careful(self, seen: Iterable[Sender], is_idle: Callable[[Sender], bool]) -> None:
        """Leave to Python what comes from those of `seen`, and of those left to it before, that are not idle."""
        fresh = self._careful | set(seen)
        if fresh:
            self._careful = {one for one in fresh if not is_idle(one)}
            self._reader.careful(
                [(source.bytes if source else NO_SOURCE) + peer.encode() for peer, source in self._careful]
            )

    def take(self, chunk: Chunk, done: Position) -> Part | None:
        """Return what a chunk comes to; None where it begins with bytes that are no whole record.

        done: events of records before it were taken before.
        """
        if self._asked >= MOST_SPEAKERS:
            self.forget_speakers()
        before = done.offset if chunk.segment == done.segment else 0 if chunk.segment > done.segment else 1 << 63
        stop, by_tag, sources, groups, packed, hard, last = self._reader.take(
            chunk.data, 0, chunk.limit_bytes, chunk.segment, chunk.offset, before, self._who, self._meet
        )
        if not stop:
            return None
        keys = [(day, keep) for day, keep, _ in groups]
        lines = [Lines(_source(sources[tag]), *pair) for tag, pair in enumerate(by_tag) if pair[0]]
        offsets = list(struct.unpack(f"={len(hard) // 8}Q", hard))
        bodies = {(day, keep): body for day, keep, body in groups}
        return Part(chunk.segment, stop, bodies, lines, offsets, last, packed, keys)

    def _who(self, way: int, source: bytes, peer: bytes, stream: bytes, host: bytes) -> tuple[int, bytes, bytes]:
        self._asked += 1
        whose = UUID(bytes=source) if source != NO_SOURCE else None
        record = Record(Way(way), 0, b"", peer.decode(), whose, 0, stream.decode("utf-8", "replace"))
        keep, mine, unit = self._speaks(record, host.decode())
        return keep, rows.uuid_bytes(mine), rows.uuid_bytes(unit)

    def _meet(self, value: bytes) -> bool:
        return self._meets(value.decode())


def made(spool: int, zone: tzinfo, speaks: Speaks, meets: Meets) -> Quick | None:
    """Return a reader; None where there is no library, or where times without a zone may mean two instants."""
    offset = fixed_offset(zone)
    if _rows is None or offset is None or getattr(_rows, "EDITION", 0) != EDITION:
        return None
    return Quick(spool, offset, speaks, meets)


def fixed_offset(zone: tzinfo) -> int | None:
    """Return how many seconds a zone is east of UTC, None where that was not the same all the time since 1976."""
    years, months = range(FIRST_YEAR, LAST_YEAR + 1), range(1, 13)
    offsets = {datetime(year, month, 1, tzinfo=zone).utcoffset() for year in years for month in months}
    (offset, *others) = offsets
    whole = offset is not None and not offset.microseconds
    return offset.days * 86_400 + offset.seconds if offset is not None and whole and not others else None


def _tell_tables(reader: "_rows.Reader") -> None:
    """Tell the names and words that `formats` and `store.rows` go by. Raises ValueError for what C does not foresee."""
    if set(rows.PLACES) & {*PLAIN_NAMES, *SYSTEM_NAMES} or (rows.PLACES["EventID"][1] is not None):
        raise ValueError("columns.yaml")
    for name, (one, many) in rows.PLACES.items():
        reader.name(name.encode(), *(one or (-1, -1)), *(many or (-1, -1)))
    for channel, service in windows.CHANNELS.items():
        reader.word("c", channel.encode(), service.encode())
    for number, category in windows.SYSMON_CATEGORIES.items():
        reader.numbered("y", number, category.encode())
    for service in sorted(syslog.KNOWN_SERVICES):
        reader.word("s", service.encode(), service.encode())
    for server in sorted(syslog.WEB_SERVERS):
        reader.word("w", server.encode(), b"webserver")
    for facility in range(24):
        reader.numbered("f", facility, syslog.SERVICES.get(facility, "syslog").encode())


def _source(told: bytes) -> LogSource:
    product, category, service = (text or None for text in told.decode().split("\0"))
    return LogSource(product, category, service)


def moment_of(microseconds: int) -> datetime:
    return datetime.fromtimestamp(microseconds // 1_000_000, tz=UTC).replace(microsecond=microseconds % 1_000_000)


def records_at(chunk: Chunk, offsets: Iterable[int]) -> Iterator[tuple[int, Record]]:
    """Give the records that begin at offsets in the segment."""
    for offset in offsets:
        found = record_at(chunk.data, offset - chunk.offset)
        if found is not None:
            yield offset, found
