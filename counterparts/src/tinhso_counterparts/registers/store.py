# SPDX-License-Identifier: EUPL-1.2
"""What the databases know of the test citizens, and who asked for what, in one SQLite file."""

import csv
import json
import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path

REGISTERS = ("population", "civil_status", "business", "insurance", "land")

# Fields a record may carry; one that a person's record lacks is missing, one not listed here is no field at all.
FIELDS = {
    "population": (
        "full_name",
        "birth_date",
        "gender",
        "residence",
        "residence_commune_code",
        "identity_card",
        "identity_card_valid_to",
    ),
    "civil_status": (
        "full_name",
        "birth_date",
        "birth_registration",
        "marital_status",
        "marriage_registration",
        "spouse",
        "death_registration",
        "father_number",
        "mother_number",
    ),
    "business": ("business_kind", "business_name", "registration_number", "business_status", "registered_on"),
    "insurance": (
        "card_number",
        "card_valid_to",
        "book_number",
        "contribution_months",
        "salary_base",
        "pension_status",
    ),
    "land": ("certificate_number", "parcel", "area_m2", "land_use"),
}

# What a province is not given unless the client's file says otherwise.
NOT_GRANTED = {"insurance": ("salary_base",)}

_TABLES = """
CREATE TABLE IF NOT EXISTS question (
    id TEXT PRIMARY KEY, reference TEXT NOT NULL UNIQUE, register TEXT NOT NULL, subject TEXT NOT NULL,
    fields TEXT NOT NULL, purpose TEXT NOT NULL, asked_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS record (
    register TEXT NOT NULL, subject TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (register, subject, field)
);
"""


class OtherQuestion(Exception):
    """The key was used before for another question."""


@dataclass(frozen=True)
class Question:
    """What is asked: of which register, about whom (personal number or tax code), which fields, what for."""

    id: str
    register: str
    subject: str
    fields: tuple[str, ...]
    purpose: str


class Records:
    """All records of the stand-in, filled from its file on first use, and the questions asked."""

    def __init__(self, folder: Path) -> None:
        self._rows = sqlite3.connect(folder / "registers.sqlite3", isolation_level=None)
        self._rows.execute("PRAGMA journal_mode=WAL")
        self._rows.executescript(_TABLES)
        if not self._rows.execute("SELECT 1 FROM record LIMIT 1").fetchone():
            self._rows.executemany("INSERT INTO record VALUES (?, ?, ?, ?)", _bundled())

    def close(self) -> None:
        self._rows.close()

    def of(self, register: str, subject: str) -> dict[str, str]:
        """Return the record of a subject, empty when the register has none."""
        found = self._rows.execute(
            "SELECT field, value FROM record WHERE register = ? AND subject = ?", (register, subject)
        )
        return dict(found.fetchall())

    def knows(self, subject: str) -> bool:
        """Tell whether any register has heard of the subject."""
        return self._rows.execute("SELECT 1 FROM record WHERE subject = ? LIMIT 1", (subject,)).fetchone() is not None

    def put(self, register: str, subject: str, values: dict[str, str]) -> None:
        """Replace the record of a subject, as a database that was put right would."""
        self._rows.execute("DELETE FROM record WHERE register = ? AND subject = ?", (register, subject))
        rows = [(register, subject, field, value) for field, value in values.items()]
        self._rows.executemany("INSERT INTO record VALUES (?, ?, ?, ?)", rows)

    def note(self, asked: Question, now: datetime) -> str:
        """Write a question down once and return its reference. Raises OtherQuestion."""
        fields = json.dumps(asked.fields)
        row = (
            asked.id,
            f"TC-{asked.id[-12:].upper()}",  # the end of an id is drawn at random, its beginning may be the time of day
            asked.register,
            asked.subject,
            fields,
            asked.purpose,
            now.isoformat(),
        )
        self._rows.execute("INSERT INTO question VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", row)
        found = self._rows.execute(
            "SELECT reference, register, subject, fields FROM question WHERE id = ?", (asked.id,)
        )
        kept = found.fetchone()
        if kept is None or kept[1:] != (asked.register, asked.subject, fields):
            raise OtherQuestion(asked.id)
        return str(kept[0])

    def asked(self) -> list[dict[str, str]]:
        """Return every question in order, without its answer."""
        names = ("id", "register", "subject", "fields", "purpose", "asked_at")
        found = self._rows.execute(f"SELECT {', '.join(names)} FROM question ORDER BY asked_at, id")
        return [dict(zip(names, row, strict=True)) for row in found]


def _bundled() -> list[tuple[str, str, str, str]]:
    text = (files(__package__) / "records.csv").read_text("utf-8")
    return [(row["register"], row["subject"], row["field"], row["value"]) for row in csv.DictReader(text.splitlines())]


def granted() -> dict[str, list[str]]:
    """Return the fields a new client may ask for, by register."""
    found: dict[str, list[str]] = defaultdict(list)
    for register, fields in FIELDS.items():
        found[register] = [one for one in fields if one not in NOT_GRANTED.get(register, ())]
    return dict(found)
