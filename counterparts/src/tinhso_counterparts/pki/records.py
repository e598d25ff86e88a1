# SPDX-License-Identifier: EUPL-1.2
"""What the authority issued and took back, in one SQLite file that the server and the commands share."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

_TABLES = """
CREATE TABLE IF NOT EXISTS certificate (
    serial TEXT PRIMARY KEY,
    issuer TEXT NOT NULL,
    profile TEXT NOT NULL,
    subject TEXT NOT NULL,
    issued_at TEXT NOT NULL,
    pem TEXT NOT NULL,
    revoked_at TEXT,
    reason TEXT,
    CHECK ((revoked_at IS NULL) = (reason IS NULL))
);
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


class UnknownSerial(Exception):
    """This authority never issued a certificate with this number."""


@dataclass(frozen=True)
class Entry:
    """One certificate. serial: hexadecimal, capital letters. issuer: "root" or "issuing"."""

    serial: str
    issuer: str
    profile: str
    subject: str
    issued_at: datetime
    revoked_at: datetime | None
    reason: x509.ReasonFlags | None

    @property
    def number(self) -> int:
        return int(self.serial, 16)


class Records:
    """The register; every read goes to the file, so a command in another process counts at once."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._rows = sqlite3.connect(folder / "records.sqlite3", isolation_level=None)
        self._rows.executescript(_TABLES)

    def close(self) -> None:
        self._rows.close()

    def add(self, certificate: x509.Certificate, issuer: str, profile: str, now: datetime) -> None:
        """Register a certificate that was just issued."""
        row = (
            as_hex(certificate.serial_number),
            issuer,
            profile,
            certificate.subject.rfc4514_string(),
            now.isoformat(),
            certificate.public_bytes(Encoding.PEM).decode(),
        )
        self._rows.execute(
            "INSERT INTO certificate (serial, issuer, profile, subject, issued_at, pem) VALUES (?, ?, ?, ?, ?, ?)",
            row,
        )

    def find(self, number: int) -> Entry:
        """Return the entry of a serial number. Raises UnknownSerial."""
        for entry in self._select("WHERE serial = ?", as_hex(number)):
            return entry
        raise UnknownSerial(f"serial {as_hex(number)} was not issued here; `pki list` shows those that were")

    def all(self) -> list[Entry]:
        return self._select("")

    def revoked(self, issuer: str) -> list[Entry]:
        """Return what an issuer took back, for its CRL."""
        return self._select("WHERE issuer = ? AND revoked_at IS NOT NULL", issuer)

    def revoke(self, number: int, reason: x509.ReasonFlags, now: datetime) -> Entry:
        """Take a certificate back and return its entry; repeating changes nothing. Raises UnknownSerial."""
        self._rows.execute(
            "UPDATE certificate SET revoked_at = ?, reason = ? WHERE serial = ? AND revoked_at IS NULL",
            (now.isoformat(), reason.value, as_hex(number)),
        )
        return self.find(number)

    def setting(self, name: str) -> str | None:
        row = self._rows.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def set_setting(self, name: str, value: str) -> None:
        self._rows.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))

    def _select(self, where: str, *values: str) -> list[Entry]:
        rows = self._rows.execute(
            "SELECT serial, issuer, profile, subject, issued_at, revoked_at, reason FROM certificate"
            f" {where} ORDER BY issued_at, serial",
            values,
        )
        return [_entry(row) for row in rows]


def _entry(row: tuple[str, str, str, str, str, str | None, str | None]) -> Entry:
    serial, issuer, profile, subject, issued_at, revoked_at, reason = row
    return Entry(
        serial,
        issuer,
        profile,
        subject,
        datetime.fromisoformat(issued_at),
        datetime.fromisoformat(revoked_at) if revoked_at else None,
        x509.ReasonFlags(reason) if reason else None,
    )


def as_hex(number: int) -> str:
    """Return a serial number the way `openssl x509 -serial` prints it."""
    text = f"{number:X}"
    return text if len(text) % 2 == 0 else f"0{text}"
