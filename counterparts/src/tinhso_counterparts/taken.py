# SPDX-License-Identifier: EUPL-1.2
"""What a counterpart took from the province, in one SQLite file: each message once, by its key."""

import sqlite3
from pathlib import Path

_TABLES = """
CREATE TABLE IF NOT EXISTS taken (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    stream TEXT NOT NULL,
    digest TEXT NOT NULL,
    body TEXT NOT NULL,
    repeats INTEGER NOT NULL DEFAULT 0
);
"""


class Taken:
    """The messages of the province."""

    def __init__(self, folder: Path) -> None:
        self._rows = sqlite3.connect(folder / "taken.sqlite3", isolation_level=None)
        self._rows.execute("PRAGMA journal_mode=WAL")
        self._rows.executescript(_TABLES)

    def close(self) -> None:
        self._rows.close()

    def digest_of(self, key: str) -> str | None:
        row = self._rows.execute("SELECT digest FROM taken WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def add(self, key: str, stream: str, digest: str, body: str) -> None:
        values = (key, stream, digest, body)
        self._rows.execute("INSERT INTO taken (key, stream, digest, body) VALUES (?, ?, ?, ?)", values)

    def note_repeat(self, key: str) -> None:
        self._rows.execute("UPDATE taken SET repeats = repeats + 1 WHERE key = ?", (key,))

    def all(self) -> list[tuple[str, str, str, int]]:
        """Return key, stream, body and repeats of every message, oldest first."""
        return list(self._rows.execute("SELECT key, stream, body, repeats FROM taken ORDER BY id"))
