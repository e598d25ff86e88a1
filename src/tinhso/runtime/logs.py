# SPDX-License-Identifier: EUPL-1.2
"""The lines of the parts: each goes to var/log/PART.log, and all of them to one prefixed stream."""

import os
from collections.abc import Callable
from pathlib import Path

LIMIT_BYTES = 10_000_000
LINE_LIMIT = 4_000

# Takes the name of a part and one line without its end.
Say = Callable[[str, str], None]


def rotate(path: Path) -> None:
    """Move a log over the limit aside; one old file is kept."""
    if path.exists() and path.stat().st_size > LIMIT_BYTES:
        path.replace(path.with_suffix(".log.1"))


class PartLog:
    """Cuts what a part writes into lines; LINE_LIMIT keeps a part that never ends a line in bounds.

    A disk that takes nothing costs lines of the log, never the part or the others: how much is written down later.
    """

    def __init__(self, name: str, folder: Path, say: Say) -> None:
        self.name = name
        self.path = folder / f"{name}.log"
        self._say = say
        self._rest = b""
        self._lost = 0
        folder.mkdir(parents=True, exist_ok=True)

    def feed(self, data: bytes) -> None:
        self._keep(data)
        *lines, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > LINE_LIMIT:
            lines.append(self._rest)
            self._rest = b""
        for line in lines:
            self._say(self.name, line[:LINE_LIMIT].decode("utf-8", errors="replace").rstrip())

    def _keep(self, data: bytes) -> None:
        try:
            rotate(self.path)
            with open(self.path, "ab", buffering=0) as stream:
                if self._lost:
                    stream.write(f"\n[{self._lost} byte không ghi được vào nhật ký: ổ đĩa đầy hoặc hỏng]\n".encode())
                    self._lost = 0
                self._lost = len(data) - stream.write(data)  # the last room of a disk takes a part
        except OSError:
            self._lost += len(data)

    def tail(self, limit: int = 20) -> list[str]:
        """Return the last lines written."""
        if not self.path.exists():
            return []
        text = self.path.read_bytes()[-20_000:].decode("utf-8", errors="replace")
        return text.splitlines()[-limit:]


class FileTail:
    """Follows a log file that a process writes by itself (PostgreSQL), from its end at creation on."""

    def __init__(self, name: str, path: Path, say: Say) -> None:
        self.name = name
        self.path = path
        self._say = say
        self._offset = path.stat().st_size if path.exists() else 0
        self._rest = b""

    def pump(self) -> None:
        size = self.path.stat().st_size if self.path.exists() else 0
        if size < self._offset:  # rotated
            self._offset = 0
        if size == self._offset:
            return
        with open(self.path, "rb") as stream:
            stream.seek(self._offset)
            data = os.read(stream.fileno(), 65_536)
        self._offset += len(data)
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            self._say(self.name, line[:LINE_LIMIT].decode("utf-8", errors="replace"))
