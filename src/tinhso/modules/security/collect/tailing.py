# SPDX-License-Identifier: EUPL-1.2
"""Follow files that other programs write: rotation by renaming, truncation in place; where we are is on the disk."""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from tinhso.lib.private_files import write_over

READ_BYTES = 1024 * 1024


@dataclass
class Tail:
    """One followed file. inode, offset: of what is kept already."""

    path: Path
    limit: int
    inode: int = 0
    offset: int = 0
    _taken: int = field(default=0, repr=False)

    def read(self) -> list[tuple[bytes, bool]]:
        """Return lines not given before, each with whether it is a piece of a longer one; advances only by `done`.

        A file renamed by rotation is read to its end first, as long as it lies beside the new one.
        """
        self._taken = 0
        found = self._open()
        if found is None:
            return []
        with os.fdopen(found, "rb") as stream:
            stream.seek(self.offset)
            data = stream.read(max(READ_BYTES, self.limit + 1))
        lines = []
        while (stop := data.find(b"\n", self._taken, self._taken + self.limit + 1)) >= 0:
            lines.append((data[self._taken : stop].rstrip(b"\r"), False))
            self._taken = stop + 1
        if not lines and len(data) > self.limit:
            lines, self._taken = [(data[: self.limit], True)], self.limit
        if not lines and data and self._is_over():
            lines, self._taken = [(data, True)], len(data)
        return [one for one in lines if one[0]]

    @property
    def has_moved(self) -> bool:
        """Whether the last `read` passed over bytes, empty lines for instance."""
        return self._taken > 0

    def done(self) -> None:
        """Count what `read` gave as kept."""
        self.offset += self._taken
        self._taken = 0

    def _open(self) -> int | None:
        """Open the file we are in, or the new one once the old one is read; None when there is nothing to read."""
        try:
            current = self.path.stat()
        except FileNotFoundError:
            return None
        if self.inode and current.st_ino != self.inode:
            old = self._renamed()
            if old is not None and old.stat().st_size > self.offset:
                return os.open(old, os.O_RDONLY)
            self.inode, self.offset = current.st_ino, 0
        if not self.inode:
            self.inode = current.st_ino
        if current.st_size < self.offset:
            self.offset = 0  # truncated in place (copytruncate)
        return os.open(self.path, os.O_RDONLY) if current.st_size > self.offset else None

    def _renamed(self) -> Path | None:
        """Return where the file we were in lies now: beside, with the same beginning of its name."""
        for one in sorted(self.path.parent.glob(f"{self.path.stem}*")):
            try:
                if one.stat().st_ino == self.inode:
                    return one
            except FileNotFoundError:
                continue
        return None

    def _is_over(self) -> bool:
        """Whether nobody adds to the file any more: it was renamed and another took its name."""
        return self.path.exists() and self.path.stat().st_ino != self.inode


def load(places: Path, path: Path, limit: int) -> Tail:
    """Return a tail where it was left; a file seen for the first time is read from its beginning."""
    told = json.loads(places.read_bytes()).get(str(path), [0, 0]) if places.exists() else [0, 0]
    return Tail(path, limit, int(told[0]), int(told[1]))


def save(places: Path, tails: list[Tail]) -> None:
    """Remember where each tail is. Called when the lines are on the disk: a crash in between gives them twice."""
    write_over(places, json.dumps({str(one.path): [one.inode, one.offset] for one in tails}).encode())
