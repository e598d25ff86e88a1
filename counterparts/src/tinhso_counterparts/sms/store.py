# SPDX-License-Identifier: EUPL-1.2
"""Every part the centre took and every receipt it owes, in one SQLite file."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tinhso_counterparts.mail.letters import without_diacritics
from tinhso_counterparts.sms.messages import Part

_TABLES = """
CREATE TABLE IF NOT EXISTS part (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    received_at TEXT NOT NULL,
    account TEXT NOT NULL,
    sender TEXT NOT NULL,
    phone TEXT NOT NULL,
    reference INTEGER NOT NULL,
    total INTEGER NOT NULL,
    place INTEGER NOT NULL,
    user_reference INTEGER NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS part_joined ON part (phone, sender, reference, id);
CREATE TABLE IF NOT EXISTS receipt (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL,
    part INTEGER NOT NULL,
    phone TEXT NOT NULL,
    sender TEXT NOT NULL,
    state TEXT NOT NULL,
    submitted_at TEXT NOT NULL
);
"""


@dataclass(frozen=True)
class Shown:
    """One message as a phone shows it: parts joined; `arrivals` counts the parts that came, repeats too."""

    phone: str
    sender: str
    text: str
    total: int
    there: int
    arrivals: int
    user_reference: int
    received_at: datetime


@dataclass(frozen=True)
class Receipt:
    """A delivery receipt owed to an account: identifier of the part, state in the words of the specification."""

    id: int
    part: int
    phone: str
    sender: str
    state: str
    submitted_at: datetime


class Phones:
    """All phones of the province in one book."""

    def __init__(self, folder: Path) -> None:
        self._rows = sqlite3.connect(folder / "sms.sqlite3", isolation_level=None)
        self._rows.executescript(_TABLES)

    def close(self) -> None:
        self._rows.close()

    def take(self, account: str, sender: str, phone: str, part: Part, now: datetime) -> int:
        """Keep a part and return its number, which is the message_id of SMPP."""
        cursor = self._rows.execute(
            "INSERT INTO part (received_at, account, sender, phone, reference, total, place, user_reference, text)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(now.isoformat(), account, sender, phone),
                *(part.reference, part.total, part.place, part.user_reference, part.text),
            ),
        )
        return int(cursor.lastrowid or 0)

    def owe(self, account: str, part: int, phone: str, sender: str, state: str, now: datetime) -> None:
        """Note that an account is to be told what became of a part."""
        self._rows.execute(
            "INSERT INTO receipt (account, part, phone, sender, state, submitted_at) VALUES (?, ?, ?, ?, ?, ?)",
            (account, part, phone, sender, state, now.isoformat()),
        )

    def owed(self, account: str, after: int = 0) -> Receipt | None:
        """Return the oldest receipt that was not acknowledged, beyond one that is on its way."""
        row = self._rows.execute(
            "SELECT id, part, phone, sender, state, submitted_at FROM receipt"
            " WHERE account = ? AND id > ? ORDER BY id LIMIT 1",
            (account, after),
        ).fetchone()
        return Receipt(*row[:5], datetime.fromisoformat(row[5])) if row else None

    def settle(self, receipt: int) -> None:
        """Forget a receipt that was acknowledged."""
        self._rows.execute("DELETE FROM receipt WHERE id = ?", (receipt,))

    def shown(self, words: str = "", limit: int = 200) -> list[Shown]:
        """Return what phones show, newest first: parts of one reference joined, a repeated part shown once."""
        rows = self._rows.execute(
            "SELECT id, received_at, sender, phone, reference, total, place, user_reference, text FROM part"
            " ORDER BY id DESC LIMIT 2000"
        ).fetchall()
        groups: dict[tuple[object, ...], list[tuple]] = {}
        for row in rows:
            key = (row[3], row[2], row[4], row[5]) if row[4] else (row[0],)
            groups.setdefault(key, []).append(row)
        wanted = without_diacritics(words).split()
        found = [_join(group) for group in groups.values()]
        hits = [one for one in found if all(word in without_diacritics(f"{one.phone} {one.text}") for word in wanted)]
        return hits[:limit]

    def count(self) -> int:
        return int(self._rows.execute("SELECT count(*) FROM part").fetchone()[0])

    def delete_all(self) -> int:
        """Empty all phones and forget owed receipts; return how many parts went."""
        self._rows.execute("DELETE FROM receipt")
        return self._rows.execute("DELETE FROM part").rowcount


def _join(group: list[tuple]) -> Shown:
    newest = group[0]
    by_place = {row[6]: row[8] for row in group}
    text = "".join(by_place.get(place, "[…]") for place in range(1, newest[5] + 1))
    received_at = datetime.fromisoformat(newest[1])
    return Shown(newest[3], newest[2], text, newest[5], len(by_place), len(group), newest[7], received_at)
