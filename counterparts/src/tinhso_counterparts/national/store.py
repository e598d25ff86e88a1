# SPDX-License-Identifier: EUPL-1.2
"""What the portal holds, in one SQLite file: every version of every dossier, every step, every message key it took."""

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_TABLES = """
CREATE TABLE IF NOT EXISTS version (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL,
    unit TEXT NOT NULL,
    received_at TEXT NOT NULL,
    key TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS version_code ON version (code, id);
CREATE TABLE IF NOT EXISTS progress (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL,
    received_at TEXT NOT NULL,
    key TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS progress_code ON progress (code, id);
CREATE TABLE IF NOT EXISTS drawn (id INTEGER PRIMARY KEY AUTOINCREMENT, unit TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS taken (
    key TEXT PRIMARY KEY,
    digest TEXT NOT NULL,
    receipt TEXT NOT NULL,
    repeats INTEGER NOT NULL DEFAULT 0
);
"""


@dataclass(frozen=True)
class Held:
    """One dossier as the portal knows it: the newest version, how many there are, the steps reported."""

    code: str
    unit: str
    body: dict[str, Any]
    state: str
    versions: int
    steps: int
    received_at: str


@dataclass(frozen=True)
class Taken:
    """A message that was taken before: hash of its content and the receipt that was given."""

    digest: str
    receipt: str


class Holdings:
    """The book of the portal."""

    def __init__(self, folder: Path) -> None:
        self._rows = sqlite3.connect(folder / "national.sqlite3", isolation_level=None)
        self._rows.execute("PRAGMA journal_mode=WAL")
        self._rows.execute("PRAGMA synchronous=NORMAL")
        self._rows.executescript(_TABLES)

    def close(self) -> None:
        self._rows.close()

    def taken(self, key: str) -> Taken | None:
        """Return what is remembered of a message key."""
        row = self._rows.execute("SELECT digest, receipt FROM taken WHERE key = ?", (key,)).fetchone()
        return Taken(*row) if row else None

    def note_repeat(self, key: str) -> None:
        self._rows.execute("UPDATE taken SET repeats = repeats + 1 WHERE key = ?", (key,))

    def note_taken(self, key: str, digest: str, receipt: str) -> None:
        self._rows.execute("INSERT INTO taken (key, digest, receipt) VALUES (?, ?, ?)", (key, digest, receipt))

    def add_version(self, unit: str, record: dict[str, Any], key: str, now: str) -> bool:
        """Keep a version of a dossier; False when it equals the newest one, which then stands for both."""
        body = json.dumps(record, ensure_ascii=False, sort_keys=True)
        last = self._rows.execute(
            "SELECT body FROM version WHERE code = ? ORDER BY id DESC LIMIT 1", (record["MaHoSo"],)
        ).fetchone()
        if last and last[0] == body:
            return False
        self.add_version_again(unit, record, key, now)
        return True

    def add_version_again(self, unit: str, record: dict[str, Any], key: str, now: str) -> None:
        """Keep a version without looking at the one before."""
        body = json.dumps(record, ensure_ascii=False, sort_keys=True)
        self._rows.execute(
            "INSERT INTO version (code, unit, received_at, key, body) VALUES (?, ?, ?, ?, ?)",
            (record["MaHoSo"], unit, now, key, body),
        )

    def add_step(self, record: dict[str, Any], key: str, now: str) -> None:
        body = json.dumps(record, ensure_ascii=False, sort_keys=True)
        self._rows.execute(
            "INSERT INTO progress (code, received_at, key, body) VALUES (?, ?, ?, ?)",
            (record["MaHoSo"], now, key, body),
        )

    def find(self, code: str) -> Held | None:
        """Return a dossier by its code; a step reported after the newest version gives the state."""
        row = self._rows.execute(
            "SELECT unit, body, received_at, (SELECT count(*) FROM version v WHERE v.code = version.code)"
            " FROM version WHERE code = ? ORDER BY id DESC LIMIT 1",
            (code,),
        ).fetchone()
        if row is None:
            return None
        unit, text, received_at, versions = row
        body = json.loads(text)
        steps = self.steps(code)
        return Held(code, unit, body, _state(body, received_at, steps), versions, len(steps), received_at)

    def steps(self, code: str) -> list[tuple[str, dict[str, Any]]]:
        """Return the steps reported for a dossier, oldest first, each with the instant it came in."""
        rows = self._rows.execute("SELECT received_at, body FROM progress WHERE code = ? ORDER BY id", (code,))
        return [(received_at, json.loads(body)) for received_at, body in rows]

    def versions(self, code: str) -> list[tuple[str, dict[str, Any]]]:
        """Return every version of a dossier, oldest first, each with the instant it came in."""
        rows = self._rows.execute("SELECT received_at, body FROM version WHERE code = ? ORDER BY id", (code,))
        return [(received_at, json.loads(body)) for received_at, body in rows]

    def draw(self, unit: str, now: str) -> int:
        """Return the next number; one that was drawn is never given again."""
        return int(self._rows.execute("INSERT INTO drawn (unit, at) VALUES (?, ?)", (unit, now)).lastrowid or 0)

    def codes(self, limit: int = 200) -> list[str]:
        """Return the codes of the dossiers, the one that changed last first."""
        rows = self._rows.execute("SELECT code FROM version GROUP BY code ORDER BY max(id) DESC LIMIT ?", (limit,))
        return [row[0] for row in rows]

    def received_between(self, first: str, last: str) -> list[str]:
        """Return the codes whose newest version says NgayTiepNhan lies in the span (texts of fourteen digits)."""
        rows = self._rows.execute(
            "SELECT code FROM version WHERE id IN (SELECT max(id) FROM version GROUP BY code)"
            " AND json_extract(body, '$.NgayTiepNhan') BETWEEN ? AND ? ORDER BY code",
            (first, last),
        )
        return [row[0] for row in rows]

    def counts(self) -> dict[str, int]:
        """Return how much is held: dossiers, versions, steps, messages taken, repeats recognised."""
        row = self._rows.execute(
            "SELECT (SELECT count(DISTINCT code) FROM version), (SELECT count(*) FROM version),"
            " (SELECT count(*) FROM progress), (SELECT count(*) FROM taken),"
            " (SELECT coalesce(sum(repeats), 0) FROM taken)"
        ).fetchone()
        return dict(zip(("dossiers", "versions", "steps", "taken", "repeats"), row, strict=True))

    def forget(self, code: str) -> int:
        """Lose a dossier as if it had never come, keys of its messages too; return how many versions went."""
        keys = self._rows.execute(
            "SELECT key FROM version WHERE code = ? UNION SELECT key FROM progress WHERE code = ?", (code, code)
        ).fetchall()
        self._rows.executemany("DELETE FROM taken WHERE key = ?", keys)
        self._rows.execute("DELETE FROM progress WHERE code = ?", (code,))
        return self._rows.execute("DELETE FROM version WHERE code = ?", (code,)).rowcount


def _state(body: dict[str, Any], received_at: str, steps: list[tuple[str, dict[str, Any]]]) -> str:
    if steps and steps[-1][0] >= received_at:
        return str(steps[-1][1]["TrangThai"])
    return str(body["TrangThaiHoSo"])
