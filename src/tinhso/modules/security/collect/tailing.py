# SPDX-License-Identifier: EUPL-1.2
"""Follow files that other programs write: rotation by renaming, truncation in place.

How far a file was read lies in the spool with its lines: what is kept and where to go on cannot disagree.
"""

import glob
import os
import re
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tinhso.modules.security.collect.errors import PathTooLong
from tinhso.modules.security.collect.records import MOST_PEER_BYTES, Place

READ_BYTES = 1024 * 1024
PACKED = {".gz", ".xz", ".bz2", ".zst"}
_TURNED = re.compile(r"[-.]\d[-\d.T:]*(\.\w+)?$")


class Line(NamedTuple):
    """A line without its end; end: offset behind it in its file; is_piece: a part of a longer one."""

    raw: bytes
    end: int
    is_piece: bool = False


@dataclass
class Tail:
    """One followed file. inode, offset: of what is kept already."""

    path: Path
    limit: int
    inode: int = 0
    offset: int = 0
    _taken: int = field(default=0, repr=False)

    @property
    def place(self) -> Place:
        """Where `read` went to in the file it read."""
        return Place(self.inode, self.offset + self._taken)

    def read(self) -> list[Line]:
        """Return lines not given before; advances only by `done`.

        A file renamed by rotation is read to its end first, as long as it lies beside the new one, and so is each that
        came between them while nobody read.
        """
        self._taken = 0
        found = self._open()
        if found is None:
            return []
        with os.fdopen(found, "rb") as stream:
            stream.seek(self.offset)
            data = stream.read(max(READ_BYTES, self.limit + 1))
        return [one for one in self._cut(data) if one.raw]

    def _cut(self, data: bytes) -> list[Line]:
        lines = []
        while (stop := data.find(b"\n", self._taken, self._taken + self.limit + 1)) >= 0:
            lines.append(Line(data[self._taken : stop].rstrip(b"\r"), self.offset + stop + 1))
            self._taken = stop + 1
        if not lines and (len(data) > self.limit or (data and self._is_over())):
            self._taken = min(len(data), self.limit)
            lines = [Line(data[: self._taken], self.offset + self._taken, is_piece=True)]
        return lines

    @property
    def has_moved(self) -> bool:
        """Whether the last `read` passed over bytes, empty lines for instance."""
        return self._taken > 0

    def done(self) -> None:
        """Count what `read` gave as kept."""
        self.offset += self._taken
        self._taken = 0

    def _open(self) -> int | None:
        """Open the file we are in, or the one after it once it is read; None when there is nothing to read."""
        try:
            current = self.path.stat()
        except FileNotFoundError:
            return self._open_turned() if self.inode else None
        if self.inode not in {0, current.st_ino}:
            return self._open_turned()
        self.inode = current.st_ino
        if current.st_size < self.offset:
            self.offset = 0  # truncated in place (copytruncate)
        return self._opened(self.path) if current.st_size > self.offset else None

    def _open_turned(self) -> int | None:
        """Open what was turned over while we were in it; then the next that somebody wrote to, at last the new one."""
        beside = _beside(self.path)
        old = next((one for one in beside if one.inode == self.inode), None)
        if old is not None and old.size > self.offset:
            return self._opened(old.path)
        later = beside[beside.index(old) + 1 :] if old else [one for one in beside if one.path == self.path]
        following = next((one for one in later if one.size), None)
        if following is None or _names(_beside(self.path)) != _names(beside):
            return None  # turned over while we looked: a file that got its name behind our eyes would be passed over
        self.inode, self.offset = following.inode, 0
        return self._opened(following.path)

    def _opened(self, path: Path) -> int | None:
        """Open the file we are in; None when another has taken its name meanwhile."""
        try:
            handle = os.open(path, os.O_RDONLY)
        except FileNotFoundError:
            return None
        if os.fstat(handle).st_ino == self.inode:
            return handle
        os.close(handle)
        return None

    def _is_over(self) -> bool:
        """Whether nobody adds to the file any more: it was renamed and another that took its name is written to."""
        try:
            current = self.path.stat()
        except FileNotFoundError:
            return False
        return current.st_ino != self.inode and current.st_size > 0


class _Beside(NamedTuple):
    """A followed file or what it was before its name was given to a new one."""

    path: Path
    inode: int
    size: int
    written_ns: int


def _beside(path: Path) -> list[_Beside]:
    """Return a followed file and its turned over ones (`a.log.1`, `a.log-20261123`, `a-1.log`), oldest first.

    Packed ones are left out: nothing that was not read before can be read from the middle of them.
    """
    found = []
    for one in path.parent.glob(f"{glob.escape(path.stem)}*"):
        is_turned = one.name.startswith((f"{path.name}.", f"{path.name}-")) or _TURNED.match(one.name, len(path.stem))
        if one == path or (is_turned and one.suffix not in PACKED):
            with suppress(FileNotFoundError):
                told = one.stat()
                found.append(_Beside(one, told.st_ino, told.st_size, told.st_mtime_ns))
    return sorted(found, key=lambda one: (one.path == path, one.written_ns))


def _names(found: list[_Beside]) -> set[tuple[Path, int]]:
    return {(one.path, one.inode) for one in found}


def begin(path: Path, limit: int, place: Place | None) -> Tail:
    """Return a tail where it was left; a file seen for the first time is read from its beginning.

    Raises PathTooLong.
    """
    if len(str(path).encode()) > MOST_PEER_BYTES:
        text = f"Đường dẫn của tệp nhật ký dài hơn {MOST_PEER_BYTES} byte: {path}. Hãy đặt tệp ở đường dẫn ngắn hơn."
        raise PathTooLong(text)
    return Tail(path, limit, *(place or ()))
