# SPDX-License-Identifier: EUPL-1.2
"""Events of an EVTX file as lines of JSON, in the shape that `formats.windows` knows (Event, System, EventData)."""

import hashlib
import os
import select
import subprocess
import sys
from collections.abc import Iterator
from typing import BinaryIO

from tinhso.modules.security.importing import converter
from tinhso.modules.security.importing.chunks import Chunk, forget_tables, silence, walk
from tinhso.modules.security.importing.errors import FileUnusable
from tinhso.modules.security.importing.types import Damage, Item, Line

PATIENCE_SECONDS = 10.0
"""How long one record may take; the slowest seen takes some milliseconds."""

START_SECONDS = 60.0
MOST_STUCK = 5
"""Records of one chunk that may keep the converter busy; then the rest of the chunk is given up."""

READ_BYTES = 1 << 20


class Stuck(Exception):
    """The converter did not answer, or ended."""


class Converter:
    """The converting process; begun when it is needed, ended when it hangs."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._rest = b""

    def __enter__(self) -> "Converter":
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process, self._rest = None, b""

    def answers(self, data: bytes) -> Iterator[bytes]:
        """Give the answers to one chunk. Raises Stuck (what came before counts), FileUnusable where none can start."""
        process = self._started()
        assert process.stdin is not None
        try:
            process.stdin.write(data)
            process.stdin.flush()
        except BrokenPipeError as error:
            raise Stuck from error
        while (one := self._line(process, PATIENCE_SECONDS)) != converter.END:
            yield one

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            command = [sys.executable, "-m", converter.__name__]
            self._process = subprocess.Popen(  # noqa: S603 - our own module, no word from outside
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
            try:
                self._line(self._process, START_SECONDS)
            except Stuck as error:
                raise FileUnusable("không đọc được: phần đọc EVTX (gói evtx) không khởi động được.") from error
        return self._process

    def _line(self, process: subprocess.Popen[bytes], seconds: float) -> bytes:
        assert process.stdout is not None
        handle, parts = process.stdout.fileno(), [self._rest]
        while b"\n" not in parts[-1]:
            ready, _, _ = select.select([handle], [], [], seconds)
            got = os.read(handle, READ_BYTES) if ready else b""
            if not got:
                raise Stuck
            parts.append(got)
        line, _, self._rest = b"".join(parts).partition(b"\n")
        return line


def events(stream: BinaryIO, header: bytes) -> Iterator[Item]:
    """Give the events of an EVTX file whose header was read already, and what of it could not be read."""
    with Converter() as ours:
        for one in walk(stream, header):
            if isinstance(one, Damage):
                yield one
            else:
                yield from _of_chunk(ours, one)


def _of_chunk(ours: Converter, chunk: Chunk) -> Iterator[Item]:
    """Give the events of a chunk; a record over which the converter hangs is passed over, a few times."""
    told = given = 0
    for stuck in range(MOST_STUCK):
        try:
            for number, answer in enumerate(ours.answers(bytes(chunk.data))):
                if number < given:
                    continue
                given += 1
                if answer[:1] == converter.RECORD:
                    told += 1
                    yield Line(answer[1:], key_of(answer[1:]))
            break
        except Stuck:
            ours.end()
            if given >= len(chunk.places):
                break
            if stuck == 0:
                forget_tables(chunk)
            else:
                silence(chunk, chunk.places[given])
    if told < chunk.count:
        lost = chunk.count - told
        yield Damage(f"Khối {chunk.number} có {lost} bản ghi hỏng, không đọc được.", lost)
    if not chunk.is_sure:
        sentence = f"Khối {chunk.number} có mã kiểm tra không khớp: nội dung bị sửa sau khi ghi, hoặc đang ghi dở."
        yield Damage(sentence, is_loss=False)


def key_of(line: bytes) -> bytes:
    """Return what an event is known by: all it says, so also its number, channel, machine and time."""
    return hashlib.sha256(b"evtx\x00" + line).digest()[:16]
