# SPDX-License-Identifier: EUPL-1.2
"""What a life says to the database, statement by statement, and a pgbench script that says as much as plainly.

The script keeps number, order and kind of the statements, the places of BEGIN and COMMIT and the size of what is
written; each statement reads or writes one row by its key in a table with an index beside the key.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

ROWS = 100_000
SETUP = f"""
DROP TABLE IF EXISTS bench_row, bench_new;
CREATE TABLE bench_row (id bigint PRIMARY KEY, other bigint NOT NULL, payload text NOT NULL);
INSERT INTO bench_row SELECT i, i % 1000, repeat('x', 200) FROM generate_series(1, {ROWS}) i;
CREATE INDEX ON bench_row (other);
CREATE TABLE bench_new (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, other bigint NOT NULL, payload text NOT NULL
);
CREATE INDEX ON bench_new (other);
ANALYZE bench_row;
"""


@dataclass
class Recording:
    """The statements of a life in order: kind and bytes of parameters; COMMIT where Django committed."""

    lines: list[tuple[str, int]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    _open: bool = False

    def add(self, sql: str, params: Any) -> None:
        if connection.in_atomic_block and not self._open:
            self.lines.append(("BEGIN", 0))
            self._open = True
        self.lines.append((kind_of(sql), len(str(params or ""))))
        self.texts.append(sql)

    def commit(self) -> None:
        if self._open:
            self.lines.append(("COMMIT", 0))
        self._open = False

    def counts(self) -> Counter[str]:
        return Counter(kind for kind, _ in self.lines)

    def script(self) -> str:
        """Return the pgbench script of one life."""
        return "\n".join(line for kind, size in self.lines for line in _plain(kind, size)) + "\n"


def kind_of(sql: str) -> str:
    word = sql.split(None, 1)[0].upper()
    if word == "SELECT" and "FOR UPDATE" in sql:
        return "LOCK"
    return "INSERT" if word == "WITH" else word


def _plain(kind: str, size: int) -> list[str]:
    key = f"\\set k random(1, {ROWS})"
    payload = "x" * min(max(size, 10), 4_000)
    match kind:
        case "BEGIN" | "COMMIT":
            return [f"{kind};"]
        case "LOCK":
            return [key, "SELECT * FROM bench_row WHERE id = :k FOR UPDATE;"]
        case "UPDATE":
            return [key, f"UPDATE bench_row SET payload = '{payload}' WHERE id = :k;"]
        case "INSERT":
            return [key, f"INSERT INTO bench_new (other, payload) VALUES (:k, '{payload}') RETURNING id;"]
        case "DELETE":
            return ["DELETE FROM bench_new WHERE id = (SELECT min(id) FROM bench_new WHERE id > 0 AND other < 0);"]
        case "SAVEPOINT" | "RELEASE":
            return [f"{kind} SAVEPOINT s;" if kind == "RELEASE" else "SAVEPOINT s;"]
    return [key, "SELECT * FROM bench_row WHERE id = :k;"]


@contextmanager
def recording() -> Iterator[Recording]:
    """Record what this process says to the database."""
    heard = Recording()

    def listen(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        heard.add(sql, params)
        return execute(sql, params, many, context)

    plain_commit = connection._commit

    def commit() -> Any:
        heard.commit()
        return plain_commit()

    connection._commit = commit  # type: ignore[method-assign]
    try:
        with connection.execute_wrapper(listen):
            yield heard
    finally:
        connection._commit = plain_commit  # type: ignore[method-assign]
