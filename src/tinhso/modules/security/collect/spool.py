# SPDX-License-Identifier: EUPL-1.2
"""The spool: append-only segments on disk. What `write` returned for is kept, also when the process is killed."""

import fcntl
import json
import os
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tinhso.modules.security.collect import records, segments
from tinhso.modules.security.collect.errors import SpoolBusy, SpoolFull
from tinhso.modules.security.collect.ranges import Ranges
from tinhso.modules.security.collect.records import Damage, Place, Record, Way
from tinhso.modules.security.collect.segments import Position

SEGMENT_BYTES = 16 * 1024 * 1024
"""Recovery reads the last segment whole, some hundred thousand records a second: about a second."""

MOST_STREAMS = 64
"""Numberings of one source."""

Clock = Callable[[], int]
Places = dict[str, Place]
"""How far each followed file was read, by its path."""


@dataclass(frozen=True)
class Claim:
    """Numbers of one stream that lie in a written block."""

    stream: str
    low: int
    high: int


@dataclass(frozen=True)
class Recovery:
    """What opening found. cut: bytes of a torn end taken off; damaged: bytes that were on disk and changed."""

    cut: int = 0
    damaged: int = 0


class Spool:
    """The one writer of a folder. `write` is called by one thread at a time; `missing` by any."""

    def __init__(self, folder: Path, clock: Clock, *, segment_bytes: int = SEGMENT_BYTES, limit_bytes: int = 0) -> None:
        self.folder, self._clock = folder, clock
        self._segment_bytes, self._limit_bytes = segment_bytes, limit_bytes
        self._known: dict[str, Ranges] = {}
        self._guard = threading.Lock()
        self._number = self._size = 0
        self._file = self._tip = self._lock = -1
        self.sizes: dict[int, int] = {}
        self._places: Places = {}

    def open(self) -> Recovery:
        """Lock the folder, mend the end of the last segment, go on behind it.

        Raises SpoolBusy when another collector has the folder.
        """
        (self.folder / "readers").mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(self._lock)
            raise SpoolBusy(f"Thư mục {self.folder} đang có một bộ thu thập khác dùng.") from error
        tip = segments.read_tip(self.folder)
        self._tip = os.open(self.folder / "tip", os.O_RDWR | os.O_CREAT, 0o600)
        found = self._recover(tip)
        self._sync_folder()
        return found

    def close(self) -> None:
        for handle in (self._file, self._tip, self._lock):
            if handle >= 0:
                os.close(handle)
        self._file = self._tip = self._lock = -1

    @property
    def tip(self) -> Position:
        return Position(self._number, self._size)

    def place_of(self, path: str) -> Place | None:
        """Return how far a followed file was read, None when no line of it is known."""
        with self._guard:
            return self._places.get(path)

    def missing(self, stream: str, low: int, high: int) -> list[tuple[int, int]]:
        """Return the parts of the numbers that are not kept yet."""
        with self._guard:
            known = self._known.get(stream)
            return known.missing(low, high) if known else [(low, high)]

    def has_room_for(self, stream: str) -> bool:
        """Whether a source may begin, or has begun, to number by this stream: each is remembered for good."""
        with self._guard:
            if stream in self._known:
                return True
            source = stream.partition("/")[0]
            return sum(one.startswith(source) for one in self._known) < MOST_STREAMS

    def write(self, block: bytes, claims: Iterable[Claim | Places] = ()) -> None:
        """Append records and return when they are on the disk.

        Raises SpoolFull when they could not be kept; then nothing of them is.
        """
        try:
            if self._file < 0 or self._size >= self._segment_bytes:
                self._begin_segment()
            self._make_room(len(block))
            self._append(block)
        except OSError as error:
            self._drop_unfinished()
            raise SpoolFull(f"Không ghi được vào vùng đệm {self.folder}: {error.strerror}.") from error
        with self._guard:
            for claim in claims:
                if isinstance(claim, Claim):
                    self._known.setdefault(claim.stream, Ranges()).add(claim.low, claim.high)
                else:
                    self._places |= claim

    def _append(self, block: bytes) -> None:
        rest = memoryview(block)
        while rest:
            rest = rest[os.write(self._file, rest) :]
        os.fdatasync(self._file)
        self._size += len(block)
        self.sizes[self._number] = self._size
        segments.write_tip(self._tip, self.tip)

    def _drop_unfinished(self) -> None:
        """Take off what a failed write left; where that fails too, the next write begins a new segment."""
        if self._file < 0:
            return
        try:
            os.ftruncate(self._file, self._size)
            os.fsync(self._file)
        except OSError:
            os.close(self._file)
            self._file = -1

    def _begin_segment(self) -> None:
        """Open the next segment; its first record tells what is known so far, so recovery reads one file only."""
        with self._guard:
            known = {stream: ranges.to_json() for stream, ranges in self._known.items()}
            places = dict(self._places)
        number = max([0, self._number, *segments.numbers(self.folder)]) + 1
        path = segments.path_of(self.folder, number)
        head = records.note(self._clock(), kind="opened", segment=number, known=known, places=places)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        try:
            rest = memoryview(head)
            while rest:
                rest = rest[os.write(handle, rest) :]
            os.fsync(handle)
            self._sync_folder()
        except OSError:
            os.close(handle)
            path.unlink()
            raise
        if self._file >= 0:
            os.close(self._file)
        self._file, self._number, self._size = handle, number, len(head)
        self.sizes[number] = len(head)
        segments.write_tip(self._tip, self.tip)

    def _make_room(self, coming: int) -> None:
        """Release the oldest segments that every reader has passed. Raises SpoolFull when that is not enough."""
        if not self._limit_bytes or sum(self.sizes.values()) + coming <= self._limit_bytes:
            return
        standing = segments.readers(self.folder)
        first_needed = min((one.segment for one in standing.values()), default=0)
        for number in sorted(self.sizes):
            if sum(self.sizes.values()) + coming <= self._limit_bytes:
                return
            if number >= first_needed or number == self._number:
                break
            segments.path_of(self.folder, number).unlink(missing_ok=True)
            del self.sizes[number]
        if sum(self.sizes.values()) + coming > self._limit_bytes:
            size = f"{self._limit_bytes / 1024**3:.1f}".replace(".", ",")
            raise SpoolFull(f"Vùng đệm sự kiện đã đầy ({size} GB) và chưa được đọc hết. Hãy gửi lại sau.")

    def _recover(self, tip: Position | None) -> Recovery:
        there = segments.numbers(self.folder)
        self.sizes = {number: segments.size_of(self.folder, number) for number in there}
        cut = damaged = 0
        while there:
            number = there[-1]
            data = segments.path_of(self.folder, number).read_bytes()
            good, hurt = self._learn(data)
            if good or (tip and tip.segment >= number):
                break
            segments.path_of(self.folder, number).unlink()  # torn while it was begun: nothing in it was confirmed
            del self.sizes[number]
            cut += len(data)
            there.pop()
        else:
            return Recovery(cut)
        durable = tip.offset if tip and tip.segment == number else 0
        damaged, torn = sum(one for at, one in hurt if at < durable), len(data) - good
        if torn and good >= durable:
            self._continue(number, good)
            return Recovery(cut + torn, damaged)
        self._number = number
        if not damaged:
            self._continue(number, good)
        return Recovery(cut, damaged)

    def _learn(self, data: bytes) -> tuple[int, list[tuple[int, int]]]:
        """Take up the numbers a segment tells of; return the end of its last whole record and its damage."""
        good, hurt, at = 0, [], 0
        for end, one in records.decode(data):
            if isinstance(one, Damage):
                hurt.append((at, one.length))
            else:
                good = end
                self._learn_record(one)
            at = end
        return good, hurt

    def _learn_record(self, one: Record) -> None:
        if one.way is Way.NOTE:
            told: dict[str, Any] = json.loads(one.raw)
            for stream, ranges in told.get("known", {}).items():
                self._known[stream] = Ranges.from_json(ranges)
            self._places |= {path: Place(*place) for path, place in told.get("places", {}).items()}
        elif one.place:
            self._places[one.peer] = one.place
        elif one.number and one.source:
            self._known.setdefault(stream_key(one), Ranges()).add(one.sequence, one.sequence)

    def _continue(self, number: int, size: int) -> None:
        path = segments.path_of(self.folder, number)
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND)
        os.ftruncate(self._file, size)
        os.fsync(self._file)
        self._number, self._size = number, size
        self.sizes[number] = size
        segments.write_tip(self._tip, self.tip)

    def _sync_folder(self) -> None:
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def stream_key(one: Record) -> str:
    """Return the name under which the numbers of a record are counted."""
    return f"{one.source}/{one.stream}"
