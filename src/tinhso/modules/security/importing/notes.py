# SPDX-License-Identifier: EUPL-1.2
"""What was sent before: the key of every event, and the batch on its way, in one small database.

A batch is noted, with its bytes and numbers, before it is sent. Who is killed in between sends the same bytes under the
same numbers next time, and the door keeps them once. A lost note book means doubles, never a loss: a new one numbers by
a new name. The house's database is not used: an import must not weigh on it, and the notes belong to this machine.
"""

import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

from tinhso.modules.security.importing.errors import ImportBusy, NotesUnusable

MOST_ASKED = 500
_TABLES = """
CREATE TABLE IF NOT EXISTS place (id INTEGER PRIMARY KEY CHECK (id = 1), stream TEXT NOT NULL,
    following INTEGER NOT NULL, count INTEGER NOT NULL DEFAULT 0, body BLOB, keys BLOB);
CREATE TABLE IF NOT EXISTS sent (key BLOB PRIMARY KEY) WITHOUT ROWID;
"""
_Return = TypeVar("_Return")


@dataclass(frozen=True)
class Batch:
    """Lines on their way. first: number of the first; stream: name of the numbering; body: gzip."""

    body: bytes
    count: int
    first: int
    stream: str


def _told(act: Callable[..., _Return]) -> Callable[..., _Return]:
    """Let a full disk or a damaged note book be a sentence."""

    @wraps(act)
    def inner(self: "Notes", *args: Any, **named: Any) -> _Return:
        with _sentences(self.path):
            return act(self, *args, **named)

    return inner


@contextmanager
def _sentences(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise ImportBusy("Một lệnh nhập khác đang chạy cho nguồn này. Hãy đợi lệnh đó xong.") from error
        raise NotesUnusable(f"Không ghi được sổ các sự kiện đã gửi {path}: {error}. Hãy kiểm tra đĩa.") from error
    except (sqlite3.DatabaseError, OSError) as error:
        sentence = (
            f"Sổ các sự kiện đã gửi {path} bị hỏng: {error}. Hãy chuyển sổ đi nơi khác; khi đó tệp được gửi lại từ đầu."
        )
        raise NotesUnusable(sentence) from error


class Notes:
    """The note book of one source. Raises ImportBusy, NotesUnusable, on every call."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with _sentences(path):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            self._base = sqlite3.connect(path, timeout=0, isolation_level=None)
        try:
            self._open()
        except (ImportBusy, NotesUnusable):
            self._base.close()
            raise

    @_told
    def _open(self) -> None:
        self._base.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._base.execute("PRAGMA synchronous = FULL")
        self._base.execute("BEGIN EXCLUSIVE")
        for one in _TABLES.strip().split(";\n"):
            self._base.execute(one)
        self._base.execute("INSERT OR IGNORE INTO place (id, stream, following) VALUES (1, ?, 1)", (_name(),))
        self._base.execute("COMMIT")

    def close(self) -> None:
        self._base.close()

    @_told
    def known(self, keys: Sequence[bytes]) -> set[bytes]:
        """Return which of the keys are of events sent before."""
        found: set[bytes] = set()
        for start in range(0, len(keys), MOST_ASKED):
            some = keys[start : start + MOST_ASKED]
            asked = ",".join("?" * len(some))
            found.update(key for (key,) in self._base.execute(f"SELECT key FROM sent WHERE key IN ({asked})", some))
        return found

    @_told
    def begin(self, body: bytes, keys: Sequence[bytes]) -> Batch:
        """Note a batch before it is sent; there must be none on its way."""
        stream, following = self._base.execute("SELECT stream, following FROM place").fetchone()
        with self._whole():
            self._base.executemany("INSERT OR IGNORE INTO sent (key) VALUES (?)", ((key,) for key in keys))
            self._base.execute("UPDATE place SET count = ?, body = ?, keys = ?", (len(keys), body, b"".join(keys)))
        return Batch(body, len(keys), following, stream)

    @_told
    def waiting(self) -> Batch | None:
        """Return the batch that was on its way when an earlier import ended."""
        stream, following, count, body = self._base.execute(
            "SELECT stream, following, count, body FROM place"
        ).fetchone()
        return Batch(body, count, following, stream) if count else None

    @_told
    def done(self) -> None:
        """The batch on its way is confirmed."""
        with self._whole():
            self._base.execute("UPDATE place SET following = following + count, count = 0, body = NULL, keys = NULL")

    @_told
    def undo(self) -> None:
        """The batch on its way was refused: none of it is sent."""
        keys = self._base.execute("SELECT keys FROM place").fetchone()[0] or b""
        with self._whole():
            self._base.executemany(
                "DELETE FROM sent WHERE key = ?", ((keys[at : at + 16],) for at in range(0, len(keys), 16))
            )
            self._base.execute("UPDATE place SET count = 0, body = NULL, keys = NULL")

    @_told
    def begin_anew(self) -> Batch:
        """Number the batch on its way by a new name: the door holds other events under these numbers."""
        with self._whole():
            self._base.execute("UPDATE place SET stream = ?, following = 1", (_name(),))
        found = self.waiting()
        assert found is not None
        return found

    @contextmanager
    def _whole(self) -> Iterator[None]:
        self._base.execute("BEGIN EXCLUSIVE")
        try:
            yield
            self._base.execute("COMMIT")
        except sqlite3.Error:
            with suppress(sqlite3.Error):
                self._base.execute("ROLLBACK")
            raise


def _name() -> str:
    return f"import-{secrets.token_hex(6)}"
