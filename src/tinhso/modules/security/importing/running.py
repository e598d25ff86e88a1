# SPDX-License-Identifier: EUPL-1.2
"""Files one after the other, batch by batch: noted, sent, confirmed. Memory holds one batch, whatever the files."""

import gzip
import re
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from tinhso.modules.security.importing import files
from tinhso.modules.security.importing.door import Door
from tinhso.modules.security.importing.errors import DoorUnusable, FileUnusable
from tinhso.modules.security.importing.notes import Batch, Notes
from tinhso.modules.security.importing.types import Damage, Line, Tally

MOST_LINES = 2_000
MOST_BYTES = 4 * 1024 * 1024
"""A batch: well below what the door takes at once (50,000 lines, 16 MB), so that others get their turn."""

MOST_TOLD = 5
"""Damages of one file that are told one by one; the rest is counted."""

MOST_COMPUTERS = 1_000
TELL_EVERY = 256
_COMPUTER = re.compile(rb'"Computer":\s*"((?:[^"\\]|\\.){1,255})"')


@dataclass(frozen=True)
class Watcher:
    """Who hears how it goes. say: a sentence about a file; moved: file, records and bytes read of it, its size."""

    say: Callable[[str], None]
    moved: Callable[[Path, int, int, int], None] = lambda *_: None


@dataclass
class Import:
    """tally: what it came to so far, right also when it ends by an error."""

    notes: Notes
    door: Door
    watcher: Watcher
    line_bytes: int
    tally: Tally = field(default_factory=Tally)
    _lines: dict[bytes, bytes] = field(default_factory=dict)
    _bytes: int = 0

    def run(self, paths: Iterable[Path]) -> Tally:
        """Bring the files to the door. Raises DoorUnusable, ImportBusy, NotesUnusable."""
        self._finish_earlier()
        for path in paths:
            self._file(path)
        return self.tally

    def _finish_earlier(self) -> None:
        """Send what an earlier import had on its way when it ended; events of its files, so they count as known."""
        waiting = self.notes.waiting()
        if waiting is not None:
            self._bring(waiting, was_doubtful=True)

    def _file(self, path: Path) -> None:
        self.tally.files += 1
        size, here = files.size_of(path), _Here()
        try:
            with closing(files.items(path, line_bytes=self.line_bytes, at=here.move)) as found:
                for one in found:
                    if isinstance(one, Damage):
                        self._damage(path, one, here)
                    else:
                        self._take(path, one, here)
                        if here.records % TELL_EVERY == 0:
                            self.watcher.moved(path, here.records, here.at, size)
        except FileUnusable as error:
            self.tally.unusable += 1
            self.watcher.say(f"{path}: {error}")
        self._send()
        if here.damages > MOST_TOLD:
            self.watcher.say(f"{path}: còn {here.damages - MOST_TOLD} chỗ hỏng nữa, không kể từng chỗ.")

    def _take(self, path: Path, one: Line, here: "_Here") -> None:
        here.records += 1
        self.tally.records += 1
        if one.is_broken:
            self._damage(
                path, Damage(f"Dòng thứ {here.records} (có chữ) không phải JSON nguyên vẹn; vẫn gửi.", 1), here
            )
        self._note_computer(one.raw)
        if self._lines.setdefault(one.key, one.raw) is not one.raw:
            self.tally.known += 1
            return
        self._bytes += len(one.raw) + 1
        if len(self._lines) >= MOST_LINES or self._bytes >= MOST_BYTES:
            self._send()

    def _note_computer(self, raw: bytes) -> None:
        found = _COMPUTER.search(raw)
        name = found[1].decode("utf-8", "replace") if found else ""
        if name and (name in self.tally.computers or len(self.tally.computers) < MOST_COMPUTERS):
            self.tally.computers[name] += 1

    def _damage(self, path: Path, one: Damage, here: "_Here") -> None:
        self.tally.damaged += one.records
        self.tally.gaps += one.is_loss
        here.damages += 1
        if here.damages <= MOST_TOLD:
            self.watcher.say(f"{path}: {one.sentence}")

    def _send(self) -> None:
        """Send what is gathered and was not sent before."""
        gathered, self._lines, self._bytes = self._lines, {}, 0
        known = self.notes.known(list(gathered)) if gathered else set()
        self.tally.known += len(known)
        fresh = {key: raw for key, raw in gathered.items() if key not in known}
        if not fresh:
            return
        body = gzip.compress(b"\n".join(fresh.values()), 1, mtime=0)
        self._bring(self.notes.begin(body, list(fresh)))
        self.tally.sent += len(fresh)

    def _bring(self, batch: Batch, *, was_doubtful: bool = False) -> None:
        """Send one batch; numbers the door holds for other events (the notes are older than it) are drawn anew."""
        try:
            told = self.door.send(batch)
            if told.known and not (told.known == batch.count and (was_doubtful or told.was_doubtful)):
                self.door.send(self.notes.begin_anew())
        except DoorUnusable as error:
            if error.is_batch:
                self.notes.undo()
            raise
        self.notes.done()


@dataclass(slots=True)
class _Here:
    """How far one file is."""

    records: int = 0
    at: int = 0
    damages: int = 0

    def move(self, at: int) -> None:
        self.at = at
