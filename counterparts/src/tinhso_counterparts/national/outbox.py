# SPDX-License-Identifier: EUPL-1.2
"""What citizens did on the portal and the province must learn: kept, signed, told in order, with every way to fail.

The services NopHoSo, BoSungHoSo and RutHoSo are this stand-in's own; how the real portal hands a filing over is not
published.
"""

import hashlib
import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from tinhso_counterparts.files import write_whole
from tinhso_counterparts.modes import Mode

ANSWER_SECONDS = 10
_TABLES = """
CREATE TABLE IF NOT EXISTS outgoing (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    number TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    target TEXT NOT NULL,
    recipient TEXT NOT NULL,
    body TEXT NOT NULL,
    told_at TEXT,
    answer TEXT NOT NULL DEFAULT '',
    result TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS paper (id TEXT PRIMARY KEY, content BLOB NOT NULL);
"""


@dataclass(frozen=True)
class Outgoing:
    """One message to a province. told: it answered 202 at least once; result: what it said came of it."""

    key: str
    number: str
    sequence: int
    target: str
    recipient: str
    body: str
    told_at: str | None
    answer: str
    result: str

    @property
    def service(self) -> str:
        return str(json.loads(self.body)["service"])


COLUMNS = "key, number, sequence, target, recipient, body, told_at, answer, result"


class Outbox:
    """Messages to provinces and the papers citizens left, in one SQLite file; the key beside it."""

    def __init__(self, folder: Path, *, partner: str = "national", in_order: bool = True) -> None:
        self.partner, self.in_order = partner, in_order
        self._rows = sqlite3.connect(folder / "outbox.sqlite3", isolation_level=None)
        self._rows.execute("PRAGMA journal_mode=WAL")
        self._rows.executescript(_TABLES)
        self.key = _key_in(folder)

    def close(self) -> None:
        self._rows.close()

    def keep_paper(self, content: bytes) -> str:
        """Keep a paper and return its identifier, which is its hash."""
        name = hashlib.sha256(content).hexdigest()
        self._rows.execute("INSERT OR IGNORE INTO paper (id, content) VALUES (?, ?)", (name, content))
        return name

    def paper(self, name: str) -> bytes | None:
        row = self._rows.execute("SELECT content FROM paper WHERE id = ?", (name,)).fetchone()
        return bytes(row[0]) if row else None

    def lose_paper(self, name: str) -> None:
        self._rows.execute("DELETE FROM paper WHERE id = ?", (name,))

    def add(self, number: str, body: dict[str, Any], target: str, recipient: str) -> Outgoing:
        """Write a message at the end of the stream of a number."""
        last = self._rows.execute("SELECT coalesce(max(sequence), 0) FROM outgoing WHERE number = ?", (number,))
        place = last.fetchone()[0] + 1
        text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        values = (f"{number}/{place}", number, place, target, recipient, text)
        self._rows.execute(
            "INSERT INTO outgoing (key, number, sequence, target, recipient, body) VALUES (?, ?, ?, ?, ?, ?)", values
        )
        return self.all(number)[-1]

    def all(self, number: str = "") -> list[Outgoing]:
        """Return the messages of a number, or of all, oldest first."""
        found = self._rows.execute(
            f"SELECT {COLUMNS} FROM outgoing WHERE ? IN ('', number) ORDER BY id",
            (number,),
        )
        return [Outgoing(*row) for row in found]

    def waiting(self) -> list[Outgoing]:
        return [one for one in self.all() if one.told_at is None]

    def note(self, key: str, answer: str, told_at: str | None) -> None:
        self._rows.execute(
            "UPDATE outgoing SET answer = ?, told_at = coalesce(?, told_at) WHERE key = ?", (answer, told_at, key)
        )

    def note_result(self, key: str, result: str) -> bool:
        """Keep what the province says came of a message; False for a message nobody sent."""
        return self._rows.execute("UPDATE outgoing SET result = ? WHERE key = ?", (result, key)).rowcount == 1


def _key_in(folder: Path) -> Ed25519PrivateKey:
    """Return the signing key of the portal, made on first use; its public half lies beside it as portal.pub.pem."""
    path = folder / "portal.pem"
    if not path.exists():
        made = Ed25519PrivateKey.generate()
        write_whole(path, made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), private=True)
        public = made.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        write_whole(folder / "portal.pub.pem", public)
    key = load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path} holds another kind of key")
    return key


def heads(outgoing: Outgoing, outbox: Outbox, mode: Mode) -> dict[str, str]:
    """Return the head of a message with hash and signature, spoiled as the mode wants it."""
    key = outbox.key
    stream, sequence = (outgoing.number, outgoing.sequence) if outbox.in_order else ("", 0)
    digest = hashlib.sha256(outgoing.body.encode()).hexdigest()
    told = "0" * 64 if mode.is_wrong("hash") else digest
    head = {
        "key": outgoing.key,
        "partner": outbox.partner,
        "recipient": outgoing.recipient,
        "sequence": sequence,
        "sha256": told,
        "stream": stream,
    }
    text = json.dumps(head, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    signer = Ed25519PrivateKey.generate() if mode.is_wrong("signature") else key
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {
        "Content-Type": "application/json",
        "X-Message-Key": outgoing.key,
        "X-Message-Recipient": outgoing.recipient,
        "X-Message-Stream": stream,
        "X-Message-Sequence": str(sequence),
        "X-Message-Hash": told,
        "X-Message-Signature": signer.sign(text.encode()).hex(),
        "X-Message-Key-Id": hashlib.sha256(public).hexdigest()[:16],
    }


async def tell_waiting(outbox: Outbox, mode: Mode, now: str, *, number: str = "") -> int:
    """Tell the provinces what waits, as the mode wants it; return how many messages were taken.

    number: of that dossier only. late: nothing goes now. unordered: the newest first. again: each twice.
    """
    if mode.is_wrong("late") or mode.is_down:
        return 0
    waiting = [one for one in outbox.waiting() if number in ("", one.number)]
    taken = 0
    for one in reversed(waiting) if mode.is_wrong("unordered") else waiting:
        for _ in range(2 if mode.is_wrong("again") else 1):
            status, text = await _post(one, heads(one, outbox, mode))
        outbox.note(one.key, f"{status} {text[:500]}", now if status == 202 else None)
        taken += status == 202
    return taken


async def _post(one: Outgoing, head: dict[str, str]) -> tuple[int, str]:
    timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(one.target, data=one.body.encode(), headers=head, allow_redirects=False) as answer,
        ):
            return answer.status, await answer.text()
    except (aiohttp.ClientError, TimeoutError) as error:
        return 0, f"no answer: {type(error).__name__}"
