# SPDX-License-Identifier: EUPL-1.2
"""Received messages in one SQLite file: raw bytes as they came, and what is needed to list and search."""

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tinhso_counterparts.mail.letters import read_letter, without_diacritics

_TABLE = """
CREATE TABLE IF NOT EXISTS message (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    received_at TEXT NOT NULL,
    mail_from TEXT NOT NULL,
    rcpt_to TEXT NOT NULL,
    subject TEXT NOT NULL,
    folded TEXT NOT NULL,
    raw BLOB NOT NULL
)
"""


class NoSuchMessage(Exception):
    """The number is not in the inbox, or was deleted."""


@dataclass(frozen=True)
class Message:
    """One delivery. mail_from and rcpt_to are the envelope, which headers may contradict."""

    id: int
    received_at: datetime
    mail_from: str
    rcpt_to: tuple[str, ...]
    subject: str
    raw: bytes


class Inbox:
    """All messages of the stand-in; every delivery is a row, none is merged with another."""

    def __init__(self, folder: Path) -> None:
        self._rows = sqlite3.connect(folder / "inbox.sqlite3", isolation_level=None)
        self._rows.execute("PRAGMA journal_mode=WAL")
        self._rows.execute("PRAGMA synchronous=NORMAL")
        self._rows.execute(_TABLE)

    def close(self) -> None:
        self._rows.close()

    def add(self, mail_from: str, rcpt_to: list[str], raw: bytes, now: datetime) -> int:
        """Keep a delivery and return its number."""
        letter = read_letter(raw)
        words = " ".join([letter.subject, letter.sender, letter.to, mail_from, *rcpt_to, letter.text])
        row = (
            now.isoformat(),
            mail_from,
            json.dumps(rcpt_to),
            letter.subject,
            without_diacritics(words),
            raw,
        )
        cursor = self._rows.execute(
            "INSERT INTO message (received_at, mail_from, rcpt_to, subject, folded, raw) VALUES (?, ?, ?, ?, ?, ?)",
            row,
        )
        return int(cursor.lastrowid or 0)

    def find(self, words: str = "", limit: int = 200) -> list[Message]:
        """Return messages that contain all words, newest first; diacritics do not matter."""
        wanted = [word for word in without_diacritics(words).split() if word]
        where = " AND ".join(["instr(folded, ?) > 0"] * len(wanted)) or "1"
        found = self._rows.execute(
            "SELECT id, received_at, mail_from, rcpt_to, subject, raw FROM message"
            f" WHERE {where} ORDER BY id DESC LIMIT ?",
            (*wanted, limit),
        )
        return [_message(row) for row in found]

    def get(self, number: int) -> Message:
        """Return one message. Raises NoSuchMessage."""
        row = self._rows.execute(
            "SELECT id, received_at, mail_from, rcpt_to, subject, raw FROM message WHERE id = ?", (number,)
        ).fetchone()
        if row is None:
            raise NoSuchMessage(f"message {number} is not in the inbox")
        return _message(row)

    def count(self) -> int:
        return int(self._rows.execute("SELECT count(*) FROM message").fetchone()[0])

    def delete_all(self) -> int:
        """Empty the inbox and return how many messages went."""
        return self._rows.execute("DELETE FROM message").rowcount


def _message(row: tuple[int, str, str, str, str, bytes]) -> Message:
    number, received_at, mail_from, rcpt_to, subject, raw = row
    return Message(number, datetime.fromisoformat(received_at), mail_from, tuple(json.loads(rcpt_to)), subject, raw)
