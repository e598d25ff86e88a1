# SPDX-License-Identifier: EUPL-1.2
"""The same rules by another hand: pySigma turns them into SQL, SQLite finds the events.

The table is what Zircolite builds: a column per field, text, compared without case; a boolean is `true` or `false`.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sigma.backends.sqlite import sqliteBackend
from sigma.collection import SigmaCollection
from sigma.exceptions import SigmaError
from sigma.modifiers import modifier_mapping
from sigma.pipelines.sysmon import sysmon_pipeline
from sigma.pipelines.windows import windows_audit_pipeline, windows_logsource_pipeline

from tinhso_sigma import encodings
from tinhso_sigma.events import fields_of, shape_of
from tinhso_sigma.values import written
from tinhso_sigma.windows import windows_map

REFUSED = (SigmaError, NotImplementedError, ValueError, TypeError, AttributeError)


@contextmanager
def original_modifiers() -> Iterator[None]:
    """Read rules with pySigma's own modifiers, not with ours."""
    mine = dict(modifier_mapping)
    modifier_mapping.clear()
    modifier_mapping.update(encodings.ORIGINAL)
    try:
        yield
    finally:
        modifier_mapping.clear()
        modifier_mapping.update(mine)


def queries(
    texts: Iterable[tuple[str, str]], routed: bool = True, *, audit: bool = False
) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return the SQL of each rule by its key, and why others have none. texts: key and YAML of one rule.

    audit: as the audit log of Windows calls things, not as Sysmon does.
    """
    generic = windows_audit_pipeline() if audit else sysmon_pipeline()
    pipeline = generic + windows_logsource_pipeline() if routed else None
    made, refused = {}, {}
    with original_modifiers():
        for key, text in texts:
            backend = sqliteBackend(pipeline)
            try:
                rule = SigmaCollection.from_yaml(text).rules[0]
                made[key] = [str(one) for one in backend.convert_rule(rule)]
            except REFUSED as error:
                refused[key] = f"{type(error).__name__}: {error}"
    return made, refused


class Table:
    """Events as rows; `matches` gives the numbers of those a rule finds."""

    def __init__(self, events: Iterable[dict[str, Any]]) -> None:
        rows = [self._row(event) for event in events]
        self.columns = list(dict.fromkeys(name for row in rows for name in row))
        self.base = sqlite3.connect(":memory:")
        self.base.create_function("REGEXP", 2, _regexp, deterministic=True)
        columns = ", ".join(f'"{name}" TEXT COLLATE NOCASE' for name in self.columns)
        self.base.execute(f"CREATE TABLE logs (row_number INTEGER PRIMARY KEY, {columns})")
        marks = ", ".join("?" * (len(self.columns) + 1))
        self.base.executemany(
            f"INSERT INTO logs VALUES ({marks})",
            ((number, *(row.get(name) for name in self.columns)) for number, row in enumerate(rows)),
        )

    @staticmethod
    def _row(event: dict[str, Any]) -> dict[str, str | None]:
        fields = fields_of(event, shape_of(event, windows_map()))
        return {name: None if values[0] is None else written(values[0]) for name, values in fields.items()}

    def matches(self, statements: Iterable[str]) -> set[int]:
        """Return the numbers of the rows that one of the statements finds; a missing column is added as null."""
        found: set[int] = set()
        for statement in statements:
            found.update(number for (number,) in self._run(statement.replace("SELECT *", "SELECT row_number", 1)))
        return found

    def _run(self, statement: str) -> list[tuple[int]]:
        while True:
            try:
                return self.base.execute(statement).fetchall()
            except sqlite3.OperationalError as error:
                missing = re.fullmatch(r"no such column: (.+)", str(error))
                if not missing:
                    raise
                self.base.execute(f'ALTER TABLE logs ADD COLUMN "{missing[1].strip(chr(34))}" TEXT COLLATE NOCASE')


def _regexp(pattern: str, value: Any) -> bool:
    return value is not None and re.search(pattern, str(value)) is not None
